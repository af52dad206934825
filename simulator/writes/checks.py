"""What a hub accepts as the value of a field, and how it refuses the rest."""

from collections.abc import Callable
from typing import Any

OFF = -200

type Check = Callable[[str, Any], Any]


class Refused(Exception):
    """Refuse a request in the hub's words: status 400 with an Error."""


def is_number(value: Any) -> bool:
    """Return whether a JSON value is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def switch(field: str, value: Any) -> bool:
    """Accept a boolean, also as the string the working client sends."""
    found = {"true": True, "false": False}.get(value) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise Refused(f"'{field}' requires a boolean")
    return found


def text(field: str, value: Any) -> str:
    """Accept a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise Refused(f"'{field}' requires a string")
    return value


def set_point(field: str, value: Any) -> int:
    """Accept a set point of 5 to 30 degrees, or off."""
    if not is_number(value) or not (value == OFF or 50 <= value <= 300):
        raise Refused(
            f"'{field}' requires a value between 50 and 300 or -200"
            " (i.e. from 5 to 30 degreesC or Off)"
        )
    return int(value)


def number(least: int, most: int) -> Check:
    """Return a check for a whole number within bounds."""

    def check(field: str, value: Any) -> int:
        """Accept a number within the bounds."""
        if not is_number(value) or not least <= value <= most:
            raise Refused(f"'{field}' requires a value between {least} and {most}")
        return int(value)

    return check


def one_of(*words: str) -> Check:
    """Return a check for one of some words."""

    def check(field: str, value: Any) -> str:
        """Accept one of the words."""
        if value not in words:
            raise Refused(f"'{field}' requires one of {', '.join(words)}")
        return str(value)

    return check


def object_of(**checks: Check) -> Check:
    """Return a check for an object that holds some of these fields and no other."""

    def check(field: str, value: Any) -> dict[str, Any]:
        """Accept an object whose fields are all accepted."""
        if not isinstance(value, dict) or not value:
            raise Refused(f"'{field}' requires an object")
        return checked(value, checks)

    return check


def checked(body: dict[str, Any], checks: dict[str, Check]) -> dict[str, Any]:
    """Return the accepted values of a body, refusing a field that is not known."""
    for field in body:
        if field not in checks:
            raise Refused(f"Unknown field '{field}'")
    return {field: checks[field](field, value) for field, value in body.items()}


percent = number(0, 100)
duration = number(1, 1440)
notification = object_of(PeriodMins=number(1, 1440), Limit=number(-100000, 100000), Enabled=switch)

MODE = one_of("Auto", "Manual")

# The plain fields of each member that can be written: what is written is what is then read.
FIELDS: dict[str, dict[str, Check]] = {
    "System": {
        "EcoModeEnabled": switch,
        "ComfortModeEnabled": switch,
        "ValveProtectionEnabled": switch,
        "AwayModeAffectsHotWater": switch,
        "AutomaticDaylightSaving": switch,
        "AwayModeSetPointLimit": set_point,
        "DegradedModeSetpointThreshold": set_point,
        "TimeZoneOffset": number(-720, 840),
    },
    "Room": {"Mode": MODE, "Name": text, "WindowDetectionActive": switch},
    "HotWater": {"Mode": MODE, "ManualWaterHeatingState": one_of("On", "Off")},
    "SmartPlug": {"Mode": MODE, "Name": text, "AwayAction": one_of("Off", "NoChange")},
    "PTC": {"Mode": MODE, "Name": text, "AwayAction": one_of("Off", "NoChange")},
    "Light": {
        "Mode": MODE,
        "Name": text,
        "AwayAction": one_of("Off", "NoChange"),
        "LedIndicator": one_of(
            "ReverseWithLoad", "ConsistentWithLoad", "AlwaysOn", "AlwaysOff", "OffAfter2s"
        ),
        "PowerOnBehaviour": one_of("LastOnBrightness", "LevelPercent"),
    },
    "Shutter": {"Mode": MODE, "Name": text, "AwayAction": one_of("Close", "NoChange")},
    "Device": {"DeviceLockEnabled": switch},
    "HeatingActuator": {
        "FloorTemperatureSensor": object_of(
            MinimumTemperature=number(50, 390),
            MaximumTemperature=number(50, 400),
            Offset=number(-90, 90),
        )
    },
    "BinarySensor": {
        "InteractsWithRoomClimate": switch,
        "Type": one_of("Window", "Door"),
        "EnableNotification": one_of("OnEither", "None", "OnTrue", "OnFalse"),
    },
    "ThresholdSensor": {"InteractsWithRoomClimate": switch},
    "Equipment": {
        "UnderPowerNotification": notification,
        "OverPowerNotification": notification,
    },
    "Automation": {"Enabled": switch, "Name": text, "EnableNotification": switch},
}

# More of them on generation 2.
NEWER_FIELDS: dict[str, dict[str, Check]] = {
    "System": {
        "SummerComfortEnabled": switch,
        "SummerDiscomfortPrevention": switch,
        "IndoorDiscomfortTemperature": number(0, 500),
        "OutdoorDiscomfortTemperature": number(0, 500),
    },
    "Room": {"IncludeInSummerComfort": switch},
    "Shutter": {
        "RespectSummerComfort": switch,
        "SummerComfortLift": percent,
        "SummerComfortTilt": percent,
    },
}

# Only where the object shows them: a hub knows them from the model of the device.
IF_SHOWN = {"FloorTemperatureSensor", "LedIndicator", "PowerOnBehaviour"}
