"""Nothing that tells whose house it is gets out, whatever happens and however much is logged."""

from collections.abc import AsyncIterator, Iterator
from itertools import cycle
import logging
import traceback
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
import orjson
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.const import DOMAIN
from simulator import Fault, SimulatedHub, load_house, make_certificate
from tests.conftest import SECRET, poll, set_up

WRONG: Final = "mistyped-secret-of-the-test"
SERIAL: Final = "5E71A1000042"
NETWORK: Final = "Telltale network"
NAME: Final = "Telltale"
PLACE: Final = "48.858370"
UUID: Final = "7e111a1e-0000-4000-8000-000000000042"

NOWHERE: Final = (SECRET, WRONG, NETWORK, PLACE, UUID)
"""What no log, no address and no exception may hold, of whatever part of Home Assistant."""
NOT_BY_US: Final = (*NOWHERE, SERIAL, NAME)
"""What we may not log: the device registry knows serial numbers, and states have names."""

_FIELDS: Final[dict[str, Any]] = {
    "SerialNumber": SERIAL,
    "SSID": NETWORK,
    "Latitude": float(PLACE),
    "UUID": UUID,
    "Uuid": UUID,
}

FAULTS: Final = (
    *sorted(set(Fault) - {Fault.HANG, Fault.STALL, Fault.UNAUTHORIZED}),
    Fault.UNAUTHORIZED,
)
"""Every way to misbehave that takes no time; after the last one the hub is left alone."""

COMMANDS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    *(("climate", "set_temperature", {"temperature": 21.5}), ("switch", "turn_on", {})),
    *(("button", "press", {}), ("scene", "turn_on", {}), ("cover", "open_cover", {})),
    *(("light", "turn_on", {}), (DOMAIN, "boost", {"duration": "00:30:00"})),
    *((DOMAIN, "rename_schedule", {"name": NAME}), (DOMAIN, "get_schedule", {})),
)


def tell(tree: Any) -> None:
    """Put what tells whose house it is into every field for it."""
    for item in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(item, dict | list):
            tell(item)
    if isinstance(tree, dict):
        tree.update({field: _FIELDS[field] for field in tree.keys() & _FIELDS})
        if isinstance(tree.get("Name"), str):
            tree["Name"] = f"{NAME} {tree.get('id', '')}".strip()


@pytest.fixture
async def hub(socket_enabled: None) -> AsyncIterator[SimulatedHub]:
    """Return a hub in whose house everything tells whose it is."""
    house = load_house("apartment")
    tell(house.trees)
    hub = SimulatedHub(house, secret=SECRET)
    await hub.start()
    yield hub
    await hub.stop()


