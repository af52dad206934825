"""Take the pictures of the documentation, in a real Home Assistant with a simulated house."""

import argparse
import asyncio
from io import BytesIO
import signal
import sys
from typing import TYPE_CHECKING, Any

from PIL import Image

from .browser import HEIGHT, WIDTH, open_page
from .calendar_panel import CalendarPanel
from .card_clicks import show_cards
from .e2e import SECRET, HubScene, stage
from .past import counter, grid, grid_power, heating, remember, temperature
from .processes import HarnessError
from .scene import USER
from .setting import ROOT

if TYPE_CHECKING:
    from playwright.async_api import Page

IMAGES = ROOT / "docs" / "images"
FOLDER = ROOT / ".cache" / "screenshots"
HOUSE = "residence"
LARGEST = 150_000
SETTLED = 3.0
"""Seconds after which animations have ended and charts are drawn."""

GRID = "sensor.wiser_powertag_1"
CONSUMERS = {
    "sensor.heating_bathroom_energy": heating("Bathroom"),
    "sensor.heating_guest_one_energy": heating("Guest one"),
    "sensor.heating_office_energy": heating("Office"),
    "sensor.heating_music_energy": heating("Music"),
    "sensor.plug_cellar_energy": counter("SmartPlug", "Plug Cellar"),
    "sensor.plug_kitchen_energy": counter("SmartPlug", "Plug Kitchen"),
    "sensor.plug_pantry_energy": counter("SmartPlug", "Plug Pantry"),
    "sensor.pool_pump_energy": counter("PTC", "Pool pump"),
}
COUNTERS = {
    f"{GRID}_imported_energy": grid("CurrentSummationDelivered"),
    f"{GRID}_exported_energy": grid("CurrentSummationReceived"),
    **CONSUMERS,
}
MEASURES = {
    f"{GRID}_power": grid_power,
    "sensor.lounge_temperature": temperature("Lounge"),
    "sensor.kitchen_temperature": temperature("Kitchen"),
    "sensor.bathroom_temperature": temperature("Bathroom"),
}
ENERGY = {
    "energy_sources": [
        {
            "type": "grid",
            "stat_energy_from": f"{GRID}_imported_energy",
            "stat_energy_to": f"{GRID}_exported_energy",
            "stat_rate": f"{GRID}_power",
            "stat_cost": None,
            "entity_energy_price": None,
            "number_energy_price": None,
            "stat_compensation": None,
            "entity_energy_price_export": None,
            "number_energy_price_export": None,
            "cost_adjustment_day": 0,
        }
    ],
    "device_consumption": [{"stat_consumption": entity} for entity in CONSUMERS],
}


def tile(entity: str, *features: str, **options: object) -> dict[str, object]:
    """Return a tile card."""
    return {
        "type": "tile",
        "entity": entity,
        "features": [{"type": feature} for feature in features],
        **options,
    }


def heading(title: str, icon: str) -> dict[str, object]:
    """Return a heading card."""
    return {"type": "heading", "heading": title, "icon": icon}


def section(title: str, icon: str, *cards: dict[str, object]) -> dict[str, object]:
    """Return a section with its heading."""
    return {"type": "grid", "cards": [heading(title, icon), *cards]}


