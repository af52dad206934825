"""What the other shape of Wiser Home Essential asks in another way.

Some of it can be found out by trying what is likely, the rest only with the document in hand.
"""

from typing import Final

from .products import Operation

_HUB: Final = "/hubs/{hubUrn}"
_ROOM: Final = f"{_HUB}/heating/rooms/{{room}}"
_PERIOD: Final = {"start": "startDate", "end": "endDate"}

CHANGED: Final[dict[str, Operation]] = {
    operation.key: operation
    for operation in (
        Operation("hubs.get", "Fetch Hub by URN", "Hubs", "GET", _HUB, schema="Hub"),
        Operation(
            "away.get",
            "Fetch Awaymode Status",
            "Hubs",
            "GET",
            f"{_HUB}/away-mode",
            schema="Away",
        ),
        Operation(
            "away.set",
            "Update Awaymode Status",
            "Hubs",
            "POST",
            f"{_HUB}/away-mode",
            {"away": "enabled"},
        ),
        Operation(
            "rooms.list",
            "List Rooms",
            "Heating",
            "GET",
            f"{_HUB}/heating/rooms",
            schema="Room",
            many=True,
        ),
        Operation("rooms.get", "Fetch Room By Id", "Heating", "GET", _ROOM, schema="Room"),
        Operation(
            "rooms.devices",
            "List Room Devices",
            "Heating",
            "GET",
            f"{_ROOM}/devices",
            schema="Device",
            many=True,
        ),
        Operation(
            "rooms.setpoint.get",
            "Fetch Setpoint",
            "Heating",
            "GET",
            f"{_ROOM}/target-temperature",
            schema="SetPoint",
        ),
        Operation(
            "rooms.setpoint.set",
            "Update Room Setpoint",
            "Heating",
            "PUT",
            f"{_ROOM}/target-temperature",
            {"celsius": "value"},
        ),
        Operation(
            "rooms.schedule.get",
            "Fetch Schedule",
            "Heating",
            "GET",
            f"{_ROOM}/schedules",
            schema="Schedule",
        ),
        Operation(
            "rooms.schedule.set",
            "Update Room Schedule",
            "Heating",
            "PATCH",
            f"{_ROOM}/schedules",
        ),
        Operation(
            "rooms.history",
            "Fetch Historical Temperature",
            "Heating",
            "GET",
            f"{_ROOM}/temperatures",
            query=_PERIOD,
            schema="Climate",
            many=True,
        ),
        Operation(
            "devices.list",
            "List Device",
            "Equipment",
            "GET",
            f"{_HUB}/devices",
            schema="Device",
            many=True,
        ),
        Operation(
            "devices.get",
            "Fetch Device By Id",
            "Equipment",
            "GET",
            f"{_HUB}/devices/{{id}}",
            schema="Device",
        ),
        Operation(
            "devices.energy",
            "Fetch Energy Consumption",
            "Energy",
            "GET",
            f"{_HUB}/devices/{{id}}/energy/history",
            query=_PERIOD,
            schema="Consumption",
            many=True,
        ),
        Operation(
            "plugs.list",
            "List Smartplug",
            "Control",
            "GET",
            f"{_HUB}/smart-plugs",
            schema="SmartPlug",
            many=True,
        ),
        Operation(
            "plugs.get",
            "Fetch SmartPlug By Id",
            "Control",
            "GET",
            f"{_HUB}/smart-plugs/{{plugId}}",
            schema="SmartPlug",
        ),
        Operation(
            "plugs.set",
            "Set SmartPlug State",
            "Control",
            "PUT",
            f"{_HUB}/smart-plugs/{{plugId}}/state",
            {"state": "targetState"},
        ),
        Operation(
            "lights.list",
            "List Light",
            "Control",
            "GET",
            f"{_HUB}/lighting/lights",
            schema="Light",
            many=True,
        ),
        Operation(
            "lights.get",
            "Fetch Light By Id",
            "Control",
            "GET",
            f"{_HUB}/lighting/lights/{{lightId}}",
            schema="Light",
        ),
        Operation(
            "lights.set",
            "Set Light State",
            "Control",
            "PUT",
            f"{_HUB}/lighting/lights/{{lightId}}",
            {"state": "targetState", "percent": "level"},
        ),
        Operation(
            "shutters.set",
            "Set Shutter Level",
            "Control",
            "PUT",
            "/hubs/{urn}/shutters/{deviceId}",
            {"percent": "position"},
        ),
        Operation(
            "equipment.list",
            "List Equipments",
            "Equipment",
            "GET",
            f"{_HUB}/equipments",
            schema="Equipment",
            many=True,
        ),
    )
}
