"""Sites of the Exchange, which a person lets Home Assistant see by signing in there."""

from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import Any, Final, override

from . import cloud_clicks
from .cloud_scene import KEY, CloudScene
from .scene import USER, expect
from .setting import DOMAIN, choose_all, open_form, register_application

SITES: Final = 3
MAIN: Final = "Main "
"""How the name of a meter begins that measures all of a site."""
SHORT: Final = 20
"""Seconds that a token is good for which Home Assistant takes for too short to use any more."""
LONG: Final = 3600
TOKEN_PATH: Final = "/ecostruxure/v1/oauth/token"  # noqa: S105 - it is a path


class Fields(HTMLParser):
    """The hidden fields of the page on which a person lets a program in."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field."""
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.found[str(given["name"])] = given["value"] or ""


async def register(scene: CloudScene) -> None:
    """Register the application with Home Assistant, as its page for that does."""
    await register_application(scene.client, await scene.control("GET", "oauth"))
    # What was asked in other ways before was another product.
    await scene.control("PATCH", "settings", {"shape": "assumed"})
    # So that three sites that share a token want it to be refreshed at the same time.
    await scene.control("PATCH", "oauth/settings", {"lifetime": SHORT})


async def sign_in(scene: CloudScene) -> None:
    """Sign in at the Exchange, and add the three sites of the account."""
    await register(scene)
    flow = await open_form(scene.client, "energy_data", "sign_in")
    step = await scene.client.continue_flow(flow, {"key": KEY})
    step = await choose_all(scene.client, await allow(scene, step))
    expect(step["type"] == "create_entry", f"The sites were not added: {step}")


async def click_sign_in(scene: CloudScene) -> None:
    """Sign in at the Exchange in a browser, and add the three sites of the account."""
    await register(scene)
    await cloud_clicks.sign_in(scene.installation.address, scene.folder, USER, USER, KEY)


async def allow(scene: CloudScene, step: Any) -> Any:
    """Allow at the Exchange what a step asks for, and return the step after it."""
    expect(step["type"] == "external", f"Nobody is led to the Exchange: {step}")
    async with scene.session.get(step["url"]) as response:
        fields = Fields(await response.text()).found
    async with scene.session.post(
        step["url"].partition("?")[0], data={**fields, "answer": "allow"}
    ) as response:
        text = await response.text()
        expect(response.ok and "window.close" in text, f"Nobody is led back: {text}")
    return await scene.client.continue_flow(step["flow_id"], {})


async def measure(scene: CloudScene) -> None:
    """See what the sites have measured, with tokens that end while they are used."""
    await scene.loaded(SITES, seconds=60)
    sensors = await scene.usable("sensor")
    measured = {
        name: state["state"] for name, state in sensors.items() if state["state"] != "unknown"
    }
    expect(len(measured) > SITES, f"Only {measured} is measured.")

    async def kept() -> bool:
        return any(MAIN in one["name"] for one in await statistics(scene))

    await scene.wait("there are statistics of a meter", kept, seconds=60)
    log = await scene.control("GET", "requests")
    refreshed = [one["status"] for one in log["requests"] if one["path"] == TOKEN_PATH]
    expect(len(refreshed) > SITES, f"The token was refreshed {len(refreshed)} times only.")
    # The last may still be on its way, which is logged as 0.
    expect(set(refreshed) <= {0, 200}, f"A refresh was refused: {refreshed}")
    print(f"      {len(measured)} sensors, {len(refreshed)} tokens", flush=True)
    await scene.control("PATCH", "oauth/settings", {"lifetime": LONG})


async def statistics(scene: CloudScene) -> list[Any]:
    """Return the statistics of energy that the sites have brought."""
    return [
        one
        for one in await scene.client.command("recorder/list_statistic_ids")
        if one["source"] == DOMAIN and one["unit_class"] == "energy"
    ]


async def show(scene: CloudScene) -> None:
    """Choose for the Energy dashboard what the sites have measured, and look at it."""
    grid, *others = sorted(await statistics(scene), key=lambda one: MAIN not in one["name"])
    await scene.client.command(
        "energy/save_prefs",
        energy_sources=[
            {
                "type": "grid",
                "stat_energy_from": grid["statistic_id"],
                "stat_energy_to": None,
                "stat_cost": None,
                "entity_energy_price": None,
                "number_energy_price": None,
                "stat_compensation": None,
                "entity_energy_price_export": None,
                "number_energy_price_export": None,
                "cost_adjustment_day": 0,
            }
        ],
        device_consumption=[{"stat_consumption": one["statistic_id"]} for one in others],
    )
    found = await scene.client.command("energy/validate")
    expect(not any(map(any, found.values())), f"The Energy dashboard complains: {found}")
    print(f"      {grid['name']}, and {', '.join(one['name'] for one in others)}", flush=True)


async def click_show(scene: CloudScene) -> None:
    """Choose for the Energy dashboard what the sites have measured, and take its pictures."""
    await show(scene)
    await cloud_clicks.show_energy(scene.installation.address, scene.folder, USER, USER)


async def sign_in_again(scene: CloudScene) -> None:
    """Take back what was allowed: signing in again for one site is enough for all."""
    # The next request finds out; it is the refresh of a token that is short.
    await scene.control("POST", "oauth/revoke")
    await scene.control("POST", "oauth/expire")
    entries = {entry["entry_id"] for entry in await scene.client.entries(DOMAIN)}
    sensors = [
        next(
            one["entity_id"]
            for one in await scene.registered()
            if one["config_entry_id"] == entry and one["disabled_by"] is None
        )
        for entry in entries
    ]
    for sensor in sensors:
        await scene.client.act("homeassistant.update_entity", entity_id=sensor)

    async def all_ask() -> bool:
        flows = await scene.client.flows(DOMAIN, "reauth")
        return {flow["context"]["entry_id"] for flow in flows} == entries

    await scene.wait("all sites ask to sign in again", all_ask)
    scene.expirations += len(entries)
    flow, *_ = await scene.client.flows(DOMAIN, "reauth")
    step = await scene.client.continue_flow(flow["flow_id"], {})
    step = await allow(scene, step)
    expect(step.get("reason") == "reauth_successful", f"The sign-in was not taken: {step}")

    async def all_work() -> bool:
        states = await scene.entities()
        return not await scene.client.flows(DOMAIN, "reauth") and all(
            states[sensor]["state"] != "unavailable" for sensor in sensors
        )

    await scene.wait("all sites are there again", all_work)


async def remove(scene: CloudScene) -> None:
    """Remove the three sites with all that belongs to them."""
    for entry in await scene.client.entries(DOMAIN):
        await scene.client.remove_entry(entry["entry_id"])
    await scene.gone()


def steps(*, browser: bool) -> tuple[Callable[[CloudScene], Awaitable[None]], ...]:
    """Return what is gone through, in a browser where there is one."""
    begin, look = (click_sign_in, click_show) if browser else (sign_in, show)
    return (begin, measure, look, sign_in_again, remove)
