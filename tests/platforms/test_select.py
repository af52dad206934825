"""Test the choices that things offer."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNKNOWN, EntityCategory, Platform
from homeassistant.core import HomeAssistant
import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub

from .conftest import MoveIn
from .home import check_platform


@pytest.mark.parametrize("house", ["cottage", "apartment"])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_entities(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    house: str,
) -> None:
    """Show every entity of the platform."""
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.SELECT)


@pytest.mark.parametrize(
    ("house", "key", "before", "option", "path", "body"),
    [
        ("cottage", "smartplug_6_mode", "auto", "manual", "SmartPlug/6", {"Mode": "Manual"}),
        ("residence", "powertagc_1_mode", "auto", "manual", "PTC/1", {"Mode": "Manual"}),
        ("apartment", "light_1_mode", "auto", "manual", "Light/1", {"Mode": "Manual"}),
        ("apartment", "light_3_mode", "manual", "auto", "Light/3", {"Mode": "Auto"}),
        ("apartment", "shutter_3_mode", "manual", "auto", "Shutter/3", {"Mode": "Auto"}),
        (
            "apartment",
            "light_1_led_indicator",
            "consistent_with_load",
            "off_after_2s",
            "Light/1",
            {"LedIndicator": "OffAfter2s"},
        ),
        (
            "apartment",
            "light_1_power_on_behaviour",
            "last_on_brightness",
            "level_percent",
            "Light/1",
            {"PowerOnBehaviour": "LevelPercent"},
        ),
        (
            "apartment",
            "binarysensor_1_notification",
            "on_either",
            "none",
            "BinarySensor/1",
            {"EnableNotification": "None"},
        ),
    ],
)
async def test_choose(
    move_in: MoveIn,
    house: str,
    key: str,
    before: str,
    option: str,
    path: str,
    body: dict[str, str],
) -> None:
    """Choose, see it at once and see it kept by the hub."""
    home = await move_in(house)
    assert home.state("select", key) == before
    await home.call("select", "select_option", key, option=option)
    assert home.writes == [("PATCH", path, body)]
    assert home.state("select", key) == option
    await home.poll()
    assert home.state("select", key) == option
    assert home.entry_of("select", key).entity_category is EntityCategory.CONFIG


async def test_mode_frees_what_was_switched(move_in: MoveIn) -> None:
    """Show what the schedule makes of a plug that was switched just before."""
    home = await move_in("cottage")
    await home.call("switch", "turn_off", "smartplug_6_output")
    await home.call("select", "select_option", "smartplug_6_mode", option="manual")
    await home.settle()
    assert home.state("switch", "smartplug_6_output") == "on"


async def test_word_of_another_firmware(move_in: MoveIn) -> None:
    """Take a word that nobody knows for unknown."""
    home = await move_in("apartment")
    home.hub.find("Light", 1)["LedIndicator"] = "Disco"
    await home.poll()
    assert home.state("select", "light_1_led_indicator") == STATE_UNKNOWN
