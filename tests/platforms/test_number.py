"""Test the temperatures that can be set."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.wiser_home.api.hub import Tree
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


@pytest.mark.parametrize(
    ("limit", "other", "value", "parameter", "text", "bounds"),
    [
        ("upper", "lower", 68, "chFlowActiveUpperSetpoint", "680", (20, 68)),
        ("lower", "upper", 42.5, "chFlowActiveLowerSetpoint", "425", (42.5, 90)),
    ],
)
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_flow_limit(
    move_in: MoveIn,
    limit: str,
    other: str,
    value: float,
    parameter: str,
    text: str,
    bounds: tuple[float, float],
) -> None:
    """Set a limit of the boiler's flow as text, and see what is read back bound the other one."""
    home = await move_in("cottage")
    key = f"opentherm_0_flow_{limit}_limit"
    await home.call("number", "set_value", key, value=value)
    assert home.writes == [("PATCH", "/data/v2/opentherm/", {parameter: text})]
    await home.settle()
    assert home.hub.trees["opentherm"][parameter] == int(text)
    assert float(home.state("number", key)) == value
    bound = f"opentherm_0_flow_{other}_limit"
    shown = [home.attribute("number", bound, name) for name in ("min", "max")]
    assert tuple(shown) == bounds


@pytest.mark.parametrize(("limit", "value"), [("upper", 29.5), ("upper", 90.5), ("lower", 75.5)])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_flow_limit_out_of_range(move_in: MoveIn, limit: str, value: float) -> None:
    """Keep the limits in their order, 30 and 75 °C here, and plausible."""
    home = await move_in("cottage")
    with pytest.raises(ServiceValidationError):
        await home.call("number", "set_value", f"opentherm_0_flow_{limit}_limit", value=value)
    assert home.writes == []


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_flow_limit_without_boiler(move_in: MoveIn) -> None:
    """Offer no limit where no boiler is connected, and lose it with the boiler."""
    home = await move_in("apartment")
    assert home.find("number", "opentherm_0_flow_upper_limit") is None
    home = await move_in("cottage")
    assert home.is_available("number", "opentherm_0_flow_upper_limit")
    home.hub.find("System")["OpenThermConnectionStatus"] = "Disconnected"
    home.entry.runtime_data._due[Tree.OPENTHERM] = 0.0
    await home.poll()
    assert not home.is_available("number", "opentherm_0_flow_upper_limit")
