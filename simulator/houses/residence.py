"""A large residence with a generation 2 hub that has one of everything, and many of most.

Written to be slow and complete: 34 rooms, more than 105 devices. Synthetic, because no capture
exists: UnderFloorHeating, PTC, the three-phase PTE, Weather, SmokeAlarmDevice, BinarySensor,
ThresholdSensor, UIConfiguration, BoilerInterface, FeatureCapability, the connected floor
thermostats, the unknown AromaDiffuser and the status tree.
"""

from datetime import UTC, datetime

from ..house import House
from .fittings import Fitted
from .plan import Record

VALVE_ROOMS = [
    *("Lounge", "Library", "Study", "Dining", "Kitchen", "Pantry"),
    *("Gallery", "Parlour", "Nursery", "Attic", "Tower", "Workshop"),
]
ELECTRIC_ROOMS = [
    *("Guest one", "Guest two", "Guest three", "Guest four"),
    *("Office", "Music", "Sewing", "Loft"),
]
FLOOR_ROOMS = ["Bathroom", "Shower", "Spa", "Sauna"]
UNDERFLOOR_ROOMS = ["Great hall", "Conservatory", "Pool", "Gym"]
LIGHT_ROOMS = ["Landing", "Stairs", "Cloakroom", "Cellar"]


def build() -> House:
    """Return the residence on a spring Monday morning."""
    plan = Fitted(
        "residence",
        "A residence, generation 2",
        mac="0004F37E51DE",
        start=datetime(2026, 4, 13, 6, 0, tzinfo=UTC),
        firmware="4.42.20-7e51de0001",
        model="WT704R1B30S4",
        generation=2,
        position=(50.847, 4.352),
        timezone=60,
    )
    days = plan.heating("Days", {630: 200, 900: 185, 1630: 210, 2230: 160}, {800: 205, 2300: 165})
    guests = plan.heating("Guests", {700: 180, 2200: 150}, {700: 190, 2300: 150})
    floors = plan.heating("Floors", {500: 215, 900: 190, 1800: 215, 2230: 180}, {600: 215})
    plan.heating("Nobody's ", {0: 140}, {0: 140})
    pumps = plan.on_off("Pumps", [600, -1000, 1600, -2200], [-2400, 800, -2300])
    garden = plan.on_off("Garden", [-2400, 2100], [])
    evening = plan.level("Evening", "Lighting", {600: 40, 3000: 0, 4000: 70, 2300: 0}, {4000: 80})
    night = plan.level("Night", "Lighting", {2200: 10, 600: 0}, {2300: 10, 700: 0})
    blinds = plan.level("Blinds", "Shutters", {3000: 100, 4000: 0}, {930: 100, 4000: 15})

    valves = [plan.room(name, days) for name in VALVE_ROOMS]
    electric = [plan.room(name, guests) for name in ELECTRIC_ROOMS]
    floor = [plan.room(name, floors) for name in FLOOR_ROOMS]
    underfloor = [plan.room(name, floors) for name in UNDERFLOOR_ROOMS]
    lit = [plan.room(name) for name in LIGHT_ROOMS]
    # Nothing serves these two; the second has a schedule all the same.
    plan.room("Garage")
    plan.room("Wine cellar", guests)

    for number, room in enumerate(valves):
        plan.valve(room, 180 + number * 3)
        plan.valve(room, 182 + number * 3)
        if number % 3 == 0:
            plan.roomstat(room, 181 + number * 3, 40 + number)
    for number, room in enumerate(electric):
        plan.actuator(room, 160 + number * 4, watts=900 + 100 * number)
    for number, room in enumerate(floor):
        plan.actuator(room, 200 + number * 5, "CFMT", watts=700, floor=230 + number * 6)
    plan.underfloor(208, *underfloor)
    plan.channel(1, *valves[:6])
    plan.channel(3, *valves[6:])
    plan.channel(4, *underfloor)
    plan.opentherm_boiler(valves[0])
    plan.hot_water([500, -800, 1700, -2200], [600, -2200])
    plan.own("BoilerInterface", plan.device("BoilerInterface"), HeatingChannelIds=[4])

    for number, room in enumerate([*valves[:6], *lit]):
        plan.plug(f"Plug {room['Name']}", room, 15 + 25 * number, pumps if number < 2 else None)
    plan.powertag_c("Pool pump", underfloor[2], 750, pumps)
    plan.powertag_c("Fountain", lit[3], 120, garden)
    plan.powertag_e()
    plan.powertag_e("Heating", 640)
    plan.powertag_e("Cooking", 2100, phases="Three")
    plan.car_socket("Carport")
    plan.watts["sun"] = 6400

    for number, room in enumerate([*valves[:8], *electric[:4]]):
        plan.lights(
            room,
            f"Ceiling {room['Name']}",
            schedule=evening if number < 4 else None,
            dimmable=True,
            percent=10 * (number % 8),
        )
    for room in lit:
        plan.lights(room, f"Light {room['Name']}", schedule=night if room is lit[0] else None)
    plan.lights(valves[0], "Lamp left", "Lamp right")
    plan.lights(lit[1], "Upstairs", "Downstairs", schedule=evening)
    for number, room in enumerate([*valves[:6], *electric[:4], *underfloor[:2]]):
        plan.shutter(
            f"Blind {room['Name']}",
            room,
            blinds if number < 5 else None,
            lift=10 * number,
            tilt=10 * number if number % 4 == 3 else None,
        )

    for room in (valves[4], lit[1], lit[3], valves[8]):
        plan.smoke_alarm(room, 195)
    for room in (valves[0], valves[3], electric[0], underfloor[1]):
        plan.binary_sensor("WindowDoorSensor", room, "Window")
    plan.binary_sensor("WindowDoorSensor", lit[2], "Door")
    plan.motion(lit[0], 120)
    plan.motion(lit[1], 35)
    for room in (valves[4], floor[0]):
        plan.binary_sensor("WaterLeakageSensor", room, "WaterLeakage")
    for number, room in enumerate((floor[0], floor[2], underfloor[2])):
        plan.climate_sensor(room, 210 + 9 * number, 58 + 4 * number)
    plan.button_panel(lit[2], {"Type": "None"}, {"Type": "Away"})
    plan.button_panel(lit[0])
    plan.touch_panel(valves[0])
    plan.device("AromaDiffuser", floor[2], DisplayedSignalStrength="Medium")

    _moments(plan, valves)
    for number in range(1, 11):
        plan.automation(
            f"Automation {number}",
            number % 3 != 0,
            (f"Light/{number}", {"RequestOverride": {"State": "On", "Percentage": 10 * number}}),
        )
    plan.domain["Weather"] = {"Temperature": 84, "NextDay2pmTemperature": 137}
    return plan.finish()


def _moments(plan: Fitted, rooms: list[Record]) -> None:
    """Add moments that reach into the heating, the lights and the shutters."""
    plan.moment("Leave", 1, ("System", {"RequestOverride": {"Type": "Away"}}))
    plan.moment("Return", 2, ("System", {"RequestOverride": {"Type": "None"}}))
    plan.moment(
        "Party+",
        23,
        *(
            (f"Room/{room['id']}", {"RequestOverride": {"Type": "Manual", "SetPoint": 190}})
            for room in rooms[:3]
        ),
        ("Light/1", {"RequestOverride": {"State": "On", "Percentage": 100}}),
    )
    plan.moment(
        "Dusk",
        32,
        *(
            (f"Shutter/{number}", {"RequestAction": {"Action": "LiftTo", "Percentage": 0}})
            for number in (1, 2, 3)
        ),
    )
