"""Test the sums with the week of a schedule."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import assume, given, strategies as st
import pytest

from custom_components.wiser_home.api import week
from custom_components.wiser_home.api.errors import InvalidValueError
from custom_components.wiser_home.api.house.schedules import decode_schedule, encode_days
from custom_components.wiser_home.api.model import (
    Clock,
    Event,
    HeatingSchedule,
    LevelSchedule,
    OnOffSchedule,
    Schedule,
    Sun,
)
from custom_components.wiser_home.api.model.schedule import Value
from custom_components.wiser_home.api.week import Daylight, Week

MONDAY = date(2026, 1, 12)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
EMPTY: Week = ((),) * 7


def no_sun(day: date, sun: Sun) -> time | None:
    """Know nothing of the sun."""
    return None


def winter(day: date, sun: Sun) -> time | None:
    """Let the sun rise a minute earlier and set a minute later every day of a week."""
    later = day.weekday()
    return time(8, 10 - later) if sun is Sun.SUNRISE else time(16, 30 + later)


def at(day: int, hours: int, minutes: int = 0) -> datetime:
    """Return a moment of the week; days count from Monday, 0."""
    return datetime.combine(MONDAY + day * DAY, time(hours, minutes))


def week_of(**days: dict[str | Sun, Value]) -> Week:
    """Return a week from values by time; a day is mo, tu, we, th, fr, sa or su."""
    names = ("mo", "tu", "we", "th", "fr", "sa", "su")
    return tuple(
        tuple(
            Event(at=when if isinstance(when, Sun) else time.fromisoformat(when), value=value)
            for when, value in days.get(name, {}).items()
        )
        for name in names
    )


def shown(found: Week, daylight: Daylight = no_sun) -> list[tuple[datetime, datetime, Value]]:
    """Return what holds from this Monday to the next."""
    spans = week.spans(found, daylight, at(0, 0), at(7, 0))
    return [(span.start, span.end, span.event.value) for span in spans]


HEATING = week_of(
    mo={"06:30": 20.0, "22:30": 16.0},
    tu={"06:30": 20.0, "18:00": 21.0, "22:30": 16.0},
    sa={"08:00": 21.0},
)


def test_event_lasts_until_the_next() -> None:
    """An event goes on over midnight, days without events, and the end of the week."""
    assert shown(HEATING) == [
        (at(-2, 8), at(0, 6, 30), 21.0),
        (at(0, 6, 30), at(0, 22, 30), 20.0),
        (at(0, 22, 30), at(1, 6, 30), 16.0),
        (at(1, 6, 30), at(1, 18), 20.0),
        (at(1, 18), at(1, 22, 30), 21.0),
        (at(1, 22, 30), at(5, 8), 16.0),
        (at(5, 8), at(7, 6, 30), 21.0),
    ]


def test_only_event_lasts_the_whole_week() -> None:
    """One event holds for ever, in weeks."""
    only = week_of(we={"07:00": True})
    assert shown(only) == [(at(-5, 7), at(2, 7), True), (at(2, 7), at(9, 7), True)]
    assert week.span_at(only, no_sun, at(0, 0)) == week.Span(at(-5, 7), at(2, 7), only[2][0])


def test_nothing_holds_in_an_empty_week() -> None:
    """A schedule without events says nothing."""
    assert shown(EMPTY) == []
    assert week.span_at(EMPTY, no_sun, at(0, 0)) is None


def test_sun_is_where_it_is_on_the_date() -> None:
    """Events of the sun move from day to day."""
    found = week_of(mo={Sun.SUNRISE: 100, Sun.SUNSET: 0}, tu={Sun.SUNRISE: 100})
    assert shown(found, winter)[1:4] == [
        (at(0, 8, 10), at(0, 16, 30), 100),
        (at(0, 16, 30), at(1, 8, 9), 0),
        (at(1, 8, 9), at(7, 8, 10), 100),
    ]
    assert shown(found) == []


def test_event_without_length_is_not_shown() -> None:
    """Of two events at the same moment the later in the day's list holds."""
    found = week_of(mo={Sun.SUNSET: 40, "16:30": 10, "23:00": 0})
    assert (at(0, 16, 30), at(0, 23), 10) in shown(found, winter)
    assert 40 not in {value for _, _, value in shown(found, winter)}


