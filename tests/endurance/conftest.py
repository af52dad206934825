"""Fixtures of the endurance tests."""

from collections.abc import AsyncIterator
from unittest.mock import PropertyMock, patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
import pytest

from simulator import SimulatedHub, load_house, make_certificate
from tests.conftest import SECRET, set_up
from tests.platforms.home import now_of

from .trial import Beyond, Trial, Trouble


@pytest.fixture
def trouble() -> Trouble | None:
    """Return the trouble that a test is about, if it is about one."""
    return None


@pytest.fixture
async def trial(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    socket_enabled: None,
    trouble: Trouble | None,
) -> AsyncIterator[Trial]:
    """Return a cottage with every entity there is, at an hour when its schedules rest."""
    tls = make_certificate() if trouble is Beyond.OTHER_CERTIFICATE else None
    hub = SimulatedHub(load_house("cottage"), secret=SECRET, tls=tls)
    await hub.start()
    freezer.move_to(now_of(hub))
    with patch.object(Entity, "entity_registry_enabled_default", PropertyMock(return_value=True)):
        entry = await set_up(hass, hub, **({"scheme": "https"} if tls else {}))
        yield Trial(hass, freezer, caplog, hub, entry)
    await hub.stop()
