"""Bring what the Exchange has kept of a house into the long-term statistics.

Whoever imports this needs the recorder, which need not be there.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import logging
import random
from typing import Final

from homeassistant.const import UnitOfEnergy, UnitOfTemperature
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import EnergyConverter, TemperatureConverter

from .api.cloud.history import Sample, energy, room_history
from .api.cloud.home import CloudHub
from .api.errors import (
    BadAnswerError,
    InvalidValueError,
    NotFoundError,
    RefusedError,
    WiserError,
)
from .api.model import Device, HeatingActuator, Key, ProductType, Record, Room, SmartPlug
from .const import DOMAIN
from .coordinator import WiserCoordinator
from .devices import device_id
from .statistics import Series, async_import, async_last_hour

_LOGGER = logging.getLogger(__name__)

FIRST: Final = timedelta(minutes=5)
"""How long after a set-up the past is looked at: what is shown comes first."""
INTERVAL: Final = timedelta(hours=6)
JITTER: Final = 600.0
"""Seconds by which all that is later, so that not everybody asks at once."""
DEPTH: Final = timedelta(days=30)
"""How far back the first import goes."""
LOOK_BACK: Final = timedelta(days=2)
"""How long before the last known hour values may have come late or have been corrected."""
LONGEST: Final = timedelta(days=10)
"""The longest period that is asked for at once; halved where the Exchange refuses it."""
SHORTEST: Final = timedelta(days=1)
OVERLAP: Final = timedelta(hours=6)
"""By how much periods overlap: the hour's energy of a counter is the difference to one before."""
SHARE: Final = 0.8
"""Which part of a day's requests may be used up before no history is asked for: the rest is for
what is shown."""
DOUBTS: Final = 3
"""How many things have to have no history before none is looked for.

Nobody knows how the Exchange answers for a plug that measures nothing: perhaps as it does where
there is no such path.
"""

_ENERGY: Final = "devices.energy"
_ROOM: Final = "rooms.history"
_WORDS: Final = {SmartPlug: "plug", HeatingActuator: "heating_actuator", Room: "room"}
"""What is said of a class in the ids of statistics; it never changes."""
_METERS: Final[Mapping[ProductType, type[Record]]] = {
    ProductType.SMART_PLUG: SmartPlug,
    ProductType.HEATING_ACTUATOR: HeatingActuator,
    ProductType.CFMT: HeatingActuator,
}
"""The devices whose energy the Exchange has kept, as its page says."""


