"""Test when the schedule of a room changes its set point next, and to what."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest

from custom_components.wiser_home.api.hub import Tree
from tests.conftest import StartHub, pass_time, set_up

from .conftest import MoveIn
from .home import Home, now_of

NEXT = "room_1_next_change"


@pytest.fixture
async def home(hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory) -> Home:
    """Return the cottage on a Wednesday in January, at 18:40 on the clock of its hub."""
    await hass.config.async_set_time_zone("Europe/London")
    hub = await start_hub("cottage")
    freezer.move_to(now_of(hub))
    return Home(hass, hub, await set_up(hass, hub))


async def tell(home: Home, freezer: FrozenDateTimeFactory, **event: Any) -> None:
    """Let the hub tell another next event of the lounge."""
    home.hub.trees["schedules"]["Heating"][0]["Next"] = event
    home.entry.runtime_data._due[Tree.SCHEDULES] = 0.0
    await pass_time(home.hass, freezer, 31)


async def test_next_change(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """Show the hub's next event, and the set point it brings."""
    assert home.state("sensor", NEXT) == "2026-01-14T22:30:00+00:00"
    assert home.attribute("sensor", NEXT, "next_value") == 16

    await tell(home, freezer, Day="Wednesday", Time=2230, DegreesC=175)
    assert home.state("sensor", NEXT) == "2026-01-14T22:30:00+00:00"
    assert home.attribute("sensor", NEXT, "next_value") == 17.5


@pytest.mark.parametrize(
    ("day", "time", "at"),
    [
        ("Thursday", 630, "2026-01-15T06:30:00+00:00"),
        ("Tuesday", 2359, "2026-01-20T23:59:00+00:00"),
        ("Wednesday", 1830, "2026-01-14T18:30:00+00:00"),
        ("Wednesday", 1800, "2026-01-21T18:00:00+00:00"),
    ],
)
async def test_weekday(
    home: Home, freezer: FrozenDateTimeFactory, day: str, time: int, at: str
) -> None:
    """Take the weekday that comes; what has just passed is not a week away."""
    await tell(home, freezer, Day=day, Time=time, DegreesC=160)
    assert home.state("sensor", NEXT) == at


async def test_time_zone(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """Take the time for that of Home Assistant's zone, also after its clocks have changed."""
    await home.hass.config.async_set_time_zone("Europe/Paris")
    freezer.move_to("2026-03-28T20:00:00+00:00")
    await tell(home, freezer, Day="Sunday", Time=700, DegreesC=200)
    assert home.state("sensor", NEXT) == "2026-03-29T05:00:00+00:00"


async def test_off(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """Say that a room will be off, and not 20 degrees below zero."""
    await tell(home, freezer, Day="Thursday", Time=800, DegreesC=-200)
    assert home.attribute("sensor", NEXT, "next_value") == "off"


async def test_nothing_next(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """Not know what the hub does not tell, nor what a room that holds its set point skips."""
    room = home.hub.find("Room", 1)
    room["Mode"] = "Manual"
    await pass_time(home.hass, freezer, 31)
    assert home.state("sensor", NEXT) == STATE_UNKNOWN
    assert home.attribute("sensor", NEXT, "next_value") is None
    room["Mode"] = "Auto"
    await pass_time(home.hass, freezer, 31)
    assert home.state("sensor", NEXT) == "2026-01-14T22:30:00+00:00"

    del home.hub.trees["schedules"]["Heating"][0]["Next"]
    home.entry.runtime_data._due[Tree.SCHEDULES] = 0.0
    await pass_time(home.hass, freezer, 31)
    assert home.state("sensor", NEXT) == STATE_UNKNOWN


async def test_only_with_a_schedule(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """Offer it once a room has a schedule."""
    del home.hub.find("Room", 2)["ScheduleId"]
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    home.hub.find("Room", 3)["ScheduleId"] = 2
    freezer.tick(timedelta(minutes=1))
    await pass_time(home.hass, freezer, 31)
    assert home.state("sensor", "room_2_next_change") == "unavailable"
    assert home.state("sensor", "room_3_next_change") == "2026-01-14T20:30:00+00:00"


async def test_rooms_of_lights(move_in: MoveIn) -> None:
    """Offer none for rooms without heating."""
    home = await move_in("apartment")
    assert home.find("sensor", NEXT) is not None
    assert home.find("sensor", "room_4_next_change") is None
