"""Fixtures of the platform tests."""

from collections.abc import Awaitable, Callable

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

from tests.conftest import StartHub, set_up

from .home import Home

type MoveIn = Callable[[str], Awaitable[Home]]


@pytest.fixture
def move_in(hass: HomeAssistant, start_hub: StartHub) -> MoveIn:
    """Return what sets the integration up with a house."""

    async def move(house: str) -> Home:
        """Set the integration up with the hub of a house."""
        hub = await start_hub(house)
        return Home(hass, hub, await set_up(hass, hub))

    return move


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots that know the registries and states of Home Assistant."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)
