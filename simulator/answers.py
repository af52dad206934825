"""Answers: what a read shows, and how a write is answered."""

from typing import Any, Literal

from . import schedules
from .installation import Installation, Unknown
from .writes.changes import EMPTY, Outcome

type AnswerStyle = Literal["natural", "whole", "empty_object", "partial", "empty_body"]

OPENTHERM = "opentherm"


def tree_of(
    house: Installation, parts: list[str], only_v1: bool = False
) -> tuple[str, list[str], bool]:
    """Return the tree a path is in, the rest of the path, and whether it is the older format."""
    if only_v1 and parts[:2] == ["data", "v2"]:
        raise Unknown("/".join(parts))
    match parts:
        case ["data", "v2", tree, *rest] if tree in ("domain", "network", "schedules", "status"):
            return tree, rest, False
        case ["data", "v2", "opentherm" | "openTherm" as tree, *rest]:
            # From firmware 4.32.47 on generation 2 has it under a capital letter alone.
            if (tree == "openTherm") == (house.generation >= 2):
                return OPENTHERM, rest, False
        case ["data", tree, *rest] if tree in ("domain", "network"):
            return tree, rest, True
        case ["Automation", *_]:
            # The app was seen to create and change automations at this short path.
            return "domain", parts, False
    raise Unknown("/".join(parts))


def read(house: Installation, tree: str, path: list[str], old: bool) -> Any:
    """Return what a read of a tree, a member, an object or a field shows."""
    if tree != "domain":
        found = house.trees.get(tree)
    else:
        found = house.shown_domain()
        if old:
            found = found | {"Schedule": schedules.to_v1(house.trees)}
    if found is None:
        raise Unknown(tree)
    for part in path:
        if isinstance(found, list):
            found = next((item for item in found if str(item.get("id")) == part), None)
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            found = None
        if found is None:
            raise Unknown("/".join([tree, *path]))
    return found


def answer(outcome: Outcome, style: AnswerStyle) -> Any:
    """Return what a write answers; EMPTY stands for an empty body."""
    record = outcome.record
    match style:
        case "natural":
            return outcome.natural
        case "empty_body":
            return EMPTY
        case "empty_object":
            return {}
        case "whole":
            return record if record is not None else outcome.natural
    before = outcome.before or {}
    return {
        field: value
        for field, value in (record or {}).items()
        if field == "id" or field not in before or before[field] != value
    }
