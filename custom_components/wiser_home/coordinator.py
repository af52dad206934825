"""Poll a hub, keep its newest state, and tell each entity when what it shows has changed."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
import logging
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    ConfigEntryError,
    HomeAssistantError,
    ServiceValidationError,
)
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .api import week
from .api.errors import (
    AuthenticationError,
    InvalidSecretError,
    InvalidValueError,
    ThrottledError,
    WiserError,
    WrongHubError,
)
from .api.hub import Capability, Command, Identity, Tree
from .api.local.commands import schedules
from .api.model import Key, Record, Schedule, Snapshot
from .connections import hub_for
from .const import CONF_CONNECTION, DOMAIN
from .messages import message_key
from .preferences import preferences_of
from .read_back import ReadBack
from .repairs import async_clear_issues, async_follow_write, async_raise_issue

_LOGGER = logging.getLogger(__name__)

MISSES_TOLERATED: Final = 2
"""Polls in a row that may fail unnoticed: hubs drop one now and then."""

type WiserConfigEntry = ConfigEntry[WiserCoordinator]

type Watched = Key | type[Record] | None
"""What a listener can watch: an object, any object of a class, or everything."""


class WiserCoordinator(DataUpdateCoordinator[Snapshot]):
    """The newest state of one hub.

    A listener's context is the objects it shows: keys of the snapshot, or classes for any
    object of them. It is called when one of those is another object than before; one without
    context is called at every change.
    """

    config_entry: WiserConfigEntry
    identity: Identity

    def __init__(self, hass: HomeAssistant, entry: WiserConfigEntry) -> None:
        """Prepare to poll the hub of an entry."""
        self.hub = hub_for(hass, entry)
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=timedelta(seconds=min(self.hub.rhythm.values())),
            always_update=False,
        )
        self.preferences = preferences_of(entry)
        self.changes: set[Key] = set()
        """What the newest change was about."""
        self._published = Snapshot()
        self._published_success = True
        self._watchers: dict[Watched, list[CALLBACK_TYPE]] = {}
        self._shown_known: frozenset[type[Record]] | None = None
        self._misses = 0
        self._refused = False
        self._due: dict[Tree, float] = {}
        self._read_back = ReadBack(hass, entry, self.hub, self._publish)
        self._changing = asyncio.Lock()
        self.last_poll = dt_util.utcnow()
        """When the hub was last read without a failure."""
        self._today = dt_util.now().date()
        self._requests_before_today = 0

    @property
    def unique_id(self) -> str:
        """Return what begins the identity of everything of this hub."""
        return self.identity.unique_id

    @property
    def requests_today(self) -> int:
        """Return how many requests the hub has had since midnight, or since the set-up."""
        return self.hub.requests - self._requests_before_today

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: Any = None
    ) -> Callable[[], None]:
        remove = super().async_add_listener(update_callback, context)
        watched: Collection[Watched] = (None,) if context is None else context
        for key in watched:
            self._watchers.setdefault(key, []).append(update_callback)
        self._shown_known = None

        @callback
        def remove_listener() -> None:
            """Stop telling the listener."""
            remove()
            for key in watched:
                self._watchers[key].remove(update_callback)
            self._shown_known = None

        return remove_listener

    @callback
    @override
    def async_update_listeners(self) -> None:
        before, self._published = self._published, self.hub.snapshot
        self.changes = self._published.changes_since(before)
        if self.last_update_success is not self._published_success:
            self._published_success = self.last_update_success
            super().async_update_listeners()
        elif self.changes:
            self._call_watchers()
        self._look_after_schedules(before)
        self._read_back.follow()

    def _call_watchers(self) -> None:
        """Call the listeners that show something of what changed, each once."""
        watched: set[Watched] = {None, *self.changes, *(kind for kind, _ in self.changes)}
        callbacks = dict.fromkeys(
            update_callback for key in watched for update_callback in self._watchers.get(key, ())
        )
        for update_callback in callbacks:
            try:
                update_callback()
            except Exception:
                _LOGGER.exception("Unexpected error while showing a change of %s", self.name)

    @override
    async def _async_setup(self) -> None:
        """Find out who answers before anything is shown."""
        try:
            self.identity = await self._identify()
        except (AuthenticationError, InvalidSecretError) as err:
            raise ConfigEntryAuthFailed(**self._message(err)) from err
        except WrongHubError as err:
            async_raise_issue(self.hass, self.config_entry, err)
            raise ConfigEntryError(**self._message(err)) from err
        except WiserError as err:
            raise self._failure(err) from err
        now = self.hass.loop.time()
        self._due = {
            tree: now + every if tree in self.hub.identified_by else now
            for tree, every in self.hub.rhythm.items()
        }

    @override
    async def _async_update_data(self) -> Snapshot:
        if (today := dt_util.now().date()) != self._today:
            self._today = today
            self._requests_before_today = self.hub.requests
        now = self.hass.loop.time()
        trees = self._trees(now)
        try:
            snapshot = await self.hub.fetch(trees)
        except InvalidSecretError as err:
            # Hubs refuse it while they start: the next poll tells whether it is wrong.
            if self._refused or not self._published.objects:
                raise ConfigEntryAuthFailed(**self._message(err)) from err
            self._refused = True
            self._misses += 1
            return self.hub.snapshot
        except AuthenticationError as err:
            raise ConfigEntryAuthFailed(**self._message(err)) from err
        except WiserError as err:
            self._refused = False
            self._misses += 1
            if not self._published.objects or self._misses > MISSES_TOLERATED:
                raise self._failure(err) from err
            _LOGGER.debug("Poll missed (%s); keeping what is known", type(err).__name__)
            return self.hub.snapshot
        self._misses = 0
        self._refused = False
        self.last_poll = dt_util.utcnow()
        async_clear_issues(self.hass, self.config_entry)
        self._due.update(
            {tree: now + every for tree, every in self.hub.rhythm.items() if tree in trees}
        )
        self._remember_connection()
        return snapshot

    def _trees(self, now: float) -> set[Tree]:
        """Return the trees to read: those that are due, or in doubt, and shown to anybody."""
        trees = {tree for tree, due in self._due.items() if due <= now}
        if self._misses:
            trees |= self.hub.doubted
        if not self._published.objects:
            # Nobody shows anything yet, and who answers was just found out.
            return trees
        often = min(self.hub.rhythm.values())
        trees |= {tree for tree, every in self.hub.rhythm.items() if every == often}
        return trees & self.hub.needed(self._shown)

    @property
    def _shown(self) -> frozenset[type[Record]]:
        """Return the classes of which anybody shows something."""
        if self._shown_known is None:
            self._shown_known = frozenset(
                key if isinstance(key, type) else key[0]
                for key, listeners in self._watchers.items()
                if key is not None and listeners
            )
        return self._shown_known

    async def _identify(self) -> Identity:
        """Find out who answers; a refusal is confirmed by a second try."""
        try:
            return await self.hub.identify()
        except InvalidSecretError:
            return await self.hub.identify()

    def _remember_connection(self) -> None:
        """Keep how the hub was reached, if that has changed.

        An entry that is about to be loaded anew was given other data, which must not be undone.
        """
        entry = self.config_entry
        data = {**entry.data, **self.hub.memory}
        if data != entry.data and entry.state is not ConfigEntryState.UNLOAD_IN_PROGRESS:
            self.hass.config_entries.async_update_entry(entry, data=data)

    def _failure(self, err: WiserError) -> UpdateFailed:
        """Return the failure of a poll, and ask the user where only a person can go on."""
        async_raise_issue(self.hass, self.config_entry, err)
        later = err.retry_after if isinstance(err, ThrottledError) else None
        return UpdateFailed(**self._message(err), retry_after=later)

    def _message(self, err: WiserError) -> dict[str, Any]:
        """Return the translated message for an error, as arguments of an exception."""
        placeholders = {"name": self.name, "error": str(err)}
        if isinstance(err, WrongHubError):
            placeholders |= {"expected": self.name, "found": err.found}
        return {
            "translation_domain": DOMAIN,
            "translation_key": message_key(err, exchange=CONF_CONNECTION in self.config_entry.data),
            "translation_placeholders": placeholders,
        }

    async def async_send(self, commands: Command | Iterable[Command]) -> None:
        """Carry out writes in their order and show each as soon as the hub has taken it.

        Raises:
            HomeAssistantError: one of them failed; those after it were not sent.
        """
        with self._read_back.after():
            try:
                for command in (commands,) if isinstance(commands, Command) else commands:
                    self._publish(await self.hub.send(command))
                    async_follow_write(self.hass, self.config_entry, None)
            except WiserError as err:
                async_follow_write(self.hass, self.config_entry, err)
                raise self.error(err) from err

    def error(self, err: WiserError) -> HomeAssistantError:
        """Return what a failed action raises; a value nobody could take is its caller's fault."""
        kind = ServiceValidationError if isinstance(err, InvalidValueError) else HomeAssistantError
        return kind(**self._message(err))

    async def async_change_week(self, key: Key, change: Callable[[Schedule], week.Week]) -> None:
        """Change the week of a schedule, one change after the other; only other days are sent.

        Raises:
            HomeAssistantError: the change cannot be made, or the hub did not take it.
        """
        self.require_schedules()
        async with self._changing:
            schedule = self.data.all(key[0])[key[1]]
            assert isinstance(schedule, Schedule)
            try:
                days = week.changed_days(schedule.week, change(schedule))
            except InvalidValueError as err:
                raise self.error(err) from err
            if days:
                await self.async_send(schedules.change_days(schedule, days))

    def require_schedules(self) -> None:
        """Make sure that the schedules of the hub can be changed.

        Raises:
            HomeAssistantError: the hub is too old to keep them where they can.
        """
        if Capability.SCHEDULES not in self.hub.capabilities:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="schedules_read_only",
                translation_placeholders={"name": self.name},
            )

    async def async_read_back(self) -> None:
        """Read back what was written at once, where what comes next depends on it.

        Raises:
            HomeAssistantError: it could not be read.
        """
        try:
            await self._read_back.async_now()
        except WiserError as err:
            raise self.error(err) from err

    @callback
    def _publish(self, snapshot: Snapshot) -> None:
        """Show a state that did not come from a poll; the next poll comes when it would."""
        if snapshot is not self.data:
            self.data = snapshot
            self.async_update_listeners()

    def _look_after_schedules(self, before: Snapshot) -> None:
        """Read the schedules with the next poll when an object follows another one."""
        for key in self.changes:
            old, new = before.record(key), self._published.record(key)
            if old is None or new is None:
                continue
            if getattr(old, "schedule_id", None) != getattr(new, "schedule_id", None):
                self._due[Tree.SCHEDULES] = 0.0
                return

    @override
    async def async_shutdown(self) -> None:
        self._read_back.close()
        await super().async_shutdown()
