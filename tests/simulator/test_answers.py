"""How writes are answered."""

from typing import Any

import pytest

from .conftest import Client
from .test_writes import MANUAL, ROOM, override

NATURAL: list[tuple[str, Any, Any]] = [
    ("domain/Automation/1/Enabled", False, False),
    ("domain/Room/1/Name", "Den", "Den"),
    ("domain/Light/1/RequestOverride", {"State": "On"}, {}),
    ("domain/Light/1/SetOutputRange", {"Maximum": 192}, {}),
    ("domain/Shutter/1/RequestAction", {"Action": "Stop"}, {}),
    ("domain/Shutter/1/SetDriveConfig", {"LiftOpenTime": 240}, {"LiftOpenTime": 240}),
    ("domain/System/RequestPermitJoin", 120, 120),
    ("openTherm/preDefinedRemoteBoilerParameters", {"dhwSetpoint": "500"}, {}),
]


@pytest.mark.parametrize(("path", "body", "expected"), NATURAL)
async def test_natural_answers(residence: Client, path: str, body: Any, expected: Any) -> None:
    """Answer sub-resources as real hubs were seen to."""
    assert await residence("PATCH", path, body) == (200, expected)


@pytest.mark.parametrize(
    ("path", "body", "member", "number"),
    [
        ("domain/Room/1", MANUAL, "Room", 1),
        ("domain/System", {"EcoModeEnabled": True}, "System", None),
        ("domain/SmartPlug/1", {"RequestOutput": "Off"}, "SmartPlug", None),
        ("domain/Light/1", override(State="On"), "Light", 1),
        ("domain/Shutter/1", {"Mode": "Manual"}, "Shutter", 1),
        ("domain/Device/1", {"Identify": True}, "Device", 1),
    ],
)
async def test_natural_answers_are_whole(
    residence: Client, path: str, body: Any, member: str, number: int | None
) -> None:
    """Answer with the whole object where a whole object was written."""
    plug = residence.hub.trees["domain"]["SmartPlug"][0]["id"]
    path = path.replace("SmartPlug/1", f"SmartPlug/{plug}")
    record = residence.hub.find(member, plug if member == "SmartPlug" else number)
    assert await residence("PATCH", path, body) == (200, record)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("empty_object", {}),
        ("empty_body", None),
        ("partial", {"id": 1, "WindowDetectionActive": True}),
    ],
)
async def test_answer_styles(cottage: Client, style: Any, expected: Any) -> None:
    """Answer in every way that means success."""
    cottage.hub.answer_style = style
    body = {"WindowDetectionActive": True}
    assert await cottage("PATCH", ROOM, body) == (200, expected)
    assert cottage.hub.find("Room", 1)["WindowDetectionActive"] is True


async def test_whole_answers_everywhere(residence: Client) -> None:
    """Answer with the whole object also where real hubs say {}."""
    residence.hub.answer_style = "whole"
    path = "domain/Light/1/RequestOverride"
    assert await residence("PATCH", path, {"State": "On"}) == (
        200,
        residence.hub.find("Light", 1),
    )
