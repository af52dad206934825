"""Say what a user can prefer: how boosts and set points behave, what the cloud is asked."""

from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

CONF_BOOST_DIFFERENCE: Final = "boost_difference"
CONF_BOOST_MINUTES: Final = "boost_minutes"
CONF_SET_POINT_HOLD: Final = "set_point_hold"
CONF_SET_POINT_MINUTES: Final = "set_point_minutes"
CONF_POLL_MINUTES: Final = "poll_minutes"
CONF_HISTORY: Final = "history"

UNTIL_NEXT_EVENT: Final = "until_next_event"
FOR_A_TIME: Final = "for_a_time"

DEFAULT_BOOST_DIFFERENCE: Final = 2.0
DEFAULT_BOOST_MINUTES: Final = 60
DEFAULT_SET_POINT_MINUTES: Final = 120
DEFAULT_POLL_MINUTES: Final = 5
LEAST_POLL_MINUTES: Final = 2
MOST_POLL_MINUTES: Final = 60
"""The limits of the Exchange are not published, so it is left alone for a while at least."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user prefers: K, and minutes; none for a set point until the next event."""

    boost_difference: float = DEFAULT_BOOST_DIFFERENCE
    boost_minutes: int = DEFAULT_BOOST_MINUTES
    set_point_minutes: int | None = None


def preferences_of(entry: ConfigEntry[Any]) -> Preferences:
    """Return what the user of an entry prefers."""
    options = entry.options
    held = options.get(CONF_SET_POINT_HOLD) == FOR_A_TIME
    return Preferences(
        boost_difference=float(options.get(CONF_BOOST_DIFFERENCE, DEFAULT_BOOST_DIFFERENCE)),
        boost_minutes=int(options.get(CONF_BOOST_MINUTES, DEFAULT_BOOST_MINUTES)),
        set_point_minutes=(
            int(options.get(CONF_SET_POINT_MINUTES, DEFAULT_SET_POINT_MINUTES)) if held else None
        ),
    )


def poll_interval_of(entry: ConfigEntry[Any]) -> float:
    """Return how many seconds the user of an entry wants between two polls of the Exchange."""
    return float(entry.options.get(CONF_POLL_MINUTES, DEFAULT_POLL_MINUTES)) * 60


def keeps_history(entry: ConfigEntry[Any]) -> bool:
    """Return whether the user of an entry wants what the Exchange has kept in the statistics."""
    return bool(entry.options.get(CONF_HISTORY, True))
