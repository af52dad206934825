"""Ask the Exchange slowly: one request at a time, with a gap, and not at all while throttled.

Limits are not published. The gateway is likely to spread what it allows a minute over that
minute, so that requests side by side are what it takes for too many.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import time
from typing import Final

from ..errors import ThrottledError

GAP: Final = 1.0
"""Seconds of rest between two requests."""
FIRST_WAIT: Final = 60.0
"""Seconds to stay away when the gateway does not say for how long; doubled each time."""
LONGEST_WAIT: Final = 3600.0
"""Seconds that this grows to."""
_DAY: Final = 86400.0


class Pace:
    """The rhythm of all requests to the Exchange, shared by everyone who sends any."""

    def __init__(
        self,
        *,
        gap: float = GAP,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Begin with nothing sent; gap and clock are seconds."""
        self._gap = gap
        self._clock = clock
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._free_at = clock()
        self._held_until = clock()
        self._wait = 0.0

    @property
    def held(self) -> float:
        """Return for how many more seconds nothing may be sent."""
        return max(0.0, self._held_until - self._clock())

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn to send one request, and end it when that was answered.

        Raises:
            ThrottledError: nothing may be sent now.
        """
        self._check()
        async with self._lock:
            # Whoever was before us may have been throttled.
            self._check()
            if (rest := self._free_at - self._clock()) > 0:
                await self._sleep(rest)
            try:
                yield
            finally:
                self._free_at = self._clock() + self._gap

    def hold(self, seconds: float | None) -> float:
        """Send nothing for some time, which is returned: as was asked for, or longer each time.

        More than a day is never waited: that is a mistake of a clock rather than a wish.
        """
        if seconds is None:
            self._wait = min(self._wait * 2 or FIRST_WAIT, LONGEST_WAIT)
            seconds = self._wait
        self._held_until = self._clock() + min(seconds, _DAY)
        return self.held

    def forget(self) -> None:
        """Begin with the first wait again, because a request was answered well."""
        self._wait = 0.0

    def _check(self) -> None:
        """Raise while nothing may be sent."""
        if held := self.held:
            raise ThrottledError(held)
