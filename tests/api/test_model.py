"""What the records say of themselves, and what belongs to what."""

from copy import deepcopy
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
import pickle
from typing import Any

import pytest

from custom_components.wiser_home.api.hub import Identity
from custom_components.wiser_home.api.model import (
    OFF,
    Device,
    Equipment,
    HeatingActuator,
    HeatingChannel,
    HotWater,
    Light,
    Mode,
    Movement,
    OpenTherm,
    PowerTagC,
    PowerTagE,
    ProductType,
    Record,
    Room,
    RoomStat,
    SetPointOrigin,
    Shutter,
    SignalStrength,
    SmartPlug,
    SmartValve,
    Snapshot,
    System,
    ThresholdSensor,
    UnderFloorHeating,
)
from custom_components.wiser_home.api.model.device import Reception
from custom_components.wiser_home.api.model.heating import (
    BoilerData,
    BoilerDiagnostics,
    FloorTemperatureSensor,
)
from custom_components.wiser_home.api.model.record import record
from custom_components.wiser_home.api.model.shutter import DriveConfig


def house(*records: Record) -> Snapshot:
    """Return a house of some records."""
    objects: dict[type[Record], dict[int, Record]] = {}
    for found in records:
        objects.setdefault(type(found), {})[found.id] = found
    return Snapshot(objects)


@record
class Lamp(Record):
    """A record with a field that it cannot do without."""

    colour: str
    watts: float | None = None


def test_record_is_a_dataclass() -> None:
    """A record has the fields of its class and its base, and room for nothing else."""
    assert not hasattr(Lamp(colour="red"), "__dict__")
    assert [field.name for field in fields(Lamp)] == ["id", "colour", "watts"]
    assert is_dataclass(Lamp)


def test_record_takes_values_by_name() -> None:
    """What is not given is the default, and what a record has no field for is refused."""
    lamp = Lamp(id=3, colour="red")
    assert (lamp.id, lamp.colour, lamp.watts) == (3, "red", None)
    with pytest.raises(TypeError, match="colour"):
        Lamp(id=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="lumen"):
        Lamp(colour="red", lumen=3)  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["colour", "lumen"])
def test_record_is_frozen(name: str) -> None:
    """Nothing of a record can be changed, taken away or added."""
    lamp = Lamp(colour="red")
    with pytest.raises(FrozenInstanceError, match=name):
        setattr(lamp, name, "blue")
    with pytest.raises(FrozenInstanceError, match=name):
        delattr(lamp, name)
    assert lamp.colour == "red"


def test_records_are_equal_by_value() -> None:
    """Records of one class that hold the same are equal, and count once in a set."""
    lamp = Lamp(colour="red", watts=4.5)
    assert lamp == replace(lamp, watts=4.5)
    assert len({lamp, replace(lamp, watts=4.5), replace(lamp, watts=5.0)}) == 2
    assert lamp != replace(lamp, colour="blue")
    assert Record(id=1) != Room(id=1)


def test_record_can_be_copied() -> None:
    """A copy is equal, and so is one that was stored."""
    lamp = Lamp(id=2, colour="red")
    assert deepcopy(lamp) == lamp
    reception = Reception(rssi=-60)
    assert pickle.loads(pickle.dumps(reception)) == reception  # noqa: S301


def test_record_shows_its_fields() -> None:
    """A record in a log says what it is."""
    assert repr(Lamp(colour="red")) == "Lamp(id=0, colour='red', watts=None)"


HEATED = [
    {"room_stat_id": 0},
    {"smart_valve_ids": (1,)},
    {"heating_actuator_ids": (1,)},
    {"ufh_relay_ids": (1,)},
    {"under_floor_heating_id": 1},
]


@pytest.mark.parametrize(
    ("fields", "heated", "own"),
    [
        *((fields, True, number > 1) for number, fields in enumerate(HEATED)),
        ({}, False, False),
    ],
)
def test_what_heats_a_room(fields: dict[str, Any], heated: bool, own: bool) -> None:
    """Tell rooms with a heating part from rooms of lights, and own relays from the boiler's."""
    room = Room(id=1, **fields)
    assert (room.has_heating, room.has_own_output) == (heated, own)


