"""A client we did not write reads every simulated house and drives it."""

from typing import Any

import pytest

from simulator import HOUSES, Fault, SimulatedHub

from .conftest import CAPTURED, StartHub
from .independent import WiserScheduleTypeEnum as Kind, client_of, connect, impatient

pytestmark = pytest.mark.filterwarnings(
    "ignore:verify_ssl is deprecated:DeprecationWarning:aioWiserHeatAPI"
)

CAPTURES = sorted(path.name for path in CAPTURED.iterdir()) if CAPTURED.exists() else []
# Each collection of the client's devices, and the records it is made of.
DEVICES = {
    "smartvalves": "SmartValve",
    "roomstats": "RoomStat",
    "smartplugs": "SmartPlug",
    "heating_actuators": "HeatingActuator",
    "ufh_controllers": "UnderFloorHeating",
    "lights": "Light",
    "shutters": "Shutter",
    "power_tags": "PTE",
    "power_tags_c": "PTC",
    "smokealarms": "SmokeAlarmDevice",
    "binary_sensor": "BinarySensor",
}


def read_everything(thing: Any) -> dict[str, Any]:
    """Read every property of an object."""
    names = [name for name in dir(type(thing)) if isinstance(getattr(type(thing), name), property)]
    return {name: getattr(thing, name) for name in names}


async def check_house(hub: SimulatedHub) -> None:
    """Compare what the client finds with the raw trees."""
    client = await connect(hub)
    domain = hub.trees["domain"]
    devices = client.devices
    found = {member: getattr(devices, name).count for name, member in DEVICES.items()}
    assert found == {member: len(domain.get(member, [])) for member in found}
    assert client.rooms.count == len(domain["Room"])
    assert client.system.name == hub.house.hub_name
    assert client.schedules.count == sum(map(len, hub.trees["schedules"].values()))
    assert (client.hotwater is not None) == ("HotWater" in domain)
    heated = [room for room in domain["Room"] if "Invalid" not in room]
    shown = [client.rooms.get_by_id(room["id"]).current_target_temperature for room in heated]
    assert shown == [room["DisplayedSetPoint"] / 10 for room in heated]
    everything = [*client.rooms.all, *devices.all, *client.schedules.all]
    for thing in [client.system, client.system.network, client.status, *everything]:
        assert read_everything(thing)
    assert {request.status for request in hub.requests} <= {200, 404}
    assert [
        item.path for item in hub.requests if item.status == 404 and "herm" not in item.path
    ] == []


@pytest.mark.parametrize("name", HOUSES)
async def test_reads_built_in_houses(start_hub: StartHub, name: str) -> None:
    """Read a built-in house without error, also after a day."""
    hub = await start_hub(name)
    await check_house(hub)
    hub.advance(86400)
    await check_house(hub)


@pytest.mark.skipif(not CAPTURES, reason=f"no captured payloads at {CAPTURED}")
@pytest.mark.parametrize("name", CAPTURES)
async def test_reads_captured_houses(start_hub: StartHub, name: str) -> None:
    """Read a captured house without error, also after a day."""
    hub = await start_hub(CAPTURED / name)
    await check_house(hub)
    hub.advance(86400)
    await check_house(hub)


def room(client: Any, number: int = 1) -> Any:
    """Return a room of the client."""
    return client.rooms.get_by_id(number)


async def test_cancels_what_it_did(start_hub: StartHub) -> None:
    """Override, see the override, and cancel it."""
    hub = await start_hub("cottage")
    client = await connect(hub)
    await room(client).boost(1, 30)
    await client.hotwater.override_state("Off")
    await client.read_hub_data()
    assert room(client).is_boosted
    await room(client).cancel_boost()
    await client.hotwater.cancel_overrides()
    assert hub.find("Room", 1)["SetpointOrigin"] == "FromSchedule"
    assert hub.find("HotWater", 2)["WaterHeatingState"] == "On"
    await room(client).set_target_temperature(25)
    await client.system.cancel_all_overrides()
    assert hub.find("Room", 1)["CurrentSetPoint"] == 210