def test_daylight_is_told_for_13_days() -> None:
    """Today is in the middle; beyond the ends the last day that is told counts."""
    clock = Clock(sunrise_times=tuple(range(701, 714)), sunset_times=tuple(range(1801, 1814)))
    daylight = week.daylight_of(clock, MONDAY)
    assert daylight(MONDAY, Sun.SUNRISE) == time(7, 7)
    assert daylight(MONDAY + DAY, Sun.SUNSET) == time(18, 8)
    assert daylight(MONDAY - 30 * DAY, Sun.SUNRISE) == time(7, 1)
    assert daylight(MONDAY + 30 * DAY, Sun.SUNRISE) == time(7, 13)


@pytest.mark.parametrize("number", [-1, -32768, 2400, 1060, 65535, 2**63])
def test_daylight_may_be_no_time(number: int) -> None:
    """A number that is no time of day is no sunrise."""
    clock = Clock(sunrise_times=(number,) * 13)
    daylight = week.daylight_of(clock, MONDAY)
    assert daylight(MONDAY, Sun.SUNRISE) is None
    levels = (Event(at=time(6), value=20), Event(at=Sun.SUNRISE, value=50))
    assert week.spans((levels,) * 7, daylight, at(0, 0), at(7, 0))


@pytest.mark.parametrize("clock", [None, Clock()])
def test_daylight_may_be_unknown(clock: Clock | None) -> None:
    """A hub need not tell when the sun rises."""
    assert week.daylight_of(clock, MONDAY)(MONDAY, Sun.SUNRISE) is None


def test_added_event_gives_way_to_what_held_before() -> None:
    """What was scheduled goes on after the event."""
    changed = week.add(HEATING, [at(0, 18)], timedelta(hours=2), 22.5, no_sun)
    assert week.changed_days(HEATING, changed) == {
        0: week_of(mo={"06:30": 20.0, "18:00": 22.5, "20:00": 20.0, "22:30": 16.0})[0]
    }


def test_added_event_ends_where_the_next_begins() -> None:
    """No second event is put where one is already."""
    changed = week.add(HEATING, [at(0, 18)], timedelta(hours=4, minutes=30), 22.5, no_sun)
    assert changed[0] == week_of(mo={"06:30": 20.0, "18:00": 22.5, "22:30": 16.0})[0]


def test_added_event_covers_others() -> None:
    """Events in between go, and what held at the end goes on from there, over midnight."""
    changed = week.add(HEATING, [at(1, 17)], timedelta(hours=9), 19.0, no_sun)
    assert changed[1] == week_of(tu={"06:30": 20.0, "17:00": 19.0})[1]
    assert changed[2] == week_of(we={"02:00": 16.0})[2]
    assert week.changed_days(HEATING, changed).keys() == {1, 2}


def test_added_event_goes_over_the_end_of_the_week() -> None:
    """Sunday's night ends on Monday."""
    changed = week.add(HEATING, [at(6, 23)], timedelta(hours=2), 15.0, no_sun)
    assert changed[6] == week_of(su={"23:00": 15.0})[6]
    assert changed[0][0] == Event(at=time(1), value=21.0)


def test_event_is_added_on_several_days() -> None:
    """Whole days that follow each other need no end but the last."""
    starts = [at(day, 0) for day in range(7)]
    changed = week.add(week_of(mo={"06:30": 20.0}), starts, DAY, 18.0, no_sun)
    assert changed == tuple((Event(at=time(0), value=18.0),) for _ in range(7))


