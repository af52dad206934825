"""Test the calendars of the schedules against simulated houses."""

from datetime import date, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.calendar import CalendarEntity
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.wiser_home.const import DOMAIN
from simulator import SimulatedHub

from .conftest import StartHub, pass_time, poll, set_up

ZONES = {"cottage": "Europe/London", "apartment": "Europe/Paris", "residence": "Europe/Brussels"}


class Calendars:
    """The calendars of a house, and what was written because of them."""

    def __init__(self, hass: HomeAssistant, hub: SimulatedHub, entry: Any) -> None:
        """Start to count."""
        self.hass = hass
        self.hub = hub
        self.entry = entry
        hub.requests.clear()

    @property
    def ids(self) -> list[str]:
        """Return the entity ids of the calendars."""
        entries = er.async_entries_for_config_entry(er.async_get(self.hass), self.entry.entry_id)
        return sorted(entry.entity_id for entry in entries if entry.domain == "calendar")

    def entity(self, entity_id: str) -> CalendarEntity:
        """Return the entity of a calendar."""
        entity = self.hass.data["calendar"].get_entity(entity_id)
        assert isinstance(entity, CalendarEntity)
        return entity

    async def shown(self, entity_id: str, day: str, days: int = 1) -> list[tuple[str, str, str]]:
        """Return starts, ends and titles of the events on some days."""
        start = dt_util.start_of_local_day(datetime.fromisoformat(day))
        events = await self.entity(entity_id).async_get_events(
            self.hass, start, start + timedelta(days=days)
        )
        return [(f"{e.start:%a %H:%M}", f"{e.end:%a %H:%M}", e.summary) for e in events]

    async def event(self, entity_id: str, moment: str) -> Any:
        """Return the event that starts at a moment."""
        start = local(moment)
        events = await self.entity(entity_id).async_get_events(
            self.hass, start, start + timedelta(minutes=1)
        )
        (found,) = [event for event in events if event.start == start]
        return found

    @property
    def writes(self) -> list[tuple[str, str, Any]]:
        """Return what was written: method, path and body."""
        return [
            (request.method, request.path.removeprefix("/data/v2/schedules/"), request.body)
            for request in self.hub.requests
            if request.method != "GET"
        ]


def local(moment: str) -> datetime:
    """Return a moment in Home Assistant's time zone."""
    return datetime.fromisoformat(moment).replace(tzinfo=dt_util.get_default_time_zone())


async def settle_in(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory, house: str
) -> Calendars:
    """Set up a house at its own time and place."""
    hub = await start_hub(house)
    await hass.config.async_set_time_zone(ZONES[house])
    freezer.move_to(dt_util.utc_from_timestamp(hub.trees["domain"]["System"]["UnixTime"]))
    return Calendars(hass, hub, await set_up(hass, hub))


