"""The life of the hubs of an account at the Exchange, seen from outside only."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any, Final

from . import cloud_clicks, energy_run
from .cloud_scene import KEY, CloudScene
from .processes import free_port
from .scene import USER, expect, installation_in, play
from .setting import DOMAIN, Exchange, add_hubs, choose_all, open_form

HOUSES: Final = "cottage,apartment,residence"
TOKENS: Final = tuple(f"end-to-end-token-{number}" for number in range(3))
POLLS: Final = 2

OFTEN: Final = {
    "Room": "rooms.list",
    "SmartPlug": "plugs.list",
    "Light": "lights.list",
    "Shutter": "shutters.list",
}
"""What is read with every poll, where a house has it."""
PLATFORMS: Final = {"SmartPlug": "switch", "Light": "light", "Shutter": "cover"}
EXPIRED: Final = "Authentication failed while fetching"
"""How Home Assistant logs that a poll was refused: once for a hub that is polled."""

type Facts = Mapping[str, object]


async def add(scene: CloudScene) -> None:
    """Add the three hubs of the account, after two wrong answers to the form."""
    flow = await open_form(scene.client, "wiser_home")
    wrong: tuple[tuple[dict[str, object], dict[str, str]], ...] = (
        ({"token": TOKENS[0]}, {"key": "missing_key"}),
        ({"token": "wrong", "key": KEY}, {"token": "invalid_token"}),
    )
    for answers, error in wrong:
        step = await scene.client.continue_flow(flow, answers)
        expect(step["errors"] == error, f"Not {error}, but {step}")
    step = await scene.client.continue_flow(flow, {"token": TOKENS[0], "key": KEY})
    step = await choose_all(scene.client, step)
    expect(step["type"] == "create_entry", f"The hubs were not added: {step}")


async def click(scene: CloudScene) -> None:
    """Add the three hubs of the account in a browser, after a wrong token."""
    await cloud_clicks.set_up(
        *(scene.installation.address, scene.folder, USER, USER),
        token=TOKENS[0],
        key=KEY,
    )


async def look(scene: CloudScene) -> None:
    """See that the three houses are there."""
    await scene.learn()
    again = await add_hubs(scene.client, TOKENS[0], KEY)
    expect(again.get("reason") == "already_configured", f"Hubs were added twice: {again}")
    for urn in scene.homes:
        tree = await scene.house(urn)
        for member, platform in PLATFORMS.items():
            there = [one for one in await scene.of(urn, platform) if f"_{member.lower()}_" in one]
            expected = len(tree.get(member, []))
            expect(len(there) == expected, f"{urn}: {len(there)} of {expected} {member} are shown.")
        climates = await scene.of(urn, "climate")
        expect(0 < len(climates) <= len(tree["Room"]), f"{urn}: {len(climates)} climates")
        states = [one for one in await scene.registered() if one["unique_id"].startswith(urn)]
        print(f"      {len(states)} entities, {len(climates)} climates: {urn}", flush=True)


async def count(scene: CloudScene) -> None:
    """Poll all hubs at the same time, and see that each is asked for its lists alone."""
    await scene.forget()
    expected = Counter(
        {
            (urn, endpoint): POLLS
            for urn in scene.homes
            for member, endpoint in OFTEN.items()
            if (await scene.house(urn)).get(member)
        }
    )
    for _ in range(POLLS):
        await scene.poll(scene.homes)

    async def enough() -> bool:
        return (await scene.asked()).total() >= expected.total()

    await scene.wait("all hubs are polled", enough)
    asked = await scene.asked()
    expect(asked == expected, f"Not asked {expected}, but {asked}")
    for urn in scene.homes:
        requests = sum(number for (of, _), number in asked.items() if of == urn)
        print(f"      {requests // POLLS} requests a poll: {urn}", flush=True)


async def act(scene: CloudScene) -> None:
    """Switch, dim, move, heat and leave, and see it in the house and in Home Assistant."""
    urn = next(iter([urn for urn in scene.homes if (await scene.house(urn)).get("Shutter")]))

    async def do(
        action: str, unique_id: str, entity: str, shows: Facts, is_so: Facts, **data: object
    ) -> None:
        """Do something, and see it in Home Assistant at once and in the house."""
        await scene.client.act(action, entity_id=entity, **data)
        state = await scene.client.state(entity)
        state = {**state["attributes"], "state": state["state"]}
        expect(shows.items() <= state.items(), f"{action} shows {state}")
        record = _record(await scene.house(urn), unique_id.removeprefix(f"{urn}_"))
        expect(is_so.items() <= record.items(), f"{action} has made of the house {record}")
        print(f"      {action} {entity}", flush=True)

    switches = await scene.of(urn, "switch")
    plug = next(id_ for id_ in switches if "_smartplug_" in id_)
    name = switches[plug]["entity_id"]
    for way in {"on": ("off", "on"), "off": ("on", "off")}[switches[plug]["state"]]:
        await do(f"switch.turn_{way}", plug, name, {"state": way}, {"OutputState": way.title()})

    lights = await scene.of(urn, "light")
    light = next(
        id_
        for id_, state in lights.items()
        if state["attributes"]["supported_color_modes"] == ["brightness"]
    )
    name = lights[light]["entity_id"]
    bright, percentage = {"state": "on", "brightness": 102}, {"CurrentPercentage": 40}
    await do("light.turn_on", light, name, bright, percentage, brightness_pct=40)

    shutter, state = next(iter((await scene.of(urn, "cover")).items()))
    name = state["entity_id"]
    target = 30 if state["attributes"]["current_position"] != 30 else 60
    # The Exchange does not tell that it moves, only where it has arrived: nothing shows at once.
    await do(
        *("cover.set_cover_position", shutter, name, {}, {"TargetLift": target}), position=target
    )
    await scene.control("POST", "advance", {"seconds": 120})

    async def there() -> bool:
        await scene.poll([urn])
        shown = await scene.client.state(name)
        return bool(shown["attributes"]["current_position"] == target)

    await scene.wait(f"the shutter is at {target} %", there)

    climates = await scene.of(urn, "climate")
    room = next(id_ for id_, state in climates.items() if state["state"] != "off")
    name = climates[room]["entity_id"]
    warm, set_point = {"temperature": 17.5}, {"CurrentSetPoint": 175}
    await do("climate.set_temperature", room, name, warm, set_point, temperature=17.5)

    away = f"{urn}_system_0_away"
    name = switches[away]["entity_id"]
    for way, override in (("on", "Away"), ("off", "None")):
        await do(f"switch.turn_{way}", away, name, {"state": way}, {"OverrideType": override})


def _record(tree: Any, path: str) -> Any:
    """Return the record that an entity shows, from what its unique id says after the hub's."""
    member, id_, _ = path.split("_", 2)
    if member == "system":
        return {"OverrideType": "None", **tree["System"]}
    [name] = [name for name in tree if name.lower() == member]
    return next(one for one in tree[name] if one["id"] == int(id_))


