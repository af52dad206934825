"""Test that what a bug report holds is useful, and tells nothing of whose house it is."""

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from simulator import HOUSES, SimulatedHub

from .captured import CAPTURED
from .conftest import SECRET, StartHub, set_up, state_of

IDENTIFYING = {
    "chipid",
    "hostname",
    "macaddress",
    "mdnshostname",
    "rfid",
    "serialnumber",
    "ssid",
    "uuid",
    "zigbeeeui",
}
"""Fields whose values occur nowhere in a download."""

POSITIONS = {"latitude", "longitude"}

NAMES = {"name", "equipmentname"}

REPLACEMENT = re.compile(r"[A-Z]\w* \d+")
"""What stands in the place of a name: its member and id."""

ENOUGH = 4
"""Characters from which a name is no word that occurs by chance."""


def fields(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield every field with a plain value, at every depth, by its name without spelling."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield name.replace("_", "").lower(), value
            yield from fields(value)
    elif isinstance(tree, list):
        for item in tree:
            yield from fields(item)


def identifying(hub: SimulatedHub) -> set[str]:
    """Return what identifies a hub and its house, in lower case."""
    found = {hub.secret, hub.house.hub_name}
    for name, value in fields(hub.trees):
        if name in IDENTIFYING and isinstance(value, str) and len(value) >= ENOUGH:
            found.add(value)
        elif name in POSITIONS and isinstance(value, float) and len(str(value)) > ENOUGH:
            found.add(str(value))
    macs = {value for value in found if re.fullmatch("[0-9A-Fa-f]{12}", value)}
    found |= {dr.format_mac(mac) for mac in macs}
    return {value.lower() for value in found}


def names(hub: SimulatedHub) -> set[str]:
    """Return the names people gave in a house, but for those like the ones that replace them."""
    return {
        value.strip()
        for name, value in fields(hub.trees)
        if name in NAMES
        and isinstance(value, str)
        and len(value.strip()) >= ENOUGH
        and not REPLACEMENT.fullmatch(value.strip())
    }


def values(document: Any) -> set[str]:
    """Return every text that stands somewhere in a document."""
    if isinstance(document, dict):
        return {text for value in document.values() for text in values(value)}
    if isinstance(document, list):
        return {text for value in document for text in values(value)}
    return {document} if isinstance(document, str) else set()


def told(document: Any, hub: SimulatedHub) -> set[str]:
    """Return the names that people gave and that stand in a document, whole or as words."""
    text = "\n".join(values(document))
    return {name for name in names(hub) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


async def download(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, *path: str
) -> tuple[Any, str]:
    """Return a download as a person gets it, as JSON and as text."""
    assert await async_setup_component(hass, "diagnostics", {})
    client = await hass_client()
    answer = await client.get("/".join(("/api/diagnostics/config_entry", *path)))
    assert answer.status == HTTPStatus.OK
    return await answer.json(), (await answer.text()).lower()


def entities_of(hass: HomeAssistant, entry: MockConfigEntry) -> Counter[str]:
    """Return how many entities of each platform an entry has."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return Counter(entity.domain for entity in entities)


@pytest.mark.parametrize("house", [*HOUSES, *CAPTURED])
async def test_download_of_a_house(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    start_hub: StartHub,
    tmp_path: Path,
    house: str,
) -> None:
    """A download tells nothing of whose house it is, and can be set up as a house."""
    hub = await start_hub(house)
    entry = await set_up(hass, hub)

    document, text = await download(hass, hass_client, entry.entry_id)

    assert len(identifying(hub)) > 3
    assert len(names(hub)) > 3
    assert {value for value in identifying(hub) if value in text} == set()
    assert told(document, hub) == set()

    path = tmp_path / "download.json"
    client = await hass_client()
    answer = await client.get(f"/api/diagnostics/config_entry/{entry.entry_id}")
    path.write_bytes(await answer.read())
    replayed = await start_hub(str(path))
    again = await set_up(hass, replayed)
    assert state_of(again) is ConfigEntryState.LOADED
    assert again.unique_id != entry.unique_id
    assert entities_of(hass, again) == entities_of(hass, entry)


@pytest.mark.parametrize("house", [*HOUSES, *CAPTURED])
async def test_download_of_each_device(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, start_hub: StartHub, house: str
) -> None:
    """The download of a room or device holds its records, and tells nothing else."""
    hub = await start_hub(house)
    entry = await set_up(hass, hub)
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    hidden = identifying(hub)

    for device in devices:
        document, text = await download(hass, hass_client, entry.entry_id, "device", device.id)
        assert document["data"]["records"] != []
        assert {value for value in hidden if value in text} == set()
        assert told(document["data"], hub) == set()


async def test_what_is_told_of_a_hub(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, start_hub: StartHub
) -> None:
    """A download tells what the hub is, how it is doing and what of it is not understood."""
    hub = await start_hub("residence")
    hub.trees["domain"]["Teapot"] = [{"id": 1, "Hot": True}]
    hub.find("Room", 2)["CalculatedTemperature"] = "warm"
    entry = await set_up(hass, hub)

    document: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)

    assert document["hub"] == {
        "model": "WT704R1B30S4",
        "firmware": "4.42.20-7e51de0001",
        "generation": 2,
        "scheme": "http",
    }
    assert document["polling"]["last_update_success"] is True
    assert document["polling"]["requests"] == len(hub.requests)
    assert document["counts"]["Room"] == 34
    assert document["problems"]["unreadable"] == ["Room.CalculatedTemperature"]
    assert "Teapot" in document["problems"]["unknown"]
    assert set(document["trees"]) == {"domain", "network", "schedules", "status", "opentherm"}
    assert CONF_SECRET not in document
    assert SECRET not in str(document)


async def test_records_of_a_device(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, start_hub: StartHub
) -> None:
    """A device is told with its parts, a room alone, and the hub with what is nobody else's."""
    hub = await start_hub("apartment")
    entry = await set_up(hass, hub)
    registry = dr.async_get(hass)

    async def members(identity: str) -> Counter[str]:
        """Return the members of which a device's download holds records."""
        device = registry.async_get_device_by_identifier((DOMAIN, identity), entry.entry_id)
        assert device is not None
        document: Any = await get_diagnostics_for_device(hass, hass_client, entry, device)
        return Counter(record["member"] for record in document["records"])

    assert await members(f"{entry.unique_id}_room_1") == {"Room": 1}
    assert await members(f"{entry.unique_id}_device_1") == {
        "Device": 1,
        "HeatingActuator": 1,
        "Equipment": 1,
    }
    own = await members(str(entry.unique_id))
    assert (own["System"], own["Moment"], own["Device"], own["Room"]) == (1, 2, 1, 0)


async def test_products_nobody_has_seen(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, start_hub: StartHub
) -> None:
    """A product that the integration does not know is a device, and a line in a download."""
    hub = await start_hub("residence")
    device = next(
        device
        for device in hub.trees["domain"]["Device"]
        if device["ProductType"] == "AromaDiffuser"
    )
    entry = await set_up(hass, hub)

    document: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)

    assert document["problems"]["unknown_products"] == ["AromaDiffuser", "TouchPanel"]
    identity = (DOMAIN, f"{entry.unique_id}_device_{device['id']}")
    shown = dr.async_get(hass).async_get_device_by_identifier(identity, entry.entry_id)
    assert shown is not None
    assert shown.sw_version == device["ActiveFirmwareVersion"]
    entities = er.async_entries_for_device(
        er.async_get(hass), shown.id, include_disabled_entities=True
    )
    kinds = {entity.unique_id.rsplit(f"device_{device['id']}_")[1] for entity in entities}
    assert {"signal_strength", "link_quality", "identify"} <= kinds
