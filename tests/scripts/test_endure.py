"""Tests of the command that runs the long forms."""

from collections import Counter

import pytest

from scripts.harness import endure


def test_every_long_form_has_its_tests() -> None:
    """Each word of the command stands for a folder, and has an amount that is usual."""
    assert endure.FOLDERS.keys() == endure.RUNNERS.keys() == endure.USUAL.keys()
    for word in ("fuzz", "soak"):
        assert list((endure.ROOT / endure.FOLDERS[word]).glob("test_*.py"))


def test_what_was_tried_is_added_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rounds of fuzzing are added up until one fails, and that is told."""
    outcomes = [True, True, False]
    asked: list[int] = []

    def run(what: str, examples: int) -> tuple[bool, list[dict[str, Counter[str]]]]:
        """Pass until nothing more does."""
        asked.append(examples)
        return outcomes.pop(0), [{"mutations tried": Counter(dropped=3, null=1)}]

    monkeypatch.setattr(endure, "run", run)
    assert endure.fuzz("7")
    assert "mutations tried: 4\n" in capsys.readouterr().out
    assert not endure.fuzz("5m")
    told = capsys.readouterr().out
    assert "2 rounds of fuzzing" in told
    assert "mutations tried: 8\n" in told
    assert asked == [7, endure.ROUND, endure.ROUND]
