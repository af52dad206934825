"""Show shutters as covers."""

from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.cover import (
    ATTR_POSITION,
    ATTR_TILT_POSITION,
    CoverDeviceClass,
    CoverEntity,
    CoverEntityDescription,
    CoverEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api.hub import Capability
from .api.local.commands import devices
from .api.model import Shutter
from .coordinator import WiserConfigEntry, WiserCoordinator
from .entity import WiserEntity, WiserEntityDescription, async_add_described

# The connection to the hub sends one request at a time.
PARALLEL_UPDATES = 0

CLOSED: Final = 0
OPEN: Final = 100


@dataclass(frozen=True, kw_only=True)
class WiserCoverDescription(WiserEntityDescription[Shutter], CoverEntityDescription):
    """Describe a shutter."""


COVERS: Final = (
    WiserCoverDescription(
        key="shutter",
        name=None,
        record=Shutter,
        needs=Capability.SHUTTERS,
        device_class=CoverDeviceClass.SHUTTER,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: WiserConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the covers of a hub."""
    async_add_described(entry, async_add_entities, COVERS, WiserCover)


class WiserCover(WiserEntity[Shutter], CoverEntity):
    """A shutter."""

    def __init__(
        self,
        coordinator: WiserCoordinator,
        record: Shutter,
        description: WiserEntityDescription[Shutter],
    ) -> None:
        """Offer what the connection can do, and tilting where the shutter has slats."""
        features = (
            CoverEntityFeature.OPEN | CoverEntityFeature.CLOSE | CoverEntityFeature.SET_POSITION
        )
        stops = Capability.SHUTTER_STOP in coordinator.hub.capabilities
        if stops:
            features |= CoverEntityFeature.STOP
        if stops and record.can_tilt:
            features |= (
                CoverEntityFeature.OPEN_TILT
                | CoverEntityFeature.CLOSE_TILT
                | CoverEntityFeature.STOP_TILT
                | CoverEntityFeature.SET_TILT_POSITION
            )
        self._attr_supported_features = features
        super().__init__(coordinator, record, description)

    @override
    def shows(self) -> Any:
        return (
            self.current_cover_position,
            self.current_cover_tilt_position,
            self.is_opening,
            self.is_closing,
        )

    @property
    @override
    def current_cover_position(self) -> int | None:
        return self.record.current_lift

    @property
    @override
    def current_cover_tilt_position(self) -> int | None:
        return self.record.current_tilt if self.record.can_tilt else None

    @property
    @override
    def is_opening(self) -> bool:
        return self.record.is_opening

    @property
    @override
    def is_closing(self) -> bool:
        return self.record.is_closing

    @property
    @override
    def is_closed(self) -> bool | None:
        lift = self.record.current_lift
        return None if lift is None else lift == CLOSED

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        await self.async_send(devices.move_shutter(self.record, OPEN))

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        await self.async_send(devices.move_shutter(self.record, CLOSED))

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        await self.async_send(devices.move_shutter(self.record, kwargs[ATTR_POSITION]))

    @override
    async def async_stop_cover(self, **kwargs: Any) -> None:
        await self.async_send(devices.stop_shutter(self.record))

    @override
    async def async_open_cover_tilt(self, **kwargs: Any) -> None:
        await self.async_send(devices.tilt_shutter(self.record, OPEN))

    @override
    async def async_close_cover_tilt(self, **kwargs: Any) -> None:
        await self.async_send(devices.tilt_shutter(self.record, CLOSED))

    @override
    async def async_set_cover_tilt_position(self, **kwargs: Any) -> None:
        await self.async_send(devices.tilt_shutter(self.record, kwargs[ATTR_TILT_POSITION]))

    @override
    async def async_stop_cover_tilt(self, **kwargs: Any) -> None:
        await self.async_send(devices.stop_shutter_tilt(self.record))
