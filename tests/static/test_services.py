"""The actions are the same in the code, in services.yaml, and in the texts."""

from homeassistant.util.yaml import load_yaml_dict
import pytest

from .source import COMPONENT, OUTSIDE, calls, load, module_of, tree_of, value_of
from .texts import FILES

_REGISTERING = (
    "async_register",
    "async_register_admin_service",
    "async_register_batched_platform_entity_service",
    "async_register_entity_service",
    "async_register_platform_entity_service",
)


def _registered() -> set[str]:
    """Return the actions that the code registers: what follows the domain in each call."""
    found = set()
    for path in OUTSIDE:
        for call in calls(tree_of(path), *_REGISTERING):
            values = [value_of(argument, module_of(path)) for argument in call.args]
            found.add(values[values.index(COMPONENT.name) + 1])
    return found


_PATH = COMPONENT / "services.yaml"
_DESCRIBED = load_yaml_dict(_PATH) if _PATH.exists() else {}


def test_every_action_is_described() -> None:
    """What is registered is described, and nothing else is."""
    assert set(_DESCRIBED) == _registered()


def test_every_action_has_an_icon() -> None:
    """The icons of the actions are those of the ones there are."""
    assert set(load("icons.json").get("services", ())) == set(_DESCRIBED)


@pytest.mark.parametrize("name", FILES)
def test_every_action_has_its_texts(name: str) -> None:
    """Actions and their fields have names and descriptions."""
    texts = load(f"translations/{name}").get("services", {})
    assert set(texts) == set(_DESCRIBED)
    for action, described in _DESCRIBED.items():
        fields = texts[action].get("fields", {})
        assert set(fields) == set((described or {}).get("fields", ()))
        assert [field for field in fields.values() if set(field) < {"name", "description"}] == []
