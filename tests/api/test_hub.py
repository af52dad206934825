"""The client as a whole: who the hub is, what it reads where, and what it tells nobody."""

from collections.abc import Callable, Iterator
from copy import deepcopy
import json
import logging
from typing import Any

import pytest

from custom_components.wiser_home.api.errors import (
    BadAnswerError,
    InvalidSecretError,
    NotFoundError,
    NotWiserHubError,
    WrongHubError,
)
from custom_components.wiser_home.api.house.redact import HIDDEN, redact
from custom_components.wiser_home.api.hub import Capability, Identity, Tree
from custom_components.wiser_home.api.local import LocalHub
from custom_components.wiser_home.api.local.commands.rooms import rename_room
from custom_components.wiser_home.api.local.commands.schedules import rename_schedule
from custom_components.wiser_home.api.local.commands.system import set_open_therm
from custom_components.wiser_home.api.local.hub import RHYTHM
from custom_components.wiser_home.api.model import (
    Automation,
    HeatingSchedule,
    Network,
    OnOffSchedule,
    OpenTherm,
    Room,
    Status,
    System,
)
from simulator import HOUSES, Fault, SimulatedHub, load_house

from .conftest import Dial, Reach, StartHub
from .test_payloads import CAPTURED, CAPTURES, captured_only

EVERY = list(RHYTHM)

type Change = Callable[[dict[str, Any]], object]


