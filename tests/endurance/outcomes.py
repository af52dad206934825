"""Say what a fault of the hub may do to each thing that the integration is doing then."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tolerated:
    """Nobody notices: the same states, no line in the log, nothing asked."""


@dataclass(frozen=True)
class OddNames:
    """Names may hold odd characters until they are read again; nothing else is to be noticed."""


@dataclass(frozen=True)
class Retried:
    """The set-up fails for a reason and is tried again until it works, without help."""

    reason: str
    issue: str | None = None


@dataclass(frozen=True)
class GivenUp:
    """The set-up fails for good; the hub that announces itself brings it back."""

    reason: str
    issue: str


@dataclass(frozen=True)
class AsksForSecret:
    """The secret is asked for, and the hub is left alone until there is one."""


@dataclass(frozen=True)
class Down:
    """Everything is unavailable for a reason, and back with the first poll that works."""

    reason: str
    issue: str | None = None


@dataclass(frozen=True)
class Carried:
    """The write succeeds, and the house does it."""


@dataclass(frozen=True)
class Failed:
    """The write fails with a message; what the house made of it is shown with the next poll."""

    message: str
    done: bool = False
    writes: int = 1


@dataclass(frozen=True)
class ReadBack:
    """What was written is shown at once and read back after so many reads."""

    reads: int


@dataclass(frozen=True)
class ReadLater:
    """What was written is shown at once; reading it back fails and is left to the next poll."""

    reads: int


@dataclass(frozen=True)
class FormError:
    """The form that asks for the secret says why it does not work, and can be sent again."""

    error: str


@dataclass(frozen=True)
class Aborted:
    """The flow ends because it cannot go on, and the secret is asked for anew."""

    reason: str


@dataclass(frozen=True)
class Accepted:
    """The secret is taken at once."""


@dataclass(frozen=True)
class LetGo:
    """The entry is unloaded in the middle of a poll, and nothing is sent any more."""


@dataclass(frozen=True)
class Row:
    """What one fault may do, for as long as it lasts, to each thing that is done meanwhile."""

    set_up: Tolerated | OddNames | Retried | GivenUp | AsksForSecret
    one_poll: Tolerated | OddNames
    polls: Tolerated | OddNames | Down | AsksForSecret
    command: Carried | Failed
    read_back: ReadBack | ReadLater
    reauth: Accepted | FormError | Aborted
    unload: LetGo