class CloudHistory:
    """The past of one house, which is brought in piece by piece.

    What was brought in stays: a piece that could not be read is asked for again with the next
    run, and where a run ended, or Home Assistant did, the statistics themselves tell.
    """

    def __init__(self, coordinator: WiserCoordinator, hub: CloudHub) -> None:
        """Know nothing yet of what was brought in."""
        self._coordinator = coordinator
        self._hub = hub
        self._reached: dict[Key, datetime] = {}
        self._without: set[Key] = set()
        self._failed: Counter[str] = Counter()
        self._longest = LONGEST
        self._timer: CALLBACK_TYPE | None = None
        self._running: asyncio.Task[None] | None = None

    @callback
    def async_follow(self) -> None:
        """Bring the past in some time from now, and again and again."""
        self._coordinator.config_entry.async_on_unload(self._cancel)
        self._come_back(FIRST)

    def _come_back(self, after: timedelta) -> None:
        """Begin a run some time from now."""
        delay = after.total_seconds() + random.random() * JITTER  # noqa: S311
        self._timer = async_call_later(self._coordinator.hass, delay, self._begin)

    @callback
    def _cancel(self) -> None:
        """Begin no run any more; what runs ends with the entry."""
        if self._timer is not None:
            self._timer()

    @callback
    def _begin(self, _: datetime) -> None:
        """Begin a run, unless one is under way or the house cannot be reached."""
        self._come_back(INTERVAL)
        is_running = self._running is not None and not self._running.done()
        if not is_running and self._coordinator.last_update_success:
            entry = self._coordinator.config_entry
            self._running = entry.async_create_background_task(
                self._coordinator.hass, self._run(), f"{DOMAIN} history of {entry.entry_id}"
            )

    async def _run(self) -> None:
        """Bring in the past of everything, that of which least is known first."""
        beginning = datetime.min.replace(tzinfo=UTC)
        for key in sorted(self._keys(), key=lambda key: self._reached.get(key, beginning)):
            try:
                if not await self._bring_in(key):
                    _LOGGER.debug("The history waits: most requests of the day are used up")
                    return
            except NotFoundError:
                self._miss(key)
            except (BadAnswerError, InvalidValueError) as err:
                _LOGGER.debug("A history is left for later (%s)", type(err).__name__)
            except WiserError as err:
                _LOGGER.debug("The history goes on later (%s)", type(err).__name__)
                return
        for endpoint in self._failed:
            if endpoint not in self._hub.gateway.contract.choices:
                self._hub.gateway.contract.refuse(endpoint)

    def _keys(self) -> list[Key]:
        """Return what has a past; what is known to measure energy comes first.

        The Exchange tells of a heating actuator perhaps only that there is such a device.
        """
        snapshot = self._hub.snapshot
        plugs = snapshot.all(SmartPlug)
        meters = dict.fromkeys(
            [
                *((SmartPlug, id_) for id_, plug in plugs.items() if _measures(plug)),
                *(
                    (_METERS[kind], device.id)
                    for device in snapshot.all(Device).values()
                    if (kind := device.kind) is not None and kind in _METERS
                ),
                *((SmartPlug, id_) for id_ in plugs),
            ]
        )
        rooms = [
            (Room, room.id)
            for room in snapshot.all(Room).values()
            if room.has_heating or room.calculated_temperature is not None
        ]
        return [key for key in (*meters, *rooms) if key not in self._without]

    def _record(self, key: Key) -> Record | None:
        """Return the room, or the device that a meter is, if it is told of as such."""
        snapshot, (kind, id_) = self._hub.snapshot, key
        found = None if kind is Room else snapshot.get(Device, id_)
        return found or snapshot.record(key)

    def _miss(self, key: Key) -> None:
        """Leave out what has no past, and in the end the endpoint that has none of anything."""
        self._without.add(key)
        endpoint, contract = _endpoint(key), self._hub.gateway.contract
        if endpoint in contract.absent:
            self._failed[endpoint] += 1
            if self._failed[endpoint] < DOUBTS:
                contract.absent.discard(endpoint)

    async def _bring_in(self, key: Key) -> bool:
        """Bring in what is new of one thing, and return whether there were requests left for it."""
        gateway = self._hub.gateway
        if not gateway.contract.offers(_endpoint(key)):
            return True
        now = dt_util.utcnow()
        series = self._series(key)
        start = _full_hour(await self._known_until(key, series, now) - LOOK_BACK)
        while True:
            if gateway.budget is not None and gateway.requests_today() >= gateway.budget * SHARE:
                return False
            end = min(start + self._longest, now)
            try:
                found = await self._read(key, start, end)
            except BadAnswerError as err:
                if not isinstance(err.__cause__, RefusedError) or end - start <= SHORTEST:
                    raise
                self._longest = max(SHORTEST, _full_hours((end - start) / 2))
                continue
            for one, hours in zip(series, found, strict=True):
                await async_import(self._coordinator.hass, one, hours)
            self._reached[key] = end
            if end == now:
                return True
            start = end - OVERLAP

    async def _known_until(self, key: Key, series: tuple[Series, ...], now: datetime) -> datetime:
        """Return up to when everything is known of a thing."""
        if (reached := self._reached.get(key)) is not None:
            return reached
        begin = now - DEPTH + LOOK_BACK
        return min([await async_last_hour(self._coordinator.hass, one) or begin for one in series])

    async def _read(
        self, key: Key, start: datetime, end: datetime
    ) -> list[Mapping[datetime, float]]:
        """Return the hours of a period, for each series of a thing."""
        gateway, urn = self._hub.gateway, self._hub.urn
        record = self._record(key)
        id_ = self._hub.path_id((type(record), record.id) if record else key)
        if _endpoint(key) == _ENERGY:
            return [_hours(await energy(gateway, urn, id_, start, end))]
        past = await room_history(gateway, urn, id_, start, end)
        return [_hours(past.temperatures), _hours(past.set_points)]

    def _series(self, key: Key) -> tuple[Series, ...]:
        """Return as what the past of a thing stands among the statistics."""
        kind, id_ = key
        begin = f"{self._hub.urn}_{_WORDS[kind]}_{id_}"
        name = self._name(key)
        if _endpoint(key) == _ENERGY:
            return (
                Series(
                    f"{begin}_energy",
                    f"{name} energy (Exchange history)",
                    UnitOfEnergy.WATT_HOUR,
                    EnergyConverter.UNIT_CLASS,
                    is_amount=True,
                ),
            )
        return tuple(
            Series(
                f"{begin}_{word.replace(' ', '_')}",
                f"{name} {word} (Exchange history)",
                UnitOfTemperature.CELSIUS,
                TemperatureConverter.UNIT_CLASS,
                is_amount=False,
            )
            for word in ("temperature", "set point")
        )

    def _name(self, key: Key) -> str:
        """Return how a thing is called in Home Assistant; what has no entity is no device."""
        coordinator, record = self._coordinator, self._record(key)
        device = record and dr.async_get(coordinator.hass).async_get_device_by_identifier(
            (DOMAIN, device_id(coordinator, record)), coordinator.config_entry.entry_id
        )
        told = device and (device.name_by_user or device.name)
        return told or f"{coordinator.name} {_WORDS[key[0]].replace('_', ' ')} {key[1]}"


@callback
def async_follow_history(coordinator: WiserCoordinator) -> None:
    """Keep the past of a house of the Exchange in the statistics for as long as it is set up."""
    assert isinstance(coordinator.hub, CloudHub)
    CloudHistory(coordinator, coordinator.hub).async_follow()


def _measures(plug: SmartPlug) -> bool:
    """Return whether a plug is known to measure energy."""
    return plug.current_summation_delivered is not None


def _endpoint(key: Key) -> str:
    """Return where the past of a thing is asked for."""
    return _ROOM if key[0] is Room else _ENERGY


def _hours(samples: list[Sample] | tuple[Sample, ...]) -> dict[datetime, float]:
    """Return values by the hours they are of."""
    return {sample.start: sample.value for sample in samples}


def _full_hour(moment: datetime) -> datetime:
    """Return the full hour at or before a moment."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _full_hours(span: timedelta) -> timedelta:
    """Return a span without the rest of an hour."""
    return span // timedelta(hours=1) * timedelta(hours=1)
