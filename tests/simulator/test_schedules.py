"""Schedules are created, changed, assigned, deleted and followed."""

from typing import Any

import pytest

from simulator.clock import DAYS

from .conftest import Client

LEVELS: dict[str, Any] = {day: {"Time": [], "Level": []} for day in DAYS}


async def test_create_heating(cottage: Client) -> None:
    """Create a schedule for rooms; the same request again makes another."""
    body = {"Assignments": [1], "Heating": {"Name": "New"}}
    status, first = await cottage("POST", "schedules/Assign", body)
    _, second = await cottage("POST", "schedules/Assign", body)
    assert (status, first["id"], second["id"]) == (201, 3, 4)
    assert first["Monday"] == {"Time": [], "DegreesC": []}
    assert cottage.hub.find("Room", 1)["ScheduleId"] == 4


async def test_create_on_off_and_level(residence: Client) -> None:
    """Create schedules of the other kinds."""
    plug = residence.hub.trees["domain"]["SmartPlug"][3]["id"]
    body: dict[str, Any] = {"Assignments": [plug, 2], "OnOff": {"Name": "N"}}
    _, made = await residence("POST", "schedules/Assign", body)
    assert residence.hub.find("SmartPlug", plug)["ScheduleId"] == made["id"]
    assert residence.hub.find("HotWater", 2)["ScheduleId"] == made["id"]
    body = {"Assignments": [7], "Level": {"Name": "N", "Type": 2, **LEVELS}}
    _, made = await residence("POST", "schedules/Assign", body)
    assert made["Type"] == "Shutters"
    assert residence.hub.find("Shutter", 7)["ScheduleId"] == made["id"]
    assert "ScheduleId" not in residence.hub.find("Light", 7)


async def test_change_days(cottage: Client) -> None:
    """Change some days, with clock times as strings, and rooms follow."""
    body = {"Wednesday": {"Time": ["0000", "1900"], "DegreesC": [225, 170]}}
    status, schedule = await cottage("PATCH", "schedules/Heating/1", body)
    assert status == 200
    assert schedule["Wednesday"] == {"Time": [0, 1900], "DegreesC": [225, 170]}
    assert schedule["Thursday"]["Time"][0] == 630
    assert schedule["CurrentSetpoint"] == 225
    assert schedule["Next"] == {"Day": "Wednesday", "Time": 1900, "DegreesC": 170}
    room = cottage.hub.find("Room", 1)
    assert (room["ScheduledSetPoint"], room["CurrentSetPoint"]) == (225, 225)


async def test_change_on_off_and_level(residence: Client) -> None:
    """Change signed times and times of the sun."""
    body: dict[str, Any] = {"Monday": [-2400, 705, -900]}
    _, schedule = await residence("PATCH", "schedules/OnOff/1", body)
    assert schedule["CurrentState"] == "On"
    assert schedule["Next"] == {"Day": "Monday", "Time": 900, "State": "Off"}
    body = {"Monday": {"Time": [3000, 2200], "Level": [80, 0]}}
    _, schedule = await residence("PATCH", "schedules/Level/1", body)
    assert schedule["CurrentLevel"] == 80
    assert residence.hub.find("Light", 1)["CurrentPercentage"] == 80


async def test_rename_and_delete(cottage: Client) -> None:
    """Rename a schedule, delete it, and let its users go."""
    _, schedule = await cottage("PATCH", "schedules/Heating/1", {"Name": "Z"})
    assert schedule["Name"] == "Z"
    assert await cottage("DELETE", "schedules/Heating/1") == (200, None)
    assert [item["id"] for item in cottage.hub.trees["schedules"]["Heating"]] == [2]
    room = cottage.hub.find("Room", 1)
    assert "ScheduleId" not in room
    assert "ScheduledSetPoint" not in room


async def test_assign_the_full_list(cottage: Client) -> None:
    """Let exactly the named rooms use a schedule."""
    body: dict[str, Any] = {"Assignments": [1, 2], "Heating": {"id": 1, "Name": "Living"}}
    status, schedule = await cottage("PATCH", "schedules/Assign", body)
    assert (status, schedule["id"]) == (200, 1)

    def used() -> list[int | None]:
        """Return the schedules of the rooms."""
        return [room.get("ScheduleId") for room in cottage.hub.trees["domain"]["Room"]]

    assert used() == [1, 1, None, 2]
    assert cottage.hub.find("Room", 2)["CurrentSetPoint"] == 210
    await cottage("PATCH", "schedules/Assign", body | {"Assignments": []})
    assert used() == [None, None, None, 2]


async def test_assign_level(apartment: Client) -> None:
    """Assign a Level schedule as the app does, by the ids of shutters."""
    schedule = apartment.hub.trees["schedules"]["Level"][1]
    body = {"Assignments": [1, 3], "Level": schedule | {"Type": 2}}
    assert (await apartment("PATCH", "schedules/Assign", body))[0] == 200
    shutters = apartment.hub.trees["domain"]["Shutter"]
    assert [item.get("ScheduleId") for item in shutters] == [2, None, 2]
    assert apartment.hub.find("Light", 1)["ScheduleId"] == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "Assign", {"Assignments": [99], "Heating": {"Name": "N"}}),
        ("POST", "Assign", {"Assignments": [1], "Heating": {}}),
        ("POST", "Assign", {"Heating": {"Name": "N"}}),
        ("POST", "Assign", {"Assignments": [], "Level": {"Name": "N"}}),
        ("POST", "Assign", {"Assignments": [], "Level": {"Name": "N", "Type": "Lighting"}}),
        ("PATCH", "Assign", {"Assignments": [], "Level": {"id": 1, "Name": "N", "Type": 1}}),
        ("PATCH", "Assign", {"Assignments": "all", "Heating": {"id": 1}}),
        ("PATCH", "Heating/1", {"Monday": {"Time": [700], "DegreesC": [200, 210]}}),
        ("PATCH", "Heating/1", {"Monday": {"Time": [700], "DegreesC": [310]}}),
        ("PATCH", "Heating/1", {"Monday": {"Time": [3000], "DegreesC": [200]}}),
        ("PATCH", "Heating/1", {"Monday": {"Time": [770], "DegreesC": [200]}}),
        ("PATCH", "Heating/1", {"Monday": [700]}),
        ("PATCH", "Heating/1", {"Odd": 1}),
        ("PATCH", "Heating/1", [1]),
        ("PATCH", "OnOff/1", {"Monday": {"Time": [700]}}),
        ("PATCH", "OnOff/1", {"Monday": [2500]}),
        ("PATCH", "Level/1", {"Monday": {"Time": [700], "Level": [101]}}),
        ("DELETE", "OnOff/1000", None),
    ],
)
async def test_refusals(residence: Client, method: str, path: str, body: Any) -> None:
    """Refuse what no schedule can be."""
    before = (await residence("GET", "schedules"))[1]
    status, answer = await residence(method, f"schedules/{path}", body)
    assert (status, list(answer)) == (400, ["Error"])
    assert (await residence("GET", "schedules"))[1] == before
