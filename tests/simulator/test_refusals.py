"""What writes a hub refuses, and how."""

from typing import Any

import pytest

from .conftest import Client
from .test_writes import ROOM, override


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("Room/1", override(Type="Manual", SetPoint=301)),
        ("Room/1", override(Type="Manual", SetPoint=49)),
        ("Room/1", override(Type="Manual")),
        ("Room/1", override(Type="Manual", SetPoint=195.5)),
        ("Room/1", override(Type="Manual", SetPoint=True)),
        ("Room/1", override(Type="Manual", SetPoint=195, Extra=1)),
        ("Room/1", override(Type="Manual", SetPoint=195, DurationMinutes=0)),
        ("Room/1", override(Type="Boost", IncreaseSetPointBy=20)),
        ("Room/1", override(Type="Boost", DurationMinutes=30, IncreaseSetPointBy=60)),
        ("Room/1", override(Type="Odd")),
        ("Room/1", {"RequestOverride": "None"}),
        ("Room/1", {"Mode": "Off"}),
        ("Room/1", {"Name": ""}),
        ("Room/1", {"Mode": "Manual", "Unknown": 1}),
        ("Room/1", {"Mode": "Manual"} | override(Type="Manual", SetPoint=1)),
        ("Room/1", {"IncludeInSummerComfort": True}),
        ("Room/1", {"WindowDetectionActive": 1}),
        ("Room/1", [1]),
        ("System", override(Type=1)),
        ("System", {"AwayModeSetPointLimit": 1000}),
        ("System", {"SummerComfortEnabled": True}),
        ("System", {"TriggerMoment": 9}),
        ("System", {"TriggerMoment": "1"}),
        ("System/RequestPermitJoin", "120"),
        ("HotWater/2", override(Type="Manual", SetPoint=500)),
        ("SmartPlug/6", {"RequestOutput": "on"}),
        ("SmartPlug/6", {"AwayAction": "Close"}),
        ("Device/6", {"Identify": "true"}),
    ],
)
async def test_refusals(cottage: Client, path: str, body: Any) -> None:
    """Refuse what no hub accepts, in words, and change nothing."""
    before = (await cottage("GET", "domain"))[1]
    status, answer = await cottage("PATCH", f"domain/{path}", body)
    assert (status, list(answer)) == (400, ["Error"])
    assert (await cottage("GET", "domain"))[1] == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("Light/13", override(State="On", Percentage=30)),
        ("Light/1", override(Percentage=30)),
        ("Light/1", override(State="Dim")),
        ("Light/13", {"PowerOnBehaviour": "LevelPercent"}),
        ("Shutter/1", {"RequestAction": {"Action": "TiltTo", "Percentage": 1}}),
        ("Shutter/1", {"RequestAction": {"Action": "LiftTo"}}),
        ("Shutter/1", {"RequestAction": {"Action": "LiftTo", "Percentage": 101}}),
        ("Shutter/1", {"RequestAction": {"Percentage": 1}}),
        ("Shutter/1", {"AwayAction": "Off"}),
        ("Equipment/21", {"ControlState": "selfManagement"}),
        ("BinarySensor/1", {"EnableNotification": True}),
    ],
)
async def test_refusals_of_newer_hubs(residence: Client, path: str, body: Any) -> None:
    """Refuse what lights, shutters and equipment cannot do."""
    status, answer = await residence("PATCH", f"domain/{path}", body)
    assert (status, list(answer)) == (400, ["Error"])


async def test_refusal_in_the_words_of_real_hubs(cottage: Client) -> None:
    """Tell the range of set points as captured."""
    _, answer = await cottage("PATCH", ROOM, override(Type="Manual", SetPoint=400))
    assert answer["Error"] == (
        "Manual override requires a 'SetPoint' between 50 and 300 or -200"
        " (i.e. from 5 to 30 degreesC or Off)"
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "domain/Room/9"),
        ("PATCH", "domain/Room"),
        ("PATCH", "domain/Room/1/Nothing"),
        ("PATCH", "domain/Room/1/Name/Deep"),
        ("PATCH", "domain"),
        ("PATCH", "network/Station"),
        ("PATCH", "schedules/Heating/9"),
        ("PATCH", "schedules/Nothing/1"),
        ("DELETE", "schedules/Heating/9"),
        ("DELETE", "domain/Room/1"),
        ("POST", "domain/Room"),
        ("PATCH", "opentherm/nothing"),
    ],
)
async def test_unknown_objects(cottage: Client, method: str, path: str) -> None:
    """Answer 404 for a write on what is not there."""
    assert (await cottage(method, path, {}))[0] == 404
