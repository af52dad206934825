"""Follow what the meters of a site measure, as EcoStruxure Energy Contextualized Data tells it."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
import logging
from typing import TYPE_CHECKING, Any, Final, cast, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.update_coordinator import UpdateFailed
from homeassistant.util import dt as dt_util

from .api.cloud.energy_data import EnergyData, Meter, Site
from .api.cloud.measurements import Measurement
from .api.errors import (
    AuthenticationError,
    BadAnswerError,
    CannotConnectError,
    NotEntitledError,
    RefusedError,
    ThrottledError,
    WiserError,
)
from .const import DOMAIN, MANUFACTURER
from .energy_data_names import identity
from .exchange_coordinator import ExchangeCoordinator
from .repairs import async_follow_unreadable

if TYPE_CHECKING:
    from .energy_data_history import EnergyDataHistory

_LOGGER = logging.getLogger(__name__)

LOOK_BACK: Final = timedelta(days=3)
"""How far back every poll looks for values that have come late or were corrected."""
LONG_LOOK_BACK: Final = timedelta(days=30)
"""How far back that is done once a day."""
HISTORY: Final = timedelta(days=365)
"""How far back the first import goes."""
CHUNK: Final = timedelta(days=31)
"""The longest period that is asked for at once; halved where the Exchange refuses it."""
SHORTEST: Final = timedelta(days=1)
OVERLAP: Final = timedelta(hours=6)
"""By how much periods overlap: the states of a meter are told apart only in pairs."""
_FOR_ALL: Final = (AuthenticationError, CannotConnectError, ThrottledError)
"""What fails for everything that is asked, and not for one meter alone."""

type EnergyDataConfigEntry = ConfigEntry[EnergyDataCoordinator]
type Key = tuple[str | None, str]
"""A meter, or none for the site as a whole, and what it measures."""


@dataclass(slots=True)
class Source:
    """What is asked for measurements: a meter, or the site as a whole."""

    meter: Meter | None
    reached: datetime | None = None
    """Up to when all is in the statistics, once that is known."""
    looked_back: date | None = None
    """On which day all was compared that may still be corrected."""
    known: set[str] = field(default_factory=set)
    """The measurements of which it was found out how far they are in the statistics."""
    failure: WiserError | None = None
    """Why it could not be read last."""

    @property
    def id(self) -> str | None:
        """Return the id of the meter, or none for the site as a whole."""
        return None if self.meter is None else self.meter.id


class EnergyDataCoordinator(ExchangeCoordinator[Mapping[Key, Measurement]]):
    """The newest measurements of one site.

    They go into the long-term statistics as they come. What lies further back, at first or after
    a long time offline, is fetched beside the polls, one period after the other; what was brought
    in stays, and a failure only means that the next poll goes on with it.
    """

    config_entry: EnergyDataConfigEntry

    def __init__(self, hass: HomeAssistant, entry: EnergyDataConfigEntry) -> None:
        """Prepare to ask for the site of an entry."""
        super().__init__(hass, entry)
        self.client = EnergyData(self.gateway)
        self.site = Site(self.site_id, entry.title)
        self.sources: dict[str | None, Source] = {None: Source(None)}
        self._measured: dict[Key, Measurement] = {}
        self._round: deque[Source] = deque()
        self._listed: date | None = None
        self._longest = CHUNK
        self._history: EnergyDataHistory | None = None
        self._writing = asyncio.Lock()
        self._catching_up: asyncio.Task[None] | None = None

    @property
    def meters(self) -> dict[str, Meter]:
        """Return the meters of the site by their ids."""
        meters = (source.meter for source in self.sources.values())
        return {meter.id: meter for meter in meters if meter is not None}

    @override
    async def _async_setup(self) -> None:
        """Find out whether there are statistics; without a recorder not even its library is."""
        if "recorder" in self.hass.config.components:
            module = await async_import_module(self.hass, f"{__package__}.energy_data_history")
            self._history = cast("EnergyDataHistory", module.EnergyDataHistory(self.hass))

    @override
    async def async_poll(self) -> Mapping[Key, Measurement]:
        now = dt_util.utcnow()
        if self._listed != now.date():
            await self._list()
            self._listed = now.date()
        # A round that was broken off goes on where it was, or its end would never be reached.
        self._round = self._round or deque(self.sources.values())
        while self._round:
            await self._try(self._round[0], self._poll(self._round[0], now))
            self._round.popleft()
        async_follow_unreadable(self.hass, self.config_entry, self._unreadable)
        self._go_on()
        return dict(self._measured)

    async def _list(self) -> None:
        """Find out which meters there are."""
        sites = {site.id: site for site in await self.client.sites()}
        if self.site.id not in sites:
            raise NotEntitledError("The account does not have the site")
        self.site = sites[self.site.id]
        meters = {meter.id: meter for meter in await self.client.meters(self.site.id)}
        known = self.meters
        if meters or not known:
            for gone in known.keys() - meters.keys():
                del self.sources[gone]
            for id_, meter in meters.items():
                self.sources.setdefault(id_, Source(meter)).meter = meter
        self._round = deque(source for source in self._round if source in self.sources.values())
        self._measured = {
            key: measured for key, measured in self._measured.items() if key[0] in self.sources
        }
        self._register_devices()

    async def _try(self, source: Source, reading: Coroutine[Any, Any, None]) -> None:
        """Read a meter, which may fail without failing the others.

        Raises:
            WiserError: others would fail too.
        """
        try:
            await reading
        except _FOR_ALL:
            raise
        except WiserError as err:
            if source.meter is None:
                raise
            if source.failure is None:
                _LOGGER.warning("A meter of %s cannot be read: %s", self.name, err)
            source.failure = err
            self._show(source, ())
        else:
            source.failure = None

    @property
    def _unreadable(self) -> set[str]:
        """Return what of the newest answers could not be understood."""
        failures = (source.failure for source in self.sources.values())
        return {*self.client.unreadable, *(str(err) for err in failures if _is_of_other_form(err))}

    async def _poll(self, source: Source, now: datetime) -> None:
        """Read the newest of a source, and bring it in where nothing is missing before it."""
        span = LOOK_BACK if source.reached is None else now - source.reached + LOOK_BACK
        while True:
            if span > self._longest:
                span = min(LOOK_BACK, self._longest)
            start = _full_hour(now - span)
            try:
                found = await self._measurements(source, start, now)
            except BadAnswerError as err:
                self._shorten(err, span)
            else:
                break
        self._show(source, found)
        if self._history is None or not found:
            return
        new = [measurement for measurement in found if measurement.id not in source.known]
        # What appears while older hours are fetched waits: half of its past would be lost.
        if new and not self._is_catching_up:
            reached = await self._history.async_reached(
                self.site, source.meter, new, _full_hour(now - HISTORY)
            )
            source.reached = min(source.reached or reached, reached)
            source.looked_back = None
            source.known.update(measurement.id for measurement in new)
        if source.reached is not None and source.reached >= start:
            await self._bring_in(source, found, now)

    async def _measurements(
        self, source: Source, start: datetime, end: datetime
    ) -> list[Measurement]:
        """Read what a source has measured between two moments."""
        return await self.client.measurements(self.site.id, source.id, start, end)

    def _shorten(self, err: BadAnswerError, span: timedelta) -> None:
        """Ask for shorter periods if the Exchange has refused a long one."""
        if not isinstance(err.__cause__, RefusedError) or span <= SHORTEST:
            raise err
        self._longest = max(SHORTEST, span / 2)

    def _show(self, source: Source, found: Iterable[Measurement]) -> None:
        """Show the newest of a source."""
        kept = {key: measured for key, measured in self._measured.items() if key[0] != source.id}
        self._measured = kept | {(source.id, measurement.id): measurement for measurement in found}

    async def _bring_in(self, source: Source, found: list[Measurement], end: datetime) -> None:
        """Write what a source has measured until a moment; sums are not added up twice at once."""
        assert self._history is not None
        known = [measurement for measurement in found if measurement.id in source.known]
        async with self._writing:
            await self._history.async_bring_in(self.site, source.meter, known)
            source.reached = max(source.reached or end, end)

    @callback
    def _go_on(self) -> None:
        """Fetch what lies further back, unless that is being done or was done today."""
        today = dt_util.utcnow().date()
        if self._is_catching_up:
            return
        if any(self._is_behind(source, today) for source in self.sources.values()):
            self._catching_up = self.config_entry.async_create_background_task(
                self.hass, self._catch_up(), f"{DOMAIN} history of {self.config_entry.entry_id}"
            )

    @property
    def _is_catching_up(self) -> bool:
        """Return whether what lies further back is being fetched."""
        return self._catching_up is not None and not self._catching_up.done()

    def _is_behind(self, source: Source, today: date) -> bool:
        """Return whether what lies further back is still to be fetched today."""
        return source.reached is not None and source.looked_back != today

    async def _catch_up(self) -> None:
        """Fetch what lies further back of every source."""
        now = dt_util.utcnow()
        try:
            for source in list(self.sources.values()):
                if self._is_behind(source, now.date()):
                    await self._try(source, self._catch_up_with(source, now))
        except WiserError as err:
            _LOGGER.debug("The history of %s goes on later (%s)", self.name, type(err).__name__)
        finally:
            self.remember_contract()

    async def _catch_up_with(self, source: Source, now: datetime) -> None:
        """Fetch a source from where it was brought in to, or may still be corrected."""
        assert source.reached is not None
        start = _full_hour(
            max(min(source.reached - LOOK_BACK, now - LONG_LOOK_BACK), now - HISTORY)
        )
        while True:
            end = min(start + self._longest, now)
            try:
                found = await self._measurements(source, start, end)
            except BadAnswerError as err:
                self._shorten(err, end - start)
                continue
            await self._bring_in(source, found, end)
            if end == now:
                break
            start = _full_hour(end - OVERLAP)
        source.looked_back = now.date()

    @override
    def _failure(self, err: WiserError) -> UpdateFailed:
        if _is_of_other_form(err):
            async_follow_unreadable(self.hass, self.config_entry, {str(err)})
        return super()._failure(err)

    @property
    def written(self) -> int:
        """Return how many hours were written into the statistics since the set-up."""
        return 0 if self._history is None else self._history.written

    @override
    def identities(self) -> set[str]:
        return {identity(self.site.id), *(identity(self.site.id, meter) for meter in self.meters)}

    @callback
    def _register_devices(self) -> None:
        """Register the site and its meters, and remove meters that are no longer told of."""
        registry, entry_id = dr.async_get(self.hass), self.config_entry.entry_id
        site = registry.async_get_or_create(
            config_entry_id=entry_id,
            identifiers={(DOMAIN, identity(self.site.id))},
            entry_type=dr.DeviceEntryType.SERVICE,
            manufacturer=MANUFACTURER,
            model=self.site.type,
            name=self.site.name,
        )
        for meter in self.meters.values():
            registry.async_get_or_create(
                config_entry_id=entry_id,
                identifiers={(DOMAIN, identity(self.site.id, meter.id))},
                manufacturer=MANUFACTURER,
                model=meter.model or meter.usage,
                name=meter.name,
                serial_number=meter.serial_number,
                via_device_id=site.id,
            )
        known = self.identities()
        for device in dr.async_entries_for_config_entry(registry, entry_id):
            if not any(domain == DOMAIN and value in known for domain, value in device.identifiers):
                registry.async_remove_device(device.id)

    @override
    def samples(self) -> dict[str, Mapping[str, Any]]:
        return {**super().samples(), "unreadable_samples": self.client.samples}

    @override
    def dump(self) -> dict[str, Any]:
        return {
            **super().dump(),
            "hours_written": self.written,
            "unreadable": sorted(self.client.unreadable),
        }


def _is_of_other_form(err: WiserError | None) -> bool:
    """Return whether an answer was of an unknown form, or a period was refused.

    A body that was cut is neither.
    """
    return type(err) is BadAnswerError and not isinstance(err.__cause__, ValueError)


def _full_hour(moment: datetime) -> datetime:
    """Return the full hour at or before a moment."""
    return moment.replace(minute=0, second=0, microsecond=0)
