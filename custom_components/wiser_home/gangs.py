"""Tell the gangs of a light switch apart."""

from dataclasses import replace

from homeassistant.helpers.typing import UNDEFINED

from .api.model import Light, Snapshot
from .entity import WiserEntityDescription, named


def is_gang(light: Light, snapshot: Snapshot) -> bool:
    """Return whether a light shares its device with others."""
    peers = (other for other in snapshot.all(Light).values() if other.device_id == light.device_id)
    return light.device_id is not None and len(list(peers)) > 1


def by_gang[D: WiserEntityDescription[Light]](description: D) -> tuple[D, D]:
    """Return a description for lights alone on their device, and one that names the gang.

    Without the name the two gangs of a switch would have entities that nobody can tell apart.
    """
    exists = description.exists_fn
    alone = replace(
        description,
        exists_fn=lambda light, house: not is_gang(light, house) and exists(light, house),
    )
    gang = replace(
        description,
        name=UNDEFINED,
        translation_key="_".join(filter(None, ("gang", description.translation_key))),
        exists_fn=lambda light, house: is_gang(light, house) and exists(light, house),
        placeholders_fn=named,
    )
    return alone, gang