@pytest.mark.parametrize(
    ("displayed", "current", "set_point", "off"),
    [
        (21.0, 18.0, 21.0, False),
        (None, 18.0, 18.0, False),
        (OFF, OFF, None, True),
        (None, OFF, None, True),
        (None, None, None, False),
    ],
)
def test_set_point(
    displayed: float | None, current: float | None, set_point: float | None, off: bool
) -> None:
    """Show what was asked for, which EcoIQ lowers below."""
    room = Room(id=1, displayed_set_point=displayed, current_set_point=current)
    assert (room.set_point, room.is_off) == (set_point, off)


@pytest.mark.parametrize(
    ("origin", "override", "boosted", "overridden"),
    [
        (SetPointOrigin.SCHEDULE, None, False, False),
        (SetPointOrigin.MANUAL_MODE, None, False, False),
        (SetPointOrigin.MANUAL_OVERRIDE, "Manual", False, True),
        (SetPointOrigin.MANUAL_OVERRIDE_DURING_AWAY, "Manual", False, True),
        (SetPointOrigin.BOOST, "Manual", True, True),
        (SetPointOrigin.BOOST_DURING_AWAY, "Manual", True, True),
        (SetPointOrigin.ECO_IQ, "EcoIQ", False, False),
        (SetPointOrigin("FromTheFuture"), None, False, False),
        (None, "Manual", False, True),
        (None, "Boost", False, True),
        (None, "None", False, False),
        (None, None, False, False),
    ],
)
def test_overrides(
    origin: SetPointOrigin | None, override: str | None, boosted: bool, overridden: bool
) -> None:
    """Know a boost and other overrides, also of firmware that tells no origin."""
    room = Room(id=1, setpoint_origin=origin, override_type=override)
    assert (room.is_boosted, room.is_overridden) == (boosted, overridden)


@pytest.mark.parametrize(
    ("output", "demand", "wanted"),
    [
        (True, 0, True),
        (False, 40, False),
        (None, 40, True),
        (None, 0, False),
        (None, None, False),
    ],
)
def test_heat_is_wanted(output: bool | None, demand: int | None, wanted: bool) -> None:
    """Take the demand where the hub tells no output."""
    assert Room(id=1, control_output_state=output, percentage_demand=demand).wants_heat is wanted


@pytest.mark.parametrize(
    ("room", "relays", "heated"),
    [
        ({"control_output_state": True}, [True], True),
        ({"control_output_state": True}, [False], False),
        ({"control_output_state": True}, [False, True], True),
        ({"control_output_state": True}, [None], False),
        ({"control_output_state": True}, [], False),
        ({"control_output_state": False}, [True], False),
        ({"control_output_state": True, "heating_actuator_ids": (4,)}, [], True),
        ({"control_output_state": False, "heating_actuator_ids": (4,)}, [], False),
    ],
)
def test_heat_flows(room: dict[str, Any], relays: list[bool | None], heated: bool) -> None:
    """Tell heat that flows from heat that is only wanted."""
    found = Room(id=1, **room)
    channels = [
        HeatingChannel(id=number, room_ids=(1, 2), heating_relay_state=relay)
        for number, relay in enumerate(relays, 1)
    ]
    other = HeatingChannel(id=9, room_ids=(2,), heating_relay_state=True)
    snapshot = house(found, *channels, other)
    assert snapshot.is_heated(found) is heated
    assert snapshot.channels_of(found) == tuple(channels)


def test_humidity() -> None:
    """Take the humidity of a room from its thermostat."""
    rooms = [Room(id=1, room_stat_id=3), Room(id=2, room_stat_id=4), Room(id=3)]
    snapshot = house(*rooms, RoomStat(id=3, measured_humidity=46))
    assert [snapshot.humidity_of(room) for room in rooms] == [46, None, None]


SWITCH = Device(id=12, product_type=ProductType.ON_OFF_LIGHT)
PLUG = Device(id=5)
TAG = Device(id=7)
CAR = Device(id=8)
VALVE = Device(id=1)
FLOOR = Device(id=9, room_id=4)
LEFT = Light(id=1, device_id=12, endpoint=1, room_id=2, name="Left")
RIGHT = Light(id=2, device_id=12, endpoint=2, room_id=3, name="Right")
LOST = Light(id=3, device_id=99)
SHUTTER = Shutter(id=1, device_id=13)
VALVE_PART = SmartValve(id=1)
PLUG_PART = SmartPlug(id=5, equipment_id=20)
TAG_PART = PowerTagE(id=3, device_id=7, equipment_id=21)
FLOOR_PART = UnderFloorHeating(id=9)
OF_PLUG = Equipment(
    id=20, device_application_instance_type="SmartPlug", device_application_instance_id=5
)
OF_TAG = Equipment(id=21, device_application_instance_type="PTE", device_application_instance_id=3)
OF_CAR = Equipment(id=22, device_application_instance_type="EVSE", device_application_instance_id=8)
OF_NOTHING = Equipment(
    id=23, device_application_instance_type="PTC", device_application_instance_id=6
)
BARE = Equipment(id=24)
ROOMS = [
    Room(id=1, smart_valve_ids=(1,)),
    Room(id=2, name="Salon"),
    Room(id=3),
    Room(id=4, under_floor_heating_id=9),
]
WHOLE = house(
    *(SWITCH, PLUG, TAG, CAR, VALVE, FLOOR, LEFT, RIGHT, LOST, SHUTTER, VALVE_PART, PLUG_PART),
    *(TAG_PART, FLOOR_PART, OF_PLUG, OF_TAG, OF_CAR, OF_NOTHING, BARE, *ROOMS),
)


