"""Test what is one of two things."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.binary_sensor import BinarySensorDeviceClass as Class
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN, EntityCategory, Platform
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
    await check_platform(hass, start_hub, freezer, snapshot, house, Platform.BINARY_SENSOR)


@pytest.mark.parametrize(
    ("house", "key", "member", "id_", "on", "off"),
    [
        ("cottage", "room_2_window", "Room", 2, {"WindowState": "Open"}, {"WindowState": "Closed"}),
        (
            "cottage",
            "smartvalve_2_window",
            "SmartValve",
            2,
            {"WindowState": "Open"},
            {"WindowState": "Closed"},
        ),
        (
            "cottage",
            "heatingchannel_3_heating",
            "HeatingChannel",
            3,
            {"HeatingRelayState": "On"},
            {"HeatingRelayState": "Off"},
        ),
        (
            "cottage",
            "hotwater_2_heating",
            "HotWater",
            2,
            {"HotWaterRelayState": "On"},
            {"HotWaterRelayState": "Off"},
        ),
        (
            "cottage",
            "system_0_cloud_connection",
            "System",
            None,
            {"CloudConnectionStatus": "Connected"},
            {"CloudConnectionStatus": "Connecting"},
        ),
        (
            "apartment",
            "binarysensor_1_active",
            "BinarySensor",
            1,
            {"Active": True},
            {"Active": False},
        ),
        *(
            (
                "residence",
                f"smokealarm_1_{key}",
                "SmokeAlarmDevice",
                1,
                {field: True},
                {field: False},
            )
            for key, field in (
                ("smoke", "SmokeAlarm"),
                ("heat", "HeatAlarm"),
                ("tamper", "Tamper"),
                ("fault", "FaultWarning"),
                ("battery_defect", "BatteryDefect"),
                ("remote_alarm", "RemoteAlarm"),
                ("mains", "ACMains"),
            )
        ),
        *(
            (
                "residence",
                f"underfloorheating_1_{key}",
                "UnderFloorHeating",
                1,
                {field: True},
                {field: False},
            )
            for key, field in (("dew", "DewDetected"), ("interlock", "InterlockActive"))
        ),
    ],
)
async def test_follows_the_hub(
    move_in: MoveIn,
    house: str,
    key: str,
    member: str,
    id_: int | None,
    on: dict[str, object],
    off: dict[str, object],
) -> None:
    """Show what the hub tells, and what it tells next."""
    home = await move_in(house)
    record = home.hub.find(member, id_)
    for value, state in ((on, STATE_ON), (off, STATE_OFF), (on, STATE_ON)):
        record.update(value)
        await home.poll()
        assert home.state("binary_sensor", key) == state
    for field in on:
        del record[field]
    await home.poll()
    assert home.state("binary_sensor", key) == STATE_UNKNOWN


async def test_classes_of_sensors(move_in: MoveIn) -> None:
    """Give each kind of sensor the class that Home Assistant has for it."""
    home = await move_in("residence")
    classes = {
        sensor["Type"]: home.entry_of(
            "binary_sensor", f"binarysensor_{sensor['id']}_active"
        ).original_device_class
        for sensor in home.hub.trees["domain"]["BinarySensor"]
    }
    assert classes == {
        "Window": Class.WINDOW,
        "Door": Class.DOOR,
        "Motion": Class.MOTION,
        "WaterLeakage": Class.MOISTURE,
    }


@pytest.mark.parametrize("type_", ["Earthquake", None])
async def test_sensor_nobody_knows(hass: HomeAssistant, move_in: MoveIn, type_: str | None) -> None:
    """Show a sensor of a type that nobody has seen without a class, and not lose it."""
    home = await move_in("residence")
    record = home.hub.find("BinarySensor", 1)
    record.update(Type=type_, Active=True)
    await hass.config_entries.async_remove(home.entry.entry_id)
    home.entry.add_to_hass(hass)
    await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert home.state("binary_sensor", "binarysensor_1_active") == STATE_ON
    entry = home.entry_of("binary_sensor", "binarysensor_1_active")
    assert entry.original_device_class is None
    assert entry.translation_key == "sensed"


async def test_occupancy(move_in: MoveIn) -> None:
    """Show whether somebody is in a room that can tell."""
    home = await move_in("apartment")
    assert home.find("binary_sensor", "room_1_occupancy") is None
    room = home.hub.find("Room", 1)
    room.update(OccupancyCapable=True, Occupancy="Occupied")
    await home.poll()
    assert home.state("binary_sensor", "room_1_occupancy") == STATE_ON
    room["Occupancy"] = "Unoccupied"
    await home.poll()
    assert home.state("binary_sensor", "room_1_occupancy") == STATE_OFF
    del room["Occupancy"]
    await home.poll()
    assert home.state("binary_sensor", "room_1_occupancy") == STATE_UNKNOWN


@pytest.mark.parametrize(
    ("bits", "central_heating", "hot_water", "flame"),
    [
        (0b0000, STATE_OFF, STATE_OFF, STATE_OFF),
        (0b1010, STATE_ON, STATE_OFF, STATE_ON),
        (0b1100, STATE_OFF, STATE_ON, STATE_ON),
    ],
)
async def test_boiler(
    start_hub: StartHub,
    move_in: MoveIn,
    hass: HomeAssistant,
    bits: int,
    central_heating: str,
    hot_water: str,
    flame: str,
) -> None:
    """Read the state of the boiler off its OpenTherm bits."""
    home = await move_in("cottage")
    home.hub.trees["opentherm"]["operationalData"]["SlaveStatus"] = bits
    await hass.config_entries.async_reload(home.entry.entry_id)
    await hass.async_block_till_done()
    assert home.state("binary_sensor", "opentherm_0_central_heating") == central_heating
    assert home.state("binary_sensor", "opentherm_0_hot_water") == hot_water
    assert home.state("binary_sensor", "opentherm_0_flame") == flame


async def test_categories(move_in: MoveIn) -> None:
    """Keep alarms in sight and what concerns the device apart."""
    home = await move_in("residence")
    assert home.entry_of("binary_sensor", "smokealarm_1_smoke").entity_category is None
    for key in ("fault", "battery_defect", "mains"):
        entry = home.entry_of("binary_sensor", f"smokealarm_1_{key}")
        assert entry.entity_category is EntityCategory.DIAGNOSTIC


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_fault_of_equipment(move_in: MoveIn) -> None:
    """Tell that equipment is faulty, and in the hub's own word what it has."""
    home = await move_in("apartment")
    key = "equipment_25_fault"
    assert home.state("binary_sensor", key) == STATE_OFF
    assert home.attribute("binary_sensor", key, "device_class") == Class.PROBLEM
    assert home.entry_of("binary_sensor", key).entity_category is EntityCategory.DIAGNOSTIC

    home.hub.find("Equipment", 25)["FaultStatus"] = "Overheated"
    await home.poll()
    assert home.state("binary_sensor", key) == STATE_ON
    assert home.state("sensor", "equipment_25_fault_status") == "Overheated"
    del home.hub.find("Equipment", 25)["FaultStatus"]
    await home.poll()
    assert home.state("binary_sensor", key) == STATE_UNKNOWN
