"""Move a boundary in the schedule card with the mouse, and compare with the hub's week."""

from itertools import pairwise
from typing import TYPE_CHECKING

from aiohttp import ClientSession

from .browser import open_page
from .calendar_clicks import RoomWeek
from .client import HomeAssistant
from .processes import HarnessError
from .setting import Hub

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

CARD = "wiser-home-schedule-card"
PATH = "wiser-schedules"
HOUR = 60
DAY = 24 * HOUR


async def show_cards(client: HomeAssistant, page: Page, address: str, *entities: str) -> Locator:
    """Make a dashboard of schedule cards, and show it."""
    await client.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        mode="storage",
        title="Schedules",
        icon="mdi:calendar-clock",
        show_in_sidebar=True,
        require_admin=False,
    )
    sections = [
        {"type": "grid", "cards": [{"type": f"custom:{CARD}", "entity": entity}]}
        for entity in entities
    ]
    view = {"title": "Schedules", "type": "sections", "max_columns": 2, "sections": sections}
    await client.command("lovelace/config/save", url_path=PATH, config={"views": [view]})
    await page.goto(f"{address}/{PATH}")
    cards = page.locator(CARD)
    await cards.last.locator(".bar").first.wait_for()
    return cards


async def drag_boundary(
    session: ClientSession,
    client: HomeAssistant,
    hub: Hub,
    address: str,
    username: str,
    password: str,
) -> None:
    """Drag a boundary of Monday an hour on, undo it, drag it again and save."""
    week = RoomWeek(session, hub)
    name = await week.start()
    states = await client.states()
    entity = next(
        entity_id
        for entity_id, state in states.items()
        if entity_id.startswith("calendar.") and state["attributes"].get("friendly_name") == name
    )
    index, old, new = _movable(week.points("Monday"))
    async with open_page(address, username, password) as page:
        card = await show_cards(client, page, address, entity)
        save = card.get_by_role("button", name="Save", exact=True)
        await _drag(page, card, index)
        await card.get_by_role("button", name="Undo", exact=True).click()
        await save.wait_for(state="detached")
        await week.becomes("a drag that is undone")
        await _drag(page, card, index)
        await save.click()
        await save.wait_for(state="detached")
        value = week.at("Monday", old)
        await week.becomes(f"{old} dragged to {new} on Mondays", Monday={old: None, new: value})
        shown = f"Monday {new // 100:02}:{new % 100:02}"
        await card.get_by_role("button", name=shown).wait_for()
        if await card.locator("[role=alert]").count():
            raise HarnessError("The card shows an error after it saved.")


def _movable(points: dict[int, int]) -> tuple[int, int, int]:
    """Return a switch point with more than an hour to the next: which, and both its times."""
    times = [*sorted(points), 2400]
    for index, (at, following) in enumerate(pairwise(times)):
        if following > at + 100:
            return index, at, at + 100
    raise HarnessError("No switch point of Monday has an hour to move in.")


async def _drag(page: Page, card: Locator, index: int) -> None:
    """Drag a boundary of Monday by the width of an hour."""
    track = card.locator('.track[data-day="monday"]')
    handle = track.locator(f'.handle[data-index="{index}"]')
    await handle.hover()  # which waits until the page has come to rest
    width, grip = await track.bounding_box(), await handle.bounding_box()
    if width is None or grip is None:
        raise HarnessError("The card does not show Monday.")
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    await page.mouse.down()
    await page.mouse.move(x + width["width"] * HOUR / DAY, y, steps=6)
    await page.mouse.up()