def paths(hub: SimulatedHub) -> list[str]:
    """Return what was asked for since the last time."""
    found = [f"{request.method} {request.path}" for request in hub.requests]
    hub.requests.clear()
    return found


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the client has logged."""
    return [record.message for record in caplog.records if "wiser_home" in record.name]


@pytest.mark.parametrize(
    ("house", "identity"),
    [
        (
            "cottage",
            ("WiserHeatC0774E", "0004f3c0774e", "WT734R1S0902", "3.14.0-1c0ffee123", 1),
        ),
        (
            "residence",
            ("WiserHeat7E51DE", "0004f37e51de", "WT704R1B30S4", "4.42.20-7e51de0001", 2),
        ),
    ],
)
async def test_who_the_hub_is(
    start_hub: StartHub, reach: Reach, house: str, identity: tuple[str, str, str, str, int]
) -> None:
    """Learn from two trees who answers."""
    hub = await start_hub(house)
    client = reach(hub)
    assert await client.identify() == client.identity == Identity(*identity)
    assert paths(hub) == ["GET /data/v2/network/", "GET /data/v2/domain/"]


@pytest.mark.parametrize(
    ("network", "name", "mac"),
    [
        ({"Station": {"MdnsHostname": "WiserHeat1"}}, "WiserHeat1", None),
        ({"Station": {"NetworkInterface": {"HostName": "WiserHeat2"}}}, "WiserHeat2", None),
        ({"AccessPoint": {"NetworkInterface": {"HostName": "WiserHeat3"}}}, "WiserHeat3", None),
        ({"Station": {"MacAddress": "0004F3ABcd12"}}, "WiserHeatABCD12", "0004f3abcd12"),
        ({"AccessPoint": {"MacAddress": "0004F3ABCD13"}}, "WiserHeatABCD13", "0004f3abcd13"),
        (
            {
                "Station": {"MdnsHostname": "", "MacAddress": "0004F3ABCD14"},
                "AccessPoint": {"MacAddress": "0004F3ABCD15"},
            },
            "WiserHeatABCD14",
            "0004f3abcd14",
        ),
    ],
)
async def test_where_a_hub_tells_its_name(
    start_hub: StartHub, reach: Reach, network: dict[str, Any], name: str, mac: str | None
) -> None:
    """Find the name in what a hub tells, or make it of its address as hubs do."""
    hub = await start_hub()
    hub.trees["network"] = network
    found = await reach(hub).identify()
    assert (found.name, found.mac) == (name, mac)


@pytest.mark.parametrize("network", [{}, {"Station": {}}, {"Station": None}])
async def test_a_hub_without_a_name(
    start_hub: StartHub, reach: Reach, network: dict[str, Any]
) -> None:
    """Take what tells no name for no Wiser hub."""
    hub = await start_hub()
    hub.trees["network"] = network
    with pytest.raises(NotWiserHubError):
        await reach(hub, name="WiserHeatC0774E").identify()


async def test_a_hub_that_tells_little(start_hub: StartHub, reach: Reach) -> None:
    """Take a hub that tells no generation, model or firmware for one of the first."""
    hub = await start_hub()
    hub.trees["domain"] = {"Room": []}
    found = await reach(hub).identify()
    assert (found.model, found.firmware, found.generation) == (None, None, 1)


async def test_nothing_was_read(start_hub: StartHub, reach: Reach) -> None:
    """Have no identity before anything was read."""
    with pytest.raises(NotWiserHubError):
        _ = reach(await start_hub()).identity


async def test_a_hub_of_the_first_version(start_hub: StartHub, reach: Reach) -> None:
    """Fall back to the older trees, and stay with them."""
    hub = await start_hub()
    hub.only_v1 = True
    client = reach(hub)
    await client.identify()
    assert paths(hub) == [
        *("GET /data/v2/network/", "GET /data/network/", "GET /data/domain/"),
    ]
    snapshot = await client.fetch(EVERY)
    assert snapshot.all(HeatingSchedule).keys() == {1, 2}
    assert snapshot.all(OnOffSchedule).keys() == {1, 1000}
    assert client.problems["missing_trees"] == ["opentherm", "schedules", "status"]
    assert Capability.SCHEDULES not in client.capabilities
    paths(hub)
    await client.send(rename_room(snapshot.all(Room)[1], "Den"))
    hub.answer_style = "empty_object"
    await client.send(rename_room(snapshot.all(Room)[1], "Nook"))
    assert (await client.settle()).all(Room)[1].name == "Nook"
    assert paths(hub) == ["PATCH /data/domain/Room/1"] * 2 + ["GET /data/domain/Room/1"]


async def test_something_without_any_tree(start_hub: StartHub, reach: Reach) -> None:
    """Take what knows neither version for no Wiser hub."""
    hub = await start_hub()
    hub.inject(Fault.NOT_FOUND, times=None)
    with pytest.raises(NotWiserHubError):
        await reach(hub).identify()
    assert paths(hub) == ["GET /data/v2/network/", "GET /data/network/"]


async def test_a_version_is_not_left_again(start_hub: StartHub, reach: Reach) -> None:
    """Do not take one failure of a tree that was there for an older hub."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    hub.inject(Fault.NOT_FOUND)
    with pytest.raises(NotFoundError):
        await client.fetch([Tree.DOMAIN])
    paths(hub)
    await client.fetch([Tree.DOMAIN])
    assert paths(hub) == ["GET /data/v2/domain/"]


async def test_every_tree_in_its_order(start_hub: StartHub, reach: Reach) -> None:
    """Read first who answers, then what it says, and only what is asked for."""
    hub = await start_hub()
    client = reach(hub)
    await client.fetch([Tree.DOMAIN, Tree.NETWORK])
    await client.fetch([*EVERY[::-1]])
    assert paths(hub) == [
        f"GET /data/v2/{tree}/"
        for tree in (
            *("network", "domain"),
            *("network", "domain", "schedules", "status", "opentherm"),
        )
    ]
    await client.fetch([Tree.STATUS])
    assert paths(hub) == ["GET /data/v2/status/"]
    before = client.snapshot
    assert await client.fetch(EVERY) is before


