"""Test what happens when several things happen to a house at once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from homeassistant.components.climate import ATTR_HVAC_MODE, DOMAIN as CLIMATE, HVACMode
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID, ATTR_TEMPERATURE, CONF_HOST, STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.wiser_home.api.local.hub import SETTLE_AFTER
from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from simulator import Fault
from simulator.answers import AnswerStyle
from tests.conftest import SECRET, StartHub, entry_for, state_of

from .trial import LOUNGE, Trial

ROOMS = ("climate.lounge", "climate.bedroom", "climate.kitchen", "climate.hall")
DAY = 86400.0


async def send(trial: Trial, celsius: float, entity_id: str = LOUNGE, **data: object) -> None:
    """Ask for a temperature, and wait until the hub has taken it."""
    await trial.hass.services.async_call(
        CLIMATE,
        "set_temperature",
        {ATTR_ENTITY_ID: entity_id, ATTR_TEMPERATURE: celsius, **data},
        blocking=True,
    )


def set_points(trial: Trial) -> list[float]:
    """Return what the rooms show as their set points."""
    return [trial.shown[room][1][ATTR_TEMPERATURE] for room in ROOMS]


def house_set_points(trial: Trial) -> list[float]:
    """Return what the rooms are set to in the house."""
    return [trial.hub.find("Room", number)["CurrentSetPoint"] / 10 for number in (1, 2, 3, 4)]


# --- Commands and polls -------------------------------------------------------------------------


async def test_commands_during_a_poll(trial: Trial) -> None:
    """Commands wait for the poll that is on its way, and what it read does not undo them."""
    trial.hub.answer_style = "empty_body"
    trial.begin_poll()
    await trial.until_asked()
    asked = [17.5, 18.5, 19.5, 22.5]

    await trial.through(asyncio.gather(*map(partial(send, trial), asked, ROOMS, strict=True)))
    assert set_points(trial) == asked
    await trial.pass_time(SETTLE_AFTER)

    assert trial.requests == ["GET"] + ["PATCH"] * 4 + ["GET"]
    assert set_points(trial) == house_set_points(trial) == asked
    await trial.restore_house()
    trial.check_whole()
    trial.check_lines(0, 0)


async def test_poll_during_commands(trial: Trial) -> None:
    """A poll waits for its turn among commands, and shows none of them half."""
    asked = [17.5, 18.5, 19.5, 22.5]
    commands = asyncio.gather(*map(partial(send, trial), asked, ROOMS, strict=True))
    await trial.until_asked()
    trial.ask_for_poll()

    await trial.through(commands)
    await trial.settle()
    assert Counter(trial.requests) == {"PATCH": 4, "GET": 1}
    assert set_points(trial) == house_set_points(trial) == asked
    await trial.restore_house()
    trial.check_whole()


async def test_read_back_and_poll_at_once(trial: Trial) -> None:
    """What was written is read once where the poll reads it anyhow."""
    trial.hub.answer_style = "empty_body"
    await trial.set_temperature(23.5)
    trial.forget()

    await trial.poll()

    assert len(trial.requests) <= 2
    assert trial.set_point == 23.5
    await trial.restore_house()
    trial.check_whole()


@pytest.mark.parametrize(("style", "reads"), [("whole", 0), ("empty_body", 1), ("partial", 1)])
async def test_burst(trial: Trial, style: AnswerStyle, reads: int) -> None:
    """Of forty commands at once each is sent once, and in the end the last of each room holds."""
    trial.hub.answer_style = style
    asked = [(10 + step / 2, room) for step in range(10) for room in ROOMS]

    await trial.through(asyncio.gather(*(send(trial, *one) for one in asked)))
    await trial.pass_time(SETTLE_AFTER)

    assert trial.requests == ["PATCH"] * 40 + ["GET"] * reads
    assert set_points(trial) == house_set_points(trial) == [14.5] * 4
    trial.check_lines(0, 0)
    await trial.restore_house()
    trial.check_whole()


async def test_burst_in_which_some_fail(trial: Trial) -> None:
    """Who asked for what failed is told so, and nobody else."""
    trial.hub.inject(Fault.RESET, times=1, method="PATCH")
    trial.hub.inject(Fault.SERVER_ERROR, times=1, method="PATCH")
    asked = [10 + step / 2 for step in range(10)]

    commands = asyncio.gather(*(send(trial, one) for one in asked), return_exceptions=True)
    results = await trial.through(commands)
    await trial.pass_time(SETTLE_AFTER)

    assert [type(result) for result in results[:2]] == [HomeAssistantError] * 2
    assert results[2:] == [None] * 8
    assert trial.requests.count("PATCH") == 10
    assert trial.set_point == trial.house_set_point == 14.5
    trial.check_lines(0, 0)
    await trial.restore_house()
    trial.check_whole()


async def test_command_that_is_given_up(trial: Trial) -> None:
    """A command whose caller gives up does not keep the next one waiting."""
    trial.hub.inject(Fault.HANG, method="PATCH")
    given_up = asyncio.ensure_future(send(trial, 23.5))
    await trial.until(lambda: trial.hub.hanging == 1)
    given_up.cancel()

    await trial.set_temperature(22.5)

    assert trial.requests == ["PATCH", "PATCH"]
    assert trial.set_point == trial.house_set_point == 22.5
    await asyncio.gather(given_up, return_exceptions=True)
    await trial.restore_house()
    trial.check_whole()


# --- Reloads and removals -----------------------------------------------------------------------


async def test_reload_during_a_command(trial: Trial) -> None:
    """The set-up waits for a command that the hub has in hand, whose effect is then shown."""
    command = asyncio.ensure_future(send(trial, 23.5))
    await trial.until_asked()

    assert await trial.through(trial.hass.config_entries.async_reload(trial.entry.entry_id))
    await trial.through(command)
    await trial.settle()

    assert state_of(trial.entry) is ConfigEntryState.LOADED
    assert trial.requests.count("PATCH") == 1
    assert trial.set_point == trial.house_set_point == 23.5
    trial.check_hub()
    trial.check_lines(0, 0)
    await trial.restore_house()
    trial.check_whole()


async def test_reload_during_a_command_that_hangs(trial: Trial) -> None:
    """A command that fails late does so for its caller alone."""
    trial.hub.inject(Fault.HANG, method="PATCH")
    command = asyncio.ensure_future(send(trial, 23.5))
    await trial.until_asked()

    assert await trial.through(trial.hass.config_entries.async_reload(trial.entry.entry_id))
    with pytest.raises(HomeAssistantError):
        await trial.through(command)

    assert trial.requests.count("PATCH") == 1
    trial.check_lines(0, 0)
    trial.check_whole()


async def test_reload_during_a_poll(trial: Trial) -> None:
    """The poll that was on its way is dropped, and the hub asked anew."""
    trial.begin_poll()
    await trial.until_asked()

    assert await trial.through(trial.hass.config_entries.async_reload(trial.entry.entry_id))
    await trial.poll()

    trial.check_lines(0, 0)
    trial.check_whole()


async def test_reloads_at_once(trial: Trial) -> None:
    """Whoever wants a reload while there is one gets it afterwards."""
    reload = trial.hass.config_entries.async_reload
    results = await trial.through(asyncio.gather(*(reload(trial.entry.entry_id) for _ in range(5))))
    assert results == [True] * 5
    trial.forget()
    await trial.poll(2)
    assert len(trial.requests) == 2
    trial.check_lines(0, 0)
    trial.check_whole()


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.RESET, Fault.STALL, Fault.BAD_BYTES])
async def test_removal_during_a_poll(trial: Trial, fault: Fault) -> None:
    """A hub that is removed leaves nothing behind and is left alone."""
    trial.hub.inject(fault, times=None)
    trial.begin_poll()
    await trial.until_asked()

    assert await trial.through(trial.hass.config_entries.async_remove(trial.entry.entry_id))
    await trial.settle()
    trial.forget()
    await trial.poll(3)

    assert trial.requests == []
    assert trial.shown == {}
    assert len(er.async_get(trial.hass).entities) == 0
    trial.check_lines(0, 0)
    trial.check_hub()


async def test_removal_during_a_command(trial: Trial) -> None:
    """A command that is on its way when its hub is removed ends, and nothing follows it."""
    trial.hub.answer_style = "empty_body"
    command = asyncio.ensure_future(send(trial, 23.5))
    await trial.until_asked()

    assert await trial.through(trial.hass.config_entries.async_remove(trial.entry.entry_id))
    await trial.through(command)
    await trial.pass_time(SETTLE_AFTER)
    await trial.poll(2)

    assert trial.requests == ["PATCH"]
    assert trial.shown == {}
    trial.check_lines(0, 0)


async def test_room_removed_during_a_command(trial: Trial) -> None:
    """A room that is deleted in the app while it is set is gone, and who set it is told so."""
    rooms = trial.hub.trees["domain"]["Room"]
    lounge = rooms.pop(0)

    with pytest.raises(HomeAssistantError):
        await trial.set_temperature(23.5)
    await trial.poll()
    assert LOUNGE not in trial.shown
    trial.check_lines(0, 0)

    rooms.insert(0, lounge)
    await trial.poll(2)
    assert trial.shown[LOUNGE] == trial.before[LOUNGE]
    trial.check_hub()


async def test_room_removed_between_two_writes(trial: Trial) -> None:
    """An action of two writes whose room goes after the first one fails in words."""
    trial.hub.answer_style = "whole"
    command = asyncio.ensure_future(send(trial, 23.5, **{ATTR_HVAC_MODE: HVACMode.HEAT}))
    await trial.until_asked()
    trial.ask_for_poll()
    await trial.until(lambda: trial.hub.requests[0].status != 0)
    rooms = trial.hub.trees["domain"]["Room"]
    lounge = rooms.pop(0)

    with pytest.raises(HomeAssistantError):
        await trial.through(command)
    await trial.settle()
    assert LOUNGE not in trial.shown
    trial.check_lines(0, 0)
    rooms.insert(0, lounge)
    await trial.restore_house()
    assert trial.shown[LOUNGE] == trial.before[LOUNGE]


async def test_reconfigured_during_a_poll(trial: Trial) -> None:
    """Who enters an address while the hub is polled waits for the poll, not the hub for both."""
    trial.hub.inject(Fault.HANG)
    trial.begin_poll()
    await trial.until_asked()
    flows = trial.hass.config_entries.flow
    context = {"source": SOURCE_RECONFIGURE, "entry_id": trial.entry.entry_id}
    form = await trial.through(flows.async_init(DOMAIN, context=context))  # type: ignore[arg-type]
    entered = {CONF_HOST: trial.hub.address, CONF_SECRET: SECRET}

    result = await trial.through(flows.async_configure(form["flow_id"], entered))
    await trial.settle()

    assert result["reason"] == "reconfigure_successful"
    trial.check_lines(0, 0)
    trial.check_whole()


# --- Two hubs -----------------------------------------------------------------------------------


async def test_two_entries_at_once(trial: Trial, start_hub: StartHub) -> None:
    """Each hub is asked alone, for what is its own, and does not care for the other."""
    other = await start_hub("apartment")
    entry = entry_for(other)
    entry.add_to_hass(trial.hass)
    entries = trial.hass.config_entries
    trial.hub.inject(Fault.HANG)
    await asyncio.gather(
        trial.through(entries.async_reload(trial.entry.entry_id)),
        trial.through(entries.async_setup(entry.entry_id)),
    )
    await trial.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    others = trial.shown.keys() - trial.before.keys()
    (room, *_) = sorted(one for one in others if one.startswith(CLIMATE))
    trial.forget()
    other.requests.clear()

    await trial.through(asyncio.gather(send(trial, 23.5), send(trial, 16.5, room)))
    assert [request.body["RequestOverride"]["SetPoint"] for request in trial.hub.writes] == [235]
    assert [request.body["RequestOverride"]["SetPoint"] for request in other.writes] == [165]

    other.inject(Fault.RESET, times=None)
    await trial.restore_house()
    assert {trial.shown[one][0] for one in others} == {STATE_UNAVAILABLE}
    assert {key: trial.shown[key] for key in trial.before} == trial.before
    assert len(trial.bad_news) == 1
    assert entry.title in trial.bad_news[0]

    assert await trial.through(entries.async_unload(entry.entry_id))
    other.requests.clear()
    trial.forget()
    await trial.poll(2)
    assert (len(trial.requests), len(other.requests)) == (2, 0)
    trial.check_hub()
    assert other.most_in_flight == 1


async def test_hubs_exchange_their_addresses(trial: Trial, start_hub: StartHub) -> None:
    """A router that gives each hub the address of the other makes nobody lose anything."""
    other = await start_hub("apartment")
    other.secret = "of-the-other"
    del other.trees["status"]["uptime"]
    entry = entry_for(other, **{CONF_SECRET: other.secret})
    entry.add_to_hass(trial.hass)
    await trial.through(trial.hass.config_entries.async_setup(entry.entry_id))
    await trial.settle()
    shown = trial.shown
    trial.forget()

    ports = trial.hub.port, other.port
    await trial.hub.stop()
    await other.stop()
    await trial.hub.start(port=ports[1])
    await other.start(port=ports[0])
    await trial.poll(3)
    assert {state for state, _ in trial.shown.values()} == {STATE_UNAVAILABLE}
    assert len(trial.bad_news) == 2
    assert len(trial.reauths) == 2

    assert (await trial.announce())["reason"] == "already_configured"
    assert (await trial.announce(other))["reason"] == "already_configured"
    await trial.poll()
    assert (state_of(trial.entry), state_of(entry)) == (ConfigEntryState.LOADED,) * 2
    assert trial.shown == shown
    trial.check_nothing_asked()
    trial.check_hub()
    assert other.most_in_flight == 1


async def test_hub_is_swapped(trial: Trial, start_hub: StartHub) -> None:
    """Nothing of a hub in the place of ours is shown, and nothing of ours lost or written there."""
    stranger = await start_hub("apartment")
    port = trial.hub.port
    await trial.hub.stop()
    await trial.poll()
    await stranger.stop()
    await stranger.start(port=port)
    stranger.requests.clear()

    await trial.poll(4)
    trial.check_unavailable()
    trial.check_lines(1, 0)
    assert trial.issues == ["wrong_hub"]
    assert trial.reauths == []
    assert {request.path for request in stranger.requests} == {"/data/v2/network/"}

    await stranger.stop()
    await trial.hub.start(port=port)
    await trial.poll()
    trial.check_lines(1, 1)
    trial.check_whole()


# --- Clocks that jump ---------------------------------------------------------------------------


def set_clock(monkeypatch: pytest.MonkeyPatch, jump: timedelta) -> None:
    """Set the clock of the machine, not the one that is never set."""
    utcnow: Callable[[], object] = dt_util.utcnow
    now: Callable[[], object] = dt_util.now
    monkeypatch.setattr(dt_util, "utcnow", lambda: utcnow() + jump)  # type: ignore[operator]
    monkeypatch.setattr(dt_util, "now", lambda *zone: now(*zone) + jump)  # type: ignore[operator]


async def test_machine_that_slept(trial: Trial) -> None:
    """A day in which nothing ran is made up for by one poll of everything."""
    await trial.pass_time(DAY)
    assert len(trial.requests) == 5
    trial.forget()

    await trial.poll(3)

    assert len(trial.requests) == 3
    trial.check_lines(0, 0)
    trial.check_hub()
    assert trial.shown[LOUNGE] == trial.before[LOUNGE]


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
async def test_clock_is_set(trial: Trial, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """The polls go on at their pace, whatever the clock is set to."""
    set_clock(monkeypatch, timedelta(days=days))
    await trial.poll(3)

    assert len(trial.requests) == 3
    assert 0 <= trial.entry.runtime_data.requests_today <= 8
    trial.check_lines(0, 0)
    assert trial.shown[LOUNGE] == trial.before[LOUNGE]
    trial.check_hub()


async def test_clock_is_set_while_a_meter_reads_zero(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the hub counts from 0 for a while, just when the clock is set."""
    trial.hub.inject(Fault.ENERGY_ZERO, times=None)
    await trial.poll()
    set_clock(monkeypatch, timedelta(days=1))
    trial.hub.find("SmartPlug", 6)["InstantaneousDemand"] += 1
    await trial.poll()

    energy = [one for one in trial.before if one.endswith("_energy")]
    assert energy != []
    assert [trial.shown[one] for one in energy] == [trial.before[one] for one in energy]


@pytest.mark.parametrize("unix", [0, 4_000_000_000])
async def test_clock_of_the_hub_jumps(trial: Trial, unix: int) -> None:
    """A hub that has lost the time is shown as before."""
    trial.hub.find("System")["UnixTime"] = unix

    await trial.poll(2)

    trial.check_unnoticed()
    trial.check_hub()
