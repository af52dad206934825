"""Look at a simulated house through Home Assistant, and act on it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    snapshot_platform,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.wiser_home.const import DOMAIN
from simulator import SimulatedHub
from tests.conftest import StartHub, set_up


class Home:
    """A house that the integration shows; its entities are found by member, id and key."""

    def __init__(self, hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry) -> None:
        """Start to count the writes."""
        self.hass = hass
        self.hub = hub
        self.entry = entry
        hub.requests.clear()

    def find(self, platform: str, key: str) -> str | None:
        """Return the entity id of an entity, or none."""
        unique_id = f"{self.entry.unique_id}_{key}"
        return er.async_get(self.hass).async_get_entity_id(platform, DOMAIN, unique_id)

    def entity_id(self, platform: str, key: str) -> str:
        """Return the entity id of an entity."""
        found = self.find(platform, key)
        assert found is not None, f"There is no {platform} {key}"
        return found

    def entry_of(self, platform: str, key: str) -> er.RegistryEntry:
        """Return what the registry knows of an entity."""
        found = er.async_get(self.hass).async_get(self.entity_id(platform, key))
        assert found is not None
        return found

    def shown(self, platform: str, key: str) -> State:
        """Return the state object of an entity."""
        found = self.hass.states.get(self.entity_id(platform, key))
        assert found is not None, f"The {platform} {key} has no state"
        return found

    def state(self, platform: str, key: str) -> str:
        """Return the state of an entity."""
        return self.shown(platform, key).state

    def attribute(self, platform: str, key: str, name: str) -> Any:
        """Return an attribute of an entity, none if it has none."""
        return self.shown(platform, key).attributes.get(name)

    def is_available(self, platform: str, key: str) -> bool:
        """Return whether an entity is available."""
        return self.state(platform, key) != STATE_UNAVAILABLE

    async def call(self, platform: str, service: str, key: str, **data: Any) -> None:
        """Call an action of an entity's platform."""
        target = {ATTR_ENTITY_ID: self.entity_id(platform, key)}
        await self.hass.services.async_call(platform, service, target | data, blocking=True)

    async def pass_time(self, seconds: float) -> None:
        """Let timers of Home Assistant run as if some time had passed."""
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=seconds))
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def settle(self) -> None:
        """Let what was written be read back."""
        await self.pass_time(1)

    async def poll(self) -> None:
        """Let the next poll come."""
        await self.pass_time(31)

    @property
    def writes(self) -> list[tuple[str, str, Any]]:
        """Return what was written: method, path and body."""
        return [
            (request.method, request.path.removeprefix("/data/v2/domain/"), request.body)
            for request in self.hub.requests
            if request.method != "GET"
        ]

    @property
    def bodies(self) -> list[Any]:
        """Return the bodies of what was written."""
        return [body for _, _, body in self.writes]


def now_of(hub: SimulatedHub) -> datetime:
    """Return the time on a hub's clock."""
    return datetime.fromtimestamp(hub.trees["domain"]["System"]["UnixTime"], UTC)


async def check_platform(
    hass: HomeAssistant,
    start_hub: StartHub,
    freezer: FrozenDateTimeFactory,
    snapshot: SnapshotAssertion,
    house: str,
    platform: Platform,
) -> None:
    """Compare every entity of a platform with what was once found right."""
    hub = await start_hub(house)
    freezer.move_to(now_of(hub))
    with patch("custom_components.wiser_home.PLATFORMS", [platform]):
        entry = await set_up(hass, hub)
        await snapshot_platform(hass, er.async_get(hass), snapshot, entry.entry_id)
        assert await hass.config_entries.async_unload(entry.entry_id)
