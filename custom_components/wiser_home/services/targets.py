"""Find the entities that an action is called for."""

from collections.abc import Iterable
from typing import Any

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.const import ATTR_ENTITY_ID, ENTITY_MATCH_ALL
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er, service, target
from homeassistant.helpers.entity_platform import DATA_DOMAIN_PLATFORM_ENTITIES

from ..api.model import OpenTherm, Record
from ..const import DOMAIN
from ..entity import WiserEntity, WiserEntityDescription


@callback
def async_entities(
    hass: HomeAssistant, platforms: Iterable[str], kinds: tuple[type[Record], ...]
) -> dict[str, WiserEntity[Any]]:
    """Return our entities of some platforms that show such records.

    The settings of a plug or a light are entities of their own, and no targets.
    """
    known = hass.data.get(DATA_DOMAIN_PLATFORM_ENTITIES, {})
    return {
        entity_id: entity
        for platform in platforms
        for entity_id, entity in known.get((platform, DOMAIN), {}).items()
        if isinstance(entity, WiserEntity) and _is_target(entity, kinds)
    }


def _is_target(entity: WiserEntity[Any], kinds: tuple[type[Record], ...]) -> bool:
    """Return whether an entity stands for a record of such a class."""
    description = entity.entity_description
    return (
        isinstance(description, WiserEntityDescription)
        and description.record in kinds
        and (description.record is OpenTherm or entity.entity_category is None)
    )


@callback
def async_require_targets(
    hass: HomeAssistant, call: ServiceCall, entities: dict[str, WiserEntity[Any]]
) -> None:
    """Make sure that an action can do something for everything it names.

    Home Assistant alone would only log what is missing.

    Raises:
        HomeAssistantError: it cannot.
    """
    if call.data.get(ATTR_ENTITY_ID) == ENTITY_MATCH_ALL:
        return
    selected = target.async_extract_referenced_entity_ids(hass, target.TargetSelection(call.data))
    for entity_id in sorted(selected.referenced):
        async_require_target(hass, entity_id, entities)
    chosen = (selected.referenced | selected.indirectly_referenced) & entities.keys()
    if not any(entities[entity_id].available for entity_id in chosen):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="target_empty")


@callback
def async_require_target(
    hass: HomeAssistant, entity_id: str, entities: dict[str, WiserEntity[Any]]
) -> None:
    """Make sure that an entity can be the target of an action.

    Raises:
        HomeAssistantError: it cannot.
    """
    if entity_id not in entities:
        registered = er.async_get(hass).async_get(entity_id)
        if registered is not None and registered.platform == DOMAIN:
            # Says it in its own words when the hub is not set up.
            service.async_get_config_entry(hass, DOMAIN, registered.config_entry_id)
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="target_wrong",
            translation_placeholders={"entity": entity_id},
        )
    if not entities[entity_id].available:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="target_unavailable",
            translation_placeholders={"entity": entity_id},
        )


async def async_require_visible(hass: HomeAssistant, call: ServiceCall, entity_id: str) -> None:
    """Make sure that the user of an action may see an entity that it names beside its target.

    Raises:
        Unauthorized: they may not.
    """
    if call.context.user_id is None:
        return
    user = await hass.auth.async_get_user(call.context.user_id)
    if user is None or not user.permissions.check_entity(entity_id, POLICY_READ):
        raise Unauthorized(context=call.context, entity_id=entity_id, permission=POLICY_READ)