@pytest.fixture
async def cottage(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> Calendars:
    """Return the calendars of the cottage, on Wednesday, January 14th, 18:40."""
    return await settle_in(hass, start_hub, freezer, "cottage")


@pytest.fixture
async def apartment(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> Calendars:
    """Return the calendars of the apartment, on Saturday, October 17th, 10:30."""
    return await settle_in(hass, start_hub, freezer, "apartment")


LOUNGE = "calendar.lounge_schedule"
WATER = "calendar.wiser_hub_hot_water_schedule"
LAMP = "calendar.reading_lamp_schedule"
BLIND = "calendar.balcon_schedule"


async def test_every_schedule_that_is_followed_has_a_calendar(cottage: Calendars) -> None:
    """Rooms with heating, plugs and the hot water have one, and it is enabled."""
    assert cottage.ids == [
        "calendar.bedroom_schedule",
        "calendar.hall_schedule",
        "calendar.kitchen_schedule",
        LOUNGE,
        LAMP,
        WATER,
    ]


async def test_lights_and_shutters_have_calendars(apartment: Calendars) -> None:
    """What follows no schedule has none."""
    assert apartment.ids == [
        BLIND,
        "calendar.chambre_schedule",
        "calendar.plafond_schedule",
        "calendar.rue_schedule",
        "calendar.salle_de_bain_schedule",
        "calendar.salon_schedule",
        "calendar.seche_serviettes_schedule",
    ]


async def test_large_house_has_many_calendars(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """Gangs are named; a room that nothing heats has no calendar though it has a schedule."""
    residence = await settle_in(hass, start_hub, freezer, "residence")
    assert len(residence.ids) == 45
    names = {hass.states.get(entity_id).name for entity_id in residence.ids}  # type: ignore[union-attr]
    assert {name for name in names if "stairs" in name} == {
        "Stairs light switch Upstairs schedule",
        "Stairs light switch Downstairs schedule",
    }
    assert not {name for name in names if "Wine" in name}


async def test_calendar_shows_what_holds_now(hass: HomeAssistant, cottage: Calendars) -> None:
    """The state is that of the event of now, and its text tells who else is concerned."""
    state = hass.states.get(LOUNGE)
    assert state is not None
    assert state.state == STATE_ON
    assert state.attributes["message"] == "21 °C"
    assert state.attributes["start_time"] == "2026-01-14 16:30:00"
    assert state.attributes["end_time"] == "2026-01-14 22:30:00"
    assert state.attributes["description"] == "Living\n+ Kitchen"
    assert not state.attributes["all_day"]


async def test_calendar_goes_on_with_its_events(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """At the end of an event the next one is shown, without a request to the hub."""
    cottage.entry.runtime_data.update_interval = None
    cottage.hub.requests.clear()
    freezer.move_to(local("2026-01-14T22:29:50"))
    await pass_time(hass, freezer, 15)
    state = hass.states.get(LOUNGE)
    assert state is not None
    assert state.attributes["message"] == "16 °C"


async def test_events_of_a_day(cottage: Calendars) -> None:
    """The week is drawn without gaps, over midnight too."""
    assert await cottage.shown(LOUNGE, "2026-01-16") == [
        ("Thu 22:30", "Fri 06:30", "16 °C"),
        ("Fri 06:30", "Fri 08:30", "20 °C"),
        ("Fri 08:30", "Fri 16:30", "18 °C"),
        ("Fri 16:30", "Fri 22:30", "21 °C"),
        ("Fri 22:30", "Sat 07:30", "16 °C"),
    ]
    assert (await cottage.shown(LAMP, "2026-01-16"))[:3] == [
        ("Fri 00:00", "Fri 07:00", "Off"),
        ("Fri 07:00", "Fri 08:15", "On"),
        ("Fri 08:15", "Fri 17:45", "Off"),
    ]
    assert len(await cottage.shown(WATER, "2026-01-12", 7)) == 29


async def test_events_follow_the_sun(apartment: Calendars) -> None:
    """Sunrise and sunset are where the hub has them on the date."""
    system = apartment.hub.trees["domain"]["System"]
    rises, sets = (f"{system[name][6]:04}" for name in ("SunriseTimes", "SunsetTimes"))
    next_rises = f"{system['SunriseTimes'][8]:04}"
    event = await apartment.event(BLIND, f"2026-10-17T{sets[:2]}:{sets[2:]}")
    assert event.summary == "0 %"
    assert event.description == "Volets (sunset)\n+ Rue"
    assert event.uid == "2-5-sunset"
    assert (f"{event.end:%a %H:%M}") == "Sun 09:00"
    event = await apartment.event(BLIND, f"2026-10-19T{next_rises[:2]}:{next_rises[2:]}")
    assert event.description == "Volets (sunrise)\n+ Rue"
    assert rises != next_rises


async def test_events_repeat_every_week(cottage: Calendars) -> None:
    """Home Assistant is told how to name one of them."""
    event = await cottage.event(LOUNGE, "2026-01-16T06:30")
    assert (event.uid, event.recurrence_id, event.rrule) == (
        "1-4-0630",
        "20260116T063000",
        "FREQ=WEEKLY;BYDAY=FR",
    )
    again = await cottage.event(LOUNGE, "2026-01-23T06:30")
    assert (again.uid, again.recurrence_id) == (event.uid, "20260123T063000")


def new(start: str, end: str, summary: str, rule: str | None = "FREQ=WEEKLY") -> dict[str, Any]:
    """Return an event as the calendar panel creates it."""
    event = {"dtstart": local(start), "dtend": local(end), "summary": summary, "rrule": rule}
    return {name: value for name, value in event.items() if value is not None}


async def test_event_is_created(cottage: Calendars) -> None:
    """One request changes the one day, and is shown at once; what held goes on after it."""
    lounge = cottage.entity(LOUNGE)
    await lounge.async_create_event(**new("2026-01-16T10:00", "2026-01-16T12:00", "19,5 °C"))
    assert cottage.writes == [
        (
            "PATCH",
            "Heating/1",
            {
                "Friday": {
                    "Time": ["0630", "0830", "1000", "1200", "1630", "2230"],
                    "DegreesC": [200, 180, 195, 180, 210, 160],
                }
            },
        )
    ]
    assert len(cottage.hub.requests) == 1
    shown = await cottage.shown(LOUNGE, "2026-01-16")
    assert ("Fri 10:00", "Fri 12:00", "19.5 °C") in shown
    assert await cottage.shown("calendar.kitchen_schedule", "2026-01-16") == shown


async def test_what_was_changed_is_read_back(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """The schedules are read once after a change, and stay as they were written."""
    lounge = cottage.entity(LOUNGE)
    await lounge.async_create_event(**new("2026-01-16T10:00", "2026-01-16T12:00", "off"))
    shown = await cottage.shown(LOUNGE, "2026-01-16")
    cottage.hub.requests.clear()
    await pass_time(hass, freezer, 1)
    assert [request.path for request in cottage.hub.requests] == ["/data/v2/schedules/"]
    assert await cottage.shown(LOUNGE, "2026-01-16") == shown
    assert ("Fri 10:00", "Fri 12:00", "Off") in shown


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TU", {"Monday", "Tuesday"}),
        ("FREQ=WEEKLY;INTERVAL=1;WKST=SU;BYDAY=SA", {"Saturday"}),
        (
            "FREQ=DAILY",
            {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
        ),
    ],
)
async def test_event_is_created_on_several_days(
    cottage: Calendars, rule: str, days: set[str]
) -> None:
    """One request changes all of them."""
    lamp = cottage.entity(LAMP)
    await lamp.async_create_event(**new("2026-01-16T12:00", "2026-01-16T13:00", "on", rule))
    ((_, path, body),) = cottage.writes
    assert path == "OnOff/1"
    assert set(body) == days
    assert all({1200, -1300} <= set(plan) for plan in body.values())


async def test_event_of_a_shutter_keeps_the_sun(apartment: Calendars) -> None:
    """Sunrise and sunset go to the hub as they came."""
    blind = apartment.entity(BLIND)
    await blind.async_create_event(**new("2026-10-19T12:00", "2026-10-19T14:00", "40 %"))
    assert apartment.writes == [
        (
            "PATCH",
            "Level/2",
            {"Monday": {"Time": [3000, "1200", "1400", 4000], "Level": [100, 40, 100, 0]}},
        )
    ]


@pytest.mark.parametrize(
    ("event", "key"),
    [
        (new("2026-01-16T10:00", "2026-01-16T12:00", "20", None), "schedule_not_weekly"),
        *(
            (new("2026-01-16T10:00", "2026-01-16T12:00", "20", rule), "schedule_not_weekly")
            for rule in (
                "FREQ=MONTHLY",
                "FREQ=WEEKLY;INTERVAL=2",
                "FREQ=WEEKLY;COUNT=3",
                "FREQ=WEEKLY;UNTIL=20270101",
                "FREQ=WEEKLY;BYDAY=1MO",
            )
        ),
        (new("2026-01-16T10:00", "2026-01-16T12:00", "warm"), "schedule_not_temperature"),
        (new("2026-01-16T10:00", "2026-01-16T12:00", "31"), "schedule_not_temperature"),
        (new("2026-01-16T10:00:30", "2026-01-16T12:00", "20"), "schedule_whole_minutes"),
        (new("2026-01-16T06:30", "2026-01-16T12:00", "20"), "schedule_same_time"),
        (new("2026-01-16T10:00", "2026-01-24T12:00", "20"), "schedule_too_long"),
        (
            {
                **new("2026-01-16T10:00", "2026-01-17T10:00", "20"),
                "dtstart": date(2026, 1, 16),
            },
            "schedule_all_day",
        ),
    ],
)
async def test_event_that_a_schedule_cannot_hold(
    cottage: Calendars, event: dict[str, Any], key: str
) -> None:
    """It is refused with a reason, and nothing is sent."""
    with pytest.raises(ServiceValidationError) as raised:
        await cottage.entity(LOUNGE).async_create_event(**event)
    assert raised.value.translation_key == key
    assert cottage.writes == []


@pytest.mark.parametrize(
    ("calendar", "summary", "key"),
    [(LAMP, "20 °C", "schedule_not_on_off"), (WATER, "50 %", "schedule_not_on_off")],
)
async def test_title_must_be_a_value_of_the_schedule(
    cottage: Calendars, calendar: str, summary: str, key: str
) -> None:
    """Each kind of schedule has values of its own."""
    with pytest.raises(ServiceValidationError) as raised:
        await cottage.entity(calendar).async_create_event(
            **new("2026-01-16T10:00", "2026-01-16T12:00", summary)
        )
    assert raised.value.translation_key == key


async def test_sun_is_not_covered(apartment: Calendars) -> None:
    """An event over sunset is refused, and names what lies in between."""
    with pytest.raises(ServiceValidationError) as raised:
        await apartment.entity(BLIND).async_create_event(
            **new("2026-10-19T12:00", "2026-10-19T23:00", "40 %")
        )
    assert raised.value.translation_key == "schedule_sun_between"
    assert (raised.value.translation_placeholders or {})["error"] == "Monday sunset"
    with pytest.raises(ServiceValidationError) as raised:
        await apartment.entity(BLIND).async_create_event(
            **new("2026-10-19T12:00", "2026-10-19T13:00", "21 °C")
        )
    assert raised.value.translation_key == "schedule_not_level"


async def test_calendar_panel_creates_changes_and_deletes(
    hass: HomeAssistant, cottage: Calendars, hass_ws_client: WebSocketGenerator
) -> None:
    """The panel's own commands change the hub, and their failures have words."""
    client = await hass_ws_client(hass)

    async def ask(kind: str, **data: Any) -> Any:
        """Send a command of the panel."""
        await client.send_json_auto_id(
            {"type": f"calendar/event/{kind}", "entity_id": LOUNGE, **data}
        )
        return await client.receive_json()

    event = {
        "summary": "22",
        "dtstart": "2026-01-15T18:00:00",
        "dtend": "2026-01-15T20:00:00",
        "rrule": "FREQ=WEEKLY;BYDAY=TH",
    }
    assert (await ask("create", event=event))["success"]
    named = {"uid": "1-3-1800", "recurrence_id": "20260115T180000"}
    every = named | {"recurrence_range": "THISANDFUTURE"}
    later = event | {"summary": "off", "dtstart": "2026-01-15T18:30:00"}
    assert (await ask("update", event=later, **every))["success"]
    answer = await ask("delete", recurrence_range="", **named)
    assert not answer["success"]
    assert "same every week" in answer["error"]["message"]
    gone = every | {"uid": "1-3-1830"}
    assert (await ask("delete", **gone))["success"]
    answer = await ask("delete", **gone)
    assert "no longer has this event" in answer["error"]["message"]
    assert [body["Thursday"] for _, _, body in cottage.writes] == [
        {
            "Time": ["0630", "0830", "1630", "1800", "2000", "2230"],
            "DegreesC": [200, 180, 210, 220, 210, 160],
        },
        {
            "Time": ["0630", "0830", "1630", "1830", "2000", "2230"],
            "DegreesC": [200, 180, 210, -200, 210, 160],
        },
        {
            "Time": ["0630", "0830", "1630", "2230"],
            "DegreesC": [200, 180, 210, 160],
        },
    ]


async def change(calendars: Calendars, entity_id: str, moment: str, **changes: Any) -> None:
    """Change an event as the panel does, for every week."""
    event = await calendars.event(entity_id, moment)
    asked = {
        "dtstart": event.start,
        "dtend": event.end,
        "summary": event.summary,
        "rrule": event.rrule,
    }
    await calendars.entity(entity_id).async_update_event(
        event.uid,
        asked | changes,
        recurrence_id=event.recurrence_id,
        recurrence_range="THISANDFUTURE",
    )


async def test_event_moves_to_another_day(cottage: Calendars) -> None:
    """Only the two days are written; the rule that still names the old day does not matter."""
    await change(
        cottage,
        LOUNGE,
        "2026-01-16T08:30",
        dtstart=local("2026-01-18T11:00"),
        dtend=local("2026-01-18T12:00"),
    )
    assert cottage.writes == [
        (
            "PATCH",
            "Heating/1",
            {
                "Friday": {"Time": ["0630", "1630", "2230"], "DegreesC": [200, 210, 160]},
                "Sunday": {
                    "Time": ["0730", "1000", "1100", "1200", "1600", "2300"],
                    "DegreesC": [200, 195, 180, 195, 210, 160],
                },
            },
        )
    ]


async def test_event_is_spread_over_days(cottage: Calendars) -> None:
    """Who ticks more days has the event there, too."""
    await change(
        cottage,
        "calendar.bedroom_schedule",
        "2026-01-17T21:00",
        dtstart=local("2026-01-17T21:30"),
        rrule="FREQ=WEEKLY;BYDAY=MO,SA",
    )
    ((_, _, body),) = cottage.writes
    assert body.keys() == {"Monday", "Saturday"}
    assert body["Saturday"]["Time"] == ["0800", "2130", "2330"]
    assert body["Monday"]["Time"] == ["0600", "0800", "2030", "2130", "2330"]


async def test_unchanged_event_is_not_written(cottage: Calendars) -> None:
    """Who saves without a change sends nothing."""
    await change(cottage, LOUNGE, "2026-01-16T08:30")
    assert cottage.writes == []


async def test_change_without_a_week_named_is_for_every_week(cottage: Calendars) -> None:
    """Whoever names no single event means all of them."""
    lounge = cottage.entity(LOUNGE)
    event = new("2026-01-16T06:30", "2026-01-16T08:30", "20.5", None)
    await lounge.async_update_event("1-4-0630", event)
    assert cottage.writes[0][2]["Friday"]["DegreesC"] == [205, 180, 210, 160]
    await lounge.async_delete_event("1-4-0630")
    assert cottage.writes[1][2] == {
        "Friday": {"Time": ["0830", "1630", "2230"], "DegreesC": [180, 210, 160]}
    }
    with pytest.raises(ServiceValidationError) as raised:
        await lounge.async_update_event("1-4-0630", event)
    assert raised.value.translation_key == "schedule_unknown_event"


async def test_last_event_of_a_room_stays(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """A room is always told something; a plug need not be."""
    empty: dict[str, list[int]] = {"Time": [], "DegreesC": []}
    schedules = cottage.hub.trees["schedules"]
    for day in ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        schedules["Heating"][0][day] = empty
        schedules["OnOff"][0][day] = []
    schedules["Heating"][0]["Monday"] = {"Time": [700], "DegreesC": [190]}
    schedules["OnOff"][0]["Monday"] = [700]
    await pass_time(hass, freezer, 301)
    cottage.hub.requests.clear()
    assert await cottage.shown(LOUNGE, "2026-01-13") == [("Mon 07:00", "Mon 07:00", "19 °C")]
    with pytest.raises(ServiceValidationError) as raised:
        await cottage.entity(LOUNGE).async_delete_event("1-0-0700")
    assert raised.value.translation_key == "schedule_last_event"
    with pytest.raises(ServiceValidationError) as raised:
        await change(cottage, LOUNGE, "2026-01-19T07:00", dtend=local("2026-01-19T08:00"))
    assert raised.value.translation_key == "schedule_nothing_follows"
    assert cottage.writes == []
    await cottage.entity(LAMP).async_delete_event("1-0-0700")
    assert cottage.writes == [("PATCH", "OnOff/1", {"Monday": []})]
    assert hass.states.is_state(LAMP, STATE_OFF)


async def test_refusal_is_told_in_the_hubs_words(cottage: Calendars) -> None:
    """What the hub refuses fails, and the calendar stays as it was."""
    before = await cottage.shown(LOUNGE, "2026-01-16")
    cottage.hub.inject("refuse", method="PATCH")
    with pytest.raises(HomeAssistantError) as raised:
        await cottage.entity(LOUNGE).async_delete_event("1-4-0630")
    assert raised.value.translation_key == "refused"
    assert await cottage.shown(LOUNGE, "2026-01-16") == before


async def test_changes_wait_for_each_other(hass: HomeAssistant, cottage: Calendars) -> None:
    """Two changes of a day at the same time are both made."""
    kitchen, lounge = cottage.entity("calendar.kitchen_schedule"), cottage.entity(LOUNGE)
    tasks = [
        hass.async_create_task(
            entity.async_create_event(**new(f"2026-01-16T{hour}:00", f"2026-01-16T{hour}:30", "20"))
        )
        for entity, hour in ((kitchen, 12), (lounge, 14))
    ]
    for task in tasks:
        await task
    assert cottage.writes[-1][2]["Friday"]["Time"] == [
        *("0630", "0830", "1200", "1230", "1400", "1430", "1630", "2230")
    ]


async def test_schedule_that_is_taken_away(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """The calendar is empty, and says so when something is to be added."""
    cottage.hub.find("Room", 1).pop("ScheduleId")
    await poll(hass, freezer)
    assert hass.states.is_state(LOUNGE, STATE_OFF)
    assert await cottage.shown(LOUNGE, "2026-01-16") == []
    with pytest.raises(ServiceValidationError) as raised:
        await cottage.entity(LOUNGE).async_create_event(
            **new("2026-01-16T10:00", "2026-01-16T12:00", "20")
        )
    assert raised.value.translation_key == "no_schedule"


async def test_schedule_that_is_given_makes_a_calendar(
    hass: HomeAssistant, apartment: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """A shutter that follows one from now on has a calendar without a reload."""
    unique_id = f"{apartment.entry.unique_id}_shutter_3_schedule"
    assert er.async_get(hass).async_get_entity_id("calendar", DOMAIN, unique_id) is None
    apartment.hub.find("Shutter", 3)["ScheduleId"] = 2
    await poll(hass, freezer)
    assert er.async_get(hass).async_get_entity_id("calendar", DOMAIN, unique_id) is not None


async def test_changed_schedule_is_shown(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """Who edits in the Wiser app sees it here."""
    living = cottage.hub.trees["schedules"]["Heating"][0]
    living["Wednesday"] = {"Time": [1000], "DegreesC": [230]}
    await pass_time(hass, freezer, 301)
    state = hass.states.get(LOUNGE)
    assert state is not None
    assert state.attributes["message"] == "23 °C"


async def test_polls_write_no_state(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """The clock of the hub and a room that gets warmer change no calendar."""
    state = hass.states.get(LOUNGE)
    assert state is not None
    cottage.hub.find("Room", 1)["CalculatedTemperature"] = 187
    cottage.hub.advance(60)
    await poll(hass, freezer, 2)
    now = hass.states.get(LOUNGE)
    assert now is not None
    assert now.last_reported == state.last_reported


async def test_unreachable_plug_has_no_calendar(
    hass: HomeAssistant, cottage: Calendars, freezer: FrozenDateTimeFactory
) -> None:
    """What cannot be reached is unavailable."""
    cottage.hub.find("Device", 6)["DisplayedSignalStrength"] = "NoSignal"
    await poll(hass, freezer)
    assert hass.states.is_state(LAMP, STATE_UNAVAILABLE)


async def test_old_firmware_shows_and_changes_nothing(
    hass: HomeAssistant, start_hub: StartHub, freezer: FrozenDateTimeFactory
) -> None:
    """Older trees hold schedules that nobody is known to have changed."""
    await async_setup_component(hass, "calendar", {})
    hub = await start_hub("cottage")
    hub.only_v1 = True
    await hass.config.async_set_time_zone("Europe/London")
    freezer.move_to(dt_util.utc_from_timestamp(hub.trees["domain"]["System"]["UnixTime"]))
    old = Calendars(hass, hub, await set_up(hass, hub))
    state = hass.states.get(LOUNGE)
    assert state is not None
    assert old.entity(LOUNGE).supported_features is None
    assert state.attributes["message"] == "21 °C"
    with pytest.raises(HomeAssistantError) as raised:
        await old.entity(LOUNGE).async_delete_event("1-4-0630")
    assert raised.value.translation_key == "schedules_read_only"
    assert raised.value.translation_domain == DOMAIN
