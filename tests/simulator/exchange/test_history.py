"""The past that the exchange tells of."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from simulator.exchange import Shape

from .conftest import Account

YEAR = "from=2024-01-01T00:00:00Z&to=2025-01-01T00:00:00Z"
ENERGY = "/hubs/{urn}/devices/1/energy"
ROOM = "/hubs/{urn}/rooms/1/history"


def _moments(samples: list[dict[str, Any]]) -> list[datetime]:
    """Return when the samples are of."""
    return [datetime.fromisoformat(sample["date"]) for sample in samples]


@pytest.mark.parametrize("path", [ENERGY, ROOM, "/hubs/{urn}/devices/10/energy"])
async def test_same_years_with_gaps(account: Account, path: str) -> None:
    """Tell the same of a year whenever asked: whole hours in order, and not all of them."""
    _, samples = await account("GET", f"{path}?{YEAR}")
    account.apartment.advance(60)
    _, again = await account("GET", f"{path}?{YEAR}")

    assert samples == again
    moments = _moments(samples)
    assert moments == sorted(set(moments))
    assert {(moment.minute, moment.second) for moment in moments} == {(0, 0)}
    assert 8000 < len(moments) < 8784
    assert max(b - a for a, b in pairwise(moments)) >= timedelta(days=1)


async def test_period_begins_within_and_ends_before(account: Account) -> None:
    """Tell of the hours that begin in a period, the same as of a longer one."""
    _, year = await account("GET", f"{ENERGY}?{YEAR}")
    _, part = await account("GET", f"{ENERGY}?from=2024-02-01T00:30:00Z&to=2024-02-02T01:00:00Z")

    start, end = datetime(2024, 2, 1, 1, tzinfo=UTC), datetime(2024, 2, 2, tzinfo=UTC)
    assert part == [item for item in year if start <= _moments([item])[0] <= end]


async def test_nothing_of_the_future_or_before_the_beginning(account: Account) -> None:
    """Tell only of hours that are over, and of none before the account was made."""
    period = "from=1999-01-01T00:00:00Z&to=2099-01-01T00:00:00Z"
    _, samples = await account("GET", f"{ENERGY}?{period}")

    moments = _moments(samples)
    now = datetime.fromtimestamp(account.apartment.installation.now, UTC)
    assert moments[0] >= datetime(2022, 3, 1, tzinfo=UTC)
    assert now - timedelta(days=2) < moments[-1] <= now - timedelta(hours=1)


async def test_last_day_by_itself(account: Account) -> None:
    """Tell of the last day where no period is asked for."""
    _, samples = await account("GET", ROOM)

    assert 0 < len(samples) <= 24
    assert samples[0].keys() == {"date", "temperature", "setPoint"}


async def test_winters_cost_more(account: Account) -> None:
    """Heat more in January than in July."""
    sums = [
        sum(
            sample["value"]
            for sample in (
                await account("GET", f"{ENERGY}?from=2024-{month}-01&to=2024-{month}-28")
            )[1]
        )
        for month in ("01", "07")
    ]

    assert sums[0] > 5 * sums[1] > 0


async def test_past_set_points_stay(account: Account) -> None:
    """Keep the past of a room when its week is changed."""
    _, before = await account("GET", f"{ROOM}?{YEAR}")
    day = {"time": [0], "degreesC": [30]}
    await account("PUT", "/hubs/{urn}/rooms/1/schedule", {"monday": day, "sunday": day})
    _, after = await account("GET", f"{ROOM}?{YEAR}")

    assert before == after
    assert {sample["setPoint"] for sample in before} == {16.0, 17.0, 19.5, 20.0}


async def test_refuses_bad_periods(account: Account) -> None:
    """Refuse what is no moment, and a period that is too long where there is a limit."""
    assert (await account("GET", f"{ENERGY}?from=yesterday"))[0] == 400
    account.exchange.wiser_home.longest_period = timedelta(days=31)
    status, problem = await account("GET", f"{ENERGY}?{YEAR}")
    assert (status, problem["invalid-params"][0]["name"]) == (400, "from")


async def test_other_names_of_a_period(account: Account) -> None:
    """Ask for a period in the words of the other shape."""
    account.exchange.shape = Shape.OTHER

    _, samples = await account(
        "GET", "/hubs/{urn}/devices/1/energy/history?startDate=2024-06-05&endDate=2024-06-07"
    )

    assert 24 < len(samples) <= 48
