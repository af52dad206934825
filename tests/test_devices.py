"""Test the devices and areas of a house, and how they follow it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.wiser_home import devices
from custom_components.wiser_home.areas import PLACE_AFTER
from custom_components.wiser_home.const import DOMAIN
from simulator import Fault, SimulatedHub

from .conftest import StartHub, pass_time, poll, set_up, state_of

HUB = "wiserheatc0774e"
LOUNGE, BEDROOM, KITCHEN = 1, 2, 3
BEDROOM_VALVE, KITCHEN_VALVE = 2, 4


@pytest.fixture
async def hub(start_hub: StartHub) -> SimulatedHub:
    """Return the hub of the cottage."""
    return await start_hub("cottage")


class Registries:
    """What Home Assistant knows of a hub."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        """Look at the registries through an entry."""
        self.areas = ar.async_get(hass)
        self.devices = dr.async_get(hass)
        self.entities = er.async_get(hass)
        self.entry = entry

    def find(self, identity: str) -> dr.DeviceEntry | None:
        """Return the device with an identity behind that of the hub, if there is one."""
        known = f"{self.entry.unique_id}_{identity}" if identity else str(self.entry.unique_id)
        return self.devices.async_get_device_by_identifier((DOMAIN, known), self.entry.entry_id)

    def device(self, identity: str) -> dr.DeviceEntry:
        """Return the device with an identity."""
        device = self.find(identity)
        assert device is not None
        return device

    def area(self, identity: str) -> str | None:
        """Return the name of the area a device is in."""
        area = self.areas.async_get_area(self.device(identity).area_id or "")
        return area.name if area else None

    def names(self) -> list[str]:
        """Return the names of all devices."""
        devices = dr.async_entries_for_config_entry(self.devices, self.entry.entry_id)
        return sorted(str(device.name) for device in devices)

    def entity_ids(self) -> set[str]:
        """Return the ids of all entities."""
        entities = er.async_entries_for_config_entry(self.entities, self.entry.entry_id)
        return {entity.entity_id for entity in entities}

    def unique_ids(self) -> set[str]:
        """Return the identities of all entities."""
        entities = er.async_entries_for_config_entry(self.entities, self.entry.entry_id)
        return {entity.unique_id for entity in entities}

    def everything(self) -> tuple[list[str], set[str]]:
        """Return the names of the devices and the ids of the entities."""
        return self.names(), self.entity_ids()


def add_valve(hub: SimulatedHub, id_: int, room: int | None) -> None:
    """Pair a radiator valve, and put it into a room."""
    for member in ("Device", "SmartValve"):
        record = deepcopy(hub.find(member, KITCHEN_VALVE)) | {"id": id_}
        hub.trees["domain"][member].append(record)
    hub.find("Device", id_)["SerialNumber"] = f"000B57FFFE0000{id_:02}"
    if room is not None:
        hub.find("Room", room).setdefault("SmartValveIds", []).append(id_)


def remove_valve(hub: SimulatedHub, id_: int, room: int) -> None:
    """Take a radiator valve out of the house."""
    domain = hub.trees["domain"]
    for member in ("Device", "SmartValve"):
        domain[member] = [record for record in domain[member] if record["id"] != id_]
    hub.find("Room", room)["SmartValveIds"].remove(id_)


# --- What is registered -------------------------------------------------------------------------


async def test_short_entity_ids_and_areas(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """A room is a device in its area, and its entity ids do not say so twice."""
    known = Registries(hass, await set_up(hass, hub))

    assert hass.states.get("climate.lounge") is not None
    assert known.area(f"room_{LOUNGE}") == "Lounge"
    assert known.area("device_1") == "Lounge"
    assert known.area(f"device_{BEDROOM_VALVE}") == "Bedroom"
    assert known.area("") is None
    entity = known.entities.async_get("climate.lounge")
    assert entity is not None
    assert entity.unique_id == f"{HUB}_room_1_climate"
    assert {area.name for area in known.areas.async_list_areas()} == {
        "Bedroom",
        "Hall",
        "Kitchen",
        "Lounge",
    }


@pytest.mark.parametrize(
    ("house", "names"),
    [
        (
            "cottage",
            [
                "Bedroom",
                "Bedroom radiator valve 1",
                "Bedroom radiator valve 2",
                "Hall",
                "Hall radiator valve",
                "Kitchen",
                "Kitchen radiator valve",
                "Lounge",
                "Lounge room thermostat",
                "Reading lamp",
                "Wiser hub",
            ],
        ),
        (
            "apartment",
            [
                "Balcon",
                "Chambre",
                "Chambre light switch",
                "Chambre window and door sensor",
                "Entrée",
                "Heating Chambre",
                "Heating Salle de bain",
                "Heating Salon",
                "Plafond",
                "Rue",
                "Salle de bain",
                "Salle de bain climate sensor",
                "Salon",
                "Store",
                "Sèche-serviettes",
                "Wiser PowerTag",
                "Wiser hub",
            ],
        ),
    ],
)
async def test_names(
    hass: HomeAssistant, start_hub: StartHub, house: str, names: list[str]
) -> None:
    """Devices are named as their user did, or after their kind, numbered in their room."""
    hub = await start_hub(house)

    known = Registries(hass, await set_up(hass, hub))

    assert [name for name in known.names() if name not in names] == []
    assert [name for name in names if name not in known.names()] == []


async def test_hub_is_what_all_hang_on(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Every device is reached through the hub, which is known by its MAC address."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    own = known.device("")

    assert own.connections == {(dr.CONNECTION_NETWORK_MAC, "00:04:f3:c0:77:4e")}
    assert own.model == "WT734R1S0902"
    assert own.sw_version == "3.14.0-1c0ffee123"
    assert own.hw_version == "Generation 1"
    assert own.via_device_id is None
    others = [
        device
        for device in dr.async_entries_for_config_entry(known.devices, entry.entry_id)
        if device.id != own.id
    ]
    assert len(others) == 10
    assert {device.via_device_id for device in others} == {own.id}


async def test_two_hubs(hass: HomeAssistant, hub: SimulatedHub, start_hub: StartHub) -> None:
    """Houses whose rooms and devices have the same ids do not mix."""
    twin = await start_hub("cottage")
    station = twin.trees["network"]["Station"]
    station |= {"MdnsHostname": "WiserHeat123456", "MacAddress": "0004F3123456"}
    first = Registries(hass, await set_up(hass, hub))
    second = Registries(hass, await set_up(hass, twin))

    assert state_of(second.entry) is ConfigEntryState.LOADED
    assert first.names() == second.names()
    assert first.unique_ids().isdisjoint(second.unique_ids())
    assert len(first.unique_ids()) == len(second.unique_ids())
    assert first.area("room_1") == second.area("room_1") == "Lounge"

    remove_valve(hub, KITCHEN_VALVE, KITCHEN)
    before = second.everything()
    assert await hass.config_entries.async_reload(first.entry.entry_id)
    assert first.find(f"device_{KITCHEN_VALVE}") is None
    assert second.everything() == before


# --- Whose areas they are -----------------------------------------------------------------------


async def test_areas_are_their_users(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A device is placed once: where its user puts it, it stays."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    snug = known.areas.async_get_or_create("Snug")
    known.devices.async_update_device(known.device("room_1").id, area_id=snug.id)
    known.devices.async_update_device(known.device("room_2").id, area_id=None)

    hub.find("Room", LOUNGE)["Name"] = "Parlour"
    hub.find("Room", BEDROOM)["Name"] = "Nursery"
    await poll(hass, freezer)
    await pass_time(hass, freezer, PLACE_AFTER)
    assert (known.area("room_1"), known.area("room_2")) == ("Snug", None)

    assert await hass.config_entries.async_reload(entry.entry_id)
    assert (known.area("room_1"), known.area("room_2")) == ("Snug", None)


async def test_device_that_gets_its_room_later(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A valve that is paired first and put into a room then is in its area then."""
    known = Registries(hass, await set_up(hass, hub))
    add_valve(hub, 20, None)
    await poll(hass, freezer)
    await pass_time(hass, freezer, PLACE_AFTER)
    assert known.device("device_20").name == "Wiser radiator valve"
    assert known.area("device_20") is None

    hub.find("Room", LOUNGE)["SmartValveIds"] = [20]
    await poll(hass, freezer)
    await pass_time(hass, freezer, PLACE_AFTER)
    assert known.device("device_20").name == "Lounge radiator valve"
    assert known.area("device_20") == "Lounge"


