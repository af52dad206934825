"""Test what the house measures."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import STATE_UNKNOWN, EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.wiser_home.api.hub import Tree
from tests.conftest import StartHub, set_up

from .conftest import MoveIn
from .home import Home, check_platform


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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.SENSOR)


def number(home: Home, key: str) -> float:
    """Return the state of a sensor as a number."""
    return float(home.state("sensor", key))


async def reload(home: Home) -> None:
    """Set the integration up anew, which reads every tree."""
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()


async def test_room(move_in: MoveIn) -> None:
    """Show what a room measures, wants and is set to."""
    home = await move_in("cottage")
    assert number(home, "room_1_temperature") == 20.3
    assert number(home, "room_1_humidity") == 46
    assert number(home, "room_1_target_temperature") == 21
    assert number(home, "room_1_demand") == 70
    assert home.find("sensor", "room_2_humidity") is None
    assert home.state("sensor", "room_4_temperature") == STATE_UNKNOWN
    home.hub.find("Room", 1).update(CalculatedTemperature=207, PercentageDemand=30)
    await home.poll()
    assert number(home, "room_1_temperature") == 20.7
    assert number(home, "room_1_demand") == 30


async def test_room_that_is_off(move_in: MoveIn) -> None:
    """Show no set point for a room that is off, and not 20 degrees below zero."""
    home = await move_in("cottage")
    await home.call("climate", "turn_off", "room_1_climate")
    assert home.state("sensor", "room_1_target_temperature") == STATE_UNKNOWN


async def test_override_until(move_in: MoveIn) -> None:
    """Show until when a room is boosted."""
    home = await move_in("cottage")
    assert home.state("sensor", "room_1_override_until") == STATE_UNKNOWN
    await home.call("climate", "set_preset_mode", "room_1_climate", preset_mode="boost")
    await home.settle()
    assert home.state("sensor", "room_1_override_until") == "2026-01-14T19:40:00+00:00"
    await home.call("climate", "set_preset_mode", "room_1_climate", preset_mode="none")
    await home.settle()
    assert home.state("sensor", "room_1_override_until") == STATE_UNKNOWN


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("FromSchedule", "schedule"),
        ("FromManualOverrideDuringAway", "manual_override_during_away"),
        ("FromEcoIQ", "eco_iq"),
        ("FromTheMoon", STATE_UNKNOWN),
    ],
)
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_set_point_origin(move_in: MoveIn, word: str, state: str) -> None:
    """Tell in our words what a set point comes from."""
    home = await move_in("cottage")
    home.hub.find("Room", 1)["SetpointOrigin"] = word
    await home.poll()
    assert home.state("sensor", "room_1_set_point_origin") == state
    del home.hub.find("Room", 1)["SetpointOrigin"]
    await home.poll()
    assert home.state("sensor", "room_1_set_point_origin") == STATE_UNKNOWN


async def test_power_tag(move_in: MoveIn) -> None:
    """Show what a PowerTag measures at the grid, with the classes the Energy dashboard wants."""
    home = await move_in("apartment")
    home.hub.find("Equipment", 25).update(
        TotalActivePower=1922, RMSVoltage=235, RMSCurrent=8, CurrentSummationReceived=9230
    )
    await home.poll()
    assert number(home, "equipment_25_power") == 1922
    assert number(home, "equipment_25_voltage") == 235
    assert number(home, "equipment_25_current") == 8
    assert number(home, "equipment_25_energy_imported") == 48.2
    assert number(home, "equipment_25_energy_exported") == 9.23
    assert home.find("sensor", "equipment_25_energy") is None
    assert number(home, "powertage_1_grid_limit") == 36
    for key in ("energy_imported", "energy_exported"):
        attributes = home.shown("sensor", f"equipment_25_{key}").attributes
        assert attributes["device_class"] == SensorDeviceClass.ENERGY
        assert attributes["state_class"] == SensorStateClass.TOTAL_INCREASING
        assert attributes["unit_of_measurement"] == "kWh"
    home.hub.find("Equipment", 25)["TotalActivePower"] = -740
    await home.poll()
    assert number(home, "equipment_25_power") == -740


async def test_power_without_total(move_in: MoveIn) -> None:
    """Show the active power where an equipment tells no total."""
    home = await move_in("apartment")
    equipment = home.hub.find("Equipment", 25)
    del equipment["TotalActivePower"]
    equipment["ActivePower"] = 77
    await home.poll()
    assert number(home, "equipment_25_power") == 77


@pytest.mark.parametrize("house", ["apartment", "residence"])
async def test_energy_counts_once(move_in: MoveIn, house: str) -> None:
    """Let the equipment be the only source for what has one."""
    home = await move_in(house)
    domain = home.hub.trees["domain"]
    for member, slug in (
        ("SmartPlug", "smartplug"),
        ("PTC", "powertagc"),
        ("HeatingActuator", "heatingactuator"),
    ):
        for part in domain.get(member, []):
            assert home.find("sensor", f"{slug}_{part['id']}_energy") is None
            assert home.find("sensor", f"{slug}_{part['id']}_power") is None
            assert home.find("sensor", f"equipment_{part['EquipmentId']}_energy") is not None
            assert home.find("sensor", f"equipment_{part['EquipmentId']}_power") is not None


async def test_plug_without_equipment(move_in: MoveIn) -> None:
    """Read a plug of generation 1 itself."""
    home = await move_in("cottage")
    assert number(home, "smartplug_6_power") == 9
    assert number(home, "smartplug_6_energy") == 12
    device = home.entry_of("sensor", "smartplug_6_energy").device_id
    assert device == home.entry_of("switch", "smartplug_6_output").device_id


async def test_equipment_that_measures_nothing(start_hub: StartHub, hass: HomeAssistant) -> None:
    """Read a plug itself where its equipment tells no energy."""
    hub = await start_hub("apartment")
    equipment = hub.find("Equipment", 24)
    for field in ("CurrentSummationDelivered", "TotalActivePower", "ActivePower"):
        del equipment[field]
    home = Home(hass, hub, await set_up(hass, hub))
    assert number(home, "smartplug_10_energy") == 20
    assert home.find("sensor", "smartplug_10_power") is not None
    assert home.find("sensor", "equipment_24_energy") is None


async def test_charging_socket(move_in: MoveIn) -> None:
    """Show the power and energy of a device that is equipment alone."""
    home = await move_in("residence")
    car = next(
        equipment
        for equipment in home.hub.trees["domain"]["Equipment"]
        if equipment["DeviceApplicationInstanceType"] == "EVSE"
    )
    car["TotalActivePower"] = 3700
    await home.poll()
    assert number(home, f"equipment_{car['id']}_power") == 3700
    device = home.entry_of("sensor", f"equipment_{car['id']}_energy").device_id
    assert device == home.entry_of("switch", f"equipment_{car['id']}_charging_allowed").device_id


@pytest.mark.parametrize(
    ("house", "key", "battery", "percent"),
    [
        *(
            ("cottage", "device_2_battery", {"BatteryVoltage": volts}, percent)
            for volts, percent in (
                (31, 100),
                (30, 100),
                (29, 80),
                (28, 60),
                (27, 40),
                (26, 20),
                (25, 10),
                (24, 5),
                (23, 0),
            )
        ),
        ("cottage", "device_1_battery", {"BatteryVoltage": 27}, 100),
        ("cottage", "device_1_battery", {"BatteryVoltage": 22}, 50),
        ("cottage", "device_1_battery", {"BatteryVoltage": 15}, 0),
        *(
            ("apartment", "device_12_battery", {"BatteryLevel": word}, percent)
            for word, percent in (
                ("Normal", 100),
                ("TwoThirds", 66),
                ("OneThird", 33),
                ("Low", 10),
                ("Critical", 0),
            )
        ),
    ],
)
async def test_battery(
    move_in: MoveIn, house: str, key: str, battery: dict[str, object], percent: int
) -> None:
    """Show the charge of each kind of battery."""
    home = await move_in(house)
    home.hub.find("Device", int(key.split("_")[1])).update(battery)
    await home.poll()
    assert number(home, key) == percent
    assert home.entry_of("sensor", key).entity_category is EntityCategory.DIAGNOSTIC


async def test_battery_unknown(move_in: MoveIn) -> None:
    """Not know a charge that the hub does not tell, and offer none for what has no battery."""
    home = await move_in("apartment")
    assert home.find("sensor", "device_10_battery") is None
    home.hub.find("Device", 12)["BatteryLevel"] = None
    await home.poll()
    assert home.state("sensor", "device_12_battery") == STATE_UNKNOWN


async def test_battery_appears(move_in: MoveIn) -> None:
    """Show the battery of a valve once it is heard for the first time."""
    home = await move_in("cottage")
    assert home.find("sensor", "device_5_battery") is None
    home.hub.find("Device", 5).update(DisplayedSignalStrength="Good", BatteryVoltage=28)
    await home.poll()
    assert number(home, "device_5_battery") == 60


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_signal(move_in: MoveIn) -> None:
    """Show how well a device is heard, and the hub's own Wi-Fi."""
    home = await move_in("cottage")
    home.hub.find("Device", 2)["ReceptionOfController"] = {"Rssi": -71, "Lqi": 180}
    await home.poll()
    assert number(home, "device_2_signal_strength") == -71
    assert number(home, "device_2_link_quality") == 180
    assert number(home, "network_0_wifi_signal") == -52
    assert home.find("sensor", "device_0_signal_strength") is None


