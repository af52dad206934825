"""Test the technical details that few people want to see."""

from homeassistant.const import EntityCategory
import pytest

from .conftest import MoveIn


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_relays_of_a_floor(move_in: MoveIn) -> None:
    """Show the demand of each relay of an underfloor controller, also of one that appears."""
    home = await move_in("residence")
    relays = home.hub.find("UnderFloorHeating", 1)["Relays"]
    assert [relay["id"] for relay in relays] == [1, 2, 3, 4]
    relays[1]["DemandPercentage"] = 35
    relays.append({"id": 7, "DemandPercentage": 5, "Polarity": "NormallyClosed"})
    await home.poll()
    for relay in relays:
        key = f"underfloorheating_1_relay_{relay['id']}_demand"
        assert home.state("sensor", key) == str(relay["DemandPercentage"])
        name = home.entry_of("sensor", key).original_name
        assert name == f"Relay {relay['id']} demand"
    assert home.find("sensor", "underfloorheating_1_relay_5_demand") is None
    del relays[0]
    await home.poll()
    assert home.state("sensor", "underfloorheating_1_relay_1_demand") == "unknown"


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_times_of_a_shutter(move_in: MoveIn) -> None:
    """Show how long a shutter drives, as the hub tells it: nobody has published the unit."""
    home = await move_in("apartment")
    home.hub.find("Shutter", 3)["DriveConfig"] |= {"LiftOpenTime": 210, "LiftCloseTime": 200}
    await home.poll()
    assert home.state("sensor", "shutter_3_lift_open_time") == "210"
    assert home.state("sensor", "shutter_3_lift_close_time") == "200"
    assert home.state("sensor", "shutter_3_tilt_time") == "20"
    assert home.attribute("sensor", "shutter_3_tilt_time", "unit_of_measurement") is None
    assert home.find("sensor", "shutter_1_tilt_time") is None


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_life_of_a_smoke_alarm(move_in: MoveIn) -> None:
    """Show what a smoke alarm tells of its life, as the hub tells it."""
    home = await move_in("residence")
    home.hub.find("SmokeAlarmDevice", 1)["LifeTime"] = 3399
    await home.poll()
    assert home.state("sensor", "smokealarm_1_life_time") == "3399"


async def test_boiler_interface(move_in: MoveIn) -> None:
    """Show which heating channels a boiler interface serves, on its own device."""
    home = await move_in("residence")
    assert home.state("sensor", "boilerinterface_1_heating_channels") == "4"
    home.hub.find("BoilerInterface", 1)["HeatingChannelIds"] = [4, 5]
    await home.poll()
    assert home.state("sensor", "boilerinterface_1_heating_channels") == "4, 5"


async def test_firmware(move_in: MoveIn) -> None:
    """Show the firmware of the hub, so that an update can be noticed."""
    home = await move_in("cottage")
    assert home.state("sensor", "system_0_firmware") == "3.14.0-1c0ffee123"
    home.hub.find("System")["ActiveSystemVersion"] = "3.18.3-5295b98e44"
    await home.poll()
    assert home.state("sensor", "system_0_firmware") == "3.18.3-5295b98e44"


@pytest.mark.parametrize(
    ("house", "key"),
    [
        ("residence", "smokealarm_1_life_time"),
        ("residence", "shutter_1_lift_open_time"),
        ("residence", "shutter_1_lift_close_time"),
        ("apartment", "shutter_3_tilt_time"),
        ("apartment", "equipment_25_fault_status"),
        ("apartment", "equipment_25_operating_status"),
        ("apartment", "powertage_1_direction"),
    ],
)
async def test_disabled(move_in: MoveIn, house: str, key: str) -> None:
    """Leave them to those who want them."""
    home = await move_in(house)
    entry = home.entry_of("sensor", key)
    assert entry.disabled
    assert entry.entity_category is EntityCategory.DIAGNOSTIC
