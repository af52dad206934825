"""How Wiser Home Essential is asked, in both shapes.

Published are the address of the list of hubs, the groups, five titles and the names `urn` and
`deviceId`. All else is assumed; the other shape is as likely.
"""

from typing import Final

from .products import Contract, Operation, Shape

BASE: Final = "/ecostruxure/wiser-home/partner/v1"
_HUB: Final = "/hubs/{urn}"
_ROOM: Final = f"{_HUB}/rooms/{{roomId}}"
_DEVICE: Final = f"{_HUB}/devices/{{deviceId}}"
_PERIOD: Final = {"start": "from", "end": "to"}

_HUBS: Final = Operation("hubs.list", "List Hubs", "Hubs", "GET", "/hubs", schema="Hub", many=True)

ASSUMED: Final = Contract(
    BASE,
    (
        _HUBS,
        Operation("hubs.get", "Fetch Hub by URN", "Hubs", "GET", _HUB, schema="Hub"),
        Operation(
            "away.get", "Fetch Awaymode Status", "Hubs", "GET", f"{_HUB}/awaymode", schema="Away"
        ),
        Operation(
            "away.set",
            "Set Awaymode Status",
            "Hubs",
            "PUT",
            f"{_HUB}/awaymode",
            {"away": "status"},
            schema="Away",
        ),
        Operation(
            "rooms.list",
            "List Rooms",
            "Heating",
            "GET",
            f"{_HUB}/rooms",
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
            "Fetch Room Setpoint",
            "Heating",
            "GET",
            f"{_ROOM}/setpoint",
            schema="SetPoint",
        ),
        Operation(
            "rooms.setpoint.set",
            "Set Room Setpoint",
            "Control",
            "PUT",
            f"{_ROOM}/setpoint",
            {"celsius": "setPoint"},
            schema="SetPoint",
        ),
        Operation(
            "rooms.schedule.get",
            "Fetch Room Schedule",
            "Heating",
            "GET",
            f"{_ROOM}/schedule",
            schema="Schedule",
        ),
        Operation(
            "rooms.schedule.set",
            "Set Room Schedule",
            "Heating",
            "PUT",
            f"{_ROOM}/schedule",
            schema="Schedule",
        ),
        Operation(
            "rooms.history",
            "Fetch Room History",
            "Heating",
            "GET",
            f"{_ROOM}/history",
            query=_PERIOD,
            schema="Climate",
            many=True,
        ),
        Operation(
            "devices.list",
            "List Devices",
            "Equipment",
            "GET",
            f"{_HUB}/devices",
            schema="Device",
            many=True,
        ),
        Operation(
            "devices.get", "Fetch Device By Id", "Equipment", "GET", _DEVICE, schema="Device"
        ),
        Operation(
            "devices.energy",
            "Fetch Device Energy",
            "Energy",
            "GET",
            f"{_DEVICE}/energy",
            query=_PERIOD,
            schema="Consumption",
            many=True,
        ),
        Operation(
            "energy.list",
            "List Energy",
            "Energy",
            "GET",
            f"{_HUB}/energy",
            schema="Energy",
            many=True,
        ),
        Operation(
            "plugs.list",
            "List Smartplug",
            "Equipment",
            "GET",
            f"{_HUB}/smartplugs",
            schema="SmartPlug",
            many=True,
        ),
        Operation(
            "plugs.get",
            "Fetch SmartPlug By Id",
            "Equipment",
            "GET",
            f"{_HUB}/smartplugs/{{deviceId}}",
            schema="SmartPlug",
        ),
        Operation(
            "plugs.set",
            "Control SmartPlug",
            "Control",
            "PATCH",
            f"{_HUB}/smartplugs/{{deviceId}}",
            {"state": "state"},
            schema="SmartPlug",
        ),
        Operation(
            "lights.list",
            "List Lights",
            "Equipment",
            "GET",
            f"{_HUB}/lights",
            schema="Light",
            many=True,
        ),
        Operation(
            "lights.get",
            "Fetch Light By Id",
            "Equipment",
            "GET",
            f"{_HUB}/lights/{{deviceId}}",
            schema="Light",
        ),
        Operation(
            "lights.set",
            "Control Light",
            "Control",
            "PATCH",
            f"{_HUB}/lights/{{deviceId}}",
            {"state": "state", "percent": "percentage"},
            schema="Light",
        ),
        Operation(
            "shutters.list",
            "List Shutters",
            "Equipment",
            "GET",
            f"{_HUB}/shutters",
            schema="Shutter",
            many=True,
        ),
        Operation(
            "shutters.get",
            "Fetch Shutter By Id",
            "Equipment",
            "GET",
            f"{_HUB}/shutters/{{deviceId}}",
            schema="Shutter",
        ),
        Operation(
            "shutters.set",
            "Control Shutter",
            "Control",
            "PATCH",
            f"{_HUB}/shutters/{{deviceId}}",
            {"percent": "percentage"},
            schema="Shutter",
        ),
        Operation(
            "sensors.list",
            "List Sensors",
            "Sensors",
            "GET",
            f"{_HUB}/sensors",
            schema="Sensor",
            many=True,
        ),
        Operation(
            "equipment.list",
            "List Equipment",
            "Equipment",
            "GET",
            f"{_HUB}/equipment",
            schema="Equipment",
            many=True,
        ),
    ),
)

