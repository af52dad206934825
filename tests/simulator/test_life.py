"""What happens in a house while time passes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from simulator import SimulatedHub, load_house
from simulator.clock import local

from .conftest import Client, StartHub


@pytest.fixture
def quiet() -> SimulatedHub:
    """Give the cottage's hub without a server."""
    return SimulatedHub(load_house("cottage"))


@pytest.fixture
def large() -> SimulatedHub:
    """Give the residence's hub without a server."""
    return SimulatedHub(load_house("residence"))


def to_time(hub: SimulatedHub, day: str, hhmm: int) -> None:
    """Let time pass until a day and time of the hub."""
    shown = hub.find("System")["LocalDateAndTime"]
    while (shown["Day"], shown["Time"]) != (day, hhmm):
        hub.advance(60)
        shown = hub.find("System")["LocalDateAndTime"]


def test_nothing_happens_by_itself(quiet: SimulatedHub) -> None:
    """Serve a house as it was written until time passes."""
    assert quiet.trees == load_house("cottage").trees


def test_clock(quiet: SimulatedHub) -> None:
    """Show whole minutes, the date, the sun and the uptime."""
    system = quiet.find("System")
    sunrise = system["SunriseTimes"]
    uptime = quiet.trees["status"]["uptime"]
    quiet.advance(90)
    assert system["UnixTime"] == 1768416000 + 60
    assert system["LocalDateAndTime"]["Time"] == 1841
    quiet.advance(86400 - 90)
    assert system["LocalDateAndTime"] == {
        "Year": 2026,
        "Month": "January",
        "Date": 15,
        "Day": "Thursday",
        "Time": 1840,
    }
    assert system["SunriseTimes"][:12] == sunrise[1:]
    assert quiet.trees["status"]["uptime"] == uptime + 86400


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), 1),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), 1),
    ],
)
def test_daylight_saving(moment: datetime, hour: int) -> None:
    """Change the hour as Europe does."""
    system = {"TimeZoneOffset": 0, "AutomaticDaylightSaving": True}
    assert local(system, moment.timestamp()).hour == hour


def test_rooms_warm_and_cool(quiet: SimulatedHub) -> None:
    """Heat a room that is too cold and let one cool that is too warm."""
    lounge, bedroom = quiet.find("Room", 1), quiet.find("Room", 2)
    stat = quiet.find("RoomStat", 1)
    quiet.advance(900)
    assert lounge["CalculatedTemperature"] > 203
    assert stat["MeasuredTemperature"] == lounge["CalculatedTemperature"]
    assert bedroom["CalculatedTemperature"] < 178
    assert lounge["PercentageDemand"] < 70
    channel = quiet.find("HeatingChannel", 3)
    assert (channel["PercentageDemand"], channel["HeatingRelayState"]) == (0, "Off")


def test_a_valve_out_of_reach_stays_so(quiet: SimulatedHub) -> None:
    """Keep what an unreachable valve does not tell."""
    quiet.advance(7200)
    hall = quiet.find("Room", 4)
    assert (hall["CalculatedTemperature"], hall["PercentageDemand"]) == (-32768, 0)
    assert "PercentageDemand" not in quiet.find("SmartValve", 5)
    assert "BatteryVoltage" not in quiet.find("Device", 5)


def test_a_relay_switches_within_its_cycle(large: SimulatedHub) -> None:
    """Fire for a part of each ten minutes when little heat is wanted."""
    large.find("System")["BoilerSettings"]["ControlType"] = "HeatSourceType_RelayControlled"
    channel = large.find("HeatingChannel", 1)
    seen = set()
    for _ in range(300):
        large.advance(60)
        seen.add((channel["PercentageDemand"] > 0, channel["HeatingRelayState"]))
    assert {(True, "On"), (True, "Off")} <= seen
    assert (False, "On") not in seen


def test_schedules_run(quiet: SimulatedHub) -> None:
    """Follow the events of Heating and OnOff schedules."""
    lounge, plug, water = (
        quiet.find("Room", 1),
        quiet.find("SmartPlug", 6),
        quiet.find("HotWater", 2),
    )
    to_time(quiet, "Wednesday", 1930)
    assert (water["WaterHeatingState"], water["ScheduledWaterHeatingState"]) == ("Off", "Off")
    to_time(quiet, "Wednesday", 2229)
    assert (lounge["CurrentSetPoint"], plug["OutputState"]) == (210, "On")
    to_time(quiet, "Wednesday", 2230)
    assert (lounge["CurrentSetPoint"], lounge["ScheduledSetPoint"]) == (160, 160)
    schedule = quiet.trees["schedules"]["Heating"][0]
    assert schedule["CurrentSetpoint"] == 160
    assert schedule["Next"] == {"Day": "Thursday", "Time": 630, "DegreesC": 200}
    to_time(quiet, "Wednesday", 2245)
    assert (plug["OutputState"], plug["ScheduledState"]) == ("Off", "Off")


