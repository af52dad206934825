"""The last days of a simulated house, as the statistics that Home Assistant would have of them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from simulator import life
from simulator.house import load_house
from simulator.installation import Installation

from .client import HomeAssistant

HOUR = timedelta(hours=1)
TURNS = 6
"""How often a value that has no counter is looked at within an hour."""

type Reading = Callable[[Installation], float]


def counter(member: str, name: str, field: str = "CurrentSummationDelivered") -> Reading:
    """Return how to read the counter of a record with a name, in kWh."""

    def read(house: Installation) -> float:
        record = next(one for one in house.members(member) if one.get("Name") == name)
        return float(record[field]) / 1000

    return read


def heating(room_name: str) -> Reading:
    """Return how to read the counter of a room's heating actuator, in kWh."""

    def read(house: Installation) -> float:
        room = next(one for one in house.members("Room") if one["Name"] == room_name)
        [actuator] = room["HeatingActuatorIds"]
        record = house.find("HeatingActuator", actuator)
        return float(record["CurrentSummationDelivered"]) / 1000

    return read


def grid(field: str) -> Reading:
    """Return how to read a counter of the PowerTag on the grid, in kWh."""

    def read(house: Installation) -> float:
        record = house.find("Equipment", house.members("PTE")[0]["EquipmentId"])
        return float(record[field]) / 1000

    return read


def grid_power(house: Installation) -> float:
    """Return what the PowerTag on the grid measures, in W."""
    return float(house.members("PTE")[0]["RawTotalActivePower"])


def temperature(room_name: str) -> Reading:
    """Return how to read the temperature of a room."""

    def read(house: Installation) -> float:
        room = next(one for one in house.members("Room") if one["Name"] == room_name)
        return float(room["CalculatedTemperature"]) / 10

    return read


async def remember(
    client: HomeAssistant,
    name: str,
    hours: int,
    counters: Mapping[str, Reading],
    measures: Mapping[str, Reading],
) -> None:
    """Let a house live through some hours up to this one, and import them as statistics.

    The counters end where the sensors stand now, so that Home Assistant counts on from there.
    """
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    house = Installation(load_house(name), end - (hours + 24) * HOUR)
    # The house starts as it stands in its plan; a day later it lives by its schedules.
    life.advance(house, 24 * HOUR.total_seconds())

    counts: dict[str, list[float]] = {entity: [read(house)] for entity, read in counters.items()}
    values: dict[str, list[list[float]]] = {entity: [] for entity in measures}
    for _ in range(hours):
        for seen in values.values():
            seen.append([])
        for _ in range(TURNS):
            life.advance(house, HOUR.total_seconds() / TURNS)
            for entity, read in measures.items():
                values[entity][-1].append(read(house))
        for entity, read in counters.items():
            counts[entity].append(read(house))

    starts = [end - (hours - hour) * HOUR for hour in range(hours)]
    for entity, count in counts.items():
        now = await client.state(entity)
        shift = float(now["state"]) - count[-1]
        rows = [
            {"start": start.isoformat(), "state": value + shift, "sum": value - count[0]}
            for start, value in zip(starts, count[1:], strict=True)
        ]
        await _import(client, entity, now, rows)
    for entity, hourly in values.items():
        now = await client.state(entity)
        rows = [
            {
                "start": start.isoformat(),
                "mean": sum(seen) / len(seen),
                "min": min(seen),
                "max": max(seen),
            }
            for start, seen in zip(starts, hourly, strict=True)
        ]
        await _import(client, entity, now, rows)


async def _import(
    client: HomeAssistant, entity: str, now: Any, rows: list[dict[str, object]]
) -> None:
    """Import the statistics of one sensor."""
    attributes = now["attributes"]
    counts = "sum" in rows[0]
    await client.command(
        "recorder/import_statistics",
        metadata={
            "has_sum": counts,
            "mean_type": 0 if counts else 1,
            "name": None,
            "source": "recorder",
            "statistic_id": entity,
            "unit_class": attributes["device_class"],
            "unit_of_measurement": attributes["unit_of_measurement"],
        },
        stats=rows,
    )
