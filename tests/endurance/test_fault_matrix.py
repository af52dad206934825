"""Test every fault of a hub against everything that the integration may be doing meanwhile.

The table says what is to come of each; `outcomes` says what the words in it mean, and `cells` how
that is found out.
"""

from typing import Final

import pytest

from simulator import Fault

from . import cells
from .outcomes import (
    Aborted,
    Accepted,
    AsksForSecret,
    Carried,
    Down,
    Failed,
    FormError,
    GivenUp,
    LetGo,
    OddNames,
    ReadBack,
    ReadLater,
    Retried,
    Row,
    Tolerated,
)
from .trial import Beyond, Trial, Trouble

MATRIX: Final[dict[Trouble, Row]] = {
    Fault.HANG: Row(
        set_up=Retried("timeout"),
        one_poll=Tolerated(),
        polls=Down("timeout"),
        command=Failed("timeout"),
        read_back=ReadLater(reads=2),
        reauth=FormError("timeout_connect"),
        unload=LetGo(),
    ),
    Fault.RESET: Row(
        set_up=Retried("cannot_connect"),
        one_poll=Tolerated(),
        polls=Down("cannot_connect"),
        command=Failed("cannot_connect"),
        read_back=ReadLater(reads=2),
        reauth=FormError("cannot_connect"),
        unload=LetGo(),
    ),
    Fault.HALF_BODY: Row(
        set_up=Retried("bad_answer"),
        one_poll=Tolerated(),
        polls=Down("bad_answer"),
        command=Carried(),
        read_back=ReadLater(reads=2),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Fault.STALL: Row(
        set_up=Retried("timeout"),
        one_poll=Tolerated(),
        polls=Down("timeout"),
        command=Carried(),
        read_back=ReadLater(reads=2),
        reauth=FormError("timeout_connect"),
        unload=LetGo(),
    ),
    Fault.LOST_ANSWER: Row(
        set_up=Retried("cannot_connect"),
        one_poll=Tolerated(),
        polls=Down("cannot_connect"),
        command=Failed("cannot_connect", done=True),
        read_back=ReadLater(reads=2),
        reauth=FormError("cannot_connect"),
        unload=LetGo(),
    ),
    Fault.TRUNCATED_JSON: Row(
        set_up=Retried("bad_answer"),
        one_poll=Tolerated(),
        polls=Down("bad_answer"),
        command=Carried(),
        read_back=ReadLater(reads=2),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Fault.BAD_BYTES: Row(
        set_up=OddNames(),
        one_poll=OddNames(),
        polls=OddNames(),
        command=Carried(),
        read_back=ReadBack(reads=1),
        reauth=Accepted(),
        unload=LetGo(),
    ),
    Fault.BAD_FRAMING: Row(
        set_up=Tolerated(),
        one_poll=Tolerated(),
        polls=Tolerated(),
        command=Failed("bad_answer", done=True),
        read_back=ReadBack(reads=2),
        reauth=Accepted(),
        unload=LetGo(),
    ),
    Fault.UNAUTHORIZED: Row(
        set_up=AsksForSecret(),
        one_poll=Tolerated(),
        polls=AsksForSecret(),
        command=Failed("invalid_auth"),
        read_back=ReadLater(reads=1),
        reauth=FormError("invalid_auth"),
        unload=LetGo(),
    ),
    Fault.NOT_FOUND: Row(
        set_up=Retried("not_wiser_hub", issue="not_wiser_hub"),
        one_poll=Tolerated(),
        polls=Down("bad_answer", issue="not_wiser_hub"),
        command=Failed("bad_answer"),
        read_back=ReadLater(reads=2),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Fault.SERVER_ERROR: Row(
        set_up=Retried("bad_answer"),
        one_poll=Tolerated(),
        polls=Down("bad_answer"),
        command=Failed("bad_answer"),
        read_back=ReadLater(reads=2),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Fault.REDIRECT_HTTPS: Row(
        set_up=Retried("cannot_connect"),
        one_poll=Tolerated(),
        polls=Down("cannot_connect"),
        command=Failed("cannot_connect"),
        read_back=ReadLater(reads=2),
        reauth=FormError("cannot_connect"),
        unload=LetGo(),
    ),
    Fault.NOT_JSON: Row(
        set_up=Retried("not_wiser_hub", issue="not_wiser_hub"),
        one_poll=Tolerated(),
        polls=Down("not_wiser_hub", issue="not_wiser_hub"),
        command=Failed("not_wiser_hub"),
        read_back=ReadLater(reads=1),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Fault.EMPTY_TREE: Row(
        set_up=Retried("not_wiser_hub", issue="not_wiser_hub"),
        one_poll=Tolerated(),
        polls=Down("not_wiser_hub", issue="not_wiser_hub"),
        command=Carried(),
        read_back=ReadLater(reads=1),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Fault.ENERGY_ZERO: Row(
        set_up=Tolerated(),
        one_poll=Tolerated(),
        polls=Tolerated(),
        command=Carried(),
        read_back=ReadBack(reads=1),
        reauth=Accepted(),
        unload=LetGo(),
    ),
    Fault.OTHER_HUB: Row(
        set_up=GivenUp("wrong_hub", issue="wrong_hub"),
        one_poll=Tolerated(),
        polls=Down("wrong_hub", issue="wrong_hub"),
        command=Carried(),
        read_back=ReadBack(reads=1),
        reauth=Aborted("wrong_hub"),
        unload=LetGo(),
    ),
    Fault.REFUSE: Row(
        set_up=Retried("bad_answer"),
        one_poll=Tolerated(),
        polls=Down("bad_answer"),
        command=Failed("refused"),
        read_back=ReadLater(reads=2),
        reauth=FormError("not_wiser_hub"),
        unload=LetGo(),
    ),
    Beyond.GONE: Row(
        set_up=Retried("cannot_connect"),
        one_poll=Tolerated(),
        polls=Down("cannot_connect"),
        command=Failed("cannot_connect", writes=0),
        read_back=ReadLater(reads=0),
        reauth=FormError("cannot_connect"),
        unload=LetGo(),
    ),
    Beyond.OTHER_CERTIFICATE: Row(
        set_up=Retried("certificate_changed", issue="certificate_changed"),
        one_poll=Tolerated(),
        polls=Down("certificate_changed", issue="certificate_changed"),
        command=Failed("certificate_changed", writes=0),
        read_back=ReadLater(reads=0),
        reauth=FormError("certificate_changed"),
        unload=LetGo(),
    ),
}

every_trouble = pytest.mark.parametrize("trouble", MATRIX)


def test_every_fault_has_a_row() -> None:
    """A new fault of the simulator is one that the integration has to stand."""
    assert set(MATRIX) == {*Fault, *Beyond}


@every_trouble
async def test_set_up(trial: Trial, trouble: Trouble) -> None:
    """A hub that misbehaves is set up in spite of it, or as soon as it stops."""
    await cells.set_up(trial, trouble, MATRIX[trouble])


@every_trouble
async def test_one_poll(trial: Trial, trouble: Trouble) -> None:
    """No hub is given up because of one poll."""
    await cells.one_poll(trial, trouble, MATRIX[trouble])


@every_trouble
async def test_polls(trial: Trial, trouble: Trouble) -> None:
    """A hub that misbehaves for long is told once to be gone, and once to be back."""
    await cells.polls(trial, trouble, MATRIX[trouble])


@every_trouble
async def test_command(trial: Trial, trouble: Trouble) -> None:
    """A write is sent once, and what came of it is shown."""
    await cells.command(trial, trouble, MATRIX[trouble])


@every_trouble
async def test_read_back(trial: Trial, trouble: Trouble) -> None:
    """What was written stays shown, and is read when that works again."""
    await cells.read_back(trial, trouble, MATRIX[trouble])


@every_trouble
async def test_reauth(trial: Trial, trouble: Trouble) -> None:
    """The secret can be entered again until it works."""
    await cells.reauth(trial, trouble, MATRIX[trouble])


@every_trouble
async def test_unload(trial: Trial, trouble: Trouble) -> None:
    """No hub keeps its entry from being unloaded."""
    await cells.unload(trial, trouble, MATRIX[trouble])
