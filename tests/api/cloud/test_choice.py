"""Test how a choice says values in a body."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from custom_components.wiser_home.api.cloud.contract import Choice, Contract
from custom_components.wiser_home.api.cloud.products import WISER_HOME
from custom_components.wiser_home.api.errors import NotOfferedError


@pytest.mark.parametrize(
    ("choice", "values", "body"),
    [
        (Choice("PATCH", "/", {"state": "state"}), {"state": "On"}, {"state": "On"}),
        (Choice("PUT", "/"), {"Monday": [1]}, {"Monday": [1]}),
        (Choice("PUT", "/", {"state": ""}), {"state": "Off"}, "Off"),
        (
            Choice("PUT", "/", {"state": "control.state", "percent": "control.level"}),
            {"state": "On", "percent": 40},
            {"control": {"state": "On", "level": 40}},
        ),
        (Choice("PUT", "/", {"state": "on", "percent": "level"}), {"percent": 40}, {"level": 40}),
        (
            Choice("PUT", "/", {"celsius": "a.b.value"}, fixed={"a.type": "Manual", "c": 1}),
            {"celsius": 21.5},
            {"a": {"type": "Manual", "b": {"value": 21.5}}, "c": 1},
        ),
        (Choice("PUT", "/", {"state": "on"}, states={"state": (1, 0)}), {"state": "On"}, {"on": 1}),
        (
            Choice("PUT", "/", {"away": ""}, states={"away": ("ENABLED", "DISABLED")}),
            {"away": False},
            "DISABLED",
        ),
    ],
)
def test_body_says_the_values(choice: Choice, values: Mapping[str, Any], body: object) -> None:
    """Values stand where the contract has them, in its words, now and when it was kept."""
    assert choice.body_for(values) == body
    assert Choice(**orjson.loads(orjson.dumps(choice.as_data()))).body_for(values) == body


def test_value_without_a_place_is_not_dropped() -> None:
    """What cannot be said is refused instead of leaving it out."""
    choice = Choice("PATCH", "/", {"state": "state"})
    with pytest.raises(NotOfferedError, match="percent"):
        choice.body_for({"state": "On", "percent": 40})


def test_what_is_learnt_is_kept() -> None:
    """A choice with everything comes back from what is kept of its contract."""
    choice = Choice(
        "POST",
        "/control?id={device}",
        {"state": "control.state"},
        {"start": "from"},
        {"kind": "Plug"},
        {"state": ["ON", "OFF"]},
    )
    contract = Contract(WISER_HOME)
    contract.choose("plugs.set", choice)
    kept = orjson.loads(orjson.dumps(contract.as_data()))
    assert Contract(WISER_HOME, kept).choices == {"plugs.set": choice}
