"""Test the temperatures that can be set."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EntityCategory, Platform
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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.NUMBER)


@pytest.mark.parametrize(
    ("house", "key", "value", "path", "body"),
    [
        ("cottage", "system_0_away_temperature", 12.5, "System", {"AwayModeSetPointLimit": 125}),
        (
            "cottage",
            "system_0_degraded_mode_temperature",
            17,
            "System",
            {"DegradedModeSetpointThreshold": 170},
        ),
        (
            "apartment",
            "system_0_indoor_discomfort_temperature",
            25.5,
            "System",
            {"IndoorDiscomfortTemperature": 255},
        ),
        (
            "apartment",
            "system_0_outdoor_discomfort_temperature",
            31,
            "System",
            {"OutdoorDiscomfortTemperature": 310},
        ),
        (
            "apartment",
            "heatingactuator_3_floor_minimum",
            18,
            "HeatingActuator/3",
            {"FloorTemperatureSensor": {"MinimumTemperature": 180}},
        ),
        (
            "apartment",
            "heatingactuator_3_floor_maximum",
            27,
            "HeatingActuator/3",
            {"FloorTemperatureSensor": {"MaximumTemperature": 270}},
        ),
        (
            "apartment",
            "heatingactuator_3_floor_offset",
            -1.5,
            "HeatingActuator/3",
            {"FloorTemperatureSensor": {"Offset": -15}},
        ),
    ],
)
async def test_set(
    move_in: MoveIn, house: str, key: str, value: float, path: str, body: dict[str, object]
) -> None:
    """Set each of them and see it kept by the hub."""
    home = await move_in(house)
    await home.call("number", "set_value", key, value=value)
    assert home.writes == [("PATCH", path, body)]
    await home.settle()
    assert float(home.state("number", key)) == value
    await home.poll()
    assert float(home.state("number", key)) == value
    assert home.entry_of("number", key).entity_category is EntityCategory.CONFIG


async def test_only_what_the_house_has(move_in: MoveIn) -> None:
    """Offer no floor where there is no probe, and no summer on generation 1."""
    home = await move_in("apartment")
    assert home.find("number", "heatingactuator_1_floor_minimum") is None
    home = await move_in("cottage")
    assert home.find("number", "system_0_indoor_discomfort_temperature") is None
