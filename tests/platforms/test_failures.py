"""Test that every action that fails says so."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.wiser_home.const import DOMAIN
from custom_components.wiser_home.sensor import SENSORS
from simulator import Fault

from .conftest import MoveIn

IMPATIENT = 0.1
PATIENT = 10.0
NAN = float("nan")
FAULTS = (
    (Fault.HANG, "timeout", IMPATIENT),
    (Fault.RESET, "cannot_connect", PATIENT),
    (Fault.UNAUTHORIZED, "invalid_auth", PATIENT),
    (Fault.SERVER_ERROR, "bad_answer", PATIENT),
    (Fault.NOT_JSON, "not_wiser_hub", PATIENT),
    (Fault.REFUSE, "refused", PATIENT),
)
TELL_WHEN = {"button", "scene"}
"""The platforms whose state is when they were last asked, with or without success."""
REFUSAL = "The hub refuses this on demand"


@pytest.mark.parametrize(
    ("house", "platform", "service", "key", "data"),
    [
        ("cottage", "climate", "set_temperature", "room_1_climate", {"temperature": 20}),
        ("cottage", "climate", "set_hvac_mode", "room_1_climate", {"hvac_mode": "auto"}),
        ("cottage", "climate", "set_hvac_mode", "room_1_climate", {"hvac_mode": "heat"}),
        ("cottage", "climate", "set_hvac_mode", "room_1_climate", {"hvac_mode": "off"}),
        ("cottage", "climate", "set_preset_mode", "room_1_climate", {"preset_mode": "boost"}),
        ("cottage", "climate", "turn_on", "room_1_climate", {}),
        ("cottage", "climate", "turn_off", "room_1_climate", {}),
        ("apartment", "cover", "open_cover", "shutter_3_shutter", {}),
        ("apartment", "cover", "close_cover", "shutter_3_shutter", {}),
        ("apartment", "cover", "stop_cover", "shutter_3_shutter", {}),
        ("apartment", "cover", "set_cover_position", "shutter_3_shutter", {"position": 5}),
        ("apartment", "cover", "open_cover_tilt", "shutter_3_shutter", {}),
        ("apartment", "cover", "close_cover_tilt", "shutter_3_shutter", {}),
        ("apartment", "cover", "stop_cover_tilt", "shutter_3_shutter", {}),
        (
            "apartment",
            "cover",
            "set_cover_tilt_position",
            "shutter_3_shutter",
            {"tilt_position": 5},
        ),
        ("apartment", "light", "turn_on", "light_1_light", {}),
        ("apartment", "light", "turn_on", "light_1_light", {"brightness": 99}),
        ("apartment", "light", "turn_off", "light_1_light", {}),
        ("cottage", "number", "set_value", "system_0_away_temperature", {"value": 12}),
        ("apartment", "number", "set_value", "heatingactuator_3_floor_offset", {"value": 1}),
        ("cottage", "select", "select_option", "smartplug_6_mode", {"option": "manual"}),
        ("cottage", "scene", "turn_on", "moment_1_moment", {}),
        ("cottage", "switch", "turn_on", "smartplug_6_output", {}),
        ("cottage", "switch", "turn_off", "smartplug_6_output", {}),
        ("cottage", "switch", "turn_on", "system_0_away", {}),
        ("apartment", "switch", "turn_off", "automation_1_enabled", {}),
        ("cottage", "button", "press", "system_0_boost_all", {}),
        ("cottage", "button", "press", "device_2_identify", {}),
        ("cottage", "water_heater", "turn_on", "hotwater_2_hot_water", {}),
        ("cottage", "water_heater", "turn_off", "hotwater_2_hot_water", {}),
        (
            "cottage",
            "water_heater",
            "set_operation_mode",
            "hotwater_2_hot_water",
            {"operation_mode": "auto"},
        ),
        ("cottage", "water_heater", "set_away_mode", "hotwater_2_hot_water", {"away_mode": True}),
    ],
)
async def test_failed_action(
    move_in: MoveIn, house: str, platform: str, service: str, key: str, data: dict[str, Any]
) -> None:
    """Raise for every way of failing, with the hub's own words, and send nothing twice."""
    home = await move_in(house)
    before = home.state(platform, key)
    for count, (fault, message, patience) in enumerate(FAULTS, 1):
        home.entry.runtime_data.hub.connection._timeout = patience
        home.hub.inject(fault, times=None, method="PATCH")
        with pytest.raises(HomeAssistantError) as failure:
            await home.call(platform, service, key, **data)
        home.hub.clear_faults()
        assert failure.value.translation_domain == DOMAIN
        assert failure.value.translation_key == message
        assert len(home.writes) == count
    assert (failure.value.translation_placeholders or {})["error"] == REFUSAL
    assert REFUSAL in str(failure.value)
    assert platform in TELL_WHEN or home.state(platform, key) == before


