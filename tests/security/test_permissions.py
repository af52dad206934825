"""Who may do what, for every action and the button that opens the network."""

from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.wiser_home.const import DOMAIN
from simulator import SimulatedHub
from tests.conftest import StartHub, set_up

LOUNGE: Final = "climate.lounge"
MONDAY: Final = {"days": {"monday": [{"time": "06:00", "value": 19}]}}

FOR_ADMINS: Final[dict[str, dict[str, Any]]] = {
    "assign_schedule": {"schedule": "Sleeping"},
    "create_schedule": {"name": "New"},
    "delete_schedule": {},
    "rename_schedule": {"name": "New"},
    "set_opentherm_parameter": {"parameter": "ch1FlowSetpoint", "value": "450"},
}
"""What sets the hub up: Home Assistant's own helpers and networks ask for an administrator."""

FOR_WHO_CONTROLS: Final[dict[str, dict[str, Any]]] = {
    "advance_schedule": {},
    "boost": {"duration": "01:00:00"},
    "cancel_override": {},
    "copy_schedule": {"source": "climate.hall"},
    "set_schedule": MONDAY,
}
"""What changes what the hub does, as thermostats and calendars let those who control them."""

READING: Final = {"get_automation", "get_schedule"}
OF_ACCOUNTS: Final = {"get_energy_installation"}
"""What shows a whole account, to administrators alone; its own tests hold that."""


@pytest.fixture
async def hub(hass: HomeAssistant, start_hub: StartHub) -> SimulatedHub:
    """Return the hub of a cottage that is set up."""
    hub = await start_hub("cottage")
    await set_up(hass, hub)
    hub.requests.clear()
    return hub


def writes(hub: SimulatedHub) -> int:
    """Return how many requests have changed something."""
    return sum(request.method != "GET" for request in hub.requests)


def user_who(hass: HomeAssistant, **policy: Any) -> Context:
    """Return the context of a user who is no administrator and may do something to entities."""
    user = MockUser(is_owner=False).add_to_hass(hass)
    user.mock_policy({"entities": policy} if policy else {})
    return Context(user_id=user.id)


async def call(hass: HomeAssistant, action: str, data: dict[str, Any], context: Context) -> None:
    """Call an action on the lounge."""
    call = {"entity_id": LOUNGE, **data}
    await hass.services.async_call(DOMAIN, action, call, blocking=True, context=context)


async def test_every_action_is_judged(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """No action is there of which nobody has said who may call it."""
    known = FOR_ADMINS.keys() | FOR_WHO_CONTROLS.keys() | READING | OF_ACCOUNTS
    assert set(hass.services.async_services_for_domain(DOMAIN)) == known


@pytest.mark.parametrize("action", FOR_ADMINS)
async def test_who_controls_everything_is_no_administrator(
    hass: HomeAssistant, hub: SimulatedHub, action: str
) -> None:
    """Who may control every entity may not set the hub up."""
    with pytest.raises(Unauthorized):
        await call(hass, action, FOR_ADMINS[action], user_who(hass, all={POLICY_CONTROL: True}))
    assert writes(hub) == 0


@pytest.mark.parametrize("action", FOR_WHO_CONTROLS)
async def test_who_may_not_control_changes_nothing(
    hass: HomeAssistant, hub: SimulatedHub, action: str
) -> None:
    """An action is as forbidden as the entity it is called for."""
    with pytest.raises(Unauthorized):
        await call(hass, action, FOR_WHO_CONTROLS[action], user_who(hass))
    assert writes(hub) == 0


@pytest.mark.parametrize("action", sorted(set(FOR_WHO_CONTROLS) - {"cancel_override"}))
async def test_who_may_control_one_thing(
    hass: HomeAssistant, hub: SimulatedHub, action: str
) -> None:
    """Who may control a thermostat may do what concerns it."""
    policy = {"entity_ids": {LOUNGE: True, "climate.hall": True}}
    await call(hass, action, FOR_WHO_CONTROLS[action], user_who(hass, **policy))
    assert writes(hub) == 1


async def test_a_schedule_that_may_not_be_seen(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Who may not see a room does not get its schedule by copying it."""
    policy = {"entity_ids": {LOUNGE: True}}
    with pytest.raises(Unauthorized):
        await call(hass, "copy_schedule", {"source": "climate.hall"}, user_who(hass, **policy))
    assert writes(hub) == 0


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_only_administrators_let_devices_join(
    hass: HomeAssistant, hub: SimulatedHub, hass_admin_user: MockUser
) -> None:
    """Who may control every entity may not open the Zigbee network; an automation may."""
    button = er.async_get(hass).async_get_entity_id(
        "button", DOMAIN, f"{hub.house.hub_name.lower()}_system_0_permit_join"
    )

    async def press(context: Context) -> None:
        """Press the button."""
        target = {"entity_id": button}
        await hass.services.async_call("button", "press", target, blocking=True, context=context)

    with pytest.raises(Unauthorized):
        await press(user_who(hass, all={POLICY_CONTROL: True}))
    with pytest.raises(HomeAssistantError):
        await press(Context(user_id="nobody"))
    assert writes(hub) == 0
    await press(Context(user_id=hass_admin_user.id))
    await press(Context())
    assert writes(hub) == 2