@pytest.mark.parametrize(
    ("record", "device"),
    [
        (SWITCH, SWITCH),
        (LEFT, SWITCH),
        (RIGHT, SWITCH),
        (LOST, None),
        (SHUTTER, None),
        (VALVE_PART, VALVE),
        (PLUG_PART, PLUG),
        (TAG_PART, TAG),
        (FLOOR_PART, FLOOR),
        (OF_PLUG, PLUG),
        (OF_TAG, TAG),
        (OF_CAR, CAR),
        (OF_NOTHING, None),
        (BARE, None),
        (ROOMS[0], None),
        (System(), None),
    ],
)
def test_device_of(record: Record, device: Device | None) -> None:
    """Find the device of a record: by the id they share, or by the one it names."""
    assert WHOLE.device_of(record) is device


@pytest.mark.parametrize(
    ("device", "parts"),
    [
        (SWITCH, (LEFT, RIGHT)),
        (PLUG, (PLUG_PART, OF_PLUG)),
        (TAG, (TAG_PART, OF_TAG)),
        (CAR, (OF_CAR,)),
        (VALVE, (VALVE_PART,)),
        (Device(id=99), ()),
    ],
)
def test_parts_of(device: Device, parts: tuple[Record, ...]) -> None:
    """Find the parts of a device: two gangs, a plug and its equipment."""
    assert WHOLE.parts_of(device) == parts


@pytest.mark.parametrize(
    ("record", "room"),
    [
        (ROOMS[0], 1),
        (LEFT, 2),
        (RIGHT, 3),
        (SWITCH, 2),
        (VALVE, 1),
        (VALVE_PART, 1),
        (FLOOR, 4),
        (FLOOR_PART, 4),
        (CAR, None),
        (OF_CAR, None),
        (SHUTTER, None),
        (System(), None),
    ],
)
def test_room_of(record: Record, room: int | None) -> None:
    """Find the room of a record: by its own word, its device's, or the room's."""
    assert getattr(WHOLE.room_of(record), "id", None) == room


def test_looking_things_up() -> None:
    """Find records by class, by id and by key."""
    assert WHOLE.get(Light, 2) is RIGHT
    assert WHOLE.get(Light, None) is None
    assert WHOLE.get(System) is None
    assert WHOLE.record((Light, 1)) is LEFT
    assert WHOLE.record((HotWater, 2)) is None
    assert WHOLE.all(HotWater) == {}
    assert dict(WHOLE)[Light, 1] is LEFT


@pytest.mark.parametrize(
    ("volts", "charge"),
    [
        *((3.2, 100), (3.0, 100), (2.9, 80), (2.8, 60), (2.7, 40), (2.6, 20)),
        *((2.5, 10), (2.4, 5), (2.3, 0), (0.0, 0)),
    ],
)
def test_battery_of_a_valve(volts: float, charge: int) -> None:
    """Take the charge of a valve from a table."""
    device = Device(
        id=1, product_type=ProductType.RADIATOR_VALVE, battery_voltage=volts, battery_level="Low"
    )
    assert device.battery == charge


@pytest.mark.parametrize(
    ("volts", "charge"), [(3.0, 100), (2.7, 100), (2.2, 50), (1.8, 10), (1.7, 0), (1.5, 0)]
)
def test_battery_of_a_thermostat(volts: float, charge: int) -> None:
    """Take the charge of a thermostat from a line."""
    device = Device(id=1, product_type=ProductType.ROOM_THERMOSTAT, battery_voltage=volts)
    assert device.battery == charge


