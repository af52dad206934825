"""Test how the values of writes are found in the bodies that contracts describe."""

from collections.abc import Mapping
import json
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.contract import Choice
from custom_components.wiser_home.api.cloud.openapi import Match, Reason, match, read_document
from custom_components.wiser_home.api.cloud.products import WISER_HOME

from .documents import ON_OFF, document, operation

HUB = "/hubs/{urn}"
TITLES = {
    "plugs.set": ("Control SmartPlug", f"{HUB}/smartplugs/{{device}}"),
    "lights.set": ("Control Light", f"{HUB}/lights/{{device}}"),
    "shutters.set": ("Control Shutter", f"{HUB}/shutters/{{device}}"),
    "rooms.setpoint.set": ("Set Room Setpoint", f"{HUB}/rooms/{{room}}/setpoint"),
    "away.set": ("Set Awaymode Status", f"{HUB}/awaymode"),
}
NUMBER = {"type": "number"}
TEXT = {"type": "string"}
BOOLEAN = {"type": "boolean"}
VALUES: Mapping[str, Mapping[str, Any]] = {
    "plugs.set": {"state": "On"},
    "lights.set": {"state": "Off", "percent": 40},
    "shutters.set": {"percent": 40},
    "rooms.setpoint.set": {"celsius": 21.5},
    "away.set": {"away": True},
}