async def test_signal_is_disabled(move_in: MoveIn) -> None:
    """Leave to their users what changes with every poll and few want to see."""
    home = await move_in("cottage")
    for key in (
        "device_2_signal_strength",
        "device_2_link_quality",
        "network_0_wifi_signal",
        "room_1_set_point_origin",
        "status_0_last_reset_reason",
    ):
        assert home.entry_of("sensor", key).disabled


async def test_sensors_of_a_room(move_in: MoveIn) -> None:
    """Show what sensors measure by their quantity: degrees from tenths, the rest as it comes."""
    home = await move_in("apartment")
    assert number(home, "thresholdsensor_1_temperature") == 21.2
    assert number(home, "thresholdsensor_2_humidity") == 61
    home.hub.find("ThresholdSensor", 1)["CurrentValue"] = -32768
    home.hub.find("ThresholdSensor", 2)["CurrentValue"] = 64
    await home.poll()
    assert home.state("sensor", "thresholdsensor_1_temperature") == STATE_UNKNOWN
    assert number(home, "thresholdsensor_2_humidity") == 64


async def test_light_level(move_in: MoveIn) -> None:
    """Show the light level without a unit, because nobody knows the hub's."""
    home = await move_in("residence")
    sensor = next(
        sensor
        for sensor in home.hub.trees["domain"]["ThresholdSensor"]
        if sensor["Quantity"] == "Illuminance"
    )
    key = f"thresholdsensor_{sensor['id']}_light_level"
    assert number(home, key) == sensor["CurrentValue"]
    assert home.attribute("sensor", key, "unit_of_measurement") is None