async def test_refused_by_the_house(move_in: MoveIn) -> None:
    """Pass on why the hub does not do something, as it says it by itself."""
    home = await move_in("cottage")
    home.hub.trees["domain"]["Moment"] = []
    with pytest.raises(HomeAssistantError, match="Unknown Moment 1"):
        await home.call("scene", "turn_on", "moment_1_moment")


async def test_rest_of_a_failed_action(move_in: MoveIn) -> None:
    """Send nothing more of an action once a part of it has failed."""
    home = await move_in("cottage")
    await home.call("climate", "set_preset_mode", "room_1_climate", preset_mode="boost")
    home.hub.requests.clear()
    home.hub.inject(Fault.SERVER_ERROR, method="PATCH")
    with pytest.raises(HomeAssistantError):
        await home.call("climate", "turn_off", "room_1_climate")
    assert len(home.writes) == 1


async def test_withdrawn_control_state(move_in: MoveIn) -> None:
    """Say that a socket cannot be switched any more, and send nothing."""
    home = await move_in("residence")
    sockets = home.hub.trees["domain"]["Equipment"]
    (car,) = (item for item in sockets if item["DeviceApplicationInstanceType"] == "EVSE")
    car["AvailableControlState"] = []
    await home.poll()
    home.hub.requests.clear()
    with pytest.raises(ServiceValidationError, match="does not offer selfManagement") as failure:
        await home.call("switch", "turn_on", f"equipment_{car['id']}_charging_allowed")
    assert failure.value.translation_key == "invalid_value"
    assert home.hub.requests == []


@pytest.mark.parametrize(
    ("platform", "service", "key", "data"),
    [
        ("climate", "set_temperature", "room_1_climate", {"temperature": NAN}),
        ("number", "set_value", "system_0_away_temperature", {"value": NAN}),
    ],
)
async def test_no_number(
    move_in: MoveIn, platform: str, service: str, key: str, data: dict[str, Any]
) -> None:
    """Take no value that is neither below nor above a limit, and yet no number."""
    home = await move_in("cottage")
    with pytest.raises(ServiceValidationError) as failure:
        await home.call(platform, service, key, **data)
    assert failure.value.translation_key == "invalid_value"
    assert home.writes == []


async def test_many_at_once(move_in: MoveIn) -> None:
    """Send what many actions want one after the other, and read back once."""
    home = await move_in("cottage")
    home.hub.answer_style = "empty_object"
    rooms = [home.entity_id("climate", f"room_{room}_climate") for room in (1, 2, 3, 4)]
    target = {"entity_id": rooms, "temperature": 18}
    await home.hass.services.async_call("climate", "set_temperature", target, blocking=True)
    assert len(home.writes) == len(rooms)
    await home.settle()
    assert len(home.hub.requests) == len(rooms) + 1
    assert home.hub.most_in_flight == 1


async def test_an_entity_that_cannot_be_made(
    move_in: MoveIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Leave out the one entity that fails, say so once, and add every other one."""
    description = next(found for found in SENSORS if found.key == "started_at")
    broken = replace(description, value_fn=lambda *_: 1 / 0)
    sensors = tuple(broken if found is description else found for found in SENSORS)
    with patch("custom_components.wiser_home.sensor.SENSORS", sensors):
        home = await move_in("cottage")
        await home.poll()
    assert home.find("sensor", "status_0_started_at") is None
    assert home.state("sensor", "room_1_temperature") == "20.3"
    line = "Unexpected error while adding started_at of Status"
    assert caplog.messages.count(line) == 1


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("seconds", [2**63, -(2**63)])
async def test_a_hub_that_runs_longer_than_time(move_in: MoveIn, seconds: int) -> None:
    """Show nothing for a start that no calendar has, and everything else."""
    home = await move_in("cottage")
    home.hub.trees["status"]["uptime"] = seconds
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert home.state("sensor", "status_0_started_at") == "unknown"
    assert home.state("sensor", "room_1_temperature") == "20.3"