@pytest.fixture
def every_level(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Let every logger tell everything, also those that were told to be quiet."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        yield caplog
    for logger, level in before:
        logger.setLevel(level)


def logged(caplog: pytest.LogCaptureFixture) -> Iterator[tuple[str, str]]:
    """Yield who logged what: the line, what it was made of, and the exception with it."""
    formatter = logging.Formatter()
    for record in caplog.get_records("setup") + caplog.get_records("call"):
        yield record.name, f"{formatter.format(record)} {record.args!r}"


def leaks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines of the log that hold what they may not."""
    return [
        f"{name}: {text}"
        for name, text in logged(caplog)
        if any(
            marker in text
            for marker in (NOT_BY_US if name.startswith("custom_components") else NOWHERE)
        )
    ]


async def attempt(hass: HomeAssistant, domain: str, action: str, data: dict[str, Any]) -> str:
    """Act on some entities that can be acted on, and return everything that exceptions say."""
    told = []
    for state in hass.states.async_all("climate" if domain == DOMAIN else domain)[:3]:
        call = {"entity_id": state.entity_id, **data}
        try:
            await hass.services.async_call(
                domain, action, call, blocking=True, return_response=action == "get_schedule"
            )
        except HomeAssistantError as err:
            told.append("".join(traceback.format_exception(err)) + repr(err) + str(err))
    return "\n".join(told)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_life_of_a_hub_with_every_fault(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    every_level: pytest.LogCaptureFixture,
    hass_client: ClientSessionGenerator,
) -> None:
    """Set up, poll, command and lose a hub in every way, and read everything that was said."""
    await async_setup_component(hass, "system_health", {})
    entry = await set_up(hass, hub)
    said = ""
    for fault, command in zip(FAULTS, cycle(COMMANDS), strict=False):
        hub.inject(fault, times=None)
        await poll(hass, freezer, 3)
        said += await attempt(hass, *command)
        issues = ir.async_get(hass).issues.values()
        said += " ".join(repr(issue) for issue in issues if issue.domain == DOMAIN)
        said += repr(entry.runtime_data.last_exception) + str(entry.reason)
        hub.clear_faults()
    assert not entry.runtime_data.last_update_success
    await hass.config_entries.async_reload(entry.entry_id)
    for command in COMMANDS:
        hub.inject(Fault.REFUSE, times=None, method="PATCH")
        said += await attempt(hass, *command)
    hub.clear_faults()

    assert "The hub refuses this on demand" in said
    assert [marker for marker in NOWHERE if marker in said] == []
    assert leaks(every_level) == []
    # What is looked for is there where it may be: else nothing would have been looked at.
    lines = [text for name, text in logged(every_level)]
    assert any(NAME in text for text in lines)
    assert any("Poll missed" in text for text in lines)
    addresses = " ".join(f"{request.path} {request.query}" for request in hub.requests)
    assert [marker for marker in NOT_BY_US if marker in addresses] == []
    told = str(await get_system_health_info(hass, DOMAIN))
    told += str(await get_diagnostics_for_config_entry(hass, hass_client, entry))
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        found: Any = await get_diagnostics_for_device(hass, hass_client, entry, device)
        told += str(found["records"])
    assert [marker for marker in (*NOT_BY_US, SERIAL.lower()) if marker in told] == []


async def test_flows(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    every_level: pytest.LogCaptureFixture,
) -> None:
    """Mistype the secret, enter it, lose it and enter it again; no form and no line holds it."""
    shown: list[Any] = []
    flows = hass.config_entries.flow
    result: Any = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await flows.async_configure(result["flow_id"], {"next_step_id": "local"})
    for secret, host in ((WRONG, hub.address), (SECRET, "127.0.0.1:1"), (SECRET, hub.address)):
        entered = {"host": host, "secret": secret}
        result = await flows.async_configure(result["flow_id"], entered)
        shown.append({key: str(result.get(key)) for key in ("errors", "description_placeholders")})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    await hass.async_block_till_done()

    hub.secret = "another"
    await poll(hass, freezer, 3)
    (reauth,) = flows.async_progress()
    shown.append(reauth["context"])
    result = await flows.async_configure(reauth["flow_id"], {"secret": WRONG})
    shown.append(result["errors"])
    shown.append(result["description_placeholders"])
    hub.secret = SECRET
    result = await flows.async_configure(reauth["flow_id"], {"secret": SECRET})
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()

    assert [marker for marker in NOWHERE if marker in str(shown)] == []
    assert SECRET not in f"{entry.title} {entry.unique_id} {entry!r}"
    assert leaks(every_level) == []


async def test_certificate_that_changes(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    every_level: pytest.LogCaptureFixture,
    https_hub: SimulatedHub,
) -> None:
    """Neither the log nor the repair of a changed certificate holds the secret."""
    await set_up(hass, https_hub, scheme="https")
    https_hub.use_certificate(make_certificate())
    await poll(hass, freezer, 4)
    issues = [issue for issue in ir.async_get(hass).issues.values() if issue.domain == DOMAIN]
    assert len(issues) == 1
    assert SECRET not in repr(issues) + orjson.dumps(issues[0].data).decode()
    assert leaks(every_level) == []


async def test_https_is_never_left(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    https_hub: SimulatedHub,
    hub: SimulatedHub,
) -> None:
    """The secret of a hub that speaks https is not sent where only http is spoken."""
    entry = await set_up(hass, https_hub, scheme="https")
    hass.config_entries.async_update_entry(entry, data={**entry.data, "host": hub.address})
    await hass.config_entries.async_reload(entry.entry_id)
    await poll(hass, freezer, 4)
    assert hub.requests == []
