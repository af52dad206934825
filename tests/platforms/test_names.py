"""Test that names of the Wiser app are followed without setting the hub up again."""

import pytest

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