async def test_device_that_its_user_has_placed_at_once(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A user who is quicker than we are is right."""
    known = Registries(hass, await set_up(hass, hub))
    add_valve(hub, 20, KITCHEN)
    await poll(hass, freezer)
    snug = known.areas.async_get_or_create("Snug")
    known.devices.async_update_device(known.device("device_20").id, area_id=snug.id)

    await pass_time(hass, freezer, PLACE_AFTER)

    assert known.area("device_20") == "Snug"


async def test_unload_before_a_device_is_placed(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A device that waits for its area is let go with its entry."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    add_valve(hub, 20, KITCHEN)
    await poll(hass, freezer)

    assert await hass.config_entries.async_unload(entry.entry_id)
    await pass_time(hass, freezer, PLACE_AFTER)

    assert known.area("device_20") is None


# --- What changes -------------------------------------------------------------------------------


async def test_renamed_room(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A new name of a room is that of its device and devices, and no entity id changes."""
    known = Registries(hass, await set_up(hass, hub))
    before = known.entity_ids()

    hub.find("Room", BEDROOM)["Name"] = "Nursery "
    await poll(hass, freezer)

    assert known.device("room_2").name == "Nursery"
    assert known.device("device_2").name == "Nursery radiator valve 1"
    assert known.device("device_3").name == "Nursery radiator valve 2"
    assert known.entity_ids() == before
    assert hass.states.get("climate.bedroom") is not None


async def test_renamed_plug(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A new name of a plug is that of its device."""
    known = Registries(hass, await set_up(hass, hub))

    hub.find("SmartPlug", 6)["Name"] = "Tea kettle"
    await poll(hass, freezer)

    assert known.device("device_6").name == "Tea kettle"
    assert hass.states.get("switch.reading_lamp") is not None


async def test_renamed_device(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A device that has a name of its own is named so, and numbered with the others no more."""
    known = Registries(hass, await set_up(hass, hub))

    hub.find("Device", BEDROOM_VALVE)["Name"] = "By the window"
    await poll(hass, freezer)

    assert known.device("device_2").name == "By the window"
    assert known.device("device_3").name == "Bedroom radiator valve"


async def test_new_firmware(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """New firmware of a device and of the hub itself reaches the registry."""
    known = Registries(hass, await set_up(hass, hub))

    hub.find("Device", BEDROOM_VALVE)["ActiveFirmwareVersion"] = "99887766"
    hub.find("System")["ActiveSystemVersion"] = "3.15.0"
    await poll(hass, freezer)

    assert known.device(f"device_{BEDROOM_VALVE}").sw_version == "99887766"
    assert known.device("").sw_version == "3.15.0"


async def test_registry_is_left_alone_while_nothing_of_it_changes(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """Temperatures are no business of the registry."""
    known = Registries(hass, await set_up(hass, hub))
    events = async_capture_events(hass, dr.EVENT_DEVICE_REGISTRY_UPDATED)
    before = known.everything()

    for _ in range(5):
        hub.find("Room", BEDROOM)["CalculatedTemperature"] += 1
        hub.find("Device", BEDROOM_VALVE)["BatteryVoltage"] -= 1
        await poll(hass, freezer)

    assert events == []
    assert known.everything() == before


# --- What comes ---------------------------------------------------------------------------------


async def test_new_device(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A valve that is paired is there without a reload, named, numbered and placed."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    assert known.device(f"device_{KITCHEN_VALVE}").name == "Kitchen radiator valve"
    coordinator = entry.runtime_data

    add_valve(hub, 20, KITCHEN)
    await poll(hass, freezer)
    assert known.device("device_20").name == "Kitchen radiator valve 2"
    assert known.device(f"device_{KITCHEN_VALVE}").name == "Kitchen radiator valve 1"
    assert hass.states.get("sensor.kitchen_radiator_valve_2_temperature") is not None

    await pass_time(hass, freezer, PLACE_AFTER)
    assert known.area("device_20") == "Kitchen"
    assert entry.runtime_data is coordinator


async def test_new_room(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A room that appears together with its valve is there, and in its area."""
    known = Registries(hass, await set_up(hass, hub))

    room = deepcopy(hub.find("Room", KITCHEN)) | {"id": 9, "Name": "Attic", "SmartValveIds": []}
    hub.trees["domain"]["Room"].append(room)
    add_valve(hub, 20, 9)
    await poll(hass, freezer)
    await pass_time(hass, freezer, PLACE_AFTER)

    assert hass.states.get("climate.attic") is not None
    assert known.area("room_9") == known.area("device_20") == "Attic"


async def test_new_room_with_nothing_in_it(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A room that nothing serves is no device, and makes no area."""
    known = Registries(hass, await set_up(hass, hub))
    before = known.everything()

    hub.trees["domain"]["Room"].append({"id": 9, "Name": "Shed"})
    await poll(hass, freezer)
    await pass_time(hass, freezer, PLACE_AFTER)

    assert known.everything() == before
    assert known.areas.async_get_area_by_name("Shed") is None


async def test_two_devices_in_a_row(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A device that appears while another one waits for its area is placed, too."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    add_valve(hub, 20, KITCHEN)
    await poll(hass, freezer)
    add_valve(hub, 21, LOUNGE)
    freezer.tick(PLACE_AFTER / 2)
    await entry.runtime_data.async_request_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert known.find("device_21") is not None

    await pass_time(hass, freezer, PLACE_AFTER)

    assert (known.area("device_20"), known.area("device_21")) == ("Kitchen", "Lounge")


@pytest.mark.parametrize(
    ("member", "record", "entity_id"),
    [
        ("Moment", {"id": 9, "Name": "Tea time", "IconId": 1}, "scene.wiser_hub_tea_time"),
        ("Moment", {"id": -9, "Name": "Tea time", "IconId": 1}, "scene.wiser_hub_tea_time"),
        (
            "Automation",
            {"id": 9, "Name": "Tea time", "IconId": 1, "Enabled": True},
            "switch.wiser_hub_tea_time",
        ),
    ],
)
async def test_moment_or_automation_comes_and_goes(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    member: str,
    record: dict[str, Any],
    entity_id: str,
) -> None:
    """What is made in the Wiser app is there without a reload, and goes with it."""
    known = Registries(hass, await set_up(hass, hub))
    before = known.entity_ids()
    assert entity_id not in before

    hub.trees["domain"].setdefault(member, []).append(record)
    await poll(hass, freezer)
    assert hass.states.get(entity_id) is not None

    hub.trees["domain"][member].pop()
    await poll(hass, freezer)
    assert known.entity_ids() == before
    assert hass.states.get(entity_id) is None


# --- What goes ----------------------------------------------------------------------------------


async def test_device_that_goes(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A valve that is taken out of the house goes with its entities."""
    known = Registries(hass, await set_up(hass, hub))
    before = known.unique_ids()

    remove_valve(hub, BEDROOM_VALVE, BEDROOM)
    await poll(hass, freezer)

    assert known.find(f"device_{BEDROOM_VALVE}") is None
    assert known.device("device_3").name == "Bedroom radiator valve"
    gone = before - known.unique_ids()
    prefixes = (f"{HUB}_device_2_", f"{HUB}_smartvalve_2_")
    assert gone == {one for one in before if one.startswith(prefixes)}
    assert len(gone) > 4
    assert hass.states.get("sensor.bedroom_radiator_valve_1_temperature") is None


async def test_device_that_went_meanwhile(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """What vanished while Home Assistant was off is gone when it is back."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    before = known.unique_ids()
    assert await hass.config_entries.async_unload(entry.entry_id)
    remove_valve(hub, BEDROOM_VALVE, BEDROOM)
    hub.trees["domain"]["Moment"].pop()

    assert await hass.config_entries.async_setup(entry.entry_id)

    assert known.find(f"device_{BEDROOM_VALVE}") is None
    prefixes = (f"{HUB}_device_2_", f"{HUB}_smartvalve_2_", f"{HUB}_moment_2_")
    assert known.unique_ids() == {one for one in before if not one.startswith(prefixes)}


async def test_id_that_is_used_again(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """A hub gives the id of a device that has gone to another one."""
    known = Registries(hass, await set_up(hass, hub))
    before = known.everything()
    valve = {member: deepcopy(hub.find(member, 2)) for member in ("Device", "SmartValve")}
    remove_valve(hub, BEDROOM_VALVE, BEDROOM)
    await poll(hass, freezer)

    plug = {member: deepcopy(hub.find(member, 6)) for member in ("Device", "SmartPlug")}
    for member, record in plug.items():
        hub.trees["domain"][member].append(record | {"id": 2})
    hub.find("SmartPlug", 2)["Name"] = "Fan"
    await poll(hass, freezer)
    assert known.device("device_2").name == "Fan"
    assert known.entities.async_get_entity_id("switch", DOMAIN, f"{HUB}_smartplug_2_output")

    for member in plug:
        hub.trees["domain"][member].pop()
    await poll(hass, freezer)
    for member, record in valve.items():
        hub.trees["domain"][member].append(record)
    hub.find("Room", BEDROOM)["SmartValveIds"].insert(0, 2)
    await poll(hass, freezer)
    assert known.everything() == before
    assert hass.states.get("sensor.bedroom_radiator_valve_1_temperature") is not None


def empty(hub: SimulatedHub) -> None:
    """Let the hub send an empty domain tree."""
    hub.inject(Fault.EMPTY_TREE, times=None, path="domain")


def without_devices(hub: SimulatedHub) -> None:
    """Let the hub send a domain tree that lacks its devices, and shows few rooms."""
    domain = hub.trees["domain"]
    domain["Room"] = domain["Room"][:1]
    domain["Device"] = []


def without_system(hub: SimulatedHub) -> None:
    """Let the hub send a domain tree that lacks the system."""
    domain = hub.trees["domain"]
    del domain["System"]
    domain["Device"] = domain["Device"][:2]


def without_an_id(hub: SimulatedHub) -> None:
    """Let the hub send a room and a device without their ids."""
    del hub.find("Room", BEDROOM)["id"]
    del hub.find("Device", BEDROOM_VALVE)["id"]


BROKEN = [empty, without_devices, without_system, without_an_id]


@pytest.mark.parametrize("harm", BROKEN)
async def test_broken_tree_removes_nothing(
    hass: HomeAssistant,
    hub: SimulatedHub,
    freezer: FrozenDateTimeFactory,
    harm: Callable[[SimulatedHub], None],
) -> None:
    """What a hub sends while it starts is no reason to forget anything."""
    known = Registries(hass, await set_up(hass, hub))
    before = known.everything()
    domain = deepcopy(hub.trees["domain"])

    harm(hub)
    await poll(hass, freezer, 2)
    assert known.everything() == before

    hub.clear_faults()
    hub.trees["domain"] = domain
    await poll(hass, freezer)
    assert known.everything() == before


@pytest.mark.parametrize("harm", BROKEN)
async def test_broken_tree_at_set_up_removes_nothing(
    hass: HomeAssistant, hub: SimulatedHub, harm: Callable[[SimulatedHub], None]
) -> None:
    """Nor is it when Home Assistant starts together with the hub."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    before = known.everything()
    domain = deepcopy(hub.trees["domain"])
    assert await hass.config_entries.async_unload(entry.entry_id)

    harm(hub)
    await hass.config_entries.async_setup(entry.entry_id)
    assert known.entity_ids() == before[1]

    hub.clear_faults()
    hub.trees["domain"] = domain
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert known.everything() == before


async def test_identities_of_another_form_stay(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """An entity or a device that is none of an object is not taken for one that has gone."""
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    for unique_id in ("x", f"{HUB}_x", f"{HUB}_system_energy", f"{HUB}2_room_1_climate"):
        known.entities.async_get_or_create("sensor", DOMAIN, unique_id, config_entry=entry)
    known.devices.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, "x"), ("other", f"{HUB}_room_77")}
    )
    before = known.unique_ids()

    assert await hass.config_entries.async_reload(entry.entry_id)

    assert known.unique_ids() == before
    assert known.devices.async_get_device_by_identifier((DOMAIN, "x"), entry.entry_id) is not None


async def test_devices_removed_by_hand(
    hass: HomeAssistant, hub: SimulatedHub, hass_ws_client: WebSocketGenerator
) -> None:
    """A device the hub still has cannot be removed, a leftover can."""
    assert await async_setup_component(hass, "config", {})
    entry = await set_up(hass, hub)
    known = Registries(hass, entry)
    known.devices.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(DOMAIN, f"{HUB}_device_77")}
    )
    client = await hass_ws_client(hass)

    for identity in ("", "room_1", f"device_{BEDROOM_VALVE}"):
        answer = await client.remove_device(known.device(identity).id)
        assert not answer["success"]
    answer = await client.remove_device(known.device("device_77").id)
    assert answer["success"]
    assert known.find("device_77") is None

    assert await hass.config_entries.async_unload(entry.entry_id)
    answer = await client.remove_device(known.device("room_1").id)
    assert not answer["success"]
    assert known.find("room_1") is not None


async def test_clock_alone_renews_nothing(
    hass: HomeAssistant, hub: SimulatedHub, freezer: FrozenDateTimeFactory
) -> None:
    """The devices are looked through when something has changed, and not at every poll."""
    await set_up(hass, hub)
    with patch(f"{devices.__name__}._told", wraps=devices._told) as told:
        for _ in range(3):
            hub.trees["domain"]["System"]["UnixTime"] += 30
            await poll(hass, freezer)
        assert told.call_count == 0
        hub.trees["domain"]["Room"][0]["Name"] = "Atelier"
        await poll(hass, freezer)
        assert told.call_count == 1
