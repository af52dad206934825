"""How slowly the Exchange is asked, and how it is left alone when it wants to be."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.wiser_home.api.cloud.gateway import Gateway
from custom_components.wiser_home.api.errors import (
    ThrottledError,
)

from .conftest import Clock, Make
from .product import HUBS, PLUG, PLUGS
from .served import Served, faults, says


@pytest.fixture
def throttled(served: Served) -> Callable[..., None]:
    """Return what makes the server throttle once for each wait it names, and then no more."""

    def throttle(*waits: str | None) -> None:
        """Prepare the answers."""
        headers: list[dict[str, str]] = [{"Retry_After": wait} if wait else {} for wait in waits]
        served.on("GET", HUBS, *(faults(429, **named) for named in headers), says([]))

    return throttle


async def waits_of(gateway: Gateway, clock: Clock, times: int) -> list[float]:
    """Return how long a gateway says to wait, each time it was waited for."""
    waits = []
    for _ in range(times):
        with pytest.raises(ThrottledError) as caught:
            await gateway.read("hubs.list")
        assert caught.value.retry_after is not None
        waits.append(caught.value.retry_after)
        clock.now += caught.value.retry_after
    return waits


async def test_throttled_with_a_wish(
    throttled: Callable[..., None], served: Served, make: Make, clock: Clock
) -> None:
    """Stay away as long as the gateway wishes, and send nothing meanwhile."""
    throttled("30", "99999999")
    gateway = make()
    with pytest.raises(ThrottledError):
        await gateway.read("hubs.list")
    clock.now += 10
    with pytest.raises(ThrottledError) as caught:
        await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert caught.value.retry_after == 20
    assert len(served.asked) == gateway.requests == 1
    clock.now += 20
    assert await waits_of(gateway, clock, 1) == [86400]
    assert await gateway.read("hubs.list") == []


async def test_throttled_without_a_wish(
    throttled: Callable[..., None], served: Served, make: Make, clock: Clock
) -> None:
    """Stay away twice as long each time, up to an hour, and forget that after a success."""
    throttled(*[None] * 8)
    gateway = make()
    waits = await waits_of(gateway, clock, 8)
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    await gateway.read("hubs.list")
    throttled(None)
    assert await waits_of(gateway, clock, 1) == [60]


@pytest.mark.parametrize(
    "code", ["policies.ratelimit.QuotaViolation", "policies.ratelimit.SpikeArrestViolation"]
)
async def test_throttled_as_old_apigee_does(
    served: Served, make: Make, clock: Clock, code: str
) -> None:
    """Take the 500 of old Apigee for what it is, and read no second time."""
    served.on("GET", HUBS, faults(500, code))
    assert await waits_of(make(), clock, 2) == [60, 120]
    assert len(served.asked) == 2


async def test_throttled_while_others_wait(
    throttled: Callable[..., None], served: Served, make: Make
) -> None:
    """Send nothing of what waits for its turn, also of another gateway, once one is throttled."""
    throttled("30")
    gateway = make()
    other = make(pace=gateway._carrier._pace)
    reads = [found.read("hubs.list") for found in (gateway, other) for _ in range(3)]
    failures = await asyncio.gather(*reads, return_exceptions=True)
    assert [type(failure) for failure in failures] == [ThrottledError] * 6
    assert len(served.asked) == 1


async def test_throttled_while_finding(served: Served, make: Make) -> None:
    """Give nothing up because of being throttled on the way."""
    served.on("GET", PLUGS[1], faults(429))
    gateway = make()
    with pytest.raises(ThrottledError):
        await gateway.read("plugs.list", urn="u")
    assert gateway.contract.absent == set()
    assert "plugs.list" not in gateway.contract.choices


async def test_one_request_in_flight(served: Served, make: Make, clock: Clock) -> None:
    """Let the requests of all gateways follow each other with a gap."""
    gateway = make()
    other = make(pace=gateway._carrier._pace)
    await asyncio.gather(*(found.read("hubs.list") for found in (gateway, other) * 5))
    assert len(served.asked) == 10
    assert served.most_in_flight == 1
    assert clock.slept == [1.0] * 9


async def test_gap_after_a_rest(served: Served, make: Make, clock: Clock) -> None:
    """Wait for what is left of the gap, and not at all after it."""
    gateway = make()
    await gateway.read("hubs.list")
    clock.now += 0.75
    await gateway.read("hubs.list")
    clock.now += 5
    await gateway.read("hubs.list")
    assert clock.slept == [0.25]


async def test_budget(served: Served, make: Make, clock: Clock) -> None:
    """Read no more than the budget of a day allows, and write all the same."""
    now = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    served.on("PATCH", PLUG[0], says({}))
    gateway = make(budget=2, clock=lambda: now)
    for _ in range(2):
        await gateway.read("hubs.list")
    with pytest.raises(ThrottledError) as caught:
        await gateway.read("hubs.list")
    assert caught.value.retry_after == 3600
    await gateway.write("plugs.set", {"state": "On"}, urn="u", device="7")
    assert gateway.requests_today() == 3
    now += timedelta(hours=1)
    assert gateway.requests_today() == 0
    await gateway.read("hubs.list")
    assert gateway.requests_today() == 1
    assert gateway.requests == 4