DASHBOARD = {
    "views": [
        {
            "title": "Home",
            "type": "sections",
            "max_columns": 3,
            "sections": [
                section(
                    "Rooms",
                    "mdi:home-thermometer",
                    {
                        "type": "thermostat",
                        "entity": "climate.lounge",
                        "name": "Lounge",
                        "features": [{"type": "climate-hvac-modes"}],
                    },
                    tile("climate.kitchen", "target-temperature", name="Kitchen"),
                    tile("climate.bathroom", "target-temperature", name="Bathroom"),
                    tile("climate.study", "target-temperature", name="Study"),
                    tile("climate.nursery", "target-temperature", name="Nursery"),
                    tile("water_heater.wiser_hub_hot_water", name="Hot water"),
                    tile("sensor.lounge_humidity", name="Lounge humidity"),
                ),
                section(
                    "Lights and blinds",
                    "mdi:lightbulb-group",
                    tile("light.ceiling_kitchen", "light-brightness", name="Kitchen ceiling"),
                    tile("light.ceiling_dining", "light-brightness", name="Dining ceiling"),
                    tile("light.lounge_light_switch_lamp_left", name="Left lamp"),
                    tile("light.lounge_light_switch_lamp_right", name="Right lamp"),
                    tile("cover.blind_kitchen", "cover-position", name="Kitchen blind"),
                    tile("cover.blind_dining", "cover-open-close", name="Dining blind"),
                    heading("Moments", "mdi:palette"),
                    tile("scene.wiser_hub_leave", name="Leave", hide_state=True),
                    tile("scene.wiser_hub_dusk", name="Dusk", hide_state=True),
                    tile("switch.wiser_hub_away", name="Away"),
                    tile("switch.wiser_hub_eco_mode", name="Eco mode"),
                    heading("Safety", "mdi:shield-home"),
                    tile("binary_sensor.lounge_window_and_door_sensor_window", name="Lounge"),
                    tile("binary_sensor.kitchen_leak_sensor_moisture", name="Kitchen"),
                ),
                section(
                    "Power",
                    "mdi:flash",
                    tile(f"{GRID}_power", name="Grid"),
                    tile("sensor.heating_office_power", name="Office heating"),
                    tile("sensor.plug_kitchen_power", name="Kitchen plug"),
                    tile("switch.pool_pump", name="Pool pump"),
                    {
                        "type": "statistics-graph",
                        "title": "Grid, W",
                        "entities": [{"entity": f"{GRID}_power", "name": "Grid"}],
                        "days_to_show": 1,
                        "period": "hour",
                        "stat_types": ["mean"],
                        "chart_type": "line",
                        "hide_legend": True,
                    },
                    {
                        "type": "statistics-graph",
                        "title": "Rooms, °C",
                        "entities": [
                            {"entity": f"sensor.{room}_temperature", "name": room.capitalize()}
                            for room in ("lounge", "bathroom")
                        ],
                        "days_to_show": 1,
                        "period": "hour",
                        "stat_types": ["mean"],
                        "chart_type": "line",
                    },
                ),
            ],
        }
    ]
}

SHOWN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("light.turn_on", {"entity_id": "light.ceiling_kitchen", "brightness_pct": 70}),
    ("light.turn_on", {"entity_id": "light.ceiling_dining", "brightness_pct": 35}),
    ("light.turn_on", {"entity_id": "light.lounge_light_switch_lamp_left"}),
    ("light.turn_off", {"entity_id": "light.lounge_light_switch_lamp_right"}),
    ("cover.set_cover_position", {"entity_id": "cover.blind_kitchen", "position": 60}),
    ("climate.set_hvac_mode", {"entity_id": "climate.lounge", "hvac_mode": "heat"}),
    ("climate.set_hvac_mode", {"entity_id": "climate.lounge", "hvac_mode": "auto"}),
    ("climate.set_preset_mode", {"entity_id": "climate.lounge", "preset_mode": "boost"}),
)
"""What is done before the pictures, so that they are alike at every time of day."""


async def take(page: Page, name: str) -> None:
    """Write a picture with as many colours as a palette has, which is a third of the size."""
    await page.mouse.move(WIDTH - 1, HEIGHT / 2)  # away from what was clicked
    await asyncio.sleep(SETTLED)
    with Image.open(BytesIO(await page.screenshot())) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path = IMAGES / f"{name}.png"
    small.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise HarnessError(f"{path.relative_to(ROOT)} has {size} bytes, more than {LARGEST}.")
    print(f"[screenshots] {path.relative_to(ROOT)}, {size // 1000} kB", flush=True)


