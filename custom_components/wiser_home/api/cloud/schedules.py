"""Keep the schedules of rooms, each as it came and in the notation of the hub."""

from typing import Any

from ..errors import BadAnswerError, NotOfferedError
from ..model import Event, Room
from .reading import as_object, folded, number_of
from .weeks import read_week, scale_of, write_week


class Schedules:
    """The schedules that rooms follow, by their ids; the Exchange tells those of rooms alone."""

    def __init__(self) -> None:
        """Begin without any."""
        self.by_room: dict[int, int] = {}
        """The schedule that was told for each room that was asked for."""
        self._raw: dict[int, Any] = {}
        self._weeks: dict[int, dict[str, Any]] = {}

    @property
    def tree(self) -> dict[str, Any]:
        """Return the schedules tree of a hub."""
        return {"Heating": [*self._weeks.values()]}

    def take(self, room: Room, raw: Any) -> int:
        """Take in the schedule of a room and return its id: the room says it, or it does itself.

        One without any has that of its room.

        Raises:
            BadAnswerError: it is no schedule.
        """
        told = folded(as_object(raw)).get("id")
        try:
            own = room.id if told is None else number_of(told)
        except TypeError as err:
            raise BadAnswerError("The schedule has no id") from err
        id_ = own if room.schedule_id is None else room.schedule_id
        self._weeks[id_] = read_week(raw, id_, tenths=scale_of(raw))
        self._raw[id_] = raw
        self.by_room[room.id] = id_
        return id_

    def write(self, id_: int, week: tuple[tuple[Event, ...], ...]) -> dict[str, Any]:
        """Return a week in the notation in which the schedule was told.

        Raises:
            NotOfferedError: that is not known.
        """
        if id_ not in self._raw:
            raise NotOfferedError("The Exchange has not told this schedule")
        return write_week(self._raw[id_], week)
