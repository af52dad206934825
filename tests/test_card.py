"""Test that dashboards can load the schedule card."""

from http import HTTPStatus
import json
from pathlib import Path

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.wiser_home.card import URL
from custom_components.wiser_home.const import DOMAIN

FOLDER = Path(__file__).parents[1] / "custom_components" / DOMAIN
VERSION = json.loads((FOLDER / "manifest.json").read_text())["version"]


@pytest.mark.usefixtures("socket_enabled")
async def test_card_is_served(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """The address that dashboards load is the file, and stands there once."""
    assert await async_setup_component(hass, "frontend", {})
    assert await async_setup_component(hass, DOMAIN, {})

    ours = [url for url in hass.data[DATA_EXTRA_MODULE_URL].urls if DOMAIN in url]
    assert ours == [f"{URL}?v={VERSION}"]
    answer = await (await hass_client_no_auth()).get(ours[0])
    assert answer.status == HTTPStatus.OK
    assert "javascript" in answer.headers["Content-Type"]
    assert await answer.text() == (FOLDER / "frontend" / URL.rpartition("/")[2]).read_text()


async def test_nothing_is_served_without_frontend(hass: HomeAssistant) -> None:
    """A Home Assistant without dashboards has the actions all the same."""
    assert await async_setup_component(hass, DOMAIN, {})

    assert DATA_EXTRA_MODULE_URL not in hass.data
    assert hass.services.has_service(DOMAIN, "get_schedule")
