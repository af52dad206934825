"""Tell what an automation of the hub does."""

from typing import Any

from homeassistant.core import ServiceCall

from ..api.errors import WiserError
from ..entity import WiserEntity


async def get_automation(entities: list[WiserEntity[Any]], call: ServiceCall) -> dict[str, Any]:
    """Answer what the hub tells of automations.

    It tells a name, an icon and whether they are enabled and notify. Rules are what else a read
    shows: no published one does, only the writes of the app have them.
    """
    answer: dict[str, Any] = {}
    for entity in entities:
        automation = entity.record
        try:
            rules = await entity.coordinator.hub.read_rules(automation)
        except WiserError as err:
            raise entity.coordinator.error(err) from err
        answer[entity.entity_id] = {
            "id": automation.id,
            "name": automation.name,
            "icon": automation.icon_id,
            "enabled": automation.enabled,
            "notifies": automation.enable_notification,
            "rules": rules or None,
        }
    return answer
