"""Houses as the cloud sees them: what it shows of each thing, in the hub's own words.

The guide names an ID, product type, device lock status and signal strength of a hub, and an ID,
name, current state and target state of a plug: all but the plug's current state are the hub's own
names. So the rest is taken to be, too.
"""

from typing import Any, Final

from .. import clock
from ..hub import SimulatedHub
from ..installation import Installation, Unknown
from ..writes import Refused, write
from .answers import Refusal, bad_request, not_found
from .dialects import Id, Switch, Tenths
from .products import Schemas

_STATE: Final = Switch(on=True)
_AT: Final = Tenths(205)
_WEEK: Final[dict[str, Any]] = {
    day: {"Time": [630, 2230], "DegreesC": [Tenths(200), Tenths(160)]} for day in clock.DAYS
}

FIELDS: Final[Schemas] = {
    "Hub": {
        "Urn": "urn:example",
        "id": Id("device", 0),
        "Name": "WiserHeat000000",
        "ProductType": "Controller",
        "DeviceLockEnabled": False,
        "DisplayedSignalStrength": "VeryGood",
        "ActiveFirmwareVersion": "4.0.0",
    },
    "Away": {"Status": True},
    "Room": {
        "id": Id("room", 1),
        "Name": "Lounge",
        "Mode": "Auto",
        "CalculatedTemperature": _AT,
        "CurrentSetPoint": _AT,
        "DisplayedSetPoint": _AT,
        "ScheduledSetPoint": _AT,
        "ManualSetPoint": _AT,
        "OverrideType": "None",
        "OverrideSetpoint": _AT,
        "OverrideTimeoutUnixTime": 1700000000,
        "SetpointOrigin": "FromSchedule",
        "PercentageDemand": 100,
        "ControlOutputState": _STATE,
        "WindowDetectionActive": True,
        "WindowState": "Closed",
        "HeatingType": "HydronicRadiator",
        "ScheduleId": Id("schedule", 1),
        "SmartValveIds": [Id("device", 1)],
        "RoomStatId": Id("device", 1),
        "HeatingActuatorIds": [Id("device", 1)],
    },
    "SetPoint": {"SetPoint": _AT},
    "Schedule": {"id": Id("schedule", 1), "Name": "Days", **_WEEK},
    "Climate": {"Date": "2026-01-01T00:00:00Z", "Temperature": _AT, "SetPoint": _AT},
    "Consumption": {"Date": "2026-01-01T00:00:00Z", "Value": 250},
    "Device": {
        "id": Id("device", 1),
        "ProductType": "SmartPlug",
        "ModelIdentifier": "SmartPlug",
        "SerialNumber": "000B57FFFE000000",
        "ActiveFirmwareVersion": "1.0.0",
        "DeviceLockEnabled": False,
        "DisplayedSignalStrength": "Good",
        "BatteryLevel": "Normal",
        "BatteryVoltage": 29,
        "RoomId": Id("room", 1),
    },
    "SmartPlug": {
        "id": Id("device", 1),
        "Name": "Lamp",
        "CurrentState": _STATE,
        "TargetState": _STATE,
        "Mode": "Auto",
        "ControlSource": "FromSchedule",
        "ScheduledState": _STATE,
        "ScheduleId": Id("schedule", 1),
        "RoomId": Id("room", 1),
        "InstantaneousDemand": 40,
        "CurrentSummationDelivered": 57813,
    },
    "Light": {
        "id": Id("light", 1),
        "DeviceId": Id("device", 1),
        "Name": "Ceiling",
        "IsDimmable": True,
        "CurrentState": _STATE,
        "TargetState": _STATE,
        "CurrentPercentage": 50,
        "TargetPercentage": 50,
        "Mode": "Auto",
        "ControlSource": "FromSchedule",
        "ScheduleId": Id("schedule", 1),
        "RoomId": Id("room", 1),
    },
    "Shutter": {
        "id": Id("shutter", 1),
        "DeviceId": Id("device", 1),
        "Name": "Blind",
        "CurrentLift": 100,
        "TargetLift": 100,
        "LiftMovement": "Stopped",
        "CurrentTilt": 0,
        "TargetTilt": 0,
        "IsTiltSupported": False,
        "Mode": "Auto",
        "ControlSource": "FromSchedule",
        "ScheduleId": Id("schedule", 1),
        "RoomId": Id("room", 1),
    },
    "Sensor": {
        "id": Id("sensor", 1),
        "DeviceId": Id("device", 1),
        "Type": "Window",
        "Active": False,
        "Quantity": "Temperature",
        "CurrentValue": 212,
        "CurrentLevel": "Medium",
        "SetPoint": _AT,
        "MeasuredTemperature": _AT,
        "MeasuredHumidity": 45,
        "SmokeAlarm": False,
        "HeatAlarm": False,
        "BatteryDefect": False,
        "RoomId": Id("room", 1),
    },
    "Energy": {
        "DeviceId": Id("device", 1),
        "ProductType": "SmartPlug",
        "InstantaneousDemand": 40,
        "CurrentSummationDelivered": 57813,
        "Unit": "Wh",
    },
    "Equipment": {
        "id": Id("equipment", 1),
        "EquipmentName": "Heating",
        "EquipmentFamily": "Heating",
        "DeviceApplicationInstanceType": "HeatingActuator",
        "DeviceApplicationInstanceId": Id("device", 1),
        "Controllable": True,
        "Monitored": True,
        "NumberOfPhases": "One",
        "Direction": "Forward",
        "OperatingStatus": "NormalOperation",
        "FaultStatus": "NoFault",
        "FunctionalControlMode": "PowerContactor",
        "TotalActivePower": 1500,
        "ActivePower": 1500,
        "RMSCurrent": 6,
        "RMSVoltage": 230,
        "CurrentSummationDelivered": 57813,
        "CurrentSummationReceived": 0,
        "ControlState": "selfManagement",
    },
}
"""What is shown of each thing, with an example that says of which type it is."""

