"""Test that names of the Wiser app are followed, and how things are called that have none."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from custom_components.wiser_home.const import DOMAIN
from tests.conftest import StartHub, set_up

from .conftest import MoveIn


@pytest.mark.parametrize(
    ("house", "member", "id_", "platform", "key", "before", "after"),
    [
        ("cottage", "Moment", 1, "scene", "moment_1_moment", "Cosy", "Snug"),
        ("apartment", "Automation", 1, "switch", "automation_1_enabled", "Fenêtre", "Snug"),
        ("apartment", "Automation", 1, "button", "automation_1_run", "Run Fenêtre", "Run Snug"),
        ("apartment", "Light", 3, "light", "light_3_light", "Chevet", "Snug"),
        ("apartment", "Light", 3, "select", "light_3_mode", "Chevet mode", "Snug mode"),
    ],
)
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_rename(
    move_in: MoveIn,
    house: str,
    member: str,
    id_: int,
    platform: str,
    key: str,
    before: str,
    after: str,
) -> None:
    """Show the new name; the entity id stays what it was."""
    home = await move_in(house)
    entity_id = home.entity_id(platform, key)
    assert before in str(home.attribute(platform, key, "friendly_name"))

    home.hub.find(member, id_)["Name"] = " Snug "
    await home.poll()

    assert after in str(home.attribute(platform, key, "friendly_name"))
    assert after in str(home.entry_of(platform, key).original_name)
    assert home.entity_id(platform, key) == entity_id


@pytest.mark.parametrize("product", ["EVSocket", "EVSE"])
async def test_charging_socket(hass: HomeAssistant, start_hub: StartHub, product: str) -> None:
    """Call a socket for cars what it is, by either of the words for it."""
    hub = await start_hub("residence")
    socket = next(
        device for device in hub.trees["domain"]["Device"] if device["ProductType"] == "EVSocket"
    )
    socket["ProductType"] = product
    equipment = next(
        found
        for found in hub.trees["domain"]["Equipment"]
        if found["DeviceApplicationInstanceType"] == "EVSE"
    )
    del equipment["EquipmentName"]

    entry = await set_up(hass, hub)

    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, f"{entry.unique_id}_device_{socket['id']}"), entry.entry_id
    )
    assert device is not None
    assert device.name == "Wiser EV socket"
