"""The houses: built in, captured, downloaded."""

import json
from pathlib import Path
import re
from typing import Any

import pytest

from simulator import HOUSES, SimulatedHub, load_house
from simulator.house import TREES

from .conftest import CAPTURED

CAPTURES = sorted(path.name for path in CAPTURED.iterdir()) if CAPTURED.exists() else []
captured_only = pytest.mark.skipif(not CAPTURES, reason=f"no captured payloads at {CAPTURED}")


def members(house: str, member: str) -> list[dict[str, Any]]:
    """Return the records of a member of a built-in house."""
    found: list[dict[str, Any]] = load_house(house).trees["domain"].get(member, [])
    return found


@pytest.mark.parametrize("name", HOUSES)
def test_built_in_houses_are_consistent(name: str) -> None:
    """Let every reference lead somewhere and every id be unique within its member."""
    house = load_house(name)
    domain = house.trees["domain"]
    lists = {member: items for member, items in domain.items() if isinstance(items, list)}
    assert set(TREES) - {"opentherm"} <= set(house.trees)
    assert re.fullmatch(r"WiserHeat[0-9A-F]{6}", house.hub_name)
    assert house.trees["network"]["Station"]["MacAddress"].endswith(house.hub_name[-6:])
    ids = {member: [item["id"] for item in items] for member, items in lists.items()}
    assert [member for member, found in ids.items() if len(found) != len(set(found))] == []
    devices, rooms = set(ids["Device"]), set(ids["Room"])
    everything = [item for items in lists.values() for item in items]
    assert {item["DeviceId"] for item in everything if "DeviceId" in item} <= devices
    assert {item["RoomId"] for item in everything if "RoomId" in item} <= rooms
    assert {item["EquipmentId"] for item in everything if "EquipmentId" in item} <= set(
        ids.get("Equipment", [])
    )
    for member in ("SmartValve", "RoomStat", "SmartPlug", "HeatingActuator"):
        assert set(ids.get(member, [])) <= devices
    plans = house.trees["schedules"]
    used = {item["ScheduleId"] for item in domain["Room"] if "ScheduleId" in item}
    assert used <= {plan["id"] for plan in plans["Heating"]}


@pytest.mark.parametrize("name", HOUSES)
def test_built_in_houses_are_always_the_same(name: str) -> None:
    """Build a house twice and get the same."""
    assert load_house(name).trees == load_house(name).trees


@pytest.mark.parametrize("name", HOUSES)
def test_moments_and_automations_have_an_effect(name: str) -> None:
    """Let everything that can be run change something."""
    house = load_house(name)
    effects = {"Moment": house.moments, "Automation": house.automations}
    found = {member: [item["id"] for item in members(name, member)] for member in effects}
    assert {member: list(effect) for member, effect in effects.items()} == found
    assert all(actions for effect in effects.values() for actions in effect.values())


def test_cottage() -> None:
    """Hold what the cottage is for."""
    assert len(members("cottage", "Room")) == 4
    assert [item["id"] for item in members("cottage", "HeatingChannel")] == [1, 3]
    tree = load_house("cottage").trees["opentherm"]
    assert tree["preDefinedRemoteBoilerParameters"]["dhwSetpoint"] == 2560
    signals = [item["DisplayedSignalStrength"] for item in members("cottage", "Device")]
    assert signals.count("NoSignal") == 1


def test_apartment() -> None:
    """Hold what the apartment is for."""
    lights = members("apartment", "Light")
    gangs = [item for item in lights if item["DeviceId"] == lights[-1]["DeviceId"]]
    assert [item["Endpoint"] for item in gangs] == [1, 2]
    assert all(item["id"] != item["DeviceId"] for item in lights)
    tilts = [item["IsTiltSupported"] for item in members("apartment", "Shutter")]
    assert tilts == [False, False, True]
    assert len(members("apartment", "ThresholdSensor")) == 2


def test_residence_has_every_kind() -> None:
    """Hold every kind of device there is, and many."""
    domain = load_house("residence").trees["domain"]
    assert len(domain["Room"]) >= 32
    assert len(domain["Device"]) >= 105
    assert len(domain["HeatingChannel"]) == 3
    assert len(domain["Automation"]) == 10
    assert {item["ProductType"] for item in domain["Device"]} == {
        *("Controller", "iTRV", "RoomStat", "SmartPlug", "HeatingActuator", "CFMT"),
        *("UnderFloorHeating", "Shutter", "OnOffLight", "DimmableLight", "PowerTagE"),
        *("LoadControl", "SmokeAlarmDevice", "WindowDoorSensor", "MotionLightSensor"),
        *("WaterLeakageSensor", "TemperatureHumiditySensor", "BoilerInterface", "ButtonPanel"),
        *("EVSocket", "TouchPanel", "AromaDiffuser"),
    }
    assert {item["NumberOfPhases"] for item in domain["PTE"]} == {"One", "Three"}
    unserved = [item["Name"] for item in domain["Room"] if item.get("Invalid")]
    lit = {item["RoomId"] for item in domain["Light"]}
    assert [item["Name"] for item in domain["Room"] if item["id"] in lit and "Invalid" in item] == [
        *("Landing", "Stairs", "Cloakroom", "Cellar")
    ]
    assert {"Garage", "Wine cellar"} <= set(unserved)