_OTHER_HUB: Final = "/hubs/{hubUrn}"
_OTHER_ROOM: Final = f"{_OTHER_HUB}/heating/rooms/{{room}}"
_OTHER_PERIOD: Final = {"start": "startDate", "end": "endDate"}

# Some of it can be found out by trying what is likely, the rest only with the document in hand.
_CHANGED: Final[dict[str, Operation]] = {
    operation.key: operation
    for operation in (
        Operation("hubs.get", "Fetch Hub by URN", "Hubs", "GET", _OTHER_HUB, schema="Hub"),
        Operation(
            "away.get",
            "Fetch Awaymode Status",
            "Hubs",
            "GET",
            f"{_OTHER_HUB}/away-mode",
            schema="Away",
        ),
        Operation(
            "away.set",
            "Update Awaymode Status",
            "Hubs",
            "POST",
            f"{_OTHER_HUB}/away-mode",
            {"away": "enabled"},
        ),
        Operation(
            "rooms.list",
            "List Rooms",
            "Heating",
            "GET",
            f"{_OTHER_HUB}/heating/rooms",
            schema="Room",
            many=True,
        ),
        Operation("rooms.get", "Fetch Room By Id", "Heating", "GET", _OTHER_ROOM, schema="Room"),
        Operation(
            "rooms.devices",
            "List Room Devices",
            "Heating",
            "GET",
            f"{_OTHER_ROOM}/devices",
            schema="Device",
            many=True,
        ),
        Operation(
            "rooms.setpoint.get",
            "Fetch Setpoint",
            "Heating",
            "GET",
            f"{_OTHER_ROOM}/target-temperature",
            schema="SetPoint",
        ),
        Operation(
            "rooms.setpoint.set",
            "Update Room Setpoint",
            "Heating",
            "PUT",
            f"{_OTHER_ROOM}/target-temperature",
            {"celsius": "value"},
        ),
        Operation(
            "rooms.schedule.get",
            "Fetch Schedule",
            "Heating",
            "GET",
            f"{_OTHER_ROOM}/schedules",
            schema="Schedule",
        ),
        Operation(
            "rooms.schedule.set",
            "Update Room Schedule",
            "Heating",
            "PATCH",
            f"{_OTHER_ROOM}/schedules",
        ),
        Operation(
            "rooms.history",
            "Fetch Historical Temperature",
            "Heating",
            "GET",
            f"{_OTHER_ROOM}/temperatures",
            query=_OTHER_PERIOD,
            schema="Climate",
            many=True,
        ),
        Operation(
            "devices.list",
            "List Device",
            "Equipment",
            "GET",
            f"{_OTHER_HUB}/devices",
            schema="Device",
            many=True,
        ),
        Operation(
            "devices.get",
            "Fetch Device By Id",
            "Equipment",
            "GET",
            f"{_OTHER_HUB}/devices/{{id}}",
            schema="Device",
        ),
        Operation(
            "devices.energy",
            "Fetch Energy Consumption",
            "Energy",
            "GET",
            f"{_OTHER_HUB}/devices/{{id}}/energy/history",
            query=_OTHER_PERIOD,
            schema="Consumption",
            many=True,
        ),
        Operation(
            "plugs.list",
            "List Smartplug",
            "Control",
            "GET",
            f"{_OTHER_HUB}/smart-plugs",
            schema="SmartPlug",
            many=True,
        ),
        Operation(
            "plugs.get",
            "Fetch SmartPlug By Id",
            "Control",
            "GET",
            f"{_OTHER_HUB}/smart-plugs/{{plugId}}",
            schema="SmartPlug",
        ),
        Operation(
            "plugs.set",
            "Set SmartPlug State",
            "Control",
            "PUT",
            f"{_OTHER_HUB}/smart-plugs/{{plugId}}/state",
            {"state": "targetState"},
        ),
        Operation(
            "lights.list",
            "List Light",
            "Control",
            "GET",
            f"{_OTHER_HUB}/lighting/lights",
            schema="Light",
            many=True,
        ),
        Operation(
            "lights.get",
            "Fetch Light By Id",
            "Control",
            "GET",
            f"{_OTHER_HUB}/lighting/lights/{{lightId}}",
            schema="Light",
        ),
        Operation(
            "lights.set",
            "Set Light State",
            "Control",
            "PUT",
            f"{_OTHER_HUB}/lighting/lights/{{lightId}}",
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
            f"{_OTHER_HUB}/equipments",
            schema="Equipment",
            many=True,
        ),
    )
}

OTHER: Final = Contract(
    BASE, tuple(_CHANGED.get(operation.key, operation) for operation in ASSUMED.operations)
)

CONTRACTS: Final = {Shape.ASSUMED: ASSUMED, Shape.OTHER: OTHER}