@pytest.mark.parametrize(
    ("level", "charge"),
    [
        *(("Normal", 100), ("TwoThirds", 66), ("OneThird", 33), ("Low", 10), ("Critical", 0)),
        *(("Odd", None), (None, None)),
    ],
)
@pytest.mark.parametrize("volts", [None, 2.9])
def test_battery_in_words(level: str | None, charge: int | None, volts: float | None) -> None:
    """Take the hub's word for the charge of everything else."""
    device = Device(
        id=1,
        product_type=ProductType.WINDOW_DOOR_SENSOR,
        battery_level=level,
        battery_voltage=volts,
    )
    assert device.battery == charge


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"product_type": ProductType.SHUTTER, "product_identifier": "x"}, ProductType.SHUTTER),
        ({"product_identifier": "iTRV"}, ProductType.RADIATOR_VALVE),
        ({"product_identifier": ""}, None),
        ({}, None),
    ],
)
def test_kind_of_device(fields: dict[str, Any], kind: ProductType | None) -> None:
    """Take the identifier where old firmware tells no type."""
    assert Device(id=1, **fields).kind is kind


@pytest.mark.parametrize(
    ("fields", "signal", "quality"),
    [
        ({"reception_of_controller": Reception(rssi=-60, lqi=180)}, -60, 180),
        (
            {
                "reception_of_controller": Reception(rssi=-60, lqi=180),
                "reception_of_device": Reception(rssi=-70, lqi=90),
            },
            -60,
            180,
        ),
        ({"reception_of_device": Reception(rssi=-70, lqi=90)}, -70, 90),
        ({"reception_of_controller": Reception(), "rssi": -80, "lqi": 70}, -80, 70),
        ({"rssi": -80, "lqi": 70}, -80, 70),
        ({}, None, None),
    ],
)
def test_signal(fields: dict[str, Any], signal: int | None, quality: int | None) -> None:
    """Take the reception from where this firmware tells it."""
    device = Device(id=1, **fields)
    assert (device.signal, device.link_quality) == (signal, quality)


@pytest.mark.parametrize(
    ("strength", "reachable"),
    [(SignalStrength.POOR, True), (None, True), (SignalStrength.NO_SIGNAL, False)],
)
def test_reachable(strength: SignalStrength | None, reachable: bool) -> None:
    """Know a device that the hub does not hear."""
    assert Device(id=1, displayed_signal_strength=strength).is_reachable is reachable


@pytest.mark.parametrize(
    ("status", "bits"),
    [
        (None, (None, None, None)),
        (0, (False, False, False)),
        (2, (True, False, False)),
        (4, (False, True, False)),
        (8, (False, False, True)),
        (0b1111, (True, True, True)),
        (1, (False, False, False)),
    ],
)
def test_status_of_the_boiler(status: int | None, bits: tuple[bool | None, ...]) -> None:
    """Read central heating, hot water and flame from the bits of the status."""
    boiler = OpenTherm(operational_data=BoilerData(slave_status=status))
    found = (boiler.central_heating_active, boiler.hot_water_active, boiler.flame_on)
    assert found == bits


def test_a_boiler_that_tells_nothing() -> None:
    """Have readings that are none."""
    assert OpenTherm().measured == BoilerData()
    assert OpenTherm().counted == BoilerDiagnostics()
    assert OpenTherm().flame_on is None
    counted = BoilerDiagnostics(burner_hours=7)
    assert OpenTherm(extended_diagnostics=counted).counted is counted


@pytest.mark.parametrize(
    ("lift", "tilt", "opening", "closing", "moving"),
    [
        (Movement.OPENING, None, True, False, True),
        (Movement.CLOSING, None, False, True, True),
        (Movement.STOPPED, Movement.OPENING, False, False, True),
        (Movement.STOPPED, Movement.CLOSING, False, False, True),
        (Movement.STOPPED, Movement.STOPPED, False, False, False),
        (Movement("Dancing"), None, False, False, False),
        (None, None, False, False, False),
    ],
)
def test_movement(
    lift: Movement | None, tilt: Movement | None, opening: bool, closing: bool, moving: bool
) -> None:
    """Know a shutter on its way."""
    shutter = Shutter(id=1, lift_movement=lift, tilt_movement=tilt)
    assert (shutter.is_opening, shutter.is_closing, shutter.is_moving) == (opening, closing, moving)


