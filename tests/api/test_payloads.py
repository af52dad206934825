"""Every house that was ever captured, and ours, is read without loss."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.wiser_home.api.house.house import House
from custom_components.wiser_home.api.house.members import DOMAIN, SCHEDULES
from custom_components.wiser_home.api.model import (
    Automation,
    ButtonPanel,
    Device,
    Equipment,
    HeatingActuator,
    HotWater,
    OpenTherm,
    PowerTagE,
    SmartPlug,
)
from simulator import HOUSES, load_house

SHARED = Path(__file__).parents[3] / "shared"
CAPTURED = SHARED / "payloads" / "hubs"
FRAGMENTS = SHARED / "payloads" / "fragments"
SEEDS = SHARED / "seeds"
CAPTURES = sorted(path.name for path in CAPTURED.iterdir()) if CAPTURED.exists() else []

RECORD = re.compile(r'^\s*"id":.*\n(?:\s*(?:"[^"\n]*":.*|[\]}],?)\n)*', re.MULTILINE)
"""A run of fields from an id on, as it is printed."""

captured_only = pytest.mark.skipif(not CAPTURES, reason=f"no captured payloads at {CAPTURED}")
seeds_only = pytest.mark.skipif(not SEEDS.exists(), reason=f"no published records at {SEEDS}")


def trees_of(house: str) -> dict[str, Any]:
    """Return the trees of a captured house as they were captured, or of a simulated one."""
    files = sorted((CAPTURED / house).glob("*.json"))
    captured = {path.stem: json.loads(path.read_text("utf-8")) for path in files}
    return captured or load_house(house).trees


def read_all(trees: dict[str, Any]) -> House:
    """Return a house that has read every tree there is."""
    house = House()
    readers = {
        "domain": house.read_domain,
        "network": house.read_network,
        "schedules": house.read_schedules,
        "status": house.read_status,
        "opentherm": house.read_open_therm,
    }
    for tree, raw in trees.items():
        readers[tree](raw)
    return house


def counts(tree: dict[str, Any], kinds: Any, house: House) -> Iterator[tuple[str, int, int]]:
    """Yield each member with how many records it has and how many were read."""
    for member, raw in tree.items():
        size = len(raw) if isinstance(raw, list) else 1
        yield member, size, len(house.snapshot.all(kinds[member]))


def lossless(trees: dict[str, Any]) -> House:
    """Read every tree and find every record of it, every field and every value."""
    house = read_all(trees)
    domain = {name: raw for name, raw in trees["domain"].items() if name != "Schedule"}
    every = [
        *counts(domain, DOMAIN, house),
        *counts(trees.get("schedules", {}), SCHEDULES, house),
    ]
    assert [(member, size) for member, size, _ in every] == [
        (member, found) for member, _, found in every
    ]
    assert house.problems == set()
    assert house.unknown == set()
    return house


@captured_only
@pytest.mark.parametrize("name", CAPTURES)
def test_captured_houses(name: str) -> None:
    """Read every record, field and value of a real house."""
    trees = trees_of(name)
    house = lossless(trees)
    old = trees["domain"].get("Schedule", [])
    found = sum(len(house.snapshot.all(kind)) for kind in SCHEDULES.values())
    assert found == len(old) + sum(map(len, trees.get("schedules", {}).values()))


@pytest.mark.parametrize("name", HOUSES)
def test_simulated_houses(name: str) -> None:
    """Read every record, field and value of a simulated house."""
    lossless(trees_of(name))


def records_in(text: str) -> list[dict[str, Any]]:
    """Return the records that stand in a text as runs of fields, with or without their braces.

    Published ones are torn by page ends, and some are cut off before their end.
    """
    lines = [line for line in text.splitlines() if line.strip() not in {"", "```"}]
    joined = "\n".join(lines).replace('\nid"', '\n"id"') + "\n"
    found = []
    for run in RECORD.finditer(joined):
        body = run.group().rstrip(" \n,")
        missing = 1 + body.count("{") - body.count("}")
        found.append(json.loads("{" + body + "}" * missing))
    return found


def read_records(member: str, records: list[dict[str, Any]]) -> House:
    """Return a house that has read some records, each as a house of its own."""
    house = House()
    for raw in records:
        house.read_domain({"System": {}, "Device": [{"id": 0}], member: [raw]})
    assert house.problems == set()
    assert house.unknown == set()
    return house


@seeds_only
def test_published_records_of_generation_2() -> None:
    """Read the records of a PowerTag, of equipment and of an automation."""
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("003*.txt"))]
    tag, *equipment, automation = records_in(texts[0])
    (found,) = read_records("PTE", [tag]).snapshot.all(PowerTagE).values()
    assert (found.equipment_id, found.raw_total_active_power, found.grid_limit) == (4, 1922, 36.0)
    assert [raw["DeviceApplicationInstanceType"] for raw in equipment] == [
        *("PTE", "HeatingActuator", "SmartPlug")
    ]
    grid = read_records("Equipment", equipment[:1]).snapshot.all(Equipment)[4]
    assert (grid.power, grid.rms_voltage, grid.rms_current) == (1922, 235.0, 8.0)
    assert (grid.current_summation_delivered, grid.current_summation_received) == (57813, 16455)
    assert grid.under_power_notification is not None
    assert grid.under_power_notification.period_mins == 5
    lamp = read_records("Equipment", equipment).snapshot.all(Equipment)[3]
    assert lamp.equipment_name == "Lampadaire"
    rule = read_records("Automation", [automation]).snapshot.all(Automation)[2]
    assert (rule.name, rule.enabled, rule.enable_notification) == ("Canary", False, True)


@captured_only
def test_fragment_of_a_socket_for_cars() -> None:
    """Read the equipment of an EV socket, which its author cut off."""
    text = (FRAGMENTS / "equipment-evse-gen2.txt").read_text("utf-8")
    raw = json.loads(text[: text.rindex(",")] + "}")
    socket = read_records("Equipment", [raw]).snapshot.all(Equipment)[6]
    assert socket.available_control_state == ("selfManagement", "consumptionForceOff")


@captured_only
def test_fragment_of_a_button_panel() -> None:
    """Read a panel and what its buttons do."""
    text = (FRAGMENTS / "buttonpanel-gen2.txt").read_text("utf-8")
    raw = json.loads("{" + text.strip().rstrip(",") + "}")
    panel = read_records("ButtonPanel", raw["ButtonPanel"]).snapshot.all(ButtonPanel)[5]
    assert [event.name for event in panel.events] == [None, None, "Top", "Bottom"]
    assert panel.events[3].action is not None
    assert panel.events[3].action.value == '{"Type":"Away"}'


@captured_only
def test_fragments_of_devices() -> None:
    """Read two light switches."""
    text = (FRAGMENTS / "device-light-gen2.txt").read_text("utf-8")
    records = records_in(text)
    assert [raw["id"] for raw in records] == [21, 12]
    device = read_records("Device", records).snapshot.all(Device)[12]
    assert device.product_identifier == "C4BLight2Gang"


@captured_only
def test_fragments_of_the_hot_water() -> None:
    """Read every state of the hot water that was published."""
    text = (FRAGMENTS / "hotwater-states-gen1.txt").read_text("utf-8")
    records = [json.loads(found) for found in re.findall(r"\{[^{}]*\}", text)]
    states = [read_records("HotWater", [raw]).snapshot.all(HotWater)[2] for raw in records]
    assert [state.is_overridden for state in states] == [False, False, True, True]
    assert [state.water_heating_state for state in states] == [False, False, True, True]


@captured_only
def test_fragment_of_a_plug() -> None:
    """Read a plug of an old firmware."""
    records = json.loads((FRAGMENTS / "smartplug-gen1.json").read_text("utf-8"))
    assert read_records("SmartPlug", records).snapshot.all(SmartPlug)[15].output_state is False


@captured_only
def test_fragment_of_a_boiler() -> None:
    """Read an OpenTherm tree."""
    raw = json.loads((FRAGMENTS / "opentherm-gen1.json").read_text("utf-8"))
    house = read_all({"opentherm": raw})
    assert house.unknown == set()
    boiler = house.snapshot.all(OpenTherm)[0]
    assert (boiler.measured.ch_pressure_bar, boiler.ch1_flow_setpoint) == (1.3, 35.0)
    assert boiler.pre_defined_remote_boiler_parameters is not None
    assert boiler.pre_defined_remote_boiler_parameters.dhw_setpoint is None


@captured_only
def test_fragment_of_an_actuator() -> None:
    """Read a heating actuator out of the listing of a network tool."""
    text = (FRAGMENTS / "heatingactuator-gen1.txt").read_text("utf-8")
    pairs = re.findall(r"Path with value: /HeatingActuator/\[\]/(\w+):(\w+)", text)
    raw = {name: json.loads(f'"{value}"') for name, value in pairs}
    house = read_records("HeatingActuator", [raw | {"id": int(raw["id"])}])
    (actuator,) = house.snapshot.all(HeatingActuator).values()
    assert (actuator.measured_temperature, actuator.output_type) == (18.4, "Relay")
