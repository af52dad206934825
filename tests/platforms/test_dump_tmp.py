"""Tmp."""
import pytest
from homeassistant.helpers import entity_registry as er, device_registry as dr
from tests.conftest import set_up
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("house", ["cottage","apartment","residence"])
async def test_dump(hass, start_hub, house, freezer):
    hub = await start_hub(house)
    entry = await set_up(hass, hub)
    ent = er.async_get(hass); dev=dr.async_get(hass)
    with open(f"/tmp/plat/{house}.txt","w") as f:
        for e in sorted(er.async_entries_for_config_entry(ent, entry.entry_id), key=lambda e:e.entity_id):
            s=hass.states.get(e.entity_id)
            a={k:v for k,v in (s.attributes if s else {}).items() if k in("unit_of_measurement","device_class","state_class","options","min","max","step","friendly_name")}
            f.write(f"{e.entity_id:60} {s.state if s else None!s:22} {e.entity_category or '-'} {e.device_class or e.original_device_class or '-'} {e.translation_key} {a}\n")
    await hass.config_entries.async_unload(entry.entry_id)