def members(*required: str, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object."""
    return {"type": "object", "properties": properties, "required": list(required)}


def found(endpoint: str, write: dict[str, Any], **more: Any) -> Match:
    """Return what is found where one write is described."""
    paths = {
        "/hubs": {"get": operation("List Hubs")},
        TITLES[endpoint][1]: {"put": write},
    }
    return match(read_document(json.dumps(document(paths) | more)), WISER_HOME)


@pytest.mark.parametrize(
    ("endpoint", "schema", "body"),
    [
        # As the guide has it, and as siblings have.
        ("plugs.set", ON_OFF, "On"),
        ("plugs.set", TEXT, "On"),
        ("plugs.set", BOOLEAN, True),
        ("plugs.set", members(state=ON_OFF), {"state": "On"}),
        ("plugs.set", members(RequestOutput=TEXT), {"RequestOutput": "On"}),
        ("plugs.set", members(state={"enum": ["on", "off", "toggle"]}), {"state": "on"}),
        ("plugs.set", members(status={"type": "integer", "enum": [0, 1]}), {"status": 1}),
        ("plugs.set", members(power=BOOLEAN), {"power": True}),
        ("plugs.set", members(control=members(state=ON_OFF)), {"control": {"state": "On"}}),
        ("lights.set", members(state=ON_OFF, level=NUMBER), {"state": "Off", "level": 40}),
        ("lights.set", members(on=BOOLEAN, dim=NUMBER), {"on": False, "dim": 40}),
        (
            "lights.set",
            members(RequestOverride=members(State=TEXT, Percentage={"type": "integer"})),
            {"RequestOverride": {"State": "Off", "Percentage": 40}},
        ),
        ("shutters.set", NUMBER, 40),
        ("shutters.set", members(percentage={"type": ["integer", "null"]}), {"percentage": 40}),
        (
            "shutters.set",
            members(
                "RequestAction",
                RequestAction=members("Action", Action={"const": "LiftTo"}, Percentage=NUMBER),
            ),
            {"RequestAction": {"Action": "LiftTo", "Percentage": 40}},
        ),
        (
            "rooms.setpoint.set",
            members(setPoint=members(value=NUMBER)),
            {"setPoint": {"value": 21.5}},
        ),
        ("rooms.setpoint.set", members(heat=NUMBER), {"heat": 21.5}),
        (
            "rooms.setpoint.set",
            members(
                "temperature", "unit", temperature=NUMBER, unit={"type": "string", "default": "C"}
            ),
            {"temperature": 21.5, "unit": "C"},
        ),
        (
            "rooms.setpoint.set",
            {"allOf": [members(value=NUMBER), members(id={"type": "string", "readOnly": True})]},
            {"value": 21.5},
        ),
        (
            "rooms.setpoint.set",
            {"oneOf": [members(value=NUMBER), {"type": "null"}]},
            {"value": 21.5},
        ),
        (
            "rooms.setpoint.set",
            {"anyOf": [members(value=NUMBER), members(x=TEXT)]},
            {"value": 21.5},
        ),
        ("away.set", members(status=BOOLEAN), {"status": True}),
        ("away.set", members(status=ON_OFF), {"status": "On"}),
        ("away.set", {"enum": ["DISABLED", "ENABLED"]}, "ENABLED"),
    ],
)
def test_bodies(endpoint: str, schema: dict[str, Any], body: object) -> None:
    """Values are found by the names that they are known to have, or where nothing else is."""
    matched = found(endpoint, operation(*TITLES[endpoint][:1], body=schema))
    assert matched.choices[endpoint].body_for(VALUES[endpoint]) == body


@pytest.mark.parametrize(
    ("endpoint", "schema"),
    [
        ("plugs.set", members(name=TEXT)),
        ("plugs.set", members(a=members(b=members(c=members(d=members(state=ON_OFF)))))),
        ("plugs.set", members(state=ON_OFF, targetState=ON_OFF)),
        ("plugs.set", members("owner", state=ON_OFF, owner=TEXT)),
        ("plugs.set", members("unknown", state=ON_OFF)),
        ("plugs.set", members("a.b", state=ON_OFF, **{"a.b": TEXT})),
        ("plugs.set", members(state={"enum": ["Home", "Gone"]})),
        ("plugs.set", members(state={"type": "array", "items": ON_OFF})),
        ("plugs.set", members(**{"control.state": ON_OFF})),
        ("plugs.set", {"type": "array", "items": ON_OFF}),
        ("plugs.set", {"oneOf": [ON_OFF, members(state=ON_OFF)]}),
        ("plugs.set", {}),
        ("plugs.set", None),
        ("lights.set", TEXT),
        ("lights.set", members(on=BOOLEAN, dim=NUMBER, seconds=NUMBER)),
        ("shutters.set", members(percentage=TEXT)),
        ("shutters.set", members(percentage=NUMBER, level=NUMBER)),
        ("rooms.setpoint.set", members(value={"type": "number", "readOnly": True})),
        ("rooms.setpoint.set", {"$ref": "#/components/schemas/Nowhere"}),
        ("rooms.setpoint.set", {"$ref": "https://example.com/schema.json"}),
        ("rooms.setpoint.set", {"$ref": "#/paths"}),
    ],
)
def test_doubtful_bodies(endpoint: str, schema: Mapping[str, Any] | None) -> None:
    """Where it cannot be told how a value is sent nothing is taken over."""
    matched = found(endpoint, operation(*TITLES[endpoint][:1], body=schema))
    assert matched.choices.keys() == {"hubs.list"}
    assert matched.reasons[endpoint] is Reason.BODY
    assert len(matched.unmatched_operations) == 1


def test_required_one_of_two() -> None:
    """Of two members that could be it the one that has to be there is."""
    schema = members("targetState", state=ON_OFF, targetState=ON_OFF)
    matched = found("plugs.set", operation("Control SmartPlug", body=schema))
    assert matched.choices["plugs.set"].body == {"state": "targetState"}


def test_a_part_of_the_values() -> None:
    """A contract may have a place for one value and none for the other."""
    matched = found("lights.set", operation("Control Light", body=members(state=ON_OFF)))
    assert matched.choices["lights.set"].body == {"state": "state"}


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ({"application/json; charset=utf-8": {"schema": ON_OFF}}, "On"),
        ({"text/plain": {}, "application/vnd.se+json": {"schema": ON_OFF}}, "On"),
        ({"*/*": {"example": {"state": "On"}}}, {"state": "On"}),
        ({"application/json": {"examples": {"a": {"value": {"state": "On"}}}}}, {"state": "On"}),
        ({"application/json": {"schema": {"example": {"state": True}}}}, {"state": True}),
        (
            {"application/json": {"schema": {"type": "object"}, "example": {"power": True}}},
            {"power": True},
        ),
        (
            {"application/json": {"schema": members(state=ON_OFF), "example": {"x": 1}}},
            {"state": "On"},
        ),
    ],
)
def test_media_and_examples(media: Mapping[str, Any], body: object) -> None:
    """What is sent as JSON counts, and an example where there is no schema."""
    write = operation("Control SmartPlug") | {"requestBody": {"content": media}}
    matched = found("plugs.set", write)
    assert matched.choices["plugs.set"].body_for({"state": "On"}) == body


def test_forms_are_not_json() -> None:
    """A body that cannot be sent as JSON cannot be sent."""
    content = {"application/x-www-form-urlencoded": {"schema": members(state=ON_OFF)}}
    write = operation("Control SmartPlug") | {"requestBody": {"content": content}}
    assert found("plugs.set", write).reasons["plugs.set"] is Reason.BODY


def test_bodies_by_reference() -> None:
    """A body may be described elsewhere, in several steps and with escaped names."""
    write = operation("Control SmartPlug") | {"requestBody": {"$ref": "#/x/bodies/a~1b%20c"}}
    content = {"application/json": {"schema": {"$ref": "#/x/schemas/one"}}}
    more = {
        "bodies": {"a/b c": {"content": content}},
        "schemas": {"one": {"$ref": "#/x/schemas/two"}, "two": members(state=ON_OFF)},
    }
    assert found("plugs.set", write, x=more).choices["plugs.set"].body == {"state": "state"}


def test_put_gives_way_to_the_method_that_can_be_filled() -> None:
    """Of several methods for one path the one whose body is understood is taken."""
    path = {
        "patch": operation("Update Light", body=members(name=TEXT)),
        "put": operation("Replace Light", body=members(state=ON_OFF)),
    }
    paths = {"/hubs": {"get": operation("List Hubs")}, f"{HUB}/lights/{{device}}": path}
    matched = match(read_document(json.dumps(document(paths))), WISER_HOME)
    expected = Choice("PUT", f"{HUB}/lights/{{device}}", {"state": "state"})
    assert matched.choices["lights.set"] == expected
