"""Test the actions against simulated houses."""

from collections.abc import Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.wiser_home.api.model import DAYS
from custom_components.wiser_home.const import DOMAIN
from simulator import SimulatedHub

from .conftest import StartHub, pass_time, poll, set_up

LOUNGE = "climate.lounge"
BEDROOM = "climate.bedroom"
ROOMS = [LOUNGE, BEDROOM, "climate.kitchen", "climate.hall"]
WATER = "water_heater.wiser_hub_hot_water"
LAMP = "switch.reading_lamp"
FLOW = "sensor.wiser_hub_boiler_flow_temperature"
ZONES = {"cottage": "Europe/London", "apartment": "Europe/Paris", "residence": "Europe/Brussels"}


class Actions:
    """The actions for a house, and what was written because of them."""

    def __init__(self, hass: HomeAssistant, hub: SimulatedHub, entry: MockConfigEntry) -> None:
        """Start to count."""
        self.hass = hass
        self.hub = hub
        self.entry = entry
        hub.requests.clear()

    async def __call__(self, action: str, target: Any, **data: Any) -> None:
        """Call an action for entities, or for another target."""
        chosen = target if isinstance(target, dict) else {"entity_id": target}
        await self.hass.services.async_call(DOMAIN, action, data, target=chosen, blocking=True)

    async def ask(self, action: str, target: Any) -> Any:
        """Return what an action answers."""
        return await self.hass.services.async_call(
            DOMAIN, action, target={"entity_id": target}, blocking=True, return_response=True
        )

    async def refusal(self, action: str, target: Any, **data: Any) -> ServiceValidationError:
        """Return why an action is refused; nothing may be sent."""
        with pytest.raises(ServiceValidationError) as raised:
            await self(action, target, **data)
        assert self.writes == []
        return raised.value

    @property
    def writes(self) -> list[tuple[str, str, Any]]:
        """Return what was written: method, path and body."""
        return [
            (request.method, request.path.removeprefix("/data/v2/"), request.body)
            for request in self.hub.requests
            if request.method != "GET"
        ]

    @property
    def bodies(self) -> dict[str, Any]:
        """Return what was written by its path."""
        return {path: body for _, path, body in self.writes}


type Live = Callable[[str], Any]


@pytest.fixture
async def live(hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory) -> Live:
    """Return what sets up a house at its own time and place."""

    async def start(house: str) -> Actions:
        """Set up a house."""
        hub = await start_hub(house)
        await hass.config.async_set_time_zone(ZONES[house])
        freezer.move_to(dt_util.utc_from_timestamp(hub.trees["domain"]["System"]["UnixTime"]))
        return Actions(hass, hub, await set_up(hass, hub))

    return start


@pytest.fixture
async def cottage(live: Live) -> Actions:
    """Return the actions for the cottage."""
    found: Actions = await live("cottage")
    return found


@pytest.fixture
async def apartment(live: Live) -> Actions:
    """Return the actions for the apartment."""
    found: Actions = await live("apartment")
    return found


@pytest.fixture
async def residence(live: Live) -> Actions:
    """Return the actions for the residence."""
    found: Actions = await live("residence")
    return found


def override(kind: str, **values: Any) -> dict[str, Any]:
    """Return the body of an override."""
    return {"RequestOverride": {"Type": kind, **values}}