async def set_up(scene: HubScene, page: Page) -> None:
    """Add the hub as a person does, with a picture of the form."""
    await page.goto(f"{scene.installation.address}/config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    await page.locator("dialog-add-integration input").first.fill("Wiser Home")
    await page.locator("ha-integration-list-item").filter(has_text="Wiser Home").click()
    await page.get_by_text("Hub on my network", exact=True).click()
    form = page.locator("step-flow-form")
    await form.wait_for()
    host = form.locator("input").nth(0)
    secret = form.locator("input").nth(1)
    await host.fill("WiserHeat7E51DE.local")
    await secret.fill(SECRET)
    await take(page, "setup")
    await host.fill(scene.hub.address)
    await page.get_by_role("button", name="Submit").click()
    await page.get_by_role("button", name="Finish").click()
    await scene.loaded()


async def show_room(scene: HubScene, page: Page) -> None:
    """Take a picture of the device page of a room."""
    devices = await scene.client.command("config/device_registry/list")
    [room] = [device for device in devices if device["name"] == "Lounge"]
    await page.goto(f"{scene.installation.address}/config/devices/device/{room['id']}")
    await take(page, "room")


async def show_energy(scene: HubScene, page: Page) -> None:
    """Take a picture of yesterday in the Energy dashboard."""
    await page.goto(f"{scene.installation.address}/energy/electricity")
    await page.get_by_role("button", name="Previous").click()
    await take(page, "energy")


async def show_calendar(scene: HubScene, page: Page) -> None:
    """Take a picture of a room's week in the calendar panel."""
    panel = CalendarPanel(page, scene.installation.address)
    await panel.open("Bathroom Schedule")
    await page.set_viewport_size({"width": WIDTH, "height": 560})
    await take(page, "calendar")
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


async def show_card(scene: HubScene, page: Page) -> None:
    """Take a picture of the schedule card, for a room and for a light."""
    entities = ("climate.bathroom", "light.ceiling_dining")
    cards = await show_cards(scene.client, page, scene.installation.address, *entities)
    await cards.nth(0).get_by_role("button", name="Monday").nth(1).click()
    await page.set_viewport_size({"width": WIDTH, "height": 540})
    await take(page, "schedule-card")
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


async def show_dashboard(scene: HubScene, page: Page) -> None:
    """Take a picture of a dashboard of our own."""
    await scene.client.command(
        "lovelace/dashboards/create",
        url_path="wiser-house",
        mode="storage",
        title="House",
        icon="mdi:home-thermometer",
        show_in_sidebar=True,
        require_admin=False,
    )
    await scene.client.command("lovelace/config/save", url_path="wiser-house", config=DASHBOARD)
    await page.goto(f"{scene.installation.address}/wiser-house")
    await take(page, "dashboard")


SHOTS = {
    "room": show_room,
    "energy": show_energy,
    "calendar": show_calendar,
    "schedule-card": show_card,
    "dashboard": show_dashboard,
}


async def run(names: list[str]) -> None:
    """Start everything, set it up in the browser, and take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    async with stage(HOUSE, FOLDER) as scene:
        address = scene.installation.address
        async with open_page(address, USER, USER) as page:
            await set_up(scene, page)
            await remember(scene.client, HOUSE, 48, COUNTERS, MEASURES)
            await scene.client.command("energy/save_prefs", **ENERGY)
            for action, data in SHOWN:
                await scene.client.act(action, **data)
            await scene.control("POST", "advance", {"seconds": 600})
            await scene.poll()
            for name in names:
                await SHOTS[name](scene, page)


async def main() -> int:
    """Take the pictures asked for, the set-up form always."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots",
        description="Take the pictures of the documentation; Chromium or Google Chrome is needed.",
    )
    parser.add_argument("pictures", nargs="*", metavar="picture", help=", ".join(SHOTS))
    names = parser.parse_args().pictures or list(SHOTS)
    work = asyncio.current_task()
    assert work is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    try:
        await run(names)
    except asyncio.CancelledError:
        print("[screenshots] Interrupted.", flush=True)
        return 1
    except HarnessError as err:
        print(f"[screenshots] {err}", flush=True)
        print(f"[screenshots] The logs are in {FOLDER.relative_to(ROOT)}.", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