async def test_a_tree_the_hub_does_not_have(start_hub: StartHub, reach: Reach) -> None:
    """Ask once for a tree that does not exist."""
    hub = await start_hub()
    del hub.trees["status"]
    client = reach(hub)
    await client.identify()
    await client.fetch([Tree.STATUS, Tree.SCHEDULES])
    assert client.snapshot.get(Status) is None
    assert client.problems["missing_trees"] == ["status"]
    paths(hub)
    await client.fetch([Tree.STATUS, Tree.SCHEDULES])
    assert paths(hub) == ["GET /data/v2/schedules/"]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.NOT_FOUND, Fault.TRUNCATED_JSON])
async def test_a_side_tree_that_fails(
    start_hub: StartHub, reach: Reach, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    """Keep the data of a tree that cannot be read for a while, and tell it once each way."""
    caplog.set_level(logging.INFO, "custom_components.wiser_home")
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    await client.fetch(EVERY)
    before = client.snapshot
    hub.inject(fault, times=None, path="schedules")
    hub.trees["domain"]["Room"][0]["Name"] = "Den"
    after = await client.fetch(EVERY)
    assert after.changes_since(before) == {(Room, 1)}
    await client.fetch(EVERY)
    (message,) = told(caplog)
    assert message.startswith("The schedules tree of the hub cannot be read (")
    hub.clear_faults()
    await client.fetch(EVERY)
    await client.fetch(EVERY)
    assert told(caplog)[1:] == ["The schedules tree of the hub can be read again"]


async def test_a_refused_secret_is_no_failure_of_a_tree(start_hub: StartHub, reach: Reach) -> None:
    """Pass on that the secret is refused, whatever is read."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    hub.secret = "another"
    with pytest.raises(InvalidSecretError):
        await client.fetch([Tree.STATUS])


@pytest.mark.parametrize("house", ["cottage", "residence"])
async def test_the_path_of_open_therm(start_hub: StartHub, reach: Reach, house: str) -> None:
    """Ask at the path of the generation, find the other, and remember it, for writes too."""
    spelling = {"cottage": ("opentherm", "openTherm"), "residence": ("openTherm", "opentherm")}
    first, other = spelling[house]
    hub = await start_hub(house)
    client = reach(hub)
    await client.identify()
    paths(hub)
    await client.fetch([Tree.OPENTHERM])
    assert paths(hub) == [f"GET /data/v2/{first}/"]
    await client.send(set_open_therm("ch1FlowSetpoint", "455"))
    snapshot = await client.settle()
    assert paths(hub) == [f"PATCH /data/v2/{first}/", f"GET /data/v2/{first}/"]
    assert snapshot.all(OpenTherm)[0].ch1_flow_setpoint == 45.5
    moved = reach(hub)
    await moved.identify()
    hub.trees["domain"]["System"]["HardwareGeneration"] ^= 3
    paths(hub)
    await moved.fetch([Tree.OPENTHERM])
    await moved.fetch([Tree.OPENTHERM])
    assert paths(hub) == [
        *(f"GET /data/v2/{first}/", f"GET /data/v2/{other}/", f"GET /data/v2/{other}/"),
    ]


async def test_no_open_therm(start_hub: StartHub, reach: Reach) -> None:
    """Ask for no boiler where the hub has none, and forget one that is no longer there."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    assert (await client.fetch([Tree.OPENTHERM])).get(OpenTherm) is not None
    hub.trees["domain"]["System"]["OpenThermConnectionStatus"] = "Disconnected"
    paths(hub)
    snapshot = await client.fetch([Tree.DOMAIN, Tree.OPENTHERM])
    assert paths(hub) == ["GET /data/v2/domain/"]
    assert snapshot.get(OpenTherm) is None


async def test_open_therm_that_tells_nothing(start_hub: StartHub, reach: Reach) -> None:
    """Do not ask again where a boiler is said to be and no path has it."""
    hub = await start_hub()
    del hub.trees["opentherm"]
    client = reach(hub)
    await client.identify()
    paths(hub)
    await client.fetch([Tree.OPENTHERM])
    await client.fetch([Tree.OPENTHERM])
    assert paths(hub) == ["GET /data/v2/opentherm/", "GET /data/v2/openTherm/"]


@pytest.mark.parametrize("name", ["WiserHeatC0774E", "wiserheatc0774e", None])
async def test_the_right_hub(start_hub: StartHub, reach: Reach, name: str | None) -> None:
    """Know a hub by its name, however it is spelled."""
    await reach(await start_hub(), name=name).identify()


async def test_another_hub(start_hub: StartHub, reach: Reach) -> None:
    """Name both when another hub answers, at the start and later."""
    hub = await start_hub()
    with pytest.raises(WrongHubError) as caught:
        await reach(hub, name="WiserHeat000001").identify()
    assert (caught.value.expected, caught.value.found) == ("WiserHeat000001", "WiserHeatC0774E")
    client = reach(hub, name="WiserHeatC0774E")
    await client.identify()
    hub.inject(Fault.OTHER_HUB)
    with pytest.raises(
        WrongHubError, match=r"^WiserHeatBADBAD answers in the place of WiserHeatC0774E$"
    ):
        await client.fetch([Tree.NETWORK])


@pytest.mark.parametrize(
    ("fault", "error"), [(Fault.EMPTY_TREE, NotWiserHubError), (Fault.SERVER_ERROR, BadAnswerError)]
)
async def test_a_domain_that_fails(
    start_hub: StartHub, reach: Reach, fault: Fault, error: type[Exception]
) -> None:
    """Tell that the domain could not be read, and keep what is known."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    before = client.snapshot
    hub.inject(fault, times=None)
    with pytest.raises(error):
        await client.fetch([Tree.DOMAIN])
    assert client.snapshot is before


async def test_a_hub_that_serves_no_single_objects(start_hub: StartHub, reach: Reach) -> None:
    """Read the whole domain where one object cannot be had alone."""
    hub = await start_hub()
    hub.answer_style = "empty_object"
    client = reach(hub)
    await client.identify()
    hub.inject(Fault.NOT_FOUND, times=None, path="/data/v2/domain/Room/1", method="GET")
    await client.send(rename_room(client.snapshot.all(Room)[1], "Den"))
    paths(hub)
    assert (await client.settle()).all(Room)[1].name == "Den"
    assert paths(hub) == ["GET /data/v2/domain/Room/1", "GET /data/v2/domain/"]


async def test_an_empty_answer_for_an_object(start_hub: StartHub, reach: Reach) -> None:
    """Keep an object for which the hub sends an empty one."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    before = client.snapshot
    client.doubt((Room, 1))
    assert not client.is_settled
    hub.inject(Fault.EMPTY_TREE)
    with pytest.raises(BadAnswerError):
        await client.settle()
    assert client.snapshot is before


async def test_an_object_in_doubt(start_hub: StartHub, reach: Reach) -> None:
    """Read an object back that changes by itself, and the system at its own path."""
    hub = await start_hub()
    client = reach(hub)
    await client.identify()
    paths(hub)
    hub.find("Room", 1)["Name"] = "Den"
    hub.find("System")["EcoModeEnabled"] = True
    client.doubt((Room, 1))
    await client.settle()
    client.doubt((System, 0))
    snapshot = await client.settle()
    assert paths(hub) == ["GET /data/v2/domain/Room/1", "GET /data/v2/domain/System"]
    assert snapshot.all(Room)[1].name == "Den"
    assert snapshot.all(System)[0].eco_mode_enabled
    assert client.is_settled
    await client.settle()
    assert paths(hub) == []


async def test_a_failed_read_back_is_made_up_for(start_hub: StartHub, reach: Reach) -> None:
    """Read with the next poll what could not be read back, and nothing twice."""
    hub = await start_hub()
    hub.answer_style = "empty_object"
    client = reach(hub)
    await client.fetch(EVERY)
    schedule = client.snapshot.all(HeatingSchedule)[1]
    await client.send(rename_room(client.snapshot.all(Room)[1], "Den"))
    await client.send(rename_schedule(schedule, "Rest"))
    hub.inject(Fault.SERVER_ERROR, times=None)
    with pytest.raises(BadAnswerError):
        await client.settle()
    settled = client.is_settled
    assert not settled
    hub.clear_faults()
    paths(hub)
    snapshot = await client.fetch([Tree.DOMAIN])
    assert paths(hub) == ["GET /data/v2/domain/", "GET /data/v2/schedules/"]
    assert snapshot.all(Room)[1].name == "Den"
    assert snapshot.all(HeatingSchedule)[1].name == "Rest"
    assert client.is_settled
    await client.settle()
    assert paths(hub) == []


async def test_an_object_that_is_not_known(start_hub: StartHub, reach: Reach) -> None:
    """Write to an object of which nothing was read, and read it."""
    hub = await start_hub()
    client = reach(hub)
    await client.send(rename_room(Room(id=1), "Den"))
    assert client.snapshot.get(Room, 1) is None
    assert (await client.settle()).all(Room)[1].name == "Den"


async def test_what_the_client_cannot_read(start_hub: StartHub, reach: Reach) -> None:
    """List what was left out and what is not known, without values."""
    hub = await start_hub()
    hub.find("Room", 1).update(Aroma="Rose", Mode=7)
    client = reach(hub)
    await client.fetch(EVERY)
    assert client.problems == {
        "unreadable": ["Room.Mode"],
        "unknown": ["Room.Aroma"],
        "missing_trees": [],
    }


async def test_the_rules_of_an_automation(start_hub: StartHub, reach: Reach) -> None:
    """Return what a hub tells of an automation beyond the record, in its own words."""
    hub = await start_hub("apartment")
    client = reach(hub)
    await client.identify()
    automation = client.snapshot.all(Automation)[1]
    assert await client.read_rules(automation) == {}
    hub.find("Automation", 1)["triggers"] = [{"domain": "Room"}]
    assert await client.read_rules(automation) == {"triggers": [{"domain": "Room"}]}
    hub.trees["domain"]["Automation"] = {"1": [1]}
    with pytest.raises(BadAnswerError):
        await client.read_rules(automation)


async def test_the_json_of_some_records(start_hub: StartHub, reach: Reach) -> None:
    """Give the JSON of records without what tells whose house it is."""
    hub = await start_hub()
    client = reach(hub)
    await client.fetch(EVERY)
    room, network, nothing = client.dump_records([(Room, 1), (Network, 0), (Room, 99)])
    assert room == {"member": "Room", "record": hub.find("Room", 1) | {"Name": "Room 1"}}
    assert network["record"]["Station"]["MacAddress"] == HIDDEN
    assert nothing == {"member": "Room", "record": None}


PRIVATE = (
    *("Name", "EquipmentName", "SSID", "MacAddress", "MdnsHostname", "HostName", "SerialNumber"),
    *("UUID", "RfId", "ChipId", "ZigbeeEUI", "ZigbeeEui", "Latitude", "Longitude"),
    *("IPv4Address", "IPv4HostAddress", "IPv4DefaultGateway", "IPv4PrimaryDNS"),
)
PUBLIC = {"", HIDDEN, "**REDACTED**", None, 0}
"""Values that tell nothing although they stand in a private field."""


def leaves(tree: Any, field: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of a tree with the name of its field."""
    yield from [(field, tree)] * (not isinstance(tree, dict | list))
    for name, value in tree.items() if isinstance(tree, dict) else ():
        yield from leaves(value, name)
    for value in tree if isinstance(tree, list) else ():
        yield from leaves(value, field)


def private_values(trees: dict[str, Any]) -> set[Any]:
    """Return what stands in the private fields of trees."""
    found = {value for name, value in leaves(trees) if name in PRIVATE}
    plain = {f"Automation {number}" for number in range(1, 11)} | PUBLIC
    return {value for value in found if value not in plain and not isinstance(value, int)}


def check_dump(trees: dict[str, Any], dump: dict[str, Any]) -> None:
    """Find nothing private in a dump, and everything else."""
    secrets = private_values(trees)
    shown = [(name, value) for name, value in leaves(dump) if value in secrets]
    assert [(name, value) for name, value in shown if name in PRIVATE] == []
    text = json.dumps(dump, ensure_ascii=False)
    long = {value for value in map(str, secrets) if len(value) > 7}
    assert {value for value in long if value in text} == set()
    assert "SunriseTimes" not in text
    rooms = trees["domain"]["Room"]
    assert [room["id"] for room in dump["domain"]["Room"]] == [room["id"] for room in rooms]
    assert [room["Name"] for room in dump["domain"]["Room"]] == [
        f"Room {room['id']}" for room in rooms
    ]


@pytest.mark.parametrize("name", HOUSES)
async def test_a_dump_of_our_houses(start_hub: StartHub, reach: Reach, name: str) -> None:
    """Tell nothing private of a simulated house, which a dump can be replayed as."""
    hub = await start_hub(name)
    client = reach(hub)
    await client.fetch(EVERY)
    before = deepcopy(hub.trees)
    check_dump(hub.trees, client.dump())
    assert hub.trees == before
    assert client.dump().keys() == load_house(name).trees.keys()


@captured_only
@pytest.mark.parametrize("name", CAPTURES)
async def test_a_dump_of_captured_houses(start_hub: StartHub, reach: Reach, name: str) -> None:
    """Tell nothing private of a real house."""
    hub = await start_hub(CAPTURED / name)
    client = reach(hub)
    await client.fetch(EVERY)
    check_dump(hub.trees, client.dump())


def test_what_is_taken_out() -> None:
    """Replace names and identifiers, keep what they stand beside, and drop the sun."""
    tree = {
        "Room": [{"id": 3, "Name": "Ann's", "Mode": "Auto"}, {"Name": "Ben's"}, 7],
        "System": {
            "GeoPosition": {"Latitude": 1.5, "Longitude": 2.5},
            "SunriseTimes": [600],
            "ZigbeeEUI": "00",
        },
        "ButtonPanel": [{"id": 1, "UUID": "u", "Events": [{"id": 2, "Name": "Top"}]}],
        "Odd": {"Name": {"id": 1}, "SSID": ["a"]},
    }
    assert redact(tree) == {
        "Room": [{"id": 3, "Name": "Room 3", "Mode": "Auto"}, {"Name": "Room"}, 7],
        "System": {
            "GeoPosition": {"Latitude": HIDDEN, "Longitude": HIDDEN},
            "ZigbeeEUI": HIDDEN,
        },
        "ButtonPanel": [{"id": 1, "UUID": HIDDEN, "Events": [{"id": 2, "Name": "Events 2"}]}],
        "Odd": {"Name": {"id": 1}, "SSID": ["a"]},
    }


async def test_the_log_tells_nothing_private(
    start_hub: StartHub, dial: Dial, caplog: pytest.LogCaptureFixture
) -> None:
    """Keep secret, names and addresses out of the log, whatever goes wrong."""
    caplog.set_level(logging.DEBUG, "custom_components.wiser_home")
    hub = await start_hub()
    client = LocalHub(dial(hub))
    hub.inject(Fault.SERVER_ERROR)
    hub.inject(Fault.TRUNCATED_JSON, path="status", times=None)
    hub.find("Room", 1)["Mode"] = ["Lounge"]
    await client.fetch(EVERY)
    assert len(told(caplog)) >= 3
    secrets = {*map(str, private_values(hub.trees)), hub.secret}
    assert {value for value in secrets if value in caplog.text} == set()
