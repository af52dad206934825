"""Home Assistant's calendar panel, as a person uses it to change the week of a room."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

ALL = "This and all future events"
ONE = "Only this event"


class CalendarPanel:
    """The panel in its week view, a week ahead so that no event of it is past."""

    def __init__(self, page: Page, address: str) -> None:
        """Use a page that is logged in at an address."""
        self._page = page
        self._address = address
        self._editor = page.locator("dialog-calendar-event-editor")

    async def open(self, name: str) -> None:
        """Show next week, and one calendar alone."""
        await self._page.goto(f"{self._address}/calendar")
        boxes = self._page.get_by_role("menuitemcheckbox")
        await boxes.first.wait_for()
        for box in await boxes.all():
            if (await box.inner_text()).strip() != name:
                await box.click()
        shown = self._page.get_by_role("menuitemcheckbox", name=name, exact=True)
        await shown.scroll_into_view_if_needed()
        await self._click("Week")
        await self._click("Next")

    async def count(self, title: str) -> int:
        """Return how often an event such as "06:30 20 °C" is shown."""
        return await self._page.get_by_role("button", name=title, exact=True).count()

    async def shows(self, title: str) -> None:
        """Wait until an event is shown."""
        await self._page.get_by_role("button", name=title, exact=True).first.wait_for()

    async def begin(self, summary: str, start: str, end: str) -> None:
        """Fill in the form of a new event on Monday, hours given."""
        await self._click("Add Event")
        await self._fill(summary, start, end)

    async def repeat(self, *days: str) -> None:
        """Let the new event repeat every week, on these days beside Monday."""
        await self._editor.get_by_role("button", name="Repeat").click()
        await self._page.get_by_role("menuitem", name="Weekly").click()
        for day in days:
            await self._editor.get_by_role("button", name=day, exact=True).click()

    async def add(self) -> None:
        """Add the new event."""
        await self._editor.get_by_role("button", name="Add Event").click()

    async def edit(self, title: str, summary: str, start: str, end: str) -> None:
        """Open an event, and fill in another value and other hours."""
        await self._page.get_by_role("button", name=title, exact=True).first.click()
        await self._click("Edit Event")
        await self._fill(summary, start, end)

    async def save(self, which: str) -> None:
        """Save the changed event, this one or all."""
        await self._click("Save Event")
        await self._choose(which, "Update")

    async def select(self, title: str) -> None:
        """Open an event."""
        await self._page.get_by_role("button", name=title, exact=True).first.click()

    async def delete(self, which: str) -> None:
        """Delete the open event, this one or all."""
        await self._click("Delete Event")
        await self._choose(which, "Delete")

    async def refused(self, words: str) -> None:
        """Wait for the dialog to say in these words why it cannot be done."""
        await self._page.locator("ha-alert").filter(has_text=words).wait_for()

    async def closed(self) -> None:
        """Wait until no dialog is open."""
        await self._page.get_by_role("dialog").first.wait_for(state="hidden")

    async def _fill(self, summary: str, start: str, end: str) -> None:
        """Fill in what an event is and its hours, the later first so that they never cross."""
        await self._editor.get_by_role("textbox", name="Summary").fill(summary)
        hours = self._editor.get_by_role("spinbutton", name="hh")
        for field, hour in ((hours.nth(1), end), (hours.nth(0), start)):
            await self._set(field, hour)

    @staticmethod
    async def _set(field: Locator, value: str) -> None:
        """Type into a field and leave it."""
        await field.fill(value)
        await field.press("Tab")

    async def _choose(self, which: str, verb: str) -> None:
        """Answer whether one event is meant or all."""
        await self._page.get_by_role("radio", name=which).click()
        await self._page.get_by_role("button", name=verb, exact=True).click()

    async def _click(self, name: str) -> None:
        """Click a button."""
        await self._page.get_by_role("button", name=name, exact=True).click()