def test_first_event_needs_nothing_before() -> None:
    """In an empty week nothing held: a room keeps what it was told, a switch goes off."""
    length = timedelta(hours=1)
    assert week.add(EMPTY, [at(0, 6)], length, 20.0, no_sun) == week_of(mo={"06:00": 20.0})
    switched = week.add(EMPTY, [at(0, 6)], length, True, no_sun, rest=False)
    assert switched == week_of(mo={"06:00": True, "07:00": False})


def test_added_event_keeps_those_of_the_sun() -> None:
    """An event of the clock is put where it is among those of the sun; these stay."""
    before = week_of(mo={Sun.SUNRISE: 100, Sun.SUNSET: 0})
    changed = week.add(before, [at(0, 12)], timedelta(hours=1), 50, winter)
    assert changed[0] == week_of(mo={Sun.SUNRISE: 100, "12:00": 50, "13:00": 100, Sun.SUNSET: 0})[0]


def test_event_of_an_unknown_sun_stays() -> None:
    """Nobody knows where it is, so it is in nobody's way."""
    before = week_of(mo={"07:00": 100, Sun.SUNSET: 0})
    found = week.add(before, [at(0, 12)], timedelta(hours=10), 50, no_sun)
    assert found[0] == week_of(mo={"07:00": 100, "12:00": 50, "22:00": 100, Sun.SUNSET: 0})[0]


@pytest.mark.parametrize(
    ("start", "length", "error", "said"),
    [
        (at(0, 6, 30), timedelta(hours=1), week.SameTimeError, "Monday 06:30"),
        (at(3, 10), timedelta(hours=9), week.SunBetweenError, "Thursday sunset"),
        (at(3, 10), timedelta(days=7, minutes=1), week.TooLongError, ""),
    ],
)
def test_event_that_cannot_be_added(
    start: datetime, length: timedelta, error: type[InvalidValueError], said: str
) -> None:
    """What a schedule cannot say is refused."""
    before = week_of(mo={"06:30": 50}, th={Sun.SUNSET: 0})
    with pytest.raises(error) as raised:
        week.add(before, [start], length, 10, winter)
    assert str(raised.value) == said


def test_removed_event_leaves_its_place_to_the_one_before() -> None:
    """The event before holds on."""
    changed = week.remove(HEATING, 1, time(18), keep_one=True)
    assert (at(1, 6, 30), at(1, 22, 30), 20.0) in shown(changed)
    assert week.changed_days(HEATING, changed).keys() == {1}


@pytest.mark.parametrize(
    ("start", "length"),
    [(at(0, 18), timedelta(hours=2)), (at(0, 23), timedelta(hours=2)), (at(6, 23), DAY / 8)],
)
def test_removed_event_takes_its_end_with_it(start: datetime, length: timedelta) -> None:
    """Who takes back what was added has the week there was, also over midnight and Sunday."""
    added = week.add(HEATING, [start], length, 22.5, no_sun)
    assert sum(map(len, added)) == sum(map(len, HEATING)) + 2
    assert week.remove(added, start.weekday(), start.time(), keep_one=True) == HEATING


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # What comes next says something else.
        (
            week_of(mo={"06:30": 20.0, "18:00": 22.5, "20:00": 21.0}),
            week_of(mo={"06:30": 20.0, "20:00": 21.0}),
        ),
        # It is the only one left.
        (week_of(mo={"06:30": 20.0, "18:00": 22.5}), week_of(mo={"06:30": 20.0})),
        # In winter the sun sets between it and the one before.
        (
            week_of(mo={"06:30": 20, "18:00": 50, "20:00": 20, Sun.SUNSET: 0}),
            week_of(mo={"06:30": 20, "20:00": 20, Sun.SUNSET: 0}),
        ),
    ],
)
def test_removed_event_leaves_what_says_something(before: Week, after: Week) -> None:
    """An event stays that changes what holds, or may do so."""
    assert week.remove(before, 0, time(18), keep_one=True) == after


