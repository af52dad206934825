"""Add, change and delete an event in the calendar panel, and compare with the hub's week."""

from typing import Any

from aiohttp import ClientSession

from simulator.clock import DAYS

from .browser import open_page
from .calendar_panel import ALL, ONE, CalendarPanel
from .processes import HarnessError, until
from .setting import Hub

type Points = dict[int, int | None]
type Week = dict[str, dict[int, int]]
"""The switch points of every day: tenths of a degree by time, where 6:30 is 630."""

EVERY_WEEK = "Schedules are the same every week"
REFUSED_CHANGES = 2
"""How many changes and deletions are refused, each of which Home Assistant logs as an error."""


class RoomWeek:
    """The week of the first room of a house, which follows a schedule of its own or shares one."""

    def __init__(self, session: ClientSession, hub: Hub) -> None:
        """Look at it behind the hub's front."""
        self._session = session
        self._hub = hub
        self._schedule = 0
        self._week: Week = {}

    async def start(self) -> str:
        """Read the week, and return how the room's calendar is called."""
        rooms = (await self._hub.control(self._session, "GET", "trees/domain"))["Room"]
        room = next(room for room in rooms if "ScheduleId" in room)
        self._schedule = room["ScheduleId"]
        self._week = await self._read()
        self._tell("at first")
        return f"{room['Name'].strip()} Schedule"

    async def becomes(self, what: str, **days: Points) -> None:
        """Wait until these switch points, and nothing else, have come, changed or gone."""
        expected: Week = {
            day: {
                at: value
                for at, value in sorted((points | days.get(day, {})).items())
                if value is not None
            }
            for day, points in self._week.items()
        }
        seen: list[Week] = []

        async def is_so() -> bool:
            seen.append(await self._read())
            return seen[-1] == expected

        try:
            await until(what, is_so, seconds=10)
        except HarnessError as err:
            raise HarnessError(
                f"{what}: the hub has {seen[-1]} and should have {expected}"
            ) from err
        self._week = expected
        self._tell(what)

    def points(self, day: str) -> dict[int, int]:
        """Return the switch points of a day."""
        return dict(self._week[day])

    def at(self, day: str, at: int) -> int:
        """Return what holds at a time of a day that has a switch point before."""
        points = self._week[day]
        return points[max(time for time in points if time <= at)]

    async def _read(self) -> Week:
        """Return the hub's week."""
        tree: Any = await self._hub.control(self._session, "GET", "trees/schedules")
        schedule = next(one for one in tree["Heating"] if one["id"] == self._schedule)
        return {
            day: dict(zip(schedule[day]["Time"], schedule[day]["DegreesC"], strict=True))
            for day in DAYS
        }

    def _tell(self, what: str) -> None:
        """Print the two days that the clicks are about."""
        shown = {day: self._week[day] for day in ("Monday", "Wednesday")}
        print(f"      {what}: {shown}", flush=True)


async def edit_week(
    session: ClientSession, hub: Hub, address: str, username: str, password: str
) -> None:
    """Add an event on two days, change one and delete both; one day alone is refused in words."""
    week = RoomWeek(session, hub)
    name = await week.start()
    async with open_page(address, username, password) as page:
        panel = CalendarPanel(page, address)
        await panel.open(name)

        await panel.begin("19.5", "12", "14")
        await panel.add()
        await panel.refused(EVERY_WEEK)
        await week.becomes("an event that does not repeat is refused")
        await panel.repeat("Wed")
        await panel.add()
        await panel.closed()
        await panel.shows("12:00 19.5 °C")
        after: dict[str, Points] = {
            day: {1200: 195, 1400: week.at(day, 1400)} for day in ("Monday", "Wednesday")
        }
        await week.becomes("19.5 °C from 12 to 14 on Mondays and Wednesdays", **after)

        await panel.edit("12:00 19.5 °C", "22", "13", "15")
        await panel.save(ONE)
        await panel.refused(EVERY_WEEK)
        await week.becomes("a change of one Monday is refused")
        await panel.save(ALL)
        await panel.closed()
        await panel.shows("13:00 22 °C")
        base = week.at("Monday", 1400)
        await week.becomes(
            "22 °C from 13 to 15 on Mondays", Monday={1200: None, 1300: 220, 1400: None, 1500: base}
        )

        await panel.select("13:00 22 °C")
        await panel.delete(ONE)
        await panel.refused(EVERY_WEEK)
        await week.becomes("the deletion of one Monday is refused")
        await panel.delete(ALL)
        await panel.closed()
        await week.becomes("nothing from 13 on Mondays", Monday={1300: None})

        await panel.select("12:00 19.5 °C")
        await panel.delete(ALL)
        await panel.closed()
        await week.becomes("nothing from 12 on Wednesdays", Wednesday={1200: None})
        left = await panel.count("12:00 19.5 °C") + await panel.count("13:00 22 °C")
        if left:
            raise HarnessError(f"The calendar still shows {left} deleted events.")