def test_levels_follow_the_sun(large: SimulatedHub) -> None:
    """Resolve sunrise and sunset, dim lights and close shutters then."""
    schedule = large.trees["schedules"]["Level"][2]
    light, shutter = large.find("Light", 1), large.find("Shutter", 1)
    sunset = large.find("System")["SunsetTimes"][6]
    assert schedule["Next"] == {"Day": "Monday", "Time": sunset, "Level": 0}
    to_time(large, "Monday", sunset)
    assert (light["CurrentState"], light["CurrentPercentage"]) == ("On", 70)
    assert (shutter["TargetLift"], shutter["LiftMovement"]) == (0, "Closing")
    large.advance(30)
    assert (shutter["CurrentLift"], shutter["LiftMovement"]) == (0, "Stopped")


async def test_overrides_end_with_the_next_event(cottage: Client) -> None:
    """End an override without time at the next event, and a plug's too."""
    body: dict[str, Any] = {"RequestOverride": {"Type": "Manual", "SetPoint": 235}}
    await cottage("PATCH", "domain/Room/1", body)
    await cottage("PATCH", "domain/SmartPlug/6", {"RequestOutput": "Off"})
    room = cottage.hub.find("Room", 1)
    to_time(cottage.hub, "Wednesday", 2229)
    assert room["CurrentSetPoint"] == 235
    to_time(cottage.hub, "Wednesday", 2230)
    assert (room["CurrentSetPoint"], room["OverrideType"]) == (160, "None")
    to_time(cottage.hub, "Wednesday", 2245)
    assert "OverrideState" not in cottage.hub.find("SmartPlug", 6)


async def test_boosts_end_in_time(cottage: Client) -> None:
    """End a boost when its time is over, not before."""
    boost = {"Type": "Boost", "DurationMinutes": 30, "IncreaseSetPointBy": 20}
    await cottage("PATCH", "domain/Room/1", {"RequestOverride": boost})
    water = {"Type": "Manual", "DurationMinutes": 120, "SetPoint": 1100}
    await cottage("PATCH", "domain/HotWater/2", {"RequestOverride": water})
    room, tank = cottage.hub.find("Room", 1), cottage.hub.find("HotWater", 2)
    cottage.hub.advance(29 * 60)
    assert (room["CurrentSetPoint"], room["SetpointOrigin"]) == (230, "FromBoost")
    cottage.hub.advance(60)
    assert (room["CurrentSetPoint"], room["SetpointOrigin"]) == (210, "FromSchedule")
    assert "OverrideTimeoutUnixTime" not in room
    cottage.hub.advance(89 * 60)
    assert tank["WaterHeatingState"] == "On"
    cottage.hub.advance(60)
    assert tank["WaterHeatingState"] == "Off"


async def test_shutters_travel(apartment: Client) -> None:
    """Travel for the drive time, stop on the way, and tilt."""
    shutter = apartment.hub.find("Shutter", 3)
    path = "domain/Shutter/3/RequestAction"
    await apartment("PATCH", path, {"Action": "LiftTo", "Percentage": 100})
    apartment.hub.advance(4)
    assert (shutter["CurrentLift"], shutter["LiftMovement"]) == (80, "Opening")
    await apartment("PATCH", path, {"Action": "Stop"})
    apartment.hub.advance(10)
    assert (shutter["CurrentLift"], shutter["TargetLift"]) == (80, 80)
    assert shutter["LiftMovement"] == "Stopped"
    await apartment("PATCH", path, {"Action": "LiftTo", "Percentage": 0})
    apartment.hub.advance(15.5)
    assert (shutter["CurrentLift"], shutter["LiftMovement"]) == (2, "Closing")
    apartment.hub.advance(0.5)
    assert (shutter["CurrentLift"], shutter["LiftMovement"]) == (0, "Stopped")
    await apartment("PATCH", path, {"Action": "TiltTo", "Percentage": 0})
    apartment.hub.advance(0.5)
    assert (shutter["CurrentTilt"], shutter["TiltMovement"]) == (25, "Closing")
    await apartment("PATCH", path, {"Action": "StopTilt"})
    assert (shutter["TargetTilt"], shutter["TiltMovement"]) == (25, "Stopped")