def test_moved_event_takes_its_end_with_it() -> None:
    """Nothing is left where an event was moved from."""
    added = week.add(HEATING, [at(0, 18)], timedelta(hours=2), 22.5, no_sun)
    span = week.nearest(added, no_sun, at(0, 18), 0, time(18))
    moved = week.change(added, span, at(0, 10), at(0, 11), 22.5, no_sun)
    assert moved == week.add(HEATING, [at(0, 10)], timedelta(hours=1), 22.5, no_sun)


def test_event_that_cannot_be_removed() -> None:
    """An event must be there, and a room needs one."""
    with pytest.raises(week.UnknownEventError, match="Wednesday sunrise"):
        week.remove(HEATING, 2, Sun.SUNRISE, keep_one=True)
    only = week_of(mo={"06:30": 20.0})
    with pytest.raises(week.LastEventError):
        week.remove(only, 0, time(6, 30), keep_one=True)
    assert week.remove(only, 0, time(6, 30), keep_one=False) == EMPTY


def changed(
    before: Week,
    of: tuple[datetime, int, time | Sun],
    start: datetime | None = None,
    end: datetime | None = None,
    value: Value | None = None,
    rest: Value | None = None,
) -> Week:
    """Change an event: what is not given stays."""
    span = week.nearest(before, winter, *of)
    return week.change(
        before,
        span,
        start or span.start,
        end or span.end,
        span.event.value if value is None else value,
        winter,
        rest,
    )


EVENING = (at(1, 18), 1, time(18))


def test_value_changes_in_place() -> None:
    """Another value moves nothing, not even what follows the sun."""
    assert changed(HEATING, EVENING, value=23.0)[1][1] == Event(at=time(18), value=23.0)
    blinds = week_of(mo={Sun.SUNRISE: 100, Sun.SUNSET: 0})
    found = changed(blinds, (at(0, 8), 0, Sun.SUNRISE), value=80)
    assert found == week_of(mo={Sun.SUNRISE: 80, Sun.SUNSET: 0})


def test_start_moves() -> None:
    """The event before ends earlier, or holds on."""
    assert (
        changed(HEATING, EVENING, start=at(1, 17))[1]
        == week_of(tu={"06:30": 20.0, "17:00": 21.0, "22:30": 16.0})[1]
    )
    assert (
        changed(HEATING, EVENING, start=at(1, 19))[1]
        == week_of(tu={"06:30": 20.0, "19:00": 21.0, "22:30": 16.0})[1]
    )


def test_end_moves_the_next_event() -> None:
    """The next event starts where this one ends now."""
    assert (
        changed(HEATING, EVENING, end=at(1, 21))[1]
        == week_of(tu={"06:30": 20.0, "18:00": 21.0, "21:00": 16.0})[1]
    )
    later = changed(HEATING, EVENING, end=at(2, 1))
    assert later[1:3] == week_of(tu={"06:30": 20.0, "18:00": 21.0}, we={"01:00": 16.0})[1:3]


def test_end_moves_to_that_of_another() -> None:
    """An event that is covered goes."""
    found = changed(HEATING, (at(1, 6, 30), 1, time(6, 30)), end=at(1, 22, 30))
    assert found[1] == week_of(tu={"06:30": 20.0, "22:30": 16.0})[1]


def test_event_moves_to_another_day() -> None:
    """Its old place goes to the one before, and at the new one what held goes on after it."""
    found = changed(HEATING, EVENING, start=at(3, 18), end=at(3, 22, 30))
    assert found[1] == week_of(tu={"06:30": 20.0, "22:30": 16.0})[1]
    assert found[3] == week_of(th={"18:00": 21.0, "22:30": 16.0})[3]


def test_event_of_the_sun_moves_to_the_clock() -> None:
    """Who moves it means that time."""
    blinds = week_of(mo={Sun.SUNRISE: 100, "20:00": 0})
    found = changed(blinds, (at(0, 8), 0, Sun.SUNRISE), start=at(0, 9))
    assert found == week_of(mo={"09:00": 100, "20:00": 0})