@pytest.mark.parametrize("name", HOUSES)
def test_a_day_passes(name: str) -> None:
    """Live through a day with every value still in range."""
    hub = SimulatedHub(load_house(name))
    hub.advance(86400)
    temperatures = [
        item["CalculatedTemperature"]
        for item in hub.trees["domain"]["Room"]
        if item["CalculatedTemperature"] != -32768
    ]
    assert min(temperatures) > 130
    assert max(temperatures) < 260


@captured_only
@pytest.mark.parametrize("name", CAPTURES)
def test_captured_houses(name: str) -> None:
    """Serve a captured domain as it is and live through a day."""
    house = load_house(CAPTURED / name)
    domain = json.loads((CAPTURED / name / "domain.json").read_text("utf-8"))
    domain.pop("Schedule", None)
    text = json.dumps(house.trees["domain"])
    assert "ANON" not in json.dumps(house.trees)
    assert re.fullmatch(r"WiserHeat[0-9A-F]{6}", house.hub_name)
    made_up = {"ANON_SERIAL"}
    untouched = [
        member
        for member, content in domain.items()
        if not made_up & set(re.findall(r"ANON_\w+", json.dumps(content)))
    ]
    assert untouched
    assert {member: house.trees["domain"][member] for member in untouched} == {
        member: domain[member] for member in untouched
    }
    hub = SimulatedHub(house)
    assert json.dumps(hub.trees["domain"]) == text
    hub.advance(86400)
    assert len(hub.trees["domain"]["Room"]) == len(domain["Room"])


@captured_only
def test_captured_boost_ends() -> None:
    """Keep the old spelling of an origin, and end the captured boost."""
    hub = SimulatedHub(load_house(CAPTURED / "boost-offline-valve-uk-2.26"))
    room = hub.find("Room", 3)
    assert room["SetPointOrigin"] == "FromBoost"
    hub.advance(1800)
    assert room["SetPointOrigin"] == "FromSchedule"
    assert "SetpointOrigin" not in room
    heating = hub.trees["schedules"]["Heating"]
    assert {item["id"]: item["Name"] for item in heating}[3] == "Living Room"


def test_a_diagnostics_download(tmp_path: Path) -> None:
    """Replay a download whose identifiers were struck out."""
    trees = load_house("apartment").trees
    text = json.dumps(trees)
    trees = json.loads(text)
    trees["network"]["Station"] |= {
        "MdnsHostname": "**REDACTED**",
        "MacAddress": "**REDACTED**",
        "SSID": "**REDACTED**",
    }
    trees["domain"]["System"]["GeoPosition"] = "**REDACTED**"
    trees["domain"]["Device"][1]["SerialNumber"] = "**REDACTED**"
    path = tmp_path / "config_entry-wiser_home.json"
    path.write_text(json.dumps({"home_assistant": {}, "data": {"trees": trees}}))
    hub = SimulatedHub(load_house(path))
    hub.advance(86400)
    assert re.fullmatch(r"WiserHeat[0-9A-F]{6}", hub.house.hub_name)
    assert hub.trees["domain"]["Device"][1]["SerialNumber"] != "**REDACTED**"
    assert [item["Name"] for item in hub.trees["domain"]["Room"]] == [
        item["Name"] for item in members("apartment", "Room")
    ]


def test_a_lone_domain_file(tmp_path: Path) -> None:
    """Make up what a lone domain tree lacks."""
    path = tmp_path / "domain.json"
    path.write_text(json.dumps(load_house("cottage").trees["domain"]))
    house = load_house(path)
    assert set(house.trees) == {"domain", "network", "schedules", "status"}
    assert house.trees["schedules"] == {"Heating": [], "OnOff": [], "Level": []}
    SimulatedHub(house).advance(3600)


@pytest.mark.parametrize("content", ["[]", "{}", '{"data": {"trees": {}}}'])
def test_no_house(tmp_path: Path, content: str) -> None:
    """Say what is wrong with a file that is no house."""
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="no domain tree"):
        load_house(path)
    with pytest.raises(ValueError, match="cottage, apartment, residence"):
        load_house("palace")
