"""Drive each thing the integration does through a fault, and check what is to come of it."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.wiser_home.api.local.hub import SETTLE_AFTER
from tests.conftest import state_of

from .outcomes import (
    Aborted,
    Accepted,
    AsksForSecret,
    Carried,
    Down,
    Failed,
    FormError,
    GivenUp,
    OddNames,
    ReadBack,
    ReadLater,
    Retried,
    Row,
    Tolerated,
)
from .trial import Beyond, Trial, Trouble

LONG = 900.0
"""Seconds after which every tree is due to be read."""
RETRY = 120.0
"""Seconds after which a set-up has been tried again."""
ASKED = 23.5
WARMER = 3


async def set_up(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Set up a house while its hub misbehaves."""
    expected = row.set_up
    await trial.unload()
    trial.forget()
    await trial.begin(trouble)
    await trial.set_up()
    match expected:
        case Tolerated() | OddNames():
            await _tolerate(trial, trouble, expected)
        case Retried(reason, issue):
            _check_failed_set_up(trial, ConfigEntryState.SETUP_RETRY, reason, issue)
            await trial.pass_time(RETRY)
            _check_failed_set_up(trial, ConfigEntryState.SETUP_RETRY, reason, issue)
            trial.check_lines(0, 0)
            await trial.end(trouble)
            await trial.pass_time(RETRY)
            trial.check_lines(0, 0)
        case GivenUp(reason, issue):
            _check_failed_set_up(trial, ConfigEntryState.SETUP_ERROR, reason, issue)
            await _check_left_alone(trial)
            await trial.end(trouble)
            assert (await trial.announce())["reason"] == "already_configured"
            trial.check_lines(1, 0)
        case AsksForSecret():
            assert state_of(trial.entry) is ConfigEntryState.SETUP_ERROR
            assert trial.entry.error_reason_translation_key == "invalid_auth"
            await _give_secret(trial, trouble)
    trial.check_whole()