def test_event_ends_before_the_sun() -> None:
    """The next event comes earlier and is there at its time, too."""
    blinds = week_of(mo={"07:00": 100, Sun.SUNSET: 0})
    found = changed(blinds, (at(0, 7), 0, time(7)), end=at(0, 15))
    assert found == week_of(mo={"07:00": 100, "15:00": 0, Sun.SUNSET: 0})
    with pytest.raises(week.SunBetweenError, match="Monday sunset"):
        changed(blinds, (at(0, 7), 0, time(7)), end=at(0, 18))


def test_end_of_the_only_event() -> None:
    """A switch is off when it is not on; what a room is then nobody has said."""
    assert changed(
        week_of(mo={"07:00": True}), (at(0, 7), 0, time(7)), end=at(0, 8), rest=False
    ) == week_of(mo={"07:00": True, "08:00": False})
    with pytest.raises(week.NothingFollowsError):
        changed(week_of(mo={"07:00": 20.0}), (at(0, 7), 0, time(7)), end=at(0, 8))


def test_event_gets_no_longer_than_a_week() -> None:
    """An event that lasts a week covers all others."""
    found = changed(HEATING, EVENING, end=at(8, 18))
    assert found == week_of(tu={"18:00": 21.0})
    with pytest.raises(week.TooLongError):
        changed(HEATING, EVENING, end=at(8, 18, 1))


def test_event_that_is_not_there() -> None:
    """An event is found by day and time, or not at all."""
    with pytest.raises(week.UnknownEventError, match="Tuesday 19:00"):
        week.nearest(HEATING, no_sun, at(1, 19), 1, time(19))


def test_nearest_event_may_be_in_the_week_before() -> None:
    """An event is in every week."""
    span = week.nearest(HEATING, no_sun, at(-6, 17), 1, time(18))
    assert span.start == at(-6, 18)


def test_events_are_ordered_by_the_sun() -> None:
    """Those of the sun come where it is, or last."""
    events = week_of(mo={Sun.SUNSET: 0, "07:00": 20, "20:00": 10})[0]
    assert [event.value for event in week.ordered(events, MONDAY, winter)] == [20, 0, 10]
    assert [event.value for event in week.ordered(events, MONDAY, no_sun)] == [20, 10, 0]


