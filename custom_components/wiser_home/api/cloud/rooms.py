"""Complete what the Exchange tells of rooms by what it tells elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ..model import ProductType, SetPointOrigin
from .reading import NO_READING_TENTHS, number

_LINKS: Final[Mapping[str, str]] = {
    ProductType.RADIATOR_VALVE: "SmartValveIds",
    ProductType.HEATING_ACTUATOR: "HeatingActuatorIds",
    ProductType.ROOM_THERMOSTAT: "RoomStatId",
    ProductType.UNDER_FLOOR_HEATING: "UnderFloorHeatingId",
}
"""The field of a room that names what heats it."""
_ALL_LINKS: Final = frozenset({*_LINKS.values(), "UfhRelayIds"})

type _Told = dict[str, Any]


def furnish(rooms: list[_Told], devices: Iterable[_Told], weeks: Mapping[int, int]) -> list[_Told]:
    """Return rooms with what heats them and the schedule they follow, where they do not tell."""
    links: dict[int, _Told] = {}
    if not any(_is_linked(room) for room in rooms):
        for device in devices:
            name = _LINKS.get(str(device.get("ProductType")))
            room, id_ = device.get("RoomId"), device.get("id")
            if name is None or not isinstance(room, int) or id_ is None:
                continue
            found = links.setdefault(room, {})
            if name.endswith("s"):
                found.setdefault(name, []).append(id_)
            else:
                found.setdefault(name, id_)
    furnished: list[_Told] = []
    for room in rooms:
        id_ = room.get("id", -1)
        full = {**links.get(id_, {}), **room}
        if id_ in weeks:
            full.setdefault("ScheduleId", weeks[id_])
        if not _is_linked(full) and _is_controlled(full):
            full["TemperatureControlled"] = True
        furnished.append(full)
    return furnished


def _is_linked(room: _Told) -> bool:
    """Return whether a room names anything that heats it."""
    return any(room.get(name) for name in _ALL_LINKS)


def _is_controlled(room: _Told) -> bool:
    """Return whether a room that names nothing that heats it has heating all the same.

    Hubs tell a set point of rooms of lights, too, but no temperature, and say that nothing
    controls it.
    """
    capable = room.get("ClimateCapabilities", {})
    if isinstance(capable, dict) and "TemperatureControl" in capable:
        return capable["TemperatureControl"] is True
    measured = number(room.get("CalculatedTemperature"))
    return (
        ("CurrentSetPoint" in room or "DisplayedSetPoint" in room)
        and measured is not None
        and abs(measured) < NO_READING_TENTHS
        and room.get("SetpointOrigin") != SetPointOrigin.NO_CONTROL
        and "Invalid" not in room
    )
