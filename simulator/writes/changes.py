"""Find the object a write is meant for, change it, and let the house follow."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from .. import clock, outputs, rooms
from ..installation import Installation, Unknown
from . import plans
from .checks import FIELDS, IF_SHOWN, NEWER_FIELDS, Check, Refused, checked, is_number, switch
from .requests import REQUESTS

# What an empty body is written as; null would be a body.
EMPTY = object()

# Sub-resources that ask the hub to act answer {}, as captured of lights and shutters.
ACTIONS = ("RequestOverride", "RequestAction", "RequestOutput", "SetOutputRange", "Identify")


@dataclass
class Outcome:
    """What a write did: what a real hub answers, and the object before and after."""

    natural: Any
    record: Any = None
    before: Any = None
    status: int = 200


def _as_id(text: str) -> int:
    """Return the id in a path."""
    if not text.lstrip("-").isdigit():
        raise Unknown(text)
    return int(text)


def _checks(house: Installation, member: str, record: dict[str, Any]) -> dict[str, Check]:
    """Return the plain fields of an object that can be written."""
    known = dict(FIELDS.get(member, {}))
    if house.generation >= 2:
        known |= NEWER_FIELDS.get(member, {})
    return {
        field: check for field, check in known.items() if field not in IF_SHOWN or field in record
    }


def _settle(house: Installation, member: str, record: dict[str, Any], fields: set[str]) -> None:
    """Let the house follow what was written."""
    if "ScheduleId" in fields:
        house.refresh_schedules()
    if member == "Room":
        rooms.resolve(house, record)
    elif member == "HotWater":
        rooms.resolve_water(house, record)
    elif member in outputs.RESOLVE and fields & {"Mode", "ScheduleId"}:
        outputs.RESOLVE[member][0](house, record)
    elif member == "System":
        if fields & {"AutomaticDaylightSaving", "TimeZoneOffset"}:
            clock.set_clock(record, house.now)
            house.refresh_schedules()
        rooms.resolve_all(house)
    rooms.channels(house)


def apply(house: Installation, member: str, record: dict[str, Any], body: Any) -> None:
    """Write the fields of a body into an object, all of them or none."""
    if not isinstance(body, dict):
        raise Refused("A JSON object is required")
    acts = REQUESTS.get(member, {})
    plain = {field: value for field, value in body.items() if field not in acts}
    if member == "System" and (triggers := plain.keys() & {"TriggerMoment", "TriggerAutomation"}):
        for trigger in triggers:
            _trigger(house, trigger.removeprefix("Trigger"), plain.pop(trigger))
    accepted = checked(plain, _checks(house, member, record))
    kept = deepcopy(record)
    for field, value in accepted.items():
        if isinstance(value, dict):
            record.setdefault(field, {}).update(value)
        else:
            record[field] = value
    if accepted.get("Mode") == "Manual" and member == "Room":
        record.setdefault("ManualSetPoint", record.get("DisplayedSetPoint", -200))
    try:
        for field in body.keys() & acts.keys():
            acts[field](house, record, body[field])
    except Refused:
        record.clear()
        record.update(kept)
        raise
    _settle(house, member, record, set(body))


def _trigger(house: Installation, member: str, id: Any) -> None:
    """Run a moment or an automation."""
    if not is_number(id):
        raise Refused(f"'Trigger{member}' requires an id")
    try:
        house.find(member, id)
    except Unknown as error:
        raise Refused(f"Unknown {member} {id}") from error
    effects = house.house.moments if member == "Moment" else house.house.automations
    for path, body in effects.get(id, []):
        _patch(house, path.split("/"), body)


def _patch(house: Installation, path: list[str], body: Any) -> Outcome:
    """Change an object, or one field of it, under /data/v2/domain/."""
    member, *rest = path
    single = isinstance(house.domain.get(member), dict)
    if not single and not rest:
        raise Unknown(member)
    record = house.find(member) if single else house.find(member, _as_id(rest.pop(0)))
    if len(rest) > 1:
        raise Unknown("/".join(path))
    before = deepcopy(record)
    if not rest:
        apply(house, member, record, body)
        house.keep_old(member, before)
        return Outcome(record, record, before)
    field = rest[0]
    known = _checks(house, member, record).keys() | REQUESTS.get(member, {}).keys()
    if field not in known:
        raise Unknown("/".join(path))
    apply(house, member, record, {field: body})
    house.keep_old(member, before)
    if field == "SetDriveConfig":
        return Outcome(body, record, before)
    return Outcome({} if field in ACTIONS else record.get(field, body), record, before)


def _set_automation(record: dict[str, Any], query: dict[str, str]) -> None:
    """Write what the app sends in the query of an automation."""
    for field, value in query.items():
        if field in ("Enabled", "EnableNotification"):
            record[field] = switch(field, value)
        elif field == "IconId" and value.isdigit():
            record[field] = int(value)
        elif field == "Name" and value:
            record[field] = value
        else:
            raise Refused(f"Unknown field '{field}'")


def _create_automation(house: Installation, query: dict[str, str], body: Any) -> Outcome:
    """Create an automation; its rules are kept beside the trees, as the hub never shows them."""
    automations = house.domain.setdefault("Automation", [])
    limit = 10
    if len(automations) >= limit:
        raise Refused(f"No more than {limit} automations")
    record = {"id": max((item["id"] for item in automations), default=0) + 1}
    _set_automation(record, {"Name": "", **query} if "Name" not in query else query)
    automations.append(record)
    house.rules[record["id"]] = body
    return Outcome(record, record, {}, 201)


def _change_automation(house: Installation, id: int, query: dict[str, str], body: Any) -> Outcome:
    """Change an automation as the app does: its record in the query, its rules in the body."""
    record = house.find("Automation", id)
    before = deepcopy(record)
    _set_automation(record, query)
    house.keep_old("Automation", before)
    if body is not None:
        house.rules[id] = body
    return Outcome(EMPTY, record, before)


def _opentherm(house: Installation, path: list[str], body: Any) -> Outcome:
    """Set a parameter of the boiler; the working client sends numbers as strings."""
    tree: Any = house.trees.get("opentherm")
    for number, part in enumerate(path, 1):
        if isinstance(tree, dict) and number == len(path) and not isinstance(tree.get(part), dict):
            # The path names the parameter itself.
            body = body if isinstance(body, dict) else {part: body}
        else:
            tree = tree.get(part) if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or (path and path[-1] not in {*tree, *house.trees["opentherm"]}):
        raise Unknown("opentherm")
    if not isinstance(body, dict):
        raise Refused("A JSON object is required")
    before = deepcopy(tree)
    changed: dict[str, Any] = {}
    for field, value in body.items():
        if field not in tree or isinstance(tree[field], dict):
            raise Refused(f"Unknown field '{field}'")
        if isinstance(tree[field], bool):
            changed[field] = switch(field, value)
        elif is_number(value) or (isinstance(value, str) and value.lstrip("-").isdigit()):
            changed[field] = int(value)
        else:
            raise Refused(f"'{field}' requires a number")
    tree.update(changed)
    return Outcome({}, tree, before)


def write(
    house: Installation,
    method: str,
    tree: str,
    path: list[str],
    query: dict[str, str],
    body: Any,
) -> Outcome:
    """Do what a request asks for."""
    if tree == "opentherm" and method == "PATCH":
        return _opentherm(house, path, body)
    if tree == "schedules":
        record, before = plans.write(house, method, path, body)
        natural = EMPTY if method == "DELETE" else record
        return Outcome(natural, record, before, 201 if method == "POST" else 200)
    if tree == "domain" and path:
        if path == ["Automation"] and method == "POST":
            return _create_automation(house, query, body)
        if path[0] == "Automation" and len(path) == 2 and method == "PATCH" and query:
            return _change_automation(house, _as_id(path[1]), query, body)
        if method == "PATCH":
            return _patch(house, path, body)
    raise Unknown(f"{method} {tree}/{'/'.join(path)}")