TIMES = st.integers(0, 24 * 12 - 1).map(lambda step: time(step // 12, step % 12 * 5))
DEGREES = st.integers(50, 300).map(lambda tenths: tenths / 10)
PERCENTS = st.integers(0, 100)
MOMENTS = st.tuples(st.integers(0, 6), TIMES).map(
    lambda when: at(when[0], 0).combine(MONDAY + when[0] * DAY, when[1])
)
LENGTHS = st.integers(1, 7 * 24 * 12).map(lambda steps: steps * timedelta(minutes=5))


def weeks(
    values: st.SearchStrategy[Value], times: st.SearchStrategy[time | Sun] = TIMES
) -> st.SearchStrategy[Week]:
    """Make weeks whose days have events in the order of the clock."""
    day = st.dictionaries(times, values, max_size=4).map(
        lambda events: week.ordered(
            [Event(at=when, value=value) for when, value in events.items()], MONDAY, winter
        )
    )
    return st.tuples(*[day] * 7)


def held(found: Week) -> list[Value]:
    """Return what holds every five minutes of a week."""
    values: list[Value] = []
    for start, end, value in shown(found, winter):
        first, last = max(start, at(0, 0)), min(end, at(7, 0))
        values += [value] * ((last - first) // timedelta(minutes=5))
    return values


@given(weeks(DEGREES))
def test_spans_cover_the_week(found: Week) -> None:
    """There is no gap between two events, and none of them is lost."""
    spans = week.spans(found, no_sun, at(0, 0), at(7, 0))
    assert all(one.end == other.start for one, other in pairwise(spans))
    assert sum(at(0, 0) <= span.start for span in spans) == sum(map(len, found))
    assert {span.event for span in spans} == {event for day in found for event in day}


@given(weeks(DEGREES), MOMENTS, LENGTHS, DEGREES)
def test_added_event_changes_only_its_time(
    before: Week, start: datetime, length: timedelta, value: float
) -> None:
    """Rendered before and after, only what the event covers differs."""
    assume(any(before) and not any(event.at == start.time() for event in before[start.weekday()]))
    after = week.add(before, [start], length, value, no_sun)
    old, new = held(before), held(after)
    first = (start - at(0, 0)) // timedelta(minutes=5)
    covered = {(first + step) % len(old) for step in range(length // timedelta(minutes=5))}
    assert len(new) == len(old)
    expected = [value if step in covered else old[step] for step in range(len(old))]
    assert new == expected


@given(weeks(DEGREES), MOMENTS, LENGTHS, DEGREES)
def test_added_and_removed_event_leaves_what_held(
    before: Week, start: datetime, length: timedelta, value: float
) -> None:
    """Who takes back what was added in the middle of an event has what there was."""
    span = week.span_at(before, no_sun, start)
    assume(span is not None and span.start != start and start + length < span.end)
    after = week.add(before, [start], length, value, no_sun)
    assert held(week.remove(after, start.weekday(), start.time(), keep_one=True)) == held(before)


@given(weeks(PERCENTS, st.one_of(TIMES, st.sampled_from(Sun))), MOMENTS, LENGTHS, PERCENTS)
def test_adding_keeps_the_sun(before: Week, start: datetime, length: timedelta, value: int) -> None:
    """Whatever is added, events of the sun stay, and days keep their order."""
    try:
        after = week.add(before, [start], length, value, winter)
    except InvalidValueError:
        after = before
    for day in range(7):
        assert [event for event in after[day] if isinstance(event.at, Sun)] == [
            event for event in before[day] if isinstance(event.at, Sun)
        ]
        assert len({event.at for event in after[day]}) == len(after[day])
    fixed = [[event.at for event in day if isinstance(event.at, time)] for day in after]
    assert fixed == [sorted(day) for day in fixed]


@given(weeks(DEGREES), st.data())
def test_event_that_is_moved_and_moved_back(before: Week, data: st.DataObject) -> None:
    """Within what surrounds an event its start can go and come back."""
    spans = [span for span in week.spans(before, no_sun, at(0, 0), at(7, 0)) if any(before)]
    assume(spans)
    span = data.draw(st.sampled_from(spans))
    steps = (span.end - span.start) // timedelta(minutes=5)
    assume(steps > 1)
    later = span.start + data.draw(st.integers(1, steps - 1)) * timedelta(minutes=5)
    moved = week.change(before, span, later, span.end, span.event.value, no_sun)
    assume(any(moved) and sum(map(len, before)) > 1)
    back = week.nearest(moved, no_sun, later, later.weekday(), later.time())
    again = week.change(moved, back, span.start, back.end, span.event.value, no_sun)
    assert held(again) == held(before)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (HeatingSchedule, weeks(DEGREES)),
        (OnOffSchedule, weeks(st.booleans())),
        (LevelSchedule, weeks(PERCENTS, st.one_of(TIMES, st.sampled_from(Sun)))),
    ],
)
def test_week_is_read_as_it_was_written(
    kind: type[Schedule], found: st.SearchStrategy[Week]
) -> None:
    """What is sent to the hub is what the hub then tells."""

    @given(found)
    def check(before: Week) -> None:
        """Write and read a week; clock times are text on their way there."""
        schedule = kind(id=1, week=before)
        sent = encode_days(schedule, dict(enumerate(before)))
        told = {
            day: plan
            if isinstance(plan, list)
            else {name: [int(number) for number in numbers] for name, numbers in plan.items()}
            for day, plan in sent.items()
        }
        assert decode_schedule(kind, {"id": 1, **told}).week == before

    check()
