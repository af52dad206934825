"""Test how a hub is polled, and how what changes reaches the entities that show it."""

import asyncio
from collections import Counter
from collections.abc import Iterator
import logging
from typing import Any
from unittest.mock import PropertyMock, patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.climate import (
    ATTR_TEMPERATURE,
    DOMAIN as CLIMATE,
    SERVICE_SET_TEMPERATURE,
)
from homeassistant.components.cover import DOMAIN as COVER
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import (
    ATTR_ENTITY_ID,
    CONF_HOST,
    SERVICE_CLOSE_COVER,
    STATE_UNAVAILABLE,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity import Entity
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.wiser_home.api.hub import Tree
from custom_components.wiser_home.api.local.commands import rooms
from custom_components.wiser_home.api.local.hub import FOLLOW_EVERY, RHYTHM, SETTLE_AFTER
from custom_components.wiser_home.api.model import Room, Snapshot
from custom_components.wiser_home.climate import WiserClimate
from custom_components.wiser_home.const import (
    CONF_FINGERPRINT,
    CONF_SCHEME,
    CONF_SECRET,
    DOMAIN,
)
from custom_components.wiser_home.read_back import FOLLOW_LOOKS
from simulator import Fault, SimulatedHub, make_certificate

from .conftest import (
    HASTY,
    POLL_INTERVAL,
    SECRET,
    StartHub,
    entry_for,
    pass_time,
    poll,
    set_up,
    state_of,
)
from .platforms.home import now_of

LOUNGE = "climate.lounge"
BALCONY = "cover.balcon"
NAME = "WiserHeatC0774E"
LOGGER = "custom_components.wiser_home"


@pytest.fixture
async def hub(start_hub: StartHub) -> SimulatedHub:
    """Return the hub of the cottage."""
    return await start_hub("cottage")


@pytest.fixture
def writes() -> Iterator[Counter[str]]:
    """Return how often each entity writes its state, counted from now on."""
    counted: Counter[str] = Counter()
    write = Entity._async_write_ha_state

    def count(entity: Entity) -> None:
        """Count a write, and write."""
        counted[entity.entity_id] += 1
        write(entity)

    with (
        patch.object(Entity, "_async_write_ha_state", count),
        patch.object(Entity, "entity_registry_enabled_default", PropertyMock(return_value=True)),
    ):
        yield counted


def trees_read(hub: SimulatedHub) -> Counter[str]:
    """Return how often each tree was read, and forget it."""
    counted = Counter(request.path.split("/")[3].lower() for request in hub.requests)
    hub.requests.clear()
    return counted


def shown(hass: HomeAssistant, entity_id: str) -> State:
    """Return the state of an entity."""
    state = hass.states.get(entity_id)
    assert state is not None
    return state


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return what the integration has logged for people, and forget it."""
    said = [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name.startswith(LOGGER) and record.levelno >= logging.INFO
    ]
    caplog.clear()
    return said


def reauths(hass: HomeAssistant) -> int:
    """Return how many flows ask for the secret again."""
    flows = hass.config_entries.flow.async_progress()
    return sum(flow["context"]["source"] == SOURCE_REAUTH for flow in flows)


def objects(entry: MockConfigEntry) -> Snapshot:
    """Return the newest state of the house."""
    snapshot: Snapshot = entry.runtime_data.data
    return snapshot


async def set_temperature(hass: HomeAssistant, celsius: float, *entity_ids: str) -> None:
    """Ask for a temperature."""
    await hass.services.async_call(
        CLIMATE,
        SERVICE_SET_TEMPERATURE,
        {ATTR_ENTITY_ID: list(entity_ids or (LOUNGE,)), ATTR_TEMPERATURE: celsius},
        blocking=True,
    )


async def let_run(hub: SimulatedHub, requests: int) -> None:
    """Let the loop turn until the hub has got so many requests; no time passes."""
    for _ in range(20_000):
        if len(hub.requests) >= requests:
            return
        await asyncio.sleep(0)
    pytest.fail(f"The hub got {len(hub.requests)} requests instead of {requests}")


# --- Rhythm -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("house", "trees"),
    [
        (
            "cottage",
            {"domain": 120, "schedules": 12, "network": 6, "status": 6, "opentherm": 15},
        ),
        ("apartment", {"domain": 120, "schedules": 12, "network": 6, "status": 6}),
        (
            "residence",
            {"domain": 120, "schedules": 12, "network": 6, "status": 6, "opentherm": 15},
        ),
    ],
)
async def test_rhythm(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    house: str,
    trees: dict[str, int],
) -> None:
    """An hour at rest is at most 160 requests, and OpenTherm is read where there is one."""
    hub = await start_hub(house)
    await set_up(hass, hub)
    assert set(trees_read(hub).values()) == {1}

    await poll(hass, freezer, 120)

    assert hub.most_in_flight == 1
    counted = trees_read(hub)
    assert counted == trees
    assert counted.total() <= 160


async def test_polling_can_be_disabled(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """Without polling the hub is asked by commands alone, and their effect is shown."""
    entry = entry_for(hub)
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, pref_disable_polling=True)
    await hass.config_entries.async_setup(entry.entry_id)
    hub.requests.clear()

    await poll(hass, freezer, 5)
    assert hub.requests == []

    hub.answer_style = "empty_body"
    await set_temperature(hass, 23.5)
    await pass_time(hass, freezer, SETTLE_AFTER)
    assert [request.method for request in hub.requests] == ["PATCH", "GET"]
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5


async def test_requests_are_counted_by_the_day(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """What the hub was asked yesterday does not count today."""
    entry = await set_up(hass, hub)
    coordinator = entry.runtime_data
    assert coordinator.requests_today == len(hub.requests)

    await pass_time(hass, freezer, 86400)
    hub.requests.clear()
    await poll(hass, freezer, 2)

    # Every tree is read after a day's silence, and then the domain twice.
    assert coordinator.requests_today == 5 + len(hub.requests)


async def test_schedules_are_read_when_a_room_follows_another_one(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A change of a schedule's user brings the schedules with the next poll."""
    await set_up(hass, hub)
    hub.find("Room", 1)["ScheduleId"] = 2
    hub.requests.clear()

    await poll(hass, freezer)
    assert trees_read(hub) == {"domain": 1}

    await poll(hass, freezer)
    assert trees_read(hub) == {"domain": 1, "schedules": 1}


# --- What changes, and what does not ------------------------------------------------------------


@pytest.mark.parametrize("house", ["cottage", "apartment", "residence"])
async def test_unchanged_house_writes_nothing(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    writes: Counter[str],
    house: str,
) -> None:
    """While nothing but the hub's clock moves no entity writes its state."""
    hub = await start_hub(house)
    # An hour at which no schedule switches, so that calendars rest, too.
    freezer.move_to(now_of(hub))
    await set_up(hass, hub)
    assert writes.total() > 50
    writes.clear()
    hub.requests.clear()

    for _ in range(20):
        hub.find("System")["UnixTime"] += 30
        hub.find("System")["LocalDateAndTime"]["Time"] += 1
        await poll(hass, freezer)

    assert trees_read(hub)["domain"] == 20
    assert writes == {}


async def test_changed_room_writes_what_shows_it(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory, writes: Counter[str]
) -> None:
    """A room that gets warmer concerns its climate and its temperature alone."""
    await set_up(hass, hub)
    writes.clear()

    hub.find("Room", 1)["CalculatedTemperature"] += 3
    await poll(hass, freezer)

    assert writes == {LOUNGE: 1, "sensor.lounge_temperature": 1}
    assert shown(hass, "sensor.lounge_temperature").state == "20.6"


async def test_broken_entity_does_not_stop_the_others(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A bug in one entity is logged, and the others show what has changed."""
    await set_up(hass, hub)
    hub.find("Room", 1)["CalculatedTemperature"] += 3

    with patch.object(WiserClimate, "shows", side_effect=RuntimeError("a bug")):
        await poll(hass, freezer)

    assert shown(hass, "sensor.lounge_temperature").state == "20.6"
    assert caplog.text.count(f"Unexpected error while showing a change of {NAME}") == 1


# --- A hub that does not answer -----------------------------------------------------------------


async def test_misses_loss_and_recovery(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Two missed polls go unnoticed; the third is told once, and so is the way back."""
    await set_up(hass, hub)
    before = shown(hass, LOUNGE)
    lines(caplog)
    hub.inject(Fault.RESET, times=None)

    await poll(hass, freezer, 2)
    assert shown(hass, LOUNGE) is before
    assert lines(caplog) == []

    await poll(hass, freezer, 5)
    assert {state.state for state in hass.states.async_all(CLIMATE)} == {STATE_UNAVAILABLE}
    ((level, line),) = lines(caplog)
    assert level == "ERROR"
    assert NAME in line

    hub.clear_faults()
    hub.requests.clear()
    await poll(hass, freezer)
    assert shown(hass, LOUNGE).state == before.state
    assert lines(caplog) == [("INFO", f"Fetching {NAME} data recovered")]
    assert trees_read(hub) == dict.fromkeys(RHYTHM, 1)

    await poll(hass, freezer)
    assert trees_read(hub) == {"domain": 1}


async def test_one_missed_poll_is_made_up_for(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """Misses count only in a row."""
    await set_up(hass, hub)

    for _ in range(4):
        hub.inject(Fault.RESET, times=None)
        await poll(hass, freezer, 2)
        hub.clear_faults()
        await poll(hass, freezer)
        assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE


async def test_hub_that_hangs(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A hub that takes requests and never answers is given up, and found again."""
    await set_up(hass, hub)
    hub.inject(Fault.HANG, times=None)
    hub.requests.clear()

    for _ in range(16):
        freezer.tick(POLL_INTERVAL)
        async_fire_time_changed(hass)
        for _ in range(300):
            await asyncio.sleep(0)
    assert len(hub.requests) > 3
    assert shown(hass, LOUNGE).state == STATE_UNAVAILABLE

    hub.clear_faults()
    await pass_time(hass, freezer, 3)
    await poll(hass, freezer, 2)
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.RESET, "cannot_connect"),
        (Fault.SERVER_ERROR, "bad_answer"),
        (Fault.NOT_JSON, "not_wiser_hub"),
        (Fault.EMPTY_TREE, "not_wiser_hub"),
    ],
)
async def test_no_set_up_without_an_answer(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    fault: Fault,
    reason: str,
) -> None:
    """A hub that cannot be read at set-up is tried again, and the reason is told."""
    hub.inject(fault, times=None)

    entry = await set_up(hass, hub)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_domain == DOMAIN
    assert entry.error_reason_translation_key == reason
    placeholders = entry.error_reason_translation_placeholders or {}
    assert placeholders["name"] == NAME

    hub.clear_faults()
    await pass_time(hass, freezer, 60)
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_no_set_up_without_the_domain(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Side trees that fail do not keep a hub from being set up, the domain tree does."""
    for tree in (Tree.SCHEDULES, Tree.STATUS, Tree.OPENTHERM):
        hub.inject(Fault.SERVER_ERROR, times=None, path=f"v2/{tree}")
    hub.inject(Fault.SERVER_ERROR, times=2, path="domain")

    entry = await set_up(hass, hub)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY

    assert await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED


# --- Who answers --------------------------------------------------------------------------------


async def test_secret_refused_once(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """Hubs refuse the secret while they start; once is no reason to ask anybody."""
    await set_up(hass, hub)
    hub.inject(Fault.UNAUTHORIZED)

    await poll(hass, freezer)

    assert reauths(hass) == 0
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE


async def test_secret_refused_twice(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A secret that the next poll, too, is refused is asked for, and the hub is left alone."""
    entry = await set_up(hass, hub)
    hub.secret = "new"

    await poll(hass, freezer)
    assert reauths(hass) == 0
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE
    await poll(hass, freezer)
    assert reauths(hass) == 1
    assert shown(hass, LOUNGE).state == STATE_UNAVAILABLE

    hub.requests.clear()
    await poll(hass, freezer, 5)
    assert hub.requests == []

    (flow,) = hass.config_entries.flow.async_progress()
    await hass.config_entries.flow.async_configure(flow["flow_id"], {CONF_SECRET: "new"})
    await hass.async_block_till_done()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE
    hub.requests.clear()
    await poll(hass, freezer)
    assert trees_read(hub) == {"domain": 1}


async def test_secret_refused_at_set_up(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A wrong secret is asked for at set-up."""
    entry = await set_up(hass, hub, secret="wrong")

    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "invalid_auth"
    assert reauths(hass) == 1


async def test_other_hub_at_set_up(
    hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub
) -> None:
    """Another hub at the address is an error that names both."""
    other = await start_hub("apartment")

    entry = await set_up(hass, hub, **{CONF_HOST: other.address})

    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "wrong_hub"
    placeholders = entry.error_reason_translation_placeholders or {}
    assert placeholders["expected"] == NAME
    assert placeholders["found"] == "WiserHeatA9A27E"
    assert str(entry.reason).startswith(f"WiserHeatA9A27E answers at the address of {NAME}")


async def test_other_hub_while_running(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """Nothing of another hub that answers is shown, nothing of ours is lost."""
    entry = await set_up(hass, hub)
    before = objects(entry)
    hub.inject(Fault.OTHER_HUB, times=None, path="network")

    await poll(hass, freezer, 22)
    assert shown(hass, LOUNGE).state == STATE_UNAVAILABLE
    assert entry.runtime_data.last_exception.translation_key == "wrong_hub"
    assert objects(entry).objects.keys() == before.objects.keys()

    hub.clear_faults()
    await poll(hass, freezer)
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE


async def test_https_from_now_on(
    hass: HomeAssistant,
    hub: SimulatedHub,
    https_hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A hub that begins to lead to https is followed, and that is remembered."""
    entry = await set_up(hass, hub)
    assert entry.data[CONF_SCHEME] == "http"
    hub.redirect_to = https_hub.url
    hub.inject(Fault.REDIRECT_HTTPS, times=None)
    hub.requests.clear()

    await poll(hass, freezer)
    assert len(hub.requests) == 1
    assert https_hub._tls is not None
    assert entry.data == {
        CONF_HOST: https_hub.address,
        CONF_SECRET: SECRET,
        CONF_SCHEME: "https",
        CONF_FINGERPRINT: https_hub._tls.fingerprint,
    }

    await poll(hass, freezer, 3)
    assert len(hub.requests) == 1
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert len(hub.requests) == 1


async def test_certificate_changed_while_running(
    hass: HomeAssistant, https_hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """The secret is not sent to who shows another certificate."""
    old = https_hub._tls
    assert old is not None
    entry = await set_up(hass, https_hub, scheme="https")
    assert entry.data[CONF_FINGERPRINT] == old.fingerprint
    https_hub.use_certificate(make_certificate())
    https_hub.requests.clear()

    await poll(hass, freezer, 3)
    assert https_hub.requests == []
    assert shown(hass, LOUNGE).state == STATE_UNAVAILABLE
    assert entry.runtime_data.last_exception.translation_key == "certificate_changed"

    https_hub.use_certificate(old)
    await poll(hass, freezer)
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE


# --- One tree that fails ------------------------------------------------------------------------


@pytest.mark.parametrize("tree", [Tree.NETWORK, Tree.SCHEDULES, Tree.STATUS, Tree.OPENTHERM])
async def test_failing_side_tree(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    tree: Tree,
) -> None:
    """A side tree that fails keeps its data, and is told once each way."""
    entry = await set_up(hass, hub)
    before = objects(entry)
    lines(caplog)
    hub.inject(Fault.SERVER_ERROR, times=None, path=f"v2/{tree}")

    await poll(hass, freezer, 61)
    assert objects(entry) is before
    ((level, line),) = lines(caplog)
    assert level == "INFO"
    assert line.startswith(f"The {tree} tree of the hub cannot be read")

    hub.clear_faults()
    await poll(hass, freezer, 41)
    assert lines(caplog) == [("INFO", f"The {tree} tree of the hub can be read again")]
    assert shown(hass, LOUNGE).state != STATE_UNAVAILABLE


async def test_hub_without_status(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A tree that the hub does not have is asked for once."""
    del hub.trees["status"]
    await set_up(hass, hub)
    hub.requests.clear()

    await poll(hass, freezer, 41)

    assert trees_read(hub)["status"] == 0
    assert lines(caplog) == []


async def test_boiler_that_is_disconnected(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """Values of a boiler that the hub has lost are not shown for ever, and come back with it."""
    await set_up(hass, hub)
    flow = "sensor.wiser_hub_boiler_flow_temperature"
    before = shown(hass, flow).state
    assert before != STATE_UNAVAILABLE

    hub.find("System")["OpenThermConnectionStatus"] = "Disconnected"
    await poll(hass, freezer, 9)
    assert shown(hass, flow).state == STATE_UNAVAILABLE

    hub.find("System")["OpenThermConnectionStatus"] = "Connected"
    await poll(hass, freezer, 9)
    assert shown(hass, flow).state == before


# --- Commands -----------------------------------------------------------------------------------


async def test_command_is_shown_at_once(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """What was written is shown before the hub is asked again, and kept while it lags."""
    await set_up(hass, hub)
    hub.lag = 40
    hub.answer_style = "empty_body"
    hub.requests.clear()

    await set_temperature(hass, 23.5)
    assert [request.method for request in hub.requests] == ["PATCH"]
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5

    await pass_time(hass, freezer, SETTLE_AFTER)
    await poll(hass, freezer)
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5

    hub.advance(60)
    await poll(hass, freezer, 5)
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5


async def test_command_without_effect(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A hub that has not done what it said for a minute is believed."""
    await set_up(hass, hub)
    before = shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE]
    hub.lag = 1e9
    hub.answer_style = "empty_body"

    await set_temperature(hass, 23.5)
    await poll(hass, freezer)
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5

    await poll(hass, freezer, 2)
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == before


async def test_whole_answer_is_not_read_back(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A hub that answers with the whole object has said all there is."""
    await set_up(hass, hub)
    hub.answer_style = "whole"
    hub.requests.clear()

    await set_temperature(hass, 23.5)
    await pass_time(hass, freezer, SETTLE_AFTER)

    assert [request.method for request in hub.requests] == ["PATCH"]
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5


async def test_command_for_what_is_so_already(
    hass: HomeAssistant, hub: SimulatedHub, writes: Counter[str]
) -> None:
    """A command that changes nothing is carried out, and writes no state."""
    await set_up(hass, hub)
    hub.answer_style = "empty_body"
    await set_temperature(hass, 23.5)
    writes.clear()
    hub.requests.clear()

    await set_temperature(hass, 23.5)

    assert [request.method for request in hub.requests] == ["PATCH"]
    assert writes == {}


@pytest.mark.parametrize(("count", "path"), [(1, "domain/Room/1"), (10, "domain")])
async def test_commands_at_once_are_one_read_back(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    count: int,
    path: str,
) -> None:
    """One object is read back alone, what many commands changed by one read together."""
    hub = await start_hub("residence")
    await set_up(hass, hub)
    entity_ids = sorted(
        (state.entity_id for state in hass.states.async_all(CLIMATE)),
        key=lambda entity_id: (entity_id != LOUNGE, entity_id),
    )[:count]
    hub.answer_style = "empty_body"
    hub.requests.clear()

    await set_temperature(hass, 23.5, *entity_ids)
    await pass_time(hass, freezer, SETTLE_AFTER)
    await pass_time(hass, freezer, SETTLE_AFTER)

    methods = [request.method for request in hub.requests]
    assert methods == ["PATCH"] * count + ["GET"]
    assert hub.requests[-1].path.strip("/") == f"data/v2/{path}"
    assert hub.most_in_flight == 1
    assert {shown(hass, one).attributes[ATTR_TEMPERATURE] for one in entity_ids} == {23.5}


async def test_command_during_a_poll(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A command waits for the poll on its way, and outlives what that has read."""
    await set_up(hass, hub)
    hub.requests.clear()
    freezer.tick(POLL_INTERVAL)
    async_fire_time_changed(hass)
    await let_run(hub, 1)

    await set_temperature(hass, 23.5)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert [request.method for request in hub.requests] == ["GET", "PATCH"]
    assert hub.most_in_flight == 1
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault.REFUSE, "refused"),
        (Fault.RESET, "cannot_connect"),
        (Fault.HANG, "timeout"),
        (Fault.UNAUTHORIZED, "invalid_auth"),
        (Fault.SERVER_ERROR, "bad_answer"),
        (Fault.NOT_JSON, "not_wiser_hub"),
    ],
)
async def test_failing_command(
    hass: HomeAssistant,
    hub: SimulatedHub,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    key: str,
) -> None:
    """A command that fails raises, is sent once, and changes nothing that is shown."""
    monkeypatch.setitem(HASTY, "timeout", 0.3)
    await set_up(hass, hub)
    before = shown(hass, LOUNGE)
    hub.inject(fault, method="PATCH")
    hub.requests.clear()

    with pytest.raises(HomeAssistantError) as failure:
        await set_temperature(hass, 23.5)

    assert failure.value.translation_domain == DOMAIN
    assert failure.value.translation_key == key
    placeholders = failure.value.translation_placeholders or {}
    assert placeholders["name"] == NAME
    assert [request.method for request in hub.requests] == ["PATCH"]
    assert shown(hass, LOUNGE) is before
    await set_temperature(hass, 23.5)
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5


async def test_refusal_tells_the_words_of_the_hub(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """What the hub says of a refused write reaches the user."""
    await set_up(hass, hub)
    hub.inject(Fault.REFUSE, method="PATCH")

    with pytest.raises(HomeAssistantError, match="The hub refuses this on demand"):
        await set_temperature(hass, 23.5)


async def test_read_back_that_fails(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What could not be read back is in the next poll."""
    await set_up(hass, hub)
    lines(caplog)
    hub.answer_style = "empty_body"
    await set_temperature(hass, 23.5)
    hub.inject(Fault.RESET, times=None)
    hub.requests.clear()

    await pass_time(hass, freezer, SETTLE_AFTER)
    assert hub.requests != []
    assert lines(caplog) == []
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5

    hub.clear_faults()
    await poll(hass, freezer, 4)
    assert shown(hass, LOUNGE).attributes[ATTR_TEMPERATURE] == 23.5


# --- Shutters on their way ----------------------------------------------------------------------


def looks(hub: SimulatedHub, shutter: int = 1) -> int:
    """Return how often a shutter was looked at alone."""
    return sum(
        request.method == "GET" and request.path.endswith(f"/Shutter/{shutter}")
        for request in hub.requests
    )


async def test_shutter_is_followed(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """A shutter on its way is looked at every few seconds, until it has arrived."""
    hub = await start_hub("apartment")
    await set_up(hass, hub)
    hub.requests.clear()

    await hass.services.async_call(
        COVER, SERVICE_CLOSE_COVER, {ATTR_ENTITY_ID: BALCONY}, blocking=True
    )
    await pass_time(hass, freezer, SETTLE_AFTER)
    assert shown(hass, BALCONY).state == "closing"
    seen = looks(hub)

    positions: list[Any] = []
    for _ in range(6):
        hub.advance(FOLLOW_EVERY)
        await pass_time(hass, freezer, FOLLOW_EVERY)
        positions.append(shown(hass, BALCONY).attributes["current_position"])

    assert shown(hass, BALCONY).state == "closed"
    assert positions == sorted(positions, reverse=True)
    assert len(set(positions)) > 2
    # It drives for 20 seconds: two looks on the way, and one that finds it there.
    assert looks(hub) - seen == 3


async def test_stuck_shutter_is_not_followed_for_ever(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """A shutter that is said to move for ever is left to the polls, and followed anew later."""
    hub = await start_hub("apartment")
    await set_up(hass, hub)
    shutter = hub.find("Shutter", 1)
    shutter["LiftMovement"] = "Opening"
    await poll(hass, freezer)
    hub.requests.clear()

    for _ in range(20):
        await pass_time(hass, freezer, FOLLOW_EVERY)
    assert looks(hub) == FOLLOW_LOOKS

    hub.find("Shutter", 2)["LiftMovement"] = "Closing"
    await poll(hass, freezer)
    await pass_time(hass, freezer, FOLLOW_EVERY)
    assert (looks(hub), looks(hub, 2)) == (FOLLOW_LOOKS, 1)
    hub.find("Shutter", 2)["LiftMovement"] = "Stopped"

    shutter["LiftMovement"] = "Stopped"
    await poll(hass, freezer)
    shutter["LiftMovement"] = "Closing"
    await poll(hass, freezer)
    await pass_time(hass, freezer, FOLLOW_EVERY)
    assert looks(hub) == FOLLOW_LOOKS + 1


# --- Letting go ---------------------------------------------------------------------------------


async def test_reloads_leave_nothing_behind(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """An entry that was set up eleven times polls once, and not at all when it is unloaded."""
    entry = await set_up(hass, hub)
    listeners = dict(hass.bus.async_listeners())

    for _ in range(10):
        assert await hass.config_entries.async_reload(entry.entry_id)
    assert dict(hass.bus.async_listeners()) == listeners
    hub.requests.clear()
    await poll(hass, freezer, 3)
    assert trees_read(hub) == {"domain": 3}

    coordinator = entry.runtime_data
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not coordinator._listeners
    assert not any(coordinator._watchers.values())
    await poll(hass, freezer, 3)
    assert hub.requests == []


async def test_unload_during_a_poll(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A hub that hangs does not keep its entry from being unloaded."""
    entry = await set_up(hass, hub)
    hub.inject(Fault.HANG, times=None)
    hub.requests.clear()
    freezer.tick(POLL_INTERVAL)
    async_fire_time_changed(hass)
    await let_run(hub, 1)

    assert await hass.config_entries.async_unload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.NOT_LOADED

    await poll(hass, freezer, 2)
    assert len(hub.requests) == 1


async def test_unload_during_a_command(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A command that is on its way when its entry is unloaded fails, and nothing follows it."""
    entry = await set_up(hass, hub)
    hub.answer_style = "empty_body"
    await set_temperature(hass, 22.5)
    hub.inject(Fault.HANG, method="PATCH")
    hub.requests.clear()
    command = hass.async_create_task(set_temperature(hass, 23.5))
    await let_run(hub, 1)
    # What the first command changed is not read back while another one is on its way.
    async_fire_time_changed(hass)
    freezer.tick(SETTLE_AFTER)
    async_fire_time_changed(hass)

    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(3)
    async_fire_time_changed(hass)
    with pytest.raises(HomeAssistantError):
        await command

    await poll(hass, freezer, 2)
    assert [request.method for request in hub.requests] == ["PATCH"]


async def test_command_that_ends_after_the_unload(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """What a late command has changed is read back by nobody."""
    entry = await set_up(hass, hub)
    hub.answer_style = "empty_body"
    coordinator = entry.runtime_data
    assert await hass.config_entries.async_unload(entry.entry_id)
    hub.requests.clear()

    room = coordinator.data.all(Room)[1]
    await coordinator.async_send(rooms.set_room_temperature(room, 23.5))
    await pass_time(hass, freezer, SETTLE_AFTER)

    assert [request.method for request in hub.requests] == ["PATCH"]


async def test_unload_while_a_shutter_moves(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """A shutter on its way is not followed any more once its entry is unloaded."""
    hub = await start_hub("apartment")
    entry = await set_up(hass, hub)
    await hass.services.async_call(
        COVER, SERVICE_CLOSE_COVER, {ATTR_ENTITY_ID: BALCONY}, blocking=True
    )
    await pass_time(hass, freezer, SETTLE_AFTER)

    assert await hass.config_entries.async_unload(entry.entry_id)
    hub.requests.clear()
    await pass_time(hass, freezer, 2 * FOLLOW_EVERY)

    assert hub.requests == []