def test_meters_count(large: SimulatedHub) -> None:
    """Count the energy of loads, and what the grid gives and takes."""
    domain = large.trees["domain"]
    plug = domain["SmartPlug"][4]
    watts = plug["InstantaneousDemand"]
    before = plug["CurrentSummationDelivered"]
    grid = next(item for item in domain["Equipment"] if item["EquipmentFamily"] == "GRID")
    imported, exported = grid["CurrentSummationDelivered"], grid["CurrentSummationReceived"]
    large.advance(3600)
    assert plug["CurrentSummationDelivered"] == before + watts
    equipment = large.find("Equipment", plug["EquipmentId"])
    assert equipment["CurrentSummationDelivered"] == plug["CurrentSummationDelivered"]
    assert equipment["TotalActivePower"] == watts
    assert grid["CurrentSummationDelivered"] > imported
    to_time(large, "Monday", 1300)
    assert grid["TotalActivePower"] < 0
    assert large.find("PTE", 1)["RawTotalActivePower"] == grid["TotalActivePower"]
    assert grid["CurrentSummationReceived"] > exported
    assert grid["RMSCurrent"] == round(-grid["TotalActivePower"] / 230)


def test_a_charging_car(large: SimulatedHub) -> None:
    """Charge while the socket manages itself."""
    car = next(
        item
        for item in large.trees["domain"]["Equipment"]
        if item["DeviceApplicationInstanceType"] == "EVSE"
    )
    before = car["CurrentSummationDelivered"]
    car["ControlState"] = "selfManagement"
    large.advance(3600)
    assert (car["TotalActivePower"], car["CurrentSummationDelivered"]) == (3700, before + 3700)


@pytest.mark.parametrize(
    ("field", "day", "time", "origin", "current"),
    [
        ("EcoModeEnabled", "Wednesday", 2200, "FromEcoIQ", 160),
        ("ComfortModeEnabled", "Thursday", 600, "FromComfortMode", 200),
    ],
)
async def test_eco_and_comfort(
    cottage: Client, field: str, day: str, time: int, origin: str, current: int
) -> None:
    """Obey the next event half an hour early."""
    await cottage("PATCH", "domain/System", {field: True})
    room = cottage.hub.find("Room", 1)
    to_time(cottage.hub, day, time - 41)
    assert room["SetpointOrigin"] == "FromSchedule"
    to_time(cottage.hub, day, time)
    assert (room["SetpointOrigin"], room["CurrentSetPoint"]) == (origin, current)
    assert room["DisplayedSetPoint"] == room["ScheduledSetPoint"] != current


def test_boiler_tells_of_itself(quiet: SimulatedHub) -> None:
    """Show heating, hot water and the flame in the OpenTherm tree."""
    tree = quiet.trees["opentherm"]
    assert tree["operationalData"]["SlaveStatus"] == 0b1110
    to_time(quiet, "Thursday", 300)
    assert tree["operationalData"]["SlaveStatus"] == 0
    assert tree["roomTemperature"] == quiet.find("Room", 1)["CalculatedTemperature"]


def test_a_house_set_from_outside(quiet: SimulatedHub) -> None:
    """Go on from what a test writes into the trees."""
    room = quiet.find("Room", 1)
    quiet.advance(300)
    room["CalculatedTemperature"] = 150
    quiet.advance(60)
    assert room["CalculatedTemperature"] in (150, 151)
    assert room["PercentageDemand"] == 100


def test_start_time() -> None:
    """Start at another time, with as much of a boost left as there was."""
    house = load_house("cottage")
    room = house.trees["domain"]["Room"][0]
    room |= {"OverrideType": "Manual", "OverrideSetpoint": 250}
    room["OverrideTimeoutUnixTime"] = house.trees["domain"]["System"]["UnixTime"] + 600
    hub = SimulatedHub(house, clock=datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert hub.find("System")["LocalDateAndTime"]["Time"] == 1300
    hub.advance(599)
    assert hub.find("Room", 1)["OverrideType"] == "Manual"
    hub.advance(1)
    assert hub.find("Room", 1)["OverrideType"] == "None"


async def test_a_clock_of_ones_own(start_hub: StartHub, session: aiohttp.ClientSession) -> None:
    """Catch up with a clock at every request."""
    now = [datetime(2026, 1, 14, 18, 40, tzinfo=UTC)]
    client = Client(session, await start_hub("cottage", clock=lambda: now[0]))
    now[0] += timedelta(hours=4)
    assert (await client("GET", "domain/Room/1/CurrentSetPoint"))[1] == 160


def test_underfloor_relays_follow_their_rooms(large: SimulatedHub) -> None:
    """Show what each room wants on its relay of the under-floor heating."""
    large.advance(600)
    [controller] = large.trees["domain"]["UnderFloorHeating"]
    wanted = {
        relay: room["PercentageDemand"]
        for room in large.trees["domain"]["Room"]
        for relay in room.get("UfhRelayIds", [])
    }
    assert {relay["id"]: relay["DemandPercentage"] for relay in controller["Relays"]} == wanted
    assert max(wanted.values()) > 0
