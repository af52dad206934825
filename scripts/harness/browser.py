"""Click through Home Assistant with the Chromium of this machine, as its user would."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
import shutil
import sys
from typing import TYPE_CHECKING, Any

from .processes import HarnessError
from .setting import ROOT

if TYPE_CHECKING:
    from playwright.async_api import Page

# No package of the environment, for it is large and only this module needs it.
PLAYWRIGHT = "playwright==1.65.2"
FOLDER = ROOT / ".cache" / PLAYWRIGHT.replace("==", "-")
LAST_SEEN = ROOT / ".cache" / "browser.png"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTH, HEIGHT = 1280, 900


def find_browser() -> str:
    """Return the Chromium of this machine."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise HarnessError(
        "No Chromium is here. Install chromium (apt install chromium, brew install chromium) "
        "or Google Chrome, so that it is on PATH."
    )


async def load_playwright() -> Any:
    """Return playwright's module, after installing it into .cache the first time."""
    if not FOLDER.exists():
        uv = shutil.which("uv") or ROOT / ".cache" / "tools" / "bin" / "uv"
        partial = FOLDER.with_name(f"{FOLDER.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        process = await asyncio.create_subprocess_exec(
            *(uv, "pip", "install", "--quiet", "--no-config", "--python", sys.executable),
            *("--target", partial, PLAYWRIGHT),
        )
        if await process.wait():
            raise HarnessError(f"{PLAYWRIGHT} could not be installed. What uv says tells why.")
        partial.rename(FOLDER)
    # Last, so that the environment's own packages stay what they are.
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    return import_module("playwright.async_api")


@asynccontextmanager
async def open_page(address: str, username: str, password: str) -> AsyncIterator[Page]:
    """Open Home Assistant in a window, and log in there."""
    executable = find_browser()
    playwright = await load_playwright()
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=executable, args=FLAGS)
        context = await browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="en-GB",
            timezone_id="Europe/London",
            color_scheme="light",
        )
        # The sidebar shows its icons only, to leave the room to what is shown.
        await context.add_init_script("""localStorage.dockedSidebar = '"auto"'""")
        page: Page = await context.new_page()
        try:
            page.set_default_timeout(20_000)
            await page.goto(address)
            await page.fill("input[name=username]", username)
            await page.fill("input[name=password]", password)
            await page.keyboard.press("Enter")
            await page.locator("home-assistant-main").wait_for()
            yield page
        except playwright.Error as err:
            LAST_SEEN.write_bytes(await page.screenshot())
            raise HarnessError(f"{err}\nThe page is in {LAST_SEEN.relative_to(ROOT)}.") from err
        finally:
            await browser.close()
