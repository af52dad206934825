"""What is measured is what is meant, and a missed target shows."""

from copy import deepcopy
from pathlib import Path
import sys

import pytest

from benchmarks import __main__ as command, home, parse, polls
from benchmarks.figures import Figure, Table, show
from benchmarks.houses import (
    CHANGES,
    EVERYTHING,
    ONE_ROOM,
    SIZES,
    UNCHANGED,
    Tree,
    devices_in,
    house_of,
    save,
)
from benchmarks.processes import hub_process, run_worker
from benchmarks.size import growth
from custom_components.wiser_home.api.house import House as Parser
from custom_components.wiser_home.api.model import Clock, Record, Room
from simulator import load_house

from ..conftest import POLL_INTERVAL


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the domain tree of the house that is measured by default."""
    domain: Tree = load_house("residence").trees["domain"]
    return domain


def changed(tree: Tree, change: str) -> list[type[Record]]:
    """Return the classes of the objects that are new after a change."""
    parser = Parser()
    before = parser.read_domain(deepcopy(tree))
    after = parser.read_domain(CHANGES[change](tree, 1))
    return [kind for kind, _ in after.changes_since(before)]


def test_measured_house_is_large(tree: Tree) -> None:
    """The house has more than a hundred devices."""
    assert devices_in(tree) >= 100


@pytest.mark.parametrize("change", CHANGES)
def test_steps_differ(tree: Tree, change: str) -> None:
    """Every poll finds another tree than the one before, and the house stays as it was."""
    before = deepcopy(tree)
    assert CHANGES[change](tree, 1) != CHANGES[change](tree, 2)
    assert tree == before


def test_changes_are_what_they_say(tree: Tree) -> None:
    """Nothing but the clock moves, or one room as well, or nearly every object."""
    assert changed(tree, UNCHANGED) == [Clock]
    assert set(changed(tree, ONE_ROOM)) == {Clock, Room}
    assert len(changed(tree, ONE_ROOM)) == 2
    everything = sum(1 for _ in Parser().read_domain(deepcopy(tree)))
    assert len(changed(tree, EVERYTHING)) > 0.9 * everything


def test_houses_grow(tmp_path: Path) -> None:
    """Houses of all sizes have their rooms, and a simulated hub can load them."""
    for rooms in SIZES:
        assert len(house_of(rooms).trees["domain"]["Room"]) == rooms
    assert load_house(save(house_of(10), tmp_path)).trees == house_of(10).trees


@pytest.mark.parametrize(("power", "scale"), [(1, 3.0), (2, 0.5), (0, 7.0)])
def test_growth_is_the_power(power: int, scale: float) -> None:
    """The growth of a power is that power, whatever the units are."""
    devices = [10, 30, 100, 300]
    assert growth(devices, [scale * number**power for number in devices]) == pytest.approx(power)


def test_rhythm_is_that_of_the_polls() -> None:
    """An hour has the polls and the side trees that a hub is asked for."""
    rhythm = polls.rhythm_of(3600)
    assert len(rhythm) == 3600 / POLL_INTERVAL
    assert all("domain" in trees for trees in rhythm)
    assert rhythm[0] == ["domain", "schedules", "network", "status", "opentherm"]
    assert sum(map(len, rhythm)) <= 160


@pytest.mark.parametrize(
    ("figure", "target", "verdict"),
    [
        (Figure("kept", 2.0, most=2.0), "≤ 2", "reached"),
        (Figure("too much", 2.01, most=2.0), "≤ 2", "MISSED"),
        (Figure("too little", 7.9, least=8.0), "≥ 8", "MISSED"),
        (Figure("told", 7.9), "", ""),
    ],
)
def test_verdict(figure: Figure, target: str, verdict: str) -> None:
    """A figure is judged by its target where it has one."""
    assert (figure.target, figure.verdict) == (target, verdict)


def test_table_shows_target_and_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """Beside what was measured stands what is to be reached, and whether it is."""
    figures = [Figure("polls", 12.3, "ms", most=10.0, note="slow")]
    show(Table("Things", figures, [("", "ours"), ("polls", "3")]))
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "| polls | 12.3 ms | ≤ 10 | MISSED | slow |" in lines
    assert "| polls | 3 |" in lines


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (Figure("requests", 2, most=1, counted=True), 1),
        (Figure("requests", 1, most=1, counted=True), 0),
        (Figure("a time", 2, most=1), 0),
    ],
)
def test_missed_count_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    figure: Figure,
    code: int,
) -> None:
    """The command fails for a missed count; times depend on the machine."""
    asked: list[tuple[str, bool]] = []

    def measure(house: str, short: bool) -> Table:
        """Return one figure."""
        asked.append((house, short))
        return Table("One", [figure])

    monkeypatch.setattr(command, "GROUPS", {"one": command.Group("one", measure)})
    monkeypatch.setattr(sys, "argv", ["benchmark", "one", "--short", "--house", "cottage"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == code
    assert asked == [("cottage", True)]
    assert ("missed: " in capsys.readouterr().out) is figure.is_missed


@pytest.mark.parametrize("arguments", [["nothing"], ["--house", "nowhere"]])
def test_unknown_choice_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """A group or a house that is not there is an error before anything is measured."""
    monkeypatch.setattr(sys, "argv", ["benchmark", *arguments])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
    assert arguments[-1] in capsys.readouterr().err


def test_reading_is_measured() -> None:
    """Every kind of poll has its cost, and the counts keep their targets."""
    table = parse.measure("cottage", short=True)
    figures = {figure.what: figure for figure in table.figures}
    assert {parse.FIRST, *CHANGES} <= figures.keys()
    assert all(figure.value > 0 for figure in table.figures)
    assert not [figure.what for figure in table.figures if figure.counted and figure.is_missed]


def test_clients_cost_requests() -> None:
    """Both clients are measured at the same hub, which counts what each of them asks for."""
    rhythm = '[["domain", "network"], ["domain"]]'
    with hub_process("cottage") as address:
        found = run_worker("clients", address, "cottage", rhythm, "1", "1")
    assert {name: costs["requests"] for name, costs in found.items()} == {
        "ours": 3,
        "theirs": 10,
        "bare": 2,
    }
    assert (found["ours"]["whole"], found["ours"]["partial"]) == (1, 2)
    assert (found["theirs"]["whole"], found["theirs"]["partial"]) == (6, 6)


def test_home_writes_what_shows_a_change() -> None:
    """In a whole Home Assistant the writes and the requests are counted."""
    found = home.run("cottage", 1, 1)
    assert found["states"] > 50
    assert found[f"{UNCHANGED}, writes"] == 0
    assert 0 < found[f"{ONE_ROOM}, writes"] <= 2 < found[f"{EVERYTHING}, writes"]
    assert (found["command whole requests"], found["command partial requests"]) == (1, 2)
    assert found["scene requests"] == found["scene rooms"] + 1
