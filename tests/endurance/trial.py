"""Try a running house: count what the hub gets, what is shown and what is said."""

import asyncio
from collections.abc import Awaitable, Callable
from copy import deepcopy
from enum import StrEnum
from ipaddress import ip_address
import logging
from time import sleep
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.climate import (
    ATTR_CURRENT_TEMPERATURE,
    ATTR_TEMPERATURE,
    DOMAIN as CLIMATE,
    SERVICE_SET_TEMPERATURE,
)
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_ZEROCONF,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from simulator import Certificate, Fault, SimulatedHub, make_certificate
from tests.conftest import HASTY, POLL_INTERVAL, state_of

LOUNGE = "climate.lounge"
OURS = "custom_components.wiser_home"
ENTRIES = "homeassistant.config_entries"
NOT_OURS = {"homeassistant.loader", "homeassistant.bootstrap"}
"""Who says of every custom integration that it was not tested."""

NOWHERE = "https://127.0.0.1:1"
"""Where nothing listens."""


class Beyond(StrEnum):
    """Faults that are not in an answer: nobody listens, or the certificate is another."""

    GONE = "gone"
    OTHER_CERTIFICATE = "other_certificate"


type Trouble = Fault | Beyond


class Trial:
    """A house that is set up and is to look the same after a trouble."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        caplog: pytest.LogCaptureFixture,
        hub: SimulatedHub,
        entry: MockConfigEntry,
    ) -> None:
        """Remember how everything is."""
        self.hass = hass
        self.freezer = freezer
        self.hub = hub
        self.entry = entry
        self._caplog = caplog
        self._certificate: Certificate | None = hub._tls
        self._domain = deepcopy(hub.trees["domain"])
        self._uptime = float(hub.trees["status"]["uptime"])
        self.before = self.shown
        self.registered = self._registered
        self.forget()

    # --- What is done ---------------------------------------------------------------------------

    async def through[T](self, doing: Awaitable[T]) -> T:
        """Do something, and let the time of the requests that hang pass."""
        task = asyncio.ensure_future(doing)
        for _ in range(2_000):
            await self.turn(task.done)
            if task.done():
                return task.result()
            if self.hub.hanging:
                self.tick(HASTY["timeout"])
            else:
                # What a thread does takes real time, of which the loop is told nothing.
                await self.hass.loop.run_in_executor(None, sleep, 0.001)
        pytest.fail("It does not end")

    async def turn(self, done: Callable[[], bool]) -> None:
        """Let the loop turn a while, or until something is so; no time passes."""
        for _ in range(100):
            if done():
                return
            await asyncio.sleep(0)

    async def until(self, done: Callable[[], bool]) -> None:
        """Let the loop turn until something is so; no time passes."""
        for _ in range(200):
            await self.turn(done)
            if done():
                return
        pytest.fail("It does not happen")

    async def until_asked(self, requests: int = 1) -> None:
        """Let the hub get so many requests."""
        await self.until(lambda: len(self.hub.requests) >= requests)

    def tick(self, seconds: float) -> None:
        """Let time pass, for the hub as well."""
        self.freezer.tick(seconds)
        self._uptime += seconds
        self.hub.trees["status"]["uptime"] = int(self._uptime)

    async def settle(self) -> None:
        """Let everything end that is under way."""
        await self.through(self.hass.async_block_till_done(wait_background_tasks=True))

    async def pass_time(self, seconds: float) -> None:
        """Let time pass at once, and what is due then happen."""
        self.tick(seconds)
        async_fire_time_changed(self.hass)
        await self.settle()

    async def poll(self, times: int = 1) -> None:
        """Let the hub be polled."""
        for _ in range(times):
            await self.pass_time(POLL_INTERVAL)

    def begin_poll(self) -> None:
        """Let a poll begin."""
        self.tick(POLL_INTERVAL)
        async_fire_time_changed(self.hass)

    def ask_for_poll(self) -> None:
        """Ask for a poll, as an automation may do at any moment; no time passes."""
        self.hass.async_create_task(self.entry.runtime_data.async_refresh())

    async def set_temperature(self, celsius: float, *entity_ids: str) -> None:
        """Ask for a temperature."""
        target = {ATTR_ENTITY_ID: list(entity_ids or (LOUNGE,)), ATTR_TEMPERATURE: celsius}
        await self.through(
            self.hass.services.async_call(CLIMATE, SERVICE_SET_TEMPERATURE, target, blocking=True)
        )

    async def set_up(self) -> None:
        """Set the entry up."""
        await self.through(self.hass.config_entries.async_setup(self.entry.entry_id))
        await self.settle()

    async def unload(self) -> None:
        """Let go of the entry."""
        await self.through(self.hass.config_entries.async_unload(self.entry.entry_id))
        assert state_of(self.entry) is ConfigEntryState.NOT_LOADED

    async def enter_secret(self) -> ConfigFlowResult:
        """Answer the flow that asks for the secret."""
        (flow_id,) = self.reauths
        flows = self.hass.config_entries.flow
        secret = {CONF_SECRET: self.hub.secret}
        result = await self.through(flows.async_configure(flow_id, secret))
        await self.settle()
        return result

    async def announce(self, hub: SimulatedHub | None = None) -> ConfigFlowResult:
        """Let a hub announce itself."""
        hub = hub or self.hub
        name = hub.trees["network"]["Station"]["MdnsHostname"]
        host, port = hub.address.split(":")
        info = ZeroconfServiceInfo(
            ip_address=ip_address(host),
            ip_addresses=[ip_address(host)],
            port=int(port),
            hostname=f"{name}.local.",
            type="_http._tcp.local.",
            name=f"{name}._http._tcp.local.",
            properties={},
        )
        flows = self.hass.config_entries.flow
        result = await self.through(
            flows.async_init(DOMAIN, context={"source": SOURCE_ZEROCONF}, data=info)
        )
        await self.settle()
        return result

    async def restore_house(self) -> None:
        """Undo what was done to the house, and let it be polled until nothing else is shown."""
        self.hub.trees["domain"] = deepcopy(self._domain)
        await self.poll(4)

    async def begin(self, trouble: Trouble, method: str | None = None) -> None:
        """Let the hub misbehave from now on, towards requests of one method or all."""
        match trouble:
            case Beyond.GONE:
                await self.hub.stop()
            case Beyond.OTHER_CERTIFICATE:
                self.hub.use_certificate(make_certificate())
            case Fault():
                self.hub.redirect_to = NOWHERE
                self.hub.inject(trouble, times=None, method=method)

    async def end(self, trouble: Trouble) -> None:
        """Let the hub behave again."""
        match trouble:
            case Beyond.GONE:
                await self.hub.start(port=self.hub.port)
            case Beyond.OTHER_CERTIFICATE:
                assert self._certificate is not None
                self.hub.use_certificate(self._certificate)
            case Fault():
                self.hub.clear_faults()

    # --- What is seen ---------------------------------------------------------------------------

    @property
    def shown(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Return every state and its attributes."""
        return {
            state.entity_id: (state.state, dict(state.attributes))
            for state in self.hass.states.async_all()
        }

    @property
    def _states(self) -> dict[str, str]:
        """Return every state."""
        return {entity_id: state for entity_id, (state, _) in self.shown.items()}

    @property
    def _registered(self) -> tuple[set[Any], set[Any]]:
        """Return what the registries know of the hub."""
        entry_id = self.entry.entry_id
        entities = er.async_entries_for_config_entry(er.async_get(self.hass), entry_id)
        devices = dr.async_entries_for_config_entry(dr.async_get(self.hass), entry_id)
        return (
            {(entity.entity_id, entity.unique_id, entity.original_name) for entity in entities},
            {(device.id, device.name, device.area_id) for device in devices},
        )

    @property
    def set_point(self) -> float:
        """Return what the lounge shows as its set point."""
        return float(self.shown[LOUNGE][1][ATTR_TEMPERATURE])

    @property
    def temperature(self) -> float:
        """Return what the lounge shows as its temperature."""
        return float(self.shown[LOUNGE][1][ATTR_CURRENT_TEMPERATURE])

    @property
    def house_set_point(self) -> float:
        """Return what the lounge is set to in the house."""
        return float(self.hub.find("Room", 1)["CurrentSetPoint"]) / 10

    @property
    def reason(self) -> str | None:
        """Return why the last poll has failed."""
        key: str | None = self.entry.runtime_data.last_exception.translation_key
        return key

    @property
    def sent(self) -> int:
        """Return how many requests were sent, also those that reached nobody."""
        requests: int = self.entry.runtime_data.hub.requests
        return requests

    @property
    def reauths(self) -> list[str]:
        """Return the flows that ask for the secret again."""
        flows = self.hass.config_entries.flow.async_progress()
        return [flow["flow_id"] for flow in flows if flow["context"]["source"] == SOURCE_REAUTH]

    @property
    def issues(self) -> list[str | None]:
        """Return what is asked of people in the repairs."""
        issues = ir.async_get(self.hass).issues.values()
        return [issue.translation_key for issue in issues if issue.domain == DOMAIN]

    @property
    def requests(self) -> list[str]:
        """Return the methods of the requests that the hub got."""
        return [request.method for request in self.hub.requests]

    def forget(self) -> None:
        """Forget what the hub got and what was said."""
        self._caplog.clear()
        self.hub.requests.clear()

    def said(self, levels: set[int]) -> list[str]:
        """Return what was logged at some levels of importance, and by whom."""
        return [
            f"{record.name}: {record.getMessage()}"
            for record in self._caplog.records
            if record.levelno in levels
            and record.name not in NOT_OURS
            # Home Assistant itself says of every try that a set-up is tried again.
            and (record.module, record.levelno) != ("config_entries", logging.INFO)
            and (record.name, record.levelno) != ("asyncio", logging.WARNING)
        ]

    @property
    def bad_news(self) -> list[str]:
        """Return every warning and error, whoever gave it."""
        return self.said({logging.WARNING, logging.ERROR, logging.CRITICAL})

    @property
    def good_news(self) -> list[str]:
        """Return what the integration said for people that is no warning."""
        return [line for line in self.said({logging.INFO}) if line.startswith(OURS)]

    # --- What must be so ------------------------------------------------------------------------

    def check_unnoticed(self) -> None:
        """Check that nobody can have noticed anything."""
        assert state_of(self.entry) is ConfigEntryState.LOADED
        assert self.shown == self.before
        assert self._registered == self.registered
        assert self.bad_news == []
        assert self.good_news == []
        self.check_nothing_asked()

    def check_odd_names(self) -> None:
        """Check that nobody can have noticed more than odd names."""
        assert state_of(self.entry) is ConfigEntryState.LOADED
        assert self._states == {key: state for key, (state, _) in self.before.items()}
        self.check_lines(0, 0)
        self.check_nothing_asked()

    def check_nothing_asked(self) -> None:
        """Check that nobody is asked for anything."""
        assert self.reauths == []
        assert self.issues == []

    def check_unavailable(self) -> None:
        """Check that nothing of the hub pretends to be known."""
        assert self._states == dict.fromkeys(self.before, STATE_UNAVAILABLE)
        assert self._registered == self.registered

    def check_whole(self) -> None:
        """Check that everything is as it was, and that the hub was treated well."""
        assert state_of(self.entry) is ConfigEntryState.LOADED
        assert self.shown == self.before
        assert self._registered == self.registered
        self.check_nothing_asked()
        self.check_hub()

    def check_hub(self) -> None:
        """Check that the hub never had two requests at once, nor a write twice."""
        assert self.hub.most_in_flight <= 1
        assert self.hub.repeated_writes == []

    def check_lines(self, down: int, up: int) -> None:
        """Check how many lines say that the hub is gone, and that it is back."""
        name = self.entry.title
        assert len(self.bad_news) == down
        assert all(name in line and line.startswith((OURS, ENTRIES)) for line in self.bad_news)
        assert self.good_news == [f"{OURS}.coordinator: Fetching {name} data recovered"] * up