@pytest.mark.parametrize(
    ("drive", "tilts"),
    [(None, False), (DriveConfig(), False), (DriveConfig(tilt_enabled=True), True)],
)
def test_slats(drive: DriveConfig | None, tilts: bool) -> None:
    """Know a shutter whose slats turn."""
    assert Shutter(id=1, drive_config=drive).can_tilt is tilts


@pytest.mark.parametrize(
    ("fields", "on", "brightness"),
    [
        ({"current_state": False, "target_state": True}, True, None),
        ({"current_state": True}, True, None),
        ({"current_percentage": 30, "target_percentage": 60}, None, 60),
        ({"current_percentage": 30}, None, 30),
    ],
)
def test_lights(fields: dict[str, Any], on: bool | None, brightness: int | None) -> None:
    """Show where a light is on its way to."""
    light = Light(id=1, **fields)
    assert (light.is_on, light.brightness) == (on, brightness)


@pytest.mark.parametrize(
    ("fields", "power", "charging"),
    [
        ({"total_active_power": 1922, "active_power": 5}, 1922, None),
        ({"active_power": 5, "control_state": "selfManagement"}, 5, True),
        ({"control_state": "consumptionForceOff"}, None, False),
    ],
)
def test_equipment(fields: dict[str, Any], power: int | None, charging: bool | None) -> None:
    """Tell power, and whether an EV socket may charge."""
    equipment = Equipment(id=1, **fields)
    assert (equipment.power, equipment.charging_allowed) == (power, charging)


@pytest.mark.parametrize(
    ("quantity", "raw", "value"),
    [
        ("Temperature", 212.0, 21.2),
        ("Temperature", -32768.0, None),
        ("Temperature", None, None),
        ("Humidity", 61.0, 61.0),
        ("Illuminance", 32000.0, 32000.0),
        (None, 7.0, 7.0),
    ],
)
def test_threshold_sensors(quantity: str | None, raw: float | None, value: float | None) -> None:
    """Read temperatures in tenths, the rest as it comes."""
    assert ThresholdSensor(id=1, quantity=quantity, current_value=raw).value == value


@pytest.mark.parametrize(("kind", "overridden"), [("Manual", True), ("None", False), (None, False)])
def test_hot_water(kind: str | None, overridden: bool) -> None:
    """Know an override of the hot water."""
    assert HotWater(id=2, override_type=kind).is_overridden is overridden


def test_floor_probe() -> None:
    """Have a probe without readings where there is none."""
    probe = FloorTemperatureSensor(measured_temperature=24.3)
    assert HeatingActuator(id=1).floor == FloorTemperatureSensor()
    assert HeatingActuator(id=1, floor_temperature_sensor=probe).floor is probe


@pytest.mark.parametrize(
    ("fields", "away", "open_therm"),
    [
        ({"override_type": "Away"}, True, False),
        ({"open_therm_connection_status": "Connected"}, False, True),
        ({"override_type": "None", "open_therm_connection_status": "Disconnected"}, False, False),
        ({}, False, False),
    ],
)
def test_system(fields: dict[str, Any], away: bool, open_therm: bool) -> None:
    """Know away mode and OpenTherm."""
    assert (System(**fields).is_away, System(**fields).has_open_therm) == (away, open_therm)


def test_words_that_are_not_known() -> None:
    """Keep a word, without adding it to the list of words."""
    assert Mode("Party") == "Party"
    assert [*Mode] == [Mode.AUTO, Mode.MANUAL]
    assert Mode("Party").name == "UNKNOWN"


def test_identity() -> None:
    """Identify a hub by its name, in lower case."""
    identity = Identity("WiserHeat0A1B2C", None, None, None, 1)
    assert identity.unique_id == "wiserheat0a1b2c"


def test_power_tag_c() -> None:
    """Find the device of a PowerTag C by the id it names, unlike that of a plug."""
    snapshot = house(Device(id=4), PowerTagC(id=1, device_id=4), Device(id=1))
    assert snapshot.device_of(snapshot.all(PowerTagC)[1]) is snapshot.all(Device)[4]


def test_devices_are_found_by_room() -> None:
    """A room has the devices that say so or serve it, and some are in none."""
    lounge = Room(id=1, smart_valve_ids=(5,))
    lamp, valve, hub = Device(id=4, room_id=1), Device(id=5), Device(id=0)
    found = house(lounge, Room(id=2), lamp, valve, hub)
    assert set(found.devices_in(lounge)) == {lamp, valve}
    assert found.devices_in(Room(id=2)) == ()
    assert found.devices_in(None) == (hub,)