async def test_actions_are_there_without_a_hub(hass: HomeAssistant) -> None:
    """An automation can be checked while the hub is away."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        "advance_schedule",
        "assign_schedule",
        "boost",
        "cancel_override",
        "copy_schedule",
        "create_schedule",
        "delete_schedule",
        "get_automation",
        "get_energy_installation",
        "get_schedule",
        "rename_schedule",
        "set_opentherm_parameter",
        "set_schedule",
    }


@pytest.mark.parametrize(
    ("data", "body"),
    [
        ({}, override("Boost", DurationMinutes=60, IncreaseSetPointBy=20)),
        (
            {"duration": {"minutes": 45}, "difference": 1.5},
            override("Boost", DurationMinutes=45, IncreaseSetPointBy=15),
        ),
        (
            {"duration": "01:30:00", "temperature": 23},
            override("Manual", DurationMinutes=90, SetPoint=230),
        ),
    ],
)
async def test_boost_of_a_room(cottage: Actions, data: dict[str, Any], body: Any) -> None:
    """A room is boosted by a difference, or to a temperature, for a time."""
    await cottage("boost", LOUNGE, **data)
    assert cottage.writes == [("PATCH", "domain/Room/1", body)]


async def test_boost_of_the_hot_water(cottage: Actions) -> None:
    """Hot water is on for a while, whatever the rooms get."""
    await cottage("boost", [WATER, LOUNGE], temperature=22, duration={"hours": 2})
    assert cottage.bodies == {
        "domain/HotWater/2": override("Manual", DurationMinutes=120, SetPoint=1100),
        "domain/Room/1": override("Manual", DurationMinutes=120, SetPoint=220),
    }


@pytest.mark.parametrize("target", [ROOMS, "all"])
async def test_boost_of_every_room_is_one_request(cottage: Actions, target: Any) -> None:
    """The hub boosts all of them itself."""
    await cottage("boost", target, difference=1)
    rooms = [write for write in cottage.writes if "HotWater" not in write[1]]
    assert rooms == [
        ("PATCH", "domain/System", override("Boost", DurationMinutes=60, IncreaseSetPointBy=10))
    ]


async def test_boost_of_some_rooms_leaves_the_others(cottage: Actions) -> None:
    """A room that was not chosen is not boosted."""
    await cottage("boost", ROOMS[:3])
    assert set(cottage.bodies) == {"domain/Room/1", "domain/Room/2", "domain/Room/3"}
    assert "OverrideType" not in cottage.hub.find("Room", 4)


async def test_boost_to_a_temperature_is_for_each_room(cottage: Actions) -> None:
    """The hub has no request that brings every room to a temperature."""
    await cottage("boost", ROOMS, temperature=21)
    assert len(cottage.writes) == 4


@pytest.mark.parametrize(
    ("data", "field", "bounds"),
    [
        ({"duration": {"hours": 25}}, "duration", ("1", "1440")),
        ({"duration": 20}, "duration", ("1", "1440")),
        ({"difference": 5.5}, "difference", ("0", "5")),
        ({"temperature": 31}, "temperature", ("5", "30")),
        ({"temperature": 4}, "temperature", ("5", "30")),
    ],
)
async def test_boost_out_of_range(
    cottage: Actions, data: dict[str, Any], field: str, bounds: tuple[str, str]
) -> None:
    """The refusal names the field and what it takes."""
    refusal = await cottage.refusal("boost", LOUNGE, **data)
    assert refusal.translation_key == "out_of_range"
    said = refusal.translation_placeholders or {}
    assert (said["field"], (said["low"], said["high"])) == (field, bounds)


async def test_override_is_cancelled(cottage: Actions) -> None:
    """Rooms and the hot water return to what rules otherwise."""
    await cottage("cancel_override", [LOUNGE, WATER])
    assert cottage.bodies == {
        "domain/Room/1": override("None"),
        "domain/HotWater/2": override("None"),
    }


async def test_area_is_a_target(hass: HomeAssistant, cottage: Actions) -> None:
    """Of everything in an area the rooms and plugs are meant, each once."""
    entry = er.async_get(hass).async_get(LOUNGE)
    assert entry is not None
    assert entry.device_id is not None
    device = dr.async_get(hass).async_get(entry.device_id)
    assert device is not None
    await cottage("cancel_override", {"area_id": device.area_id})
    await cottage("advance_schedule", {"area_id": device.area_id})
    assert sorted(path for _, path, _ in cottage.writes) == [
        "domain/Room/1",
        "domain/Room/1",
        "domain/SmartPlug/6",
    ]


async def test_target_of_something_else(hass: HomeAssistant, cottage: Actions) -> None:
    """What is not ours, not of the kind, or only a setting, is refused by name."""
    hass.states.async_set("climate.other", "heat")
    for entity_id, action in (
        ("climate.other", "boost"),
        ("climate.nowhere", "boost"),
        (LAMP, "boost"),
        ("sensor.lounge_temperature", "get_schedule"),
        ("switch.reading_lamp_turn_off_when_away", "advance_schedule"),
    ):
        with pytest.raises(ServiceValidationError) as raised:
            await hass.services.async_call(
                DOMAIN,
                action,
                target={"entity_id": entity_id},
                blocking=True,
                return_response=action == "get_schedule",
            )
        assert raised.value.translation_key == "target_wrong"
        assert raised.value.translation_placeholders == {"entity": entity_id}


async def test_target_that_holds_nothing(cottage: Actions) -> None:
    """An area without anything of ours is no silent success."""
    refusal = await cottage.refusal("boost", {"area_id": "nowhere"})
    assert refusal.translation_key == "target_empty"


async def test_target_of_a_hub_that_is_not_loaded(hass: HomeAssistant, cottage: Actions) -> None:
    """The hub is named."""
    await hass.config_entries.async_unload(cottage.entry.entry_id)
    refusal = await cottage.refusal("boost", LOUNGE)
    assert refusal.translation_key == "service_config_entry_not_loaded"


async def test_target_that_is_unavailable(
    hass: HomeAssistant, cottage: Actions, freezer: FrozenDateTimeFactory
) -> None:
    """What cannot be reached fails by name."""
    cottage.hub.find("Device", 6)["DisplayedSignalStrength"] = "NoSignal"
    await poll(hass, freezer)
    with pytest.raises(HomeAssistantError) as raised:
        await cottage("advance_schedule", LAMP)
    assert raised.value.translation_key == "target_unavailable"
    assert cottage.writes == []


async def test_hub_that_does_not_answer(cottage: Actions) -> None:
    """A failed action raises."""
    cottage.hub.inject("reset", times=None)
    with pytest.raises(HomeAssistantError) as raised:
        await cottage("boost", LOUNGE)
    assert raised.value.translation_key == "cannot_connect"


@pytest.mark.parametrize(
    ("entity_id", "path", "body"),
    [
        (LOUNGE, "Room/1", override("Manual", SetPoint=160)),
        ("calendar.bedroom_schedule", "Room/2", override("Manual", SetPoint=180)),
        (WATER, "HotWater/2", override("Manual", SetPoint=-200)),
        (LAMP, "SmartPlug/6", {"RequestOutput": "Off"}),
    ],
)
async def test_schedule_is_advanced(cottage: Actions, entity_id: str, path: str, body: Any) -> None:
    """What comes next comes now."""
    await cottage("advance_schedule", entity_id)
    assert cottage.writes == [("PATCH", f"domain/{path}", body)]


@pytest.mark.parametrize(
    ("entity_id", "path", "body"),
    [
        ("cover.balcon", "Shutter/1", {"RequestAction": {"Action": "LiftTo", "Percentage": 0}}),
        ("light.plafond", "Light/1", {"RequestOverride": {"State": "On", "Percentage": 60}}),
    ],
)
async def test_schedule_of_the_sun_is_advanced(
    apartment: Actions, entity_id: str, path: str, body: Any
) -> None:
    """Sunset is next for the shutter and the light."""
    await apartment("advance_schedule", entity_id)
    assert apartment.writes == [("PATCH", f"domain/{path}", body)]


async def test_room_is_advanced_to_off(
    hass: HomeAssistant, cottage: Actions, freezer: FrozenDateTimeFactory
) -> None:
    """Off is a set point of its own, and shown at once."""
    cottage.hub.trees["schedules"]["Heating"][0]["Wednesday"] = {
        "Time": [600, 2200],
        "DegreesC": [200, -200],
    }
    await pass_time(hass, freezer, 301)
    cottage.hub.requests.clear()
    await cottage("advance_schedule", LOUNGE)
    assert cottage.bodies == {"domain/Room/1": override("Manual", SetPoint=-200)}
    assert hass.states.is_state(LOUNGE, "off")


async def test_light_that_cannot_be_dimmed_is_advanced(residence: Actions) -> None:
    """It is switched; its schedule still says a level."""
    await residence("advance_schedule", "light.light_landing")
    ((_, _, body),) = residence.writes
    assert body["RequestOverride"].keys() == {"State"}


async def test_schedule_that_is_not_followed_is_not_advanced(
    hass: HomeAssistant, cottage: Actions
) -> None:
    """In manual mode a set point would stay for good."""
    await hass.services.async_call(
        "climate", "set_hvac_mode", {"entity_id": LOUNGE, "hvac_mode": "heat"}, blocking=True
    )
    cottage.hub.requests.clear()
    refusal = await cottage.refusal("advance_schedule", LOUNGE)
    assert refusal.translation_key == "schedule_not_followed"


async def test_empty_schedule_is_not_advanced(
    hass: HomeAssistant, cottage: Actions, freezer: FrozenDateTimeFactory
) -> None:
    """There is nothing to come."""
    cottage.hub.trees["schedules"]["OnOff"][0] |= {day: [] for day in DAYS}
    await pass_time(hass, freezer, 301)
    cottage.hub.requests.clear()
    refusal = await cottage.refusal("advance_schedule", LAMP)
    assert refusal.translation_key == "schedule_empty"
    answer = await cottage.ask("get_schedule", LAMP)
    assert answer[LAMP]["next"] is None


async def test_schedule_is_answered(cottage: Actions) -> None:
    """Name, week, followers and what comes next are told; nothing is asked of the hub."""
    answer = await cottage.ask("get_schedule", [LOUNGE, LAMP])
    days = answer[LOUNGE].pop("days")
    assert answer[LOUNGE] == {
        "id": 1,
        "name": "Living",
        "kind": "heating",
        "followers": ["Lounge", "Kitchen"],
        "next": {"time": "2026-01-14T22:30:00+00:00", "value": 16.0},
    }
    assert days["saturday"] == [
        {"time": "07:30", "value": 20.0},
        {"time": "10:00", "value": 19.5},
        {"time": "16:00", "value": 21.0},
        {"time": "23:00", "value": 16.0},
    ]
    assert answer[LAMP]["kind"] == "on_off"
    assert answer[LAMP]["days"]["monday"][:2] == [
        {"time": "00:00", "value": "off"},
        {"time": "07:00", "value": "on"},
    ]
    assert cottage.hub.requests == []


async def test_schedule_of_the_sun_is_answered(apartment: Actions) -> None:
    """Sunrise and sunset keep their names."""
    answer = await apartment.ask("get_schedule", ["cover.balcon", "light.plafond"])
    assert answer["cover.balcon"]["kind"] == "shutters"
    assert answer["cover.balcon"]["days"]["monday"] == [
        {"time": "sunrise", "value": 100},
        {"time": "sunset", "value": 0},
    ]
    assert answer["light.plafond"]["kind"] == "lighting"


async def test_thing_without_a_schedule(apartment: Actions) -> None:
    """It is named."""
    with pytest.raises(ServiceValidationError) as raised:
        await apartment.ask("get_schedule", "cover.store")
    assert raised.value.translation_key == "no_schedule"
    assert raised.value.translation_placeholders == {"entity": "cover.store"}


async def test_schedule_is_set(cottage: Actions) -> None:
    """Only days that differ are sent, in the order of the clock, once for all that follow it."""
    await cottage(
        "set_schedule",
        [LOUNGE, "climate.kitchen"],
        days={
            "weekend": [{"time": "23:00", "value": "off"}, {"time": "07:30", "value": 20}],
            "monday": [
                {"time": "06:30", "value": 20},
                {"time": "08:30", "value": 18},
                {"time": "16:30", "value": 21},
                {"time": "22:30", "value": 16},
            ],
        },
    )
    day = {"Time": ["0730", "2300"], "DegreesC": [200, -200]}
    assert cottage.writes == [("PATCH", "schedules/Heating/1", {"Saturday": day, "Sunday": day})]


async def test_schedule_of_the_sun_is_set(apartment: Actions) -> None:
    """Sunrise and sunset come where the hub has them."""
    await apartment(
        "set_schedule",
        "cover.balcon",
        days={
            "monday": [
                {"time": "sunset", "value": "closed"},
                {"time": "12:00", "value": 50},
                {"time": "sunrise", "value": 90},
            ]
        },
    )
    assert apartment.bodies == {
        "schedules/Level/2": {"Monday": {"Time": [3000, "1200", 4000], "Level": [90, 50, 0]}}
    }


async def test_answer_can_be_set(apartment: Actions) -> None:
    """What was answered is what is there, so nothing is sent."""
    for entity_id in ("cover.balcon", "light.plafond", "climate.salon", "switch.seche_serviettes"):
        answer = await apartment.ask("get_schedule", entity_id)
        await apartment("set_schedule", entity_id, days=answer[entity_id]["days"])
    assert apartment.writes == []


@pytest.mark.parametrize(
    ("days", "key"),
    [
        ("monday", "schedule_not_days"),
        ({"funday": []}, "schedule_not_days"),
        ({"monday": [{"time": "25:00", "value": 20}]}, "schedule_not_time"),
        ({"monday": [{"time": "sunset", "value": 20}]}, "schedule_not_time"),
        ({"monday": [{"time": "06:30", "value": 40}]}, "schedule_not_temperature"),
        ({"monday": [{"time": "06:30", "value": 20}] * 2}, "schedule_same_time"),
        ({"all": []}, "schedule_last_event"),
    ],
)
async def test_schedule_that_cannot_be_set(cottage: Actions, days: Any, key: str) -> None:
    """The refusal says what is wrong."""
    refusal = await cottage.refusal("set_schedule", LOUNGE, days=days)
    assert refusal.translation_key == key


async def test_schedule_is_copied(cottage: Actions) -> None:
    """The week of another schedule is taken over; what is equal is not sent."""
    await cottage("copy_schedule", [BEDROOM, "climate.hall"], source=LOUNGE)
    ((method, path, body),) = cottage.writes
    assert (method, path, len(body)) == ("PATCH", "schedules/Heating/2", 7)
    assert body["Sunday"] == {
        "Time": ["0730", "1000", "1600", "2300"],
        "DegreesC": [200, 195, 210, 160],
    }
    await cottage("copy_schedule", "climate.kitchen", source=LOUNGE)
    assert len(cottage.writes) == 1


@pytest.mark.parametrize(
    ("source", "key"),
    [(LAMP, "schedule_mixed"), ("climate.nowhere", "target_wrong")],
)
async def test_schedule_that_cannot_be_copied(cottage: Actions, source: str, key: str) -> None:
    """The source must be one of ours, of the same kind."""
    refusal = await cottage.refusal("copy_schedule", LOUNGE, source=source)
    assert refusal.translation_key == key


@pytest.mark.parametrize("schedule", ["sleeping ", "2"])
async def test_schedule_is_assigned(cottage: Actions, schedule: str) -> None:
    """Those that follow it already go on; a calendar shows the change at once."""
    await cottage("assign_schedule", LOUNGE, schedule=schedule)
    assert cottage.writes == [
        (
            "PATCH",
            "schedules/Assign",
            {"Assignments": [1, 2, 4], "Heating": {"id": 2, "Name": "Sleeping"}},
        )
    ]
    answer = await cottage.ask("get_schedule", LOUNGE)
    assert answer[LOUNGE]["name"] == "Sleeping"
    assert answer[LOUNGE]["followers"] == ["Lounge", "Bedroom", "Hall"]


async def test_level_schedule_is_assigned(apartment: Actions) -> None:
    """The hub wants the type and every day with it."""
    await apartment("assign_schedule", "cover.store", schedule="Volets")
    ((_, path, body),) = apartment.writes
    assert path == "schedules/Assign"
    assert body["Assignments"] == [1, 2, 3]
    assert body["Level"]["Type"] == 2
    assert body["Level"]["Sunday"] == {"Time": ["0900", 4000], "Level": [100, 0]}


@pytest.mark.parametrize(
    ("target", "schedule", "key"),
    [
        (LOUNGE, "Garden", "schedule_unknown"),
        ([LOUNGE, LAMP], "1", "schedule_mixed"),
    ],
)
async def test_schedule_that_cannot_be_assigned(
    cottage: Actions, target: Any, schedule: str, key: str
) -> None:
    """There must be one for all of them."""
    refusal = await cottage.refusal("assign_schedule", target, schedule=schedule)
    assert refusal.translation_key == key


async def test_name_of_several_schedules(
    hass: HomeAssistant, cottage: Actions, freezer: FrozenDateTimeFactory
) -> None:
    """Then the number tells them apart."""
    cottage.hub.trees["schedules"]["Heating"][1]["Name"] = "Living"
    await pass_time(hass, freezer, 301)
    cottage.hub.requests.clear()
    refusal = await cottage.refusal("assign_schedule", LOUNGE, schedule="living")
    assert refusal.translation_key == "schedule_ambiguous"
    assert (refusal.translation_placeholders or {})["known"] == "Living (1), Living (2)"


async def test_hub_could_take_one_for_another(residence: Actions) -> None:
    """Two things with the same number are one to the hub, so nothing is sent."""
    fountain = next(
        entity_id
        for entity_id in residence.hass.states.async_entity_ids("switch")
        if entity_id.endswith("fountain")
    )
    for action, data in (
        ("assign_schedule", {"schedule": "Pumps"}),
        ("create_schedule", {"name": "New"}),
    ):
        refusal = await residence.refusal(action, fountain, **data)
        assert refusal.translation_key == "schedule_same_id"
        assert (refusal.translation_placeholders or {})["error"] == "HotWater"


async def test_schedule_is_created(hass: HomeAssistant, cottage: Actions) -> None:
    """Things follow it when the action ends, so that the next one can fill it."""
    await cottage("create_schedule", [LOUNGE, BEDROOM], name=" Guests ")
    assert cottage.writes == [
        (
            "POST",
            "schedules/Assign",
            {"Assignments": [1, 2], "Heating": {"Name": "Guests"}},
        )
    ]
    await cottage("set_schedule", LOUNGE, days={"all": [{"time": "07:00", "value": 20}]})
    assert cottage.writes[-1][1] == "schedules/Heating/3"
    answer = await cottage.ask("get_schedule", BEDROOM)
    assert answer[BEDROOM]["name"] == "Guests"
    assert answer[BEDROOM]["days"]["sunday"] == [{"time": "07:00", "value": 20.0}]


async def test_level_schedule_is_created(apartment: Actions) -> None:
    """It is for shutters, and empty."""
    await apartment("create_schedule", "cover.store", name="Store")
    ((_, _, body),) = apartment.writes
    assert body["Level"]["Type"] == 2
    answer = await apartment.ask("get_schedule", "cover.store")
    assert answer["cover.store"]["name"] == "Store"


async def test_created_schedule_that_is_not_reported(cottage: Actions) -> None:
    """While the hub reports the old one, nothing more may be done with the room."""
    await cottage("assign_schedule", LOUNGE, schedule="Sleeping")
    cottage.hub.inject("bad_framing", times=0)
    room = cottage.hub.find("Room", 1)
    cottage.hub.installation.lag = 60.0
    cottage.hub.installation.keep_old("Room", dict(room))
    with pytest.raises(HomeAssistantError) as raised:
        await cottage("create_schedule", LOUNGE, name="Guests")
    assert raised.value.translation_key == "schedule_not_confirmed"


async def test_created_schedule_that_cannot_be_read_back(cottage: Actions) -> None:
    """A hub that falls silent after the write fails the action."""
    cottage.hub.inject("reset", times=None, method="GET")
    with pytest.raises(HomeAssistantError) as raised:
        await cottage("create_schedule", LOUNGE, name="Guests")
    assert raised.value.translation_key == "cannot_connect"


async def test_schedule_needs_a_name(cottage: Actions) -> None:
    """An empty name is refused before anything is sent."""
    for action in ("create_schedule", "rename_schedule"):
        refusal = await cottage.refusal(action, LOUNGE, name="  ")
        assert refusal.translation_key == "invalid_value"


async def test_schedule_is_deleted(cottage: Actions) -> None:
    """The one that is followed goes, or the one that is named."""
    await cottage("delete_schedule", LOUNGE)
    await cottage("delete_schedule", BEDROOM, schedule="Sleeping")
    assert [write[:2] for write in cottage.writes] == [
        ("DELETE", "schedules/Heating/1"),
        ("DELETE", "schedules/Heating/2"),
    ]
    assert cottage.hub.trees["schedules"]["Heating"] == []
    with pytest.raises(ServiceValidationError) as raised:
        await cottage.ask("get_schedule", LOUNGE)
    assert raised.value.translation_key == "no_schedule"


async def test_schedule_of_the_hot_water_stays(cottage: Actions) -> None:
    """The hub would refuse to delete it."""
    refusal = await cottage.refusal("delete_schedule", WATER)
    assert refusal.translation_key == "invalid_value"


async def test_schedule_is_renamed(cottage: Actions) -> None:
    """The new name is shown at once."""
    await cottage("rename_schedule", LOUNGE, name="Downstairs")
    await cottage("rename_schedule", LOUNGE, name="Upstairs", schedule="Sleeping")
    assert cottage.bodies == {
        "schedules/Heating/1": {"Name": "Downstairs"},
        "schedules/Heating/2": {"Name": "Upstairs"},
    }
    answer = await cottage.ask("get_schedule", [LOUNGE, BEDROOM])
    assert (answer[LOUNGE]["name"], answer[BEDROOM]["name"]) == ("Downstairs", "Upstairs")


async def test_schedules_of_old_firmware_are_not_changed(
    hass: HomeAssistant, start_hub: StartHub
) -> None:
    """They are answered, and that is all."""
    hub = await start_hub("cottage")
    hub.only_v1 = True
    old = Actions(hass, hub, await set_up(hass, hub))
    assert (await old.ask("get_schedule", LOUNGE))[LOUNGE]["id"] == 1
    for action, data in (
        ("set_schedule", {"days": {"monday": [{"time": "06:00", "value": 19}]}}),
        ("assign_schedule", {"schedule": "2"}),
        ("rename_schedule", {"name": "New"}),
        ("delete_schedule", {}),
    ):
        with pytest.raises(HomeAssistantError) as raised:
            await old(action, LOUNGE, **data)
        assert raised.value.translation_key == "schedules_read_only"
    assert old.writes == []


async def test_only_administrators_rearrange_the_hub(
    hass: HomeAssistant, cottage: Actions, hass_admin_user: MockUser, hass_read_only_user: MockUser
) -> None:
    """What changes the hub for everybody needs an administrator."""
    for action, data in (
        ("assign_schedule", {"schedule": "Sleeping"}),
        ("create_schedule", {"name": "New"}),
        ("rename_schedule", {"name": "New"}),
        ("delete_schedule", {}),
        ("set_opentherm_parameter", {"parameter": "ch1FlowSetpoint", "value": "450"}),
    ):
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN,
                action,
                {"entity_id": LOUNGE, **data},
                blocking=True,
                context=Context(user_id=hass_read_only_user.id),
            )
    assert cottage.writes == []
    await hass.services.async_call(
        DOMAIN,
        "rename_schedule",
        {"entity_id": LOUNGE, "name": "New"},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    assert len(cottage.writes) == 1


async def test_user_is_named_as_who_did_it(
    hass: HomeAssistant, cottage: Actions, hass_admin_user: MockUser
) -> None:
    """The logbook tells who set off a boost."""
    context = Context(user_id=hass_admin_user.id)
    await hass.services.async_call(
        DOMAIN, "boost", {"entity_id": LOUNGE}, blocking=True, context=context
    )
    state = hass.states.get(LOUNGE)
    assert state is not None
    assert state.context is context


async def test_automation_is_answered(apartment: Actions) -> None:
    """Its record is told, and its rules where the hub has them in its answer."""
    switches = {state.name: state.entity_id for state in apartment.hass.states.async_all("switch")}
    found = next(entity_id for name, entity_id in switches.items() if "Fenêtre" in name)
    answer = await apartment.ask("get_automation", found)
    assert answer[found] == {
        "id": 1,
        "name": "Fenêtre ouverte",
        "icon": 1,
        "enabled": True,
        "notifies": False,
        "rules": None,
    }
    rules = {"triggerMode": "Any", "triggers": [], "actions": []}
    apartment.hub.find("Automation", 1).update(rules)
    answer = await apartment.ask("get_automation", found)
    assert answer[found]["rules"] == rules


@pytest.mark.parametrize(
    ("fault", "key"), [("reset", "cannot_connect"), ("empty_list", "bad_answer")]
)
async def test_automation_that_cannot_be_read(
    apartment: Actions, monkeypatch: pytest.MonkeyPatch, fault: str, key: str
) -> None:
    """A failed read fails the action."""
    found = next(
        state.entity_id
        for state in apartment.hass.states.async_all("switch")
        if "Fenêtre" in state.name
    )

    async def read(path: str) -> Any:
        """Answer a list where an object should be."""
        return []

    broken = {
        "reset": lambda: apartment.hub.inject("reset", times=None),
        "empty_list": lambda: monkeypatch.setattr(
            apartment.entry.runtime_data.hub.connection, "read", read
        ),
    }
    broken[fault]()
    with pytest.raises(HomeAssistantError) as raised:
        await apartment.ask("get_automation", found)
    assert raised.value.translation_key == key


async def test_opentherm_parameter_is_set(cottage: Actions) -> None:
    """The hub wants text, under the part of the tree that holds the parameter."""
    await cottage("set_opentherm_parameter", FLOW, parameter="ch1FlowSetpoint", value=460)
    await cottage(
        "set_opentherm_parameter",
        FLOW,
        parameter="maxChSetpoint",
        value="680",
        endpoint="preDefinedRemoteBoilerParameters",
    )
    assert cottage.writes == [
        ("PATCH", "opentherm/", {"ch1FlowSetpoint": "460"}),
        (
            "PATCH",
            "opentherm/preDefinedRemoteBoilerParameters",
            {"maxChSetpoint": "680"},
        ),
    ]
    assert cottage.hub.trees["opentherm"]["ch1FlowSetpoint"] == 460


@pytest.mark.parametrize(
    ("data", "field"),
    [({"parameter": "../Room"}, "parameter"), ({"endpoint": "a/b"}, "endpoint")],
)
async def test_opentherm_parameter_must_be_a_name(
    cottage: Actions, data: dict[str, str], field: str
) -> None:
    """What would lead elsewhere is refused."""
    asked = {"parameter": "ch1FlowSetpoint", "value": "450"} | data
    refusal = await cottage.refusal("set_opentherm_parameter", FLOW, **asked)
    assert refusal.translation_key == "not_a_parameter"
    assert (refusal.translation_placeholders or {})["field"] == field


async def test_opentherm_parameter_that_is_refused(cottage: Actions) -> None:
    """The hub's words are told."""
    with pytest.raises(HomeAssistantError) as raised:
        await cottage("set_opentherm_parameter", FLOW, parameter="nothing", value="1")
    assert raised.value.translation_key == "refused"
    assert "nothing" in str(raised.value)
