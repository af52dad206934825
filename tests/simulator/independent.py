"""Connect `aiowiserheatapi`, a client we did not write, to a simulated hub.

What must be known to drive it:
* It talks to host and port given apart, over http unless the firmware is 4.42.22 or newer.
* `read_hub_data` reads every tree and builds all objects anew: fetch an object again after it.
* It takes an answer that is `{}` or empty for failure and returns False, though the hub obeyed.
* Its schedules learn of their users from rooms and devices, so read before assigning.
* It waits up to ten seconds in all between five attempts; `impatient` takes that away.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

# The library ships no types.
from aioWiserHeatAPI import rest_controller  # type: ignore[import-untyped]
from aioWiserHeatAPI.const import WiserScheduleTypeEnum  # type: ignore[import-untyped]
from aioWiserHeatAPI.wiserhub import WiserAPI  # type: ignore[import-untyped]

from simulator import SimulatedHub

__all__ = ["WiserScheduleTypeEnum", "client_of", "connect", "impatient"]


def client_of(hub: SimulatedHub) -> Any:
    """Return a client of a hub that has read nothing yet."""
    return WiserAPI(hub.host, hub.secret, hub.port, enable_automations=False)


async def connect(hub: SimulatedHub) -> Any:
    """Return a client that has read a hub once."""
    client = client_of(hub)
    await client.read_hub_data()
    return client


@asynccontextmanager
async def impatient() -> AsyncIterator[None]:
    """Let the client try again at once."""
    with patch.object(rest_controller, "REST_RETRY_BACKOFF", [0.0] * 5):
        yield