_INSTANCE: Final = "DeviceApplicationInstanceId"
# The kinds of sensors, each a list of its own on a hub, and from which number on its ids are.
SENSORS: Final = {
    "BinarySensor": 0,
    "ThresholdSensor": 1000,
    "SmokeAlarmDevice": 2000,
    "RoomStat": 3000,
}


def _marked(example: Any, value: Any) -> Any:
    """Return a raw value of a hub, marked as its example is."""
    match example:
        case Id(kind, _):
            return Id(kind, value) if isinstance(value, int) else value
        case Tenths():
            return Tenths(value)
        case Switch():
            return Switch(value == "On")
        case list():
            return [_marked(example[0], item) for item in value]
        case dict():
            return {key: _marked(example[key], item) for key, item in value.items()}
    return value


def shown(schema: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return what the cloud shows of a raw record; what the hub does not have is left out."""
    return {
        name: _marked(example, record[name])
        for name, example in FIELDS[schema].items()
        if record.get(name) is not None
    }


class Home:
    """A simulated house behind its urn."""

    def __init__(self, urn: str, hub: SimulatedHub) -> None:
        """Take a hub, whether it listens itself or not."""
        self.urn = urn
        self.hub = hub

    @property
    def house(self) -> Installation:
        """Return the house at this moment."""
        self.hub.catch_up()
        return self.hub.installation

    def members(self, member: str) -> list[dict[str, Any]]:
        """Return the raw records of a member as reads show them."""
        found = self.house.shown_domain().get(member, [])
        return found if isinstance(found, list) else []

    def find(self, member: str, id: int) -> dict[str, Any]:
        """Return a raw record as reads show it, refusing an id that is not there."""
        for record in self.members(member):
            if record["id"] == id:
                return record
        raise Refusal(not_found())

    @property
    def away(self) -> bool:
        """Return whether a read shows the house as away."""
        return bool(self.house.shown_domain()["System"].get("OverrideType") == "Away")

    def describe(self) -> dict[str, Any]:
        """Return what is shown of the hub itself: its own device record and its names."""
        controller = next(
            (item for item in self.members("Device") if item["ProductType"] == "Controller"), {}
        )
        return shown("Hub", {**controller, "Urn": self.urn, "Name": self.hub.house.hub_name})

    def plug(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return what is shown of a plug; one out of reach has no current state."""
        return shown("SmartPlug", {**record, "CurrentState": record.get("OutputState")})

    def room(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return what is shown of a room, whichever way its hub spells the origin."""
        origin = record.get("SetpointOrigin", record.get("SetPointOrigin"))
        return shown("Room", {**record, "SetpointOrigin": origin})

    def sensors(self) -> list[dict[str, Any]]:
        """Return what is shown of every sensor."""
        found: list[dict[str, Any]] = []
        for member, first in SENSORS.items():
            for record in self.members(member):
                device = record.get("DeviceId", record["id"])
                named = {"Type": member, **record, "id": record["id"] + first, "DeviceId": device}
                found.append(shown("Sensor", named))
        return found

    def energy(self) -> list[dict[str, Any]]:
        """Return what every meter reads."""
        return [
            shown(
                "Energy", {"ProductType": member, **record, "DeviceId": record["id"], "Unit": "Wh"}
            )
            for member in ("SmartPlug", "HeatingActuator")
            for record in self.members(member)
            if "CurrentSummationDelivered" in record
        ]

    def equipment(self) -> list[dict[str, Any]]:
        """Return what is shown of all equipment, with the ids of what it is as these show them."""
        found: list[dict[str, Any]] = []
        for record in self.members("Equipment"):
            item = shown("Equipment", record)
            match item.get("DeviceApplicationInstanceType"), item.get(_INSTANCE):
                case "Light" | "Shutter" as member, Id(number=number):
                    item[_INSTANCE] = Id(member.lower(), number)
            found.append(item)
        return found

    def device(self, record: dict[str, Any], *, with_state: bool = False) -> dict[str, Any]:
        """Return what is shown of a device, with the state of what it is if that is carried."""
        found = shown("Device", record)
        if not with_state:
            return found
        own = {"id": found["id"]}
        for plug in self.members("SmartPlug"):
            if plug["id"] == record["id"]:
                return found | self.plug(plug) | own
        for kind in ("Light", "Shutter"):
            for item in self.members(kind):
                if item["DeviceId"] == record["id"]:
                    # One of two gangs is left out, as one record can hold but one state.
                    return (
                        found
                        | shown(kind, item)
                        | own
                        | {f"{kind}Id": Id(kind.lower(), item["id"])}
                    )
        return found

    def write(self, method: str, tree: str, path: list[str], body: Any) -> None:
        """Write as a client of the hub does, refusing what the hub refuses."""
        try:
            write(self.house, method, tree, path, {}, body)
        except Unknown as error:
            raise Refusal(not_found()) from error
        except Refused as error:
            raise Refusal(bad_request("body", str(error))) from error