async def one_poll(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Let a hub misbehave for one poll."""
    await trial.begin(trouble)
    await trial.pass_time(LONG)
    await _tolerate(trial, trouble, row.one_poll)
    trial.check_whole()


async def polls(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Let a hub misbehave for many polls, of which the first reads every tree."""
    expected = row.polls
    await trial.begin(trouble)
    await trial.pass_time(LONG)
    await trial.poll(5)
    match expected:
        case Tolerated() | OddNames():
            await _tolerate(trial, trouble, expected)
        case Down(reason, issue):
            trial.check_unavailable()
            assert trial.reason == reason
            assert trial.reauths == []
            assert trial.issues == ([issue] if issue else [])
            trial.check_lines(1, 0)
            await trial.end(trouble)
            await trial.poll()
            trial.check_lines(1, 1)
        case AsksForSecret():
            trial.check_unavailable()
            await _give_secret(trial, trouble)
    trial.check_whole()


async def command(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Let a hub misbehave towards a write."""
    expected = row.command
    was = trial.set_point
    await trial.begin(trouble, "PATCH")
    match expected:
        case Carried():
            await trial.set_temperature(ASKED)
            assert trial.set_point == ASKED
            done, writes = True, 1
        case Failed(message, done, writes):
            with pytest.raises(HomeAssistantError) as failure:
                await trial.set_temperature(ASKED)
            assert failure.value.translation_key == message
            assert trial.set_point == was
    await trial.pass_time(SETTLE_AFTER)
    await trial.end(trouble)
    await trial.poll()
    assert trial.set_point == trial.house_set_point == (ASKED if done else was)
    assert len(trial.hub.writes) == writes
    await _check_undone(trial)


async def read_back(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Let a hub misbehave when it is read what a write has changed."""
    was = trial.temperature
    trial.hub.answer_style = "empty_body"
    await trial.set_temperature(ASKED)
    assert trial.requests == ["PATCH"]
    trial.hub.find("Room", 1)["CalculatedTemperature"] += WARMER
    await trial.begin(trouble)
    await trial.pass_time(SETTLE_AFTER)
    match row.read_back:
        case ReadBack(reads):
            assert trial.temperature > was
        case ReadLater(reads):
            assert trial.temperature == was
    assert trial.requests == ["PATCH"] + ["GET"] * reads
    assert trial.set_point == ASKED
    await trial.end(trouble)
    await trial.poll()
    assert trial.temperature > was
    assert trial.set_point == trial.house_set_point == ASKED
    await _check_undone(trial)


async def reauth(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Let a hub misbehave while its new secret is entered."""
    expected = row.reauth
    trial.hub.secret = "changed"
    await trial.poll(2)
    trial.check_unavailable()
    trial.check_lines(1, 0)
    trial.forget()
    await trial.begin(trouble)
    result = await trial.enter_secret()
    match expected:
        case Accepted():
            assert result["reason"] == "reauth_successful"
            await trial.end(trouble)
        case FormError(error):
            assert result["type"] is FlowResultType.FORM
            assert result["errors"] == {"base": error}
            trial.check_unavailable()
            trial.check_lines(0, 0)
            await trial.end(trouble)
            assert (await trial.enter_secret())["reason"] == "reauth_successful"
        case Aborted(reason):
            assert result["reason"] == reason
            await trial.end(trouble)
            assert (await trial.enter_secret())["reason"] == "reauth_successful"
    await trial.pass_time(LONG)
    trial.check_whole()


async def unload(trial: Trial, trouble: Trouble, row: Row) -> None:
    """Let go of a hub in the middle of a poll in which it misbehaves."""
    await trial.begin(trouble)
    sent = trial.sent
    trial.begin_poll()
    await trial.until(lambda: trial.sent > sent)
    if isinstance(trouble, Beyond):
        # Who is turned away at the door is in the middle of nothing.
        await trial.settle()
    coordinator = trial.entry.runtime_data
    await trial.unload()
    sent = coordinator.hub.requests
    trial.forget()
    await trial.poll(3)
    assert trial.hub.requests == []
    assert coordinator.hub.requests == sent
    trial.check_lines(0, 0)
    trial.check_nothing_asked()
    await trial.end(trouble)
    await trial.set_up()
    trial.check_lines(0, 0)
    trial.check_whole()


async def _tolerate(trial: Trial, trouble: Trouble, expected: object) -> None:
    """Check that nobody notices a fault, neither while it lasts nor when it ends."""
    if isinstance(expected, OddNames):
        trial.check_odd_names()
        await trial.end(trouble)
        await trial.pass_time(LONG)
    else:
        trial.check_unnoticed()
        await trial.end(trouble)
        await trial.poll()
    trial.check_unnoticed()


async def _give_secret(trial: Trial, trouble: Trouble) -> None:
    """Check that the secret is asked for once and the hub left alone, and enter it."""
    assert len(trial.reauths) == 1
    assert trial.issues == []
    await _check_left_alone(trial)
    assert len(trial.reauths) == 1
    await trial.end(trouble)
    assert (await trial.enter_secret())["reason"] == "reauth_successful"
    trial.check_lines(1, 0)


async def _check_left_alone(trial: Trial) -> None:
    """Check that a hub that cannot be used is not asked any more, nor talked about."""
    requests = len(trial.hub.requests)
    await trial.pass_time(LONG)
    assert len(trial.hub.requests) == requests
    trial.check_lines(1, 0)


def _check_failed_set_up(
    trial: Trial, state: ConfigEntryState, reason: str, issue: str | None
) -> None:
    """Check how a set-up has failed, and that nobody is asked for a secret because of it."""
    assert state_of(trial.entry) is state
    assert trial.entry.error_reason_translation_key == reason
    assert trial.issues == ([issue] if issue else [])
    assert trial.reauths == []


async def _check_undone(trial: Trial) -> None:
    """Check that nothing but what was written has changed, once that is undone."""
    trial.check_lines(0, 0)
    await trial.restore_house()
    trial.check_unnoticed()
    trial.check_hub()
