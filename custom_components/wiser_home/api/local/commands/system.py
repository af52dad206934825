"""Make the writes that concern the whole system, its moments and its automations."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from ...house.members import NAMES
from ...hub import Command, Tree
from ...model import (
    Automation,
    Moment,
    System,
)
from .base import (
    HIGHEST_SET_POINT,
    LARGEST_BOOST,
    LOWEST_SET_POINT,
    in_minutes,
    in_tenths,
    patch,
    request_override,
)

JOIN_SECONDS: Final = 120

LOWEST_FLOW: Final = 20.0
HIGHEST_FLOW: Final = 90.0
"""What limits of the flow are plausible, in °C: those read so far lie between 20 and 80."""

_HOUSE: Final = Tree.DOMAIN

_SYSTEM: Final = System()
"""The system as the target of a command: it exists once."""


def set_away(on: bool) -> Command:
    """Say that nobody is at home, or that somebody is again."""
    return patch(
        _SYSTEM,
        request_override(2 if on else 0),
        {"override_type": "Away" if on else None},
        touches=_HOUSE,
    )


def boost_all(difference: float, minutes: int) -> Command:
    """Raise the set point of every room by 0 to 5 °C for minutes."""
    tenths = in_tenths(difference, 0, LARGEST_BOOST, "The boost")
    body = request_override("Boost", DurationMinutes=in_minutes(minutes), IncreaseSetPointBy=tenths)
    return patch(_SYSTEM, body, touches=_HOUSE)


def cancel_all_overrides() -> Command:
    """End every override that a person started."""
    return patch(_SYSTEM, request_override("CancelUserOverrides"), touches=_HOUSE)


def set_comfort_mode(system: System, on: bool) -> Command:
    """Switch the preheating that reaches a set point in time."""
    return patch(system, {"ComfortModeEnabled": on}, {"comfort_mode_enabled": on})


def set_eco_mode(system: System, on: bool) -> Command:
    """Switch the early cut-off that saves energy."""
    return patch(system, {"EcoModeEnabled": on}, {"eco_mode_enabled": on})


def set_valve_protection(system: System, on: bool) -> Command:
    """Switch the weekly exercise of the valves."""
    return patch(system, {"ValveProtectionEnabled": on}, {"valve_protection_enabled": on})


def set_away_temperature(system: System, celsius: float) -> Command:
    """Set the temperature that rooms keep while the house is in away mode."""
    tenths = in_tenths(celsius, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The away temperature")
    return patch(
        system, {"AwayModeSetPointLimit": tenths}, {"away_mode_set_point_limit": tenths / 10}
    )


def set_degraded_temperature(system: System, celsius: float) -> Command:
    """Set the temperature rooms keep without their thermostat (no exchange was published)."""
    tenths = in_tenths(celsius, LOWEST_SET_POINT, HIGHEST_SET_POINT, "The temperature")
    return patch(
        system,
        {"DegradedModeSetpointThreshold": tenths},
        {"degraded_mode_setpoint_threshold": tenths / 10},
    )


def set_away_affects_hot_water(system: System, on: bool) -> Command:
    """Choose whether away mode stops the hot water; the client known to work sends text."""
    return patch(
        system,
        {"AwayModeAffectsHotWater": str(on).lower()},
        {"away_mode_affects_hot_water": on},
    )


def set_daylight_saving(system: System, on: bool) -> Command:
    """Choose whether the hub changes to summer time; the client known to work sends text."""
    return patch(
        system,
        {"AutomaticDaylightSaving": str(on).lower()},
        {"automatic_daylight_saving": on},
    )


def set_summer_comfort(system: System, on: bool) -> Command:
    """Switch the shading against heat (generation 2; no exchange was published)."""
    return patch(system, {"SummerComfortEnabled": on}, {"summer_comfort_enabled": on})


def set_summer_discomfort_prevention(system: System, on: bool) -> Command:
    """Switch the prevention of discomfort (generation 2; no exchange was published)."""
    return patch(system, {"SummerDiscomfortPrevention": on}, {"summer_discomfort_prevention": on})


def set_indoor_discomfort_temperature(system: System, celsius: float) -> Command:
    """Set from where on it is too warm inside (generation 2; no exchange was published)."""
    tenths = in_tenths(celsius, 0, 50, "The temperature")
    return patch(
        system,
        {"IndoorDiscomfortTemperature": tenths},
        {"indoor_discomfort_temperature": tenths / 10},
    )


def set_outdoor_discomfort_temperature(system: System, celsius: float) -> Command:
    """Set from where on it is too warm outside (generation 2; no exchange was published)."""
    tenths = in_tenths(celsius, 0, 50, "The temperature")
    return patch(
        system,
        {"OutdoorDiscomfortTemperature": tenths},
        {"outdoor_discomfort_temperature": tenths / 10},
    )


def trigger_moment(moment: Moment) -> Command:
    """Carry out a moment of the Wiser app."""
    return patch(_SYSTEM, {"TriggerMoment": moment.id}, touches=_HOUSE)


def trigger_automation(automation: Automation) -> Command:
    """Carry out an automation of the Wiser app (no exchange was published)."""
    return patch(_SYSTEM, {"TriggerAutomation": automation.id}, touches=_HOUSE)


def enable_automation(automation: Automation, on: bool) -> Command:
    """Enable or disable an automation of the Wiser app."""
    return Command(
        "PATCH",
        f"domain/{NAMES[Automation]}/{automation.id}/Enabled",
        on,
        target=(Automation, automation.id),
        expect={"enabled": on},
    )


def permit_join() -> Command:
    """Let new Zigbee devices join for two minutes."""
    return Command("PATCH", "domain/System/RequestPermitJoin", JOIN_SECONDS)


def set_open_therm(parameter: str, value: str, endpoint: str = "") -> Command:
    """Set a parameter of the boiler, or of a part of it; the hub wants its value as text."""
    return Command("PATCH", f"opentherm/{endpoint}", {parameter: value}, touches=Tree.OPENTHERM)


def set_upper_flow_limit(celsius: float) -> Command:
    """Set how hot the water to the heating may get (the parameter was only ever read)."""
    return _set_flow_limit("chFlowActiveUpperSetpoint", celsius)


def set_lower_flow_limit(celsius: float) -> Command:
    """Set how hot the water to the heating is at least (the parameter was only ever read)."""
    return _set_flow_limit("chFlowActiveLowerSetpoint", celsius)


def _set_flow_limit(parameter: str, celsius: float) -> Command:
    """Return the command that sets a limit of the flow of the boiler."""
    tenths = in_tenths(celsius, LOWEST_FLOW, HIGHEST_FLOW, "The flow temperature")
    return set_open_therm(parameter, str(tenths))


def create_automation(
    name: str, rules: Mapping[str, Any], *, enabled: bool = True, notify: bool = True
) -> Command:
    """Create an automation from rules in the hub's own words."""
    return Command(
        "POST", f"domain/Automation?{_automation(name, enabled, notify)}", rules, touches=_HOUSE
    )


def change_automation(automation: Automation, rules: Mapping[str, Any]) -> Command:
    """Give an automation other rules, in the hub's own words."""
    named = _automation(
        automation.name or "",
        enabled=bool(automation.enabled),
        notify=bool(automation.enable_notification),
        icon=automation.icon_id or 0,
    )
    return Command(
        "PATCH",
        f"domain/{NAMES[Automation]}/{automation.id}?{named}",
        rules,
        target=(Automation, automation.id),
    )


def _automation(name: str, enabled: bool, notify: bool, icon: int = 0) -> str:
    """Return the query that goes with the rules of an automation."""
    return urlencode(
        {
            "Name": name,
            "Enabled": str(enabled).lower(),
            "IconId": icon,
            "EnableNotification": str(notify).lower(),
        }
    )
