"""Test what the system information tells."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    get_system_health_info,
)

from custom_components.wiser_home.const import DOMAIN

from .conftest import StartHub, set_up


async def test_hubs_are_told_without_their_names(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """Two hubs are told in their order, and one that is lost counts as not reachable."""
    freezer.move_to("2026-03-01T10:00:00+00:00")
    await async_setup_component(hass, "system_health", {})
    cottage, apartment = await start_hub("cottage"), await start_hub("apartment")
    first = await set_up(hass, cottage)
    await set_up(hass, apartment)

    told = await get_system_health_info(hass, DOMAIN)
    assert told == {
        "hubs": 2,
        "reachable": 2,
        "generation": "1, 2",
        "firmware": ", ".join(
            hub.trees["domain"]["System"]["ActiveSystemVersion"] for hub in (cottage, apartment)
        ),
        "last_poll": "2026-03-01T10:00:00+00:00, 2026-03-01T10:00:00+00:00",
        "requests_today": f"{len(cottage.requests)}, {len(apartment.requests)}",
    }
    assert first.title not in str(told)

    await cottage.stop()
    for _ in range(3):
        freezer.tick(timedelta(seconds=31))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert (await get_system_health_info(hass, DOMAIN))["reachable"] == 1


async def test_requests_are_counted_from_midnight(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """A new day begins at none."""
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to("2026-03-01T23:59:50+00:00")
    await async_setup_component(hass, "system_health", {})
    hub = await start_hub("cottage")
    await set_up(hass, hub)
    hub.requests.clear()

    freezer.tick(timedelta(seconds=31))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)

    told = await get_system_health_info(hass, DOMAIN)
    assert told["requests_today"] == str(len(hub.requests))
    assert len(hub.requests) >= 1