async def test_schedules(start_hub: StartHub) -> None:
    """Create, change, rename, assign, unassign and delete schedules."""
    hub = await start_hub("residence")
    client = await connect(hub)
    kinds = {schedule._type: type(schedule) for schedule in client.schedules.all}
    assert set(kinds) == {"Heating", "OnOff", "Level"}
    await client.schedules.create_schedule(Kind.heating, "Made", [1, 2])
    await client.schedules.create_schedule(Kind.shutters, "Down", [7])
    await client.schedules.create_schedule(Kind.onoff, "Switch", [])
    made = [hub.trees["schedules"][kind][-1] for kind in ("Heating", "Level", "OnOff")]
    assert [item["Name"] for item in made] == ["Made", "Down", "Switch"]
    assert made[1]["Type"] == "Shutters"
    assert hub.find("Room", 2)["ScheduleId"] == made[0]["id"]
    assert hub.find("Shutter", 7)["ScheduleId"] == made[1]["id"]

    await client.read_hub_data()
    heating = client.schedules.get_by_id(Kind.heating, made[0]["id"])
    day = {"Monday": {"Time": ["0700", "2200"], "DegreesC": [215, -200]}}
    assert await heating.set_schedule(day)
    assert made[0]["Monday"] == {"Time": [700, 2200], "DegreesC": [215, -200]}
    await heating.set_name("Renamed")
    assert made[0]["Name"] == "Renamed"
    await heating.assign_schedule([3])
    rooms = hub.trees["domain"]["Room"]
    assert [item["id"] for item in rooms if item.get("ScheduleId") == made[0]["id"]] == [1, 2, 3]
    await client.read_hub_data()
    heating = client.schedules.get_by_id(Kind.heating, made[0]["id"])
    await heating.unassign_schedule([1, 3])
    assert [item["id"] for item in rooms if item.get("ScheduleId") == made[0]["id"]] == [2]
    level = client.schedules.get_by_id(Kind.level, made[1]["id"])
    await level.assign_schedule([8], include_current=False)
    assert hub.find("Shutter", 8)["ScheduleId"] == made[1]["id"]
    assert "ScheduleId" not in hub.find("Shutter", 7)
    assert await heating.delete_schedule()
    assert made[0] not in hub.trees["schedules"]["Heating"]
    assert "ScheduleId" not in hub.find("Room", 2)
    statuses = {item.status for item in hub.requests if item.method != "GET"}
    assert statuses == {200, 201}


async def test_floor_probe(start_hub: StartHub) -> None:
    """Set the bounds of a floor probe."""
    hub = await start_hub("apartment")
    client = await connect(hub)
    probe = client.devices.heating_actuators.get_by_id(3).floor_temperature_sensor
    assert probe.measured_temperature == 24.3
    await client.devices.heating_actuators.get_by_id(
        3
    ).floor_temperature_sensor.set_minimum_temperature(6)
    await probe.set_maximum_temperature(30)
    await probe.set_temperature_offset(-2)
    found = hub.find("HeatingActuator", 3)["FloorTemperatureSensor"]
    assert (found["MinimumTemperature"], found["MaximumTemperature"]) == (60, 300)
    assert found["Offset"] == -20


async def test_opentherm_parameter(start_hub: StartHub) -> None:
    """Set a parameter of the boiler."""
    hub = await start_hub("cottage")
    client = await connect(hub)
    opentherm = client.system.opentherm
    await opentherm.set_opentherm_parameter("", {"ch1FlowSetpoint": "500"})
    nested = "preDefinedRemoteBoilerParameters"
    await opentherm.set_opentherm_parameter(nested, {"dhwSetpoint": "550"})
    assert hub.trees["opentherm"]["ch1FlowSetpoint"] == 500
    assert hub.trees["opentherm"][nested]["dhwSetpoint"] == 550


@pytest.mark.parametrize(
    "fault",
    [Fault.RESET, Fault.TRUNCATED_JSON, Fault.BAD_FRAMING, Fault.HALF_BODY, Fault.SERVER_ERROR],
)
async def test_overcomes_faults(start_hub: StartHub, fault: Fault) -> None:
    """Get over what real hubs do, as this client does on real hubs."""
    hub = await start_hub("cottage")
    client = client_of(hub)
    hub.inject(fault, times=2)
    hub.inject(Fault.BAD_BYTES, times=None, path="network")
    async with impatient():
        await client.read_hub_data()
    assert client.rooms.count == 4
