"""Measure a year of hours in the long-term statistics: `python -m benchmarks.hours` in a process.

It is what one measurement of one meter brings in when its site is added.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
import logging
from pathlib import Path
import tempfile
import time
import tracemalloc

# Mends the test package, so it comes before that.
import tests.ha_shim  # noqa: F401

# isort: split

from homeassistant.components.recorder import DOMAIN as RECORDER
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import async_initialize_recorder
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.wiser_home.statistics import Series, async_import, async_last_hour

from .figures import Figure, Table
from .processes import run_worker, tell

_SERIES = Series("meter", "Meter", "kWh", "energy", is_amount=True)
_HOURS = 365 * 24
_DAYS_LOOKED_BACK = 3


def measure(house: str, short: bool) -> Table:
    """Return what a year of one measurement costs; it is the same for every house."""
    found = run_worker("hours")
    cases = (
        ("a year", "first", _HOURS),
        ("the same year again", "again", 0),
        ("its first hour corrected", "corrected", _HOURS),
        ("the last three days again", "poll", 0),
        ("an hour of two days ago corrected", "late", 48),
    )
    return Table(
        "A year of hours in the statistics",
        [
            figure
            for what, key, rows in cases
            for figure in (
                Figure(f"{what}, rows", found[f"{key} rows"], most=rows, counted=True),
                Figure(f"{what}, processor time with the recorder", found[f"{key} time"], "ms"),
                Figure(f"{what}, memory at most", found[f"{key} memory"], "MB"),
            )
        ],
    )


async def _bring_in(hass: HomeAssistant, hours: Mapping[datetime, float]) -> tuple[int, float]:
    """Bring hours in and return what was written, and the milliseconds until it was."""
    start = time.process_time()
    rows = await async_import(hass, _SERIES, hours)
    # It waits for all that is to be written.
    await async_last_hour(hass, _SERIES)
    return rows, (time.process_time() - start) * 1000


async def _measure(folder: str) -> dict[str, float]:
    """Return what each case costs, timed first and then, in another database, with its memory."""
    found: dict[str, float] = {}
    for traced in (False, True):
        async with async_test_home_assistant(asyncio.get_running_loop()) as hass:
            async_initialize_recorder(hass)
            database = {"db_url": f"sqlite:///{Path(folder) / f'{traced}.db'}"}
            assert await async_setup_component(hass, RECORDER, {RECORDER: database})
            await hass.async_start()
            for key, hours in _cases().items():
                if not traced:
                    found[f"{key} rows"], found[f"{key} time"] = await _bring_in(hass, hours)
                    continue
                tracemalloc.start()
                await _bring_in(hass, hours)
                found[f"{key} memory"] = tracemalloc.get_traced_memory()[1] / 1e6
                tracemalloc.stop()
            await hass.async_stop(force=True)
    return found


def _cases() -> dict[str, dict[datetime, float]]:
    """Return the hours of each case, which follow each other."""
    end = dt_util.utcnow().replace(minute=0, second=0, microsecond=0)
    year = {end - timedelta(hours=back): back * 37 % 100 / 50 for back in range(_HOURS, 0, -1)}
    first, *_ = year
    days = {hour: year[hour] for hour in list(year)[-24 * _DAYS_LOOKED_BACK :]}
    return {
        "first": year,
        "again": year,
        "corrected": {first: 9.0},
        "poll": days,
        "late": days | {end - timedelta(hours=48): 7.0},
    }


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as found_in:
        tell(asyncio.run(_measure(found_in)))
