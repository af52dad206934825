"""Set up the hubs of an account by clicking, as its owner does."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from .browser import open_page

if TYPE_CHECKING:
    from playwright.async_api import Page

MENU = "Hubs in the Schneider Electric Exchange (Wiser Home Essential)"

SITES = "Energy of sites (EcoStruxure Energy Contextualized Data)"
CHOOSE = "Choose what to set up"
SETTLED = 3.0
"""Seconds after which a page has come to rest."""


class Dialogs:
    """The dialogs of Home Assistant that set something up, with a picture of each."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        """Use a page that is logged in at an address."""
        self.page = page
        self._address = address
        self._folder = folder

    async def begin(self, choice: str) -> None:
        """Begin to add an integration, and choose from its menu."""
        await self.page.goto(f"{self._address}/config/integrations/dashboard")
        await self.page.get_by_role("button", name="Add integration").click()
        await self.page.locator("dialog-add-integration input").first.fill("Wiser Home")
        await self.page.locator("ha-integration-list-item").filter(has_text="Wiser Home").click()
        await self.choose(choice, picture="menu")

    async def choose(self, choice: str, *, picture: str) -> None:
        """Choose from a menu, with a picture of it."""
        item = self.page.get_by_text(choice, exact=True)
        await item.wait_for()
        await self.take(picture)
        await item.click()

    async def take(self, name: str) -> None:
        """Write a picture of what is shown, once animations have ended and charts are drawn."""
        await asyncio.sleep(SETTLED)
        await self.page.screenshot(path=self._folder / f"{name}.png")

    async def fill(self, *values: str) -> None:
        """Fill in the first fields of a form."""
        form = self.page.locator("step-flow-form")
        await form.wait_for()
        for index, value in enumerate(values):
            await form.locator("input").nth(index).fill(value)

    async def submit(self, label: str = "Submit") -> None:
        """Go on to the next step."""
        await self.page.get_by_role("button", name=label).click()


async def set_up(
    address: str, folder: Path, username: str, password: str, token: str, key: str
) -> None:
    """Enter a token that is wrong and the right one, choose all hubs, and see them."""
    async with open_page(address, username, password) as page:
        dialogs = Dialogs(page, address, folder)
        await dialogs.begin(MENU)
        await dialogs.fill("wrong", key)
        await dialogs.take("token")
        await dialogs.submit()
        await page.get_by_text("The Exchange does not accept the token").wait_for()
        await dialogs.take("wrong-token")
        await dialogs.fill(token, key)
        await dialogs.submit()
        await page.get_by_text(CHOOSE).wait_for()
        await dialogs.take("choose")
        await dialogs.submit()
        await page.get_by_role("button", name="Finish").wait_for()
        await dialogs.take("added")
        await dialogs.submit("Finish")
        await page.goto(f"{address}/config/integrations/integration/wiser_home")
        await dialogs.take("entries")


async def sign_in(address: str, folder: Path, username: str, password: str, key: str) -> None:
    """Sign in at the Exchange, let Home Assistant in, choose all sites, and see them."""
    async with open_page(address, username, password) as page:
        dialogs = Dialogs(page, address, folder)
        await dialogs.begin(SITES)
        await dialogs.choose("By signing in", picture="sites-menu")
        await dialogs.fill(key)
        await dialogs.take("sites-sign-in")
        async with page.context.expect_page() as opened:
            await dialogs.submit()
        exchange = await opened.value
        await exchange.get_by_role("button", name="Allow").wait_for()
        await exchange.screenshot(path=folder / "sites-exchange.png")
        await dialogs.take("sites-external")
        await exchange.get_by_role("button", name="Allow").click()
        await page.get_by_text(CHOOSE).wait_for()
        await dialogs.take("sites-choose")
        await dialogs.submit()
        await page.get_by_role("button", name="Finish").wait_for()
        await dialogs.take("sites-added")
        await dialogs.submit("Finish")
        await page.goto(f"{address}/config/integrations/integration/wiser_home")
        await dialogs.take("sites-entries")


async def show_energy(address: str, folder: Path, username: str, password: str) -> None:
    """Take pictures of what is chosen for the Energy dashboard, and of yesterday there."""
    async with open_page(address, username, password) as page:
        dialogs = Dialogs(page, address, folder)
        await page.goto(f"{address}/config/energy/electricity")
        await page.locator("ha-energy-grid-settings").wait_for()
        await dialogs.take("energy-configuration")
        await page.goto(f"{address}/energy/electricity")
        await page.get_by_role("button", name="Previous").click()
        await page.locator("hui-energy-usage-graph-card").wait_for()
        await dialogs.take("energy-yesterday")
