"""Throttling: how the gateway keeps requests apart and counts them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from . import faults
from .answers import Answer, Refusal
from .authentication import GatewayKind

if TYPE_CHECKING:
    from .server import SimulatedExchange


class Throttle:
    """A spike arrest and a quota; neither is published, so both are off until they are set."""

    def __init__(self) -> None:
        """Let everything through."""
        self.per_minute: int | None = None
        """A spike arrest spreads these: 5 a minute are one every 12 seconds."""
        self.quota: int | None = None
        self.period = timedelta(days=1)
        self.retry_after = False
        """Whether an Apigee gateway says when to come again; by itself it does not."""
        self.status = 429
        """What it answers with: 429, or 500 with the settings of old."""
        self._last: datetime | None = None
        self._since: datetime | None = None
        self._used = 0

    def check(self, exchange: SimulatedExchange, now: datetime) -> None:
        """Refuse a request that comes too early or too often; only let-through ones count."""
        if self.per_minute is not None:
            apart = timedelta(minutes=1) / self.per_minute
            if self._last is not None and now < self._last + apart:
                raise Refusal(self._answer(exchange, self._last + apart - now, spike=True))
            self._last = now
        if self.quota is not None:
            if self._since is None or now >= self._since + self.period:
                self._since, self._used = now, 0
            if self._used >= self.quota:
                raise Refusal(self._answer(exchange, self._since + self.period - now, spike=False))
            self._used += 1

    def _answer(self, exchange: SimulatedExchange, wait: timedelta, *, spike: bool) -> Answer:
        """Return the words for a request that is not let through."""
        seconds = int(wait.total_seconds()) + 1
        match exchange.gateway:
            case GatewayKind.AZURE:
                return faults.throttled_azure(seconds)
            case GatewayKind.KONG:
                return faults.throttled_kong()
        if spike:
            return faults.spike_arrest(self.status)
        return faults.quota(self.status, seconds if self.retry_after else None)