async def expire_for_one(scene: CloudScene) -> None:
    """Let the token expire and one hub find out: all get the new token from its form."""
    await _expire(scene, TOKENS[0], list(scene.homes)[:1])
    await _renew(scene, TOKENS[1])


async def expire_for_all(scene: CloudScene) -> None:
    """Let the token expire and every hub find out: one form ends what is asked for all."""
    await _expire(scene, TOKENS[1], scene.homes)
    await _renew(scene, TOKENS[2])


async def _expire(scene: CloudScene, token: str, urns: Collection[str]) -> None:
    """Let a token expire, and wait until those hubs ask for another that are polled."""
    over = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    await scene.control("POST", "tokens", {"value": token, "expires": over})
    await scene.poll(urns)
    wanted = {scene.homes[urn] for urn in urns}

    async def all_ask() -> bool:
        flows = await scene.client.flows(DOMAIN, "reauth")
        return {flow["context"]["entry_id"] for flow in flows} == wanted

    await scene.wait(f"a new token is asked for {len(wanted)} hubs", all_ask)
    scene.expirations += len(urns)


async def _renew(scene: CloudScene, token: str) -> None:
    """Enter a new token for one hub, and see that all hubs are asked with it."""
    await scene.control("POST", "tokens", {"value": token})
    flow, *_ = await scene.client.flows(DOMAIN, "reauth")
    step = await scene.client.continue_flow(flow["flow_id"], {"token": "wrong"})
    expect(step.get("errors") == {"token": "invalid_token"}, f"A wrong token was taken: {step}")
    step = await scene.client.continue_flow(flow["flow_id"], {"token": token})
    expect(step.get("reason") == "reauth_successful", f"The token was not taken: {step}")

    async def all_work() -> bool:
        there, known = await scene.usable("climate"), await scene.registered()
        return (
            not await scene.client.flows(DOMAIN, "reauth")
            and all(one["state"] == "loaded" for one in await scene.client.entries(DOMAIN))
            and there.keys()
            == {one["entity_id"] for one in known if one["entity_id"].startswith("climate.")}
        )

    await scene.wait("all hubs are there again", all_work)
    await scene.forget()
    await scene.poll(scene.homes)

    async def all_asked() -> bool:
        return {urn for urn, _ in await scene.asked()} == set(scene.homes)

    await scene.wait("all hubs are polled", all_asked)
    log = await scene.control("GET", "requests")
    refused = [one for one in log["requests"] if one["status"] != 200]
    expect(not refused, f"These were refused with the new token: {refused}")


