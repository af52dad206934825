"""Offer what no entity can as actions, on entities as their target."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse, callback
from homeassistant.helpers import config_validation as cv, service
import voluptuous as vol

from ..api.model import Automation, HotWater, OpenTherm, Record, Room
from ..api.model.snapshot import FOLLOWS
from ..const import DOMAIN
from ..entity import WiserEntity
from . import automations, heating, schedules
from .targets import (
    async_entities,
    async_require_target,
    async_require_targets,
    async_require_visible,
)

type Handler = Callable[[list[WiserEntity[Any]], ServiceCall], Coroutine[Any, Any, Any]]

_HEATING: Final = (Platform.CLIMATE, Platform.WATER_HEATER)
_FOLLOWING: Final = (
    Platform.CALENDAR,
    Platform.CLIMATE,
    Platform.COVER,
    Platform.LIGHT,
    Platform.SWITCH,
    Platform.WATER_HEATER,
)
_AUTOMATIONS: Final = (Platform.BUTTON, Platform.SWITCH)
_BOILER: Final = (Platform.BINARY_SENSOR, Platform.NUMBER, Platform.SENSOR)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""

    def on(
        platforms: Iterable[str], kinds: Iterable[type[Record]], handler: Handler
    ) -> Callable[[ServiceCall], Coroutine[Any, Any, Any]]:
        """Return what finds the entities an action is called for."""
        accepted = tuple(kinds)

        async def handle(call: ServiceCall) -> Any:
            """Carry an action out for entities of some platforms that show some records."""
            entities = async_entities(hass, platforms, accepted)
            async_require_targets(hass, call, entities)

            async def carry_out(chosen: list[Any], stripped: ServiceCall) -> Any:
                """Say on whose behalf it is done, and do it."""
                for entity in chosen:
                    entity.async_set_context(call.context)
                return await handler(chosen, stripped)

            return await service.batched_entity_service_call(hass, entities, carry_out, call)

        return handle

    async def copy(chosen: list[WiserEntity[Any]], call: ServiceCall) -> None:
        """Find the entity whose schedule is copied."""
        source = call.data[schedules.SOURCE]
        entities = async_entities(hass, _FOLLOWING, tuple(FOLLOWS))
        async_require_target(hass, source, entities)
        await async_require_visible(hass, call, source)
        await schedules.copy_schedule(chosen, entities[source])

    hass.services.async_register(
        DOMAIN,
        "boost",
        on(_HEATING, (Room, HotWater), heating.boost),
        cv.make_entity_service_schema(
            {
                vol.Optional(heating.DURATION): cv.time_period,
                vol.Exclusive(heating.DIFFERENCE, "how"): vol.Coerce(float),
                vol.Exclusive(heating.TEMPERATURE, "how"): vol.Coerce(float),
            }
        ),
    )
    hass.services.async_register(
        DOMAIN,
        "cancel_override",
        on(_HEATING, (Room, HotWater), heating.cancel_override),
        cv.make_entity_service_schema(None),
    )
    hass.services.async_register(
        DOMAIN,
        "advance_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.advance_schedule),
        cv.make_entity_service_schema(None),
    )
    hass.services.async_register(
        DOMAIN,
        "get_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.get_schedule),
        cv.make_entity_service_schema(None),
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        "set_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.set_schedule),
        cv.make_entity_service_schema({vol.Required(schedules.DAYS): object}),
    )
    hass.services.async_register(
        DOMAIN,
        "copy_schedule",
        on(_FOLLOWING, FOLLOWS, copy),
        cv.make_entity_service_schema({vol.Required(schedules.SOURCE): cv.entity_id}),
    )
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "assign_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.assign_schedule),
        cv.make_entity_service_schema({vol.Required(schedules.SCHEDULE): cv.string}),
    )
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "create_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.create_schedule),
        cv.make_entity_service_schema({vol.Required(schedules.NAME): cv.string}),
    )
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "delete_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.delete_schedule),
        cv.make_entity_service_schema({vol.Optional(schedules.SCHEDULE): cv.string}),
    )
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "rename_schedule",
        on(_FOLLOWING, FOLLOWS, schedules.rename_schedule),
        cv.make_entity_service_schema(
            {vol.Required(schedules.NAME): cv.string, vol.Optional(schedules.SCHEDULE): cv.string}
        ),
    )
    hass.services.async_register(
        DOMAIN,
        "get_automation",
        on(_AUTOMATIONS, (Automation,), automations.get_automation),
        cv.make_entity_service_schema(None),
        supports_response=SupportsResponse.ONLY,
    )
    service.async_register_admin_service(
        hass,
        DOMAIN,
        "set_opentherm_parameter",
        on(_BOILER, (OpenTherm,), heating.set_opentherm_parameter),
        cv.make_entity_service_schema(
            {
                vol.Required(heating.PARAMETER): cv.string,
                vol.Required(heating.VALUE): cv.string,
                vol.Optional(heating.ENDPOINT, default=""): cv.string,
            }
        ),
    )
