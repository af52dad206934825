"""Bring hours that somebody else has measured into the long-term statistics."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
import math
from typing import Final

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    async_add_external_statistics,
    get_last_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util, slugify

from .const import DOMAIN

HOUR: Final = timedelta(hours=1)

_CLOSE: Final = 1e-6
"""Sums that differ by less are the same sum, added up in another order."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured hour by hour: amounts are added up, anything else is averaged."""

    key: str
    name: str
    unit: str
    unit_class: str | None
    is_amount: bool

    @property
    def statistic_id(self) -> str:
        """Return under which id it stands among the statistics; it never changes."""
        return f"{DOMAIN}:{slugify(self.key)}"

    @property
    def metadata(self) -> StatisticMetaData:
        """Return what the recorder wants to know of it."""
        mean_type = StatisticMeanType.NONE if self.is_amount else StatisticMeanType.ARITHMETIC
        return StatisticMetaData(
            mean_type=mean_type,
            has_sum=self.is_amount,
            name=self.name,
            source=DOMAIN,
            statistic_id=self.statistic_id,
            unit_class=self.unit_class,
            unit_of_measurement=self.unit,
        )


async def async_last_hour(hass: HomeAssistant, series: Series) -> datetime | None:
    """Return the last hour of a series that the statistics hold, or none."""
    row = await _async_last(hass, series)
    return None if row is None else datetime.fromtimestamp(row["start"], UTC)


async def async_import(hass: HomeAssistant, series: Series, hours: Mapping[datetime, float]) -> int:
    """Bring in what was measured in hours, by the moments they begin, and return what was written.

    Hours that are known and unchanged are not written again; one that was corrected moves the
    sums of all that follow. The hour that is running is left for later, because it grows.
    """
    now = dt_util.utcnow()
    complete = {hour: amount for hour, amount in hours.items() if hour + HOUR <= now}
    if not complete:
        return 0
    known = await _async_known(hass, series, min(complete))
    if series.is_amount:
        base = await _async_base(hass, series, known)
        rows = list(_changed_sums(base, known, complete))
    else:
        rows = list(_changed_means(known, complete))
    if rows:
        metadata = series.metadata
        metadata["name"] = await _async_unique_name(hass, series)
        async_add_external_statistics(hass, metadata, rows)
    return len(rows)


async def _async_unique_name(hass: HomeAssistant, series: Series) -> str:
    """Return the name of a series, with its key where another has that name already.

    Nothing keeps two meters of a site, or two sites, from being called the same.
    """
    found = await (await _async_settled(hass)).async_add_executor_job(
        partial(get_metadata, hass, statistic_source=DOMAIN)
    )
    taken = {told["name"] for id_, (_, told) in found.items() if id_ != series.statistic_id}
    return f"{series.name} [{series.key}]" if series.name in taken else series.name


async def _async_settled(hass: HomeAssistant) -> Recorder:
    """Return the recorder once all that was brought in before is written.

    Its own way to wait takes the task that is running for one that is done.
    """
    recorder = get_instance(hass)
    written: asyncio.Future[None] = hass.loop.create_future()
    recorder.queue_task(SynchronizeTask(written))
    await written
    return recorder


async def _async_known(
    hass: HomeAssistant, series: Series, since: datetime
) -> dict[datetime, StatisticsRow]:
    """Return what the statistics hold of a series from a moment on."""
    found = await (await _async_settled(hass)).async_add_executor_job(
        statistics_during_period,
        hass,
        since,
        None,
        {series.statistic_id},
        "hour",
        None,
        {"state", "sum"} if series.is_amount else {"mean"},
    )
    return {
        datetime.fromtimestamp(row["start"], UTC): row for row in found.get(series.statistic_id, ())
    }


async def _async_last(hass: HomeAssistant, series: Series) -> StatisticsRow | None:
    """Return the last row of a series, or none."""
    found = await (await _async_settled(hass)).async_add_executor_job(
        get_last_statistics, hass, 1, series.statistic_id, False, {"state", "sum"}
    )
    rows = found.get(series.statistic_id)
    return rows[0] if rows else None


async def _async_base(
    hass: HomeAssistant, series: Series, known: Mapping[datetime, StatisticsRow]
) -> float:
    """Return the sum before the hours that are brought in; a row holds its amount as state."""
    if known:
        row = known[min(known)]
        return (row.get("sum") or 0.0) - (row.get("state") or 0.0)
    last = await _async_last(hass, series)
    return 0.0 if last is None else last.get("sum") or 0.0


def _changed_sums(
    base: float, known: Mapping[datetime, StatisticsRow], hours: Mapping[datetime, float]
) -> Iterator[StatisticData]:
    """Yield the hours whose amount or sum is another than before."""
    amounts = {hour: row.get("state") or 0.0 for hour, row in known.items()} | dict(hours)
    total = base
    for hour in sorted(amounts):
        amount = amounts[hour]
        total += amount
        row = known.get(hour)
        if row is None or not (_is(row.get("state"), amount) and _is(row.get("sum"), total)):
            yield StatisticData(start=hour, state=amount, sum=total)


def _changed_means(
    known: Mapping[datetime, StatisticsRow], hours: Mapping[datetime, float]
) -> Iterator[StatisticData]:
    """Yield the hours whose mean is another than before."""
    for hour, mean in sorted(hours.items()):
        row = known.get(hour)
        if row is None or not _is(row.get("mean"), mean):
            yield StatisticData(start=hour, mean=mean, min=mean, max=mean)


def _is(stored: float | None, value: float) -> bool:
    """Return whether a stored number is this one."""
    return stored is not None and math.isclose(stored, value, rel_tol=0.0, abs_tol=_CLOSE)