async def remove(scene: CloudScene) -> None:
    """Remove the three hubs with all that belongs to them."""
    for entry in scene.homes.values():
        await scene.client.remove_entry(entry)
    await scene.gone()


async def document(scene: CloudScene) -> None:
    """Add the hubs where the API is not as assumed, and correct that with its document."""
    await scene.control("PATCH", "settings", {"shape": "other"})
    step = await add_hubs(scene.client, TOKENS[2], KEY)
    expect(step["type"] == "create_entry", f"The hubs were not added: {step}")
    await scene.learn()
    before = {one["unique_id"] for one in await scene.registered()}

    contract = json.dumps(await scene.control("GET", "openapi/wiser_home.json")).encode()
    file = await scene.client.upload("wiser-home.json", contract)
    step = await scene.client.start_options(next(iter(scene.homes.values())))
    step = await scene.client.continue_options(
        step["flow_id"], {"poll_minutes": 5, "document": file}
    )
    expect(step["step_id"] == "contract", f"The document was not taken: {step}")
    told = step["description_placeholders"]
    print(f"      {told['matched']} of {told['known']} operations recognised", flush=True)
    step = await scene.client.continue_options(step["flow_id"], {})
    expect(step["type"] == "create_entry", f"The options were not taken: {step}")

    async def lights() -> bool:
        shown = {urn: len(await scene.of(urn, "light")) for urn in scene.homes}
        trees = {urn: len((await scene.house(urn)).get("Light", [])) for urn in scene.homes}
        return shown == trees

    await scene.wait("the lights of all hubs are there", lights, seconds=60)
    after = {one["unique_id"] for one in await scene.registered()}
    kinds = Counter(one.rpartition("_")[2] for one in after - before)
    print(f"      {len(before)} entities before, {len(after)} with it: {dict(kinds)}", flush=True)
    expect(before < after, f"The document has lost {before - after}")


async def diagnose(scene: CloudScene) -> None:
    """Download the diagnostics of all, which must tell neither a token nor the key."""
    for entry in scene.homes.values():
        await scene.diagnose(entry, *TOKENS, KEY)


STEPS: Final = (
    look,
    count,
    act,
    expire_for_one,
    expire_for_all,
    diagnose,
    remove,
    document,
    act,
    remove,
)


async def run(folder: Path, *, browser: bool) -> None:
    """Go through all steps with three houses of an account."""
    exchange = Exchange(
        houses=HOUSES,
        port=free_port(18080),
        token=TOKENS[0],
        key=KEY,
        log=folder / "exchange.log",
    )
    installation = installation_in(folder, exchange=f"http://{exchange.address}")
    async with play(CloudScene, exchange, installation) as scene:
        energy = energy_run.steps(browser=browser)
        await scene.go_through("cloud", (click if browser else add, *STEPS, *energy))
        await scene.asked()
    refused = [line for line in scene.complaints() if EXPIRED in line]
    expect(len(refused) == scene.expirations, f"{len(refused)} lines tell of expired tokens.")
    scene.check_log(scene.expirations, *TOKENS, KEY)