async def test_floor(move_in: MoveIn) -> None:
    """Show what is measured in the floor, by probes and by controllers."""
    home = await move_in("apartment")
    assert number(home, "heatingactuator_3_floor_temperature") == 24.3
    assert home.find("sensor", "heatingactuator_1_floor_temperature") is None


async def test_underfloor_controller(move_in: MoveIn) -> None:
    """Show the temperature that an underfloor controller measures."""
    home = await move_in("residence")
    home.hub.find("UnderFloorHeating", 1)["MeasuredTemperature"] = 231
    await home.poll()
    assert number(home, "underfloorheating_1_floor_temperature") == 23.1


async def test_boiler(move_in: MoveIn) -> None:
    """Show what the boiler measures."""
    home = await move_in("cottage")
    assert number(home, "opentherm_0_boiler_flow_temperature") == 55
    assert number(home, "opentherm_0_boiler_return_temperature") == 45
    assert number(home, "opentherm_0_boiler_pressure") == 1.4
    assert number(home, "opentherm_0_boiler_modulation") == 40


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("Ch1FlowTemperature", "boiler_flow_temperature"),
        ("ChReturnTemperature", "boiler_return_temperature"),
        ("Dhw1Temperature", "boiler_hot_water_temperature"),
        ("ChPressureBar", "boiler_pressure"),
        ("RelativeModulationLevel", "boiler_modulation"),
    ],
)
async def test_boiler_that_tells_nothing(move_in: MoveIn, field: str, key: str) -> None:
    """Take the 2560 of a boiler that does not measure something for unknown."""
    home = await move_in("cottage")
    home.hub.trees["opentherm"]["operationalData"][field] = 2560
    home.entry.runtime_data._due[Tree.OPENTHERM] = 0.0
    await home.poll()
    assert home.state("sensor", f"opentherm_0_{key}") == STATE_UNKNOWN


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_boiler_counters(move_in: MoveIn) -> None:
    """Show what the boiler has counted, where it does."""
    home = await move_in("cottage")
    home.hub.trees["opentherm"]["extendedDiagnostics"] = {
        "burnerHours": 1204,
        "successfulBurnerStarts": 8123,
    }
    await reload(home)
    assert number(home, "opentherm_0_burner_hours") == 1204
    assert number(home, "opentherm_0_burner_starts") == 8123


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_hub(
    start_hub: StartHub, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Show since when the hub runs and why it started."""
    freezer.move_to("2026-01-14T18:40:00+00:00")
    hub = await start_hub("cottage")
    home = Home(hass, hub, await set_up(hass, hub))
    assert home.state("sensor", "status_0_started_at") == "2026-01-10T17:16:40+00:00"
    assert home.state("sensor", "status_0_last_reset_reason") == "PowerOn"


async def test_start_stays_where_it_was(
    start_hub: StartHub, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Not move the start of the hub when its entity is written again without news."""
    freezer.move_to("2026-01-14T18:40:00+00:00")
    hub = await start_hub("cottage")
    home = Home(hass, hub, await set_up(hass, hub))
    before = home.state("sensor", "status_0_started_at")
    freezer.tick(400)
    er.async_get(hass).async_update_entity(
        home.entity_id("sensor", "status_0_started_at"), new_entity_id="sensor.since"
    )
    await hass.async_block_till_done()
    assert home.state("sensor", "status_0_started_at") == before


async def test_hub_that_has_no_status(start_hub: StartHub, hass: HomeAssistant) -> None:
    """Do without the tree that some hubs do not have."""
    hub = await start_hub("cottage")
    hub.trees["status"] = {}
    home = Home(hass, hub, await set_up(hass, hub))
    assert home.find("sensor", "status_0_started_at") is None


async def test_status_without_uptime(move_in: MoveIn) -> None:
    """Not know the start of a hub that stops telling how long it runs."""
    home = await move_in("cottage")
    del home.hub.trees["status"]["uptime"]
    home.entry.runtime_data._due[Tree.STATUS] = 0.0
    await home.poll()
    assert home.state("sensor", "status_0_started_at") == STATE_UNKNOWN


async def test_outdoors(move_in: MoveIn) -> None:
    """Show the weather that the hub knows."""
    home = await move_in("apartment")
    assert number(home, "weather_0_outdoor_temperature") == 11.2
