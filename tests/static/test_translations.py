"""The translations say what the code uses, and nothing else."""

import ast

import pytest

from custom_components.wiser_home.devices import _KINDS

from .entities import placeholders_given, states, translated
from .failures import failures, issues, messages
from .flows import flows, selectors
from .source import COMPONENT, keywords, tree_of
from .texts import ENGLISH, placeholders, placeholders_in

_FLOWS = flows()
_ENTITIES = translated()
_KEYS = [(platform, key) for platform, keys in _ENTITIES.items() for key in keys]


def test_every_section_is_checked() -> None:
    """A section that no test here knows could hold anything."""
    checked = {
        *_FLOWS,
        "application_credentials",
        "device",
        "entity",
        "exceptions",
        "issues",
        "system_health",
    }
    assert set(ENGLISH) - {"selector", "services"} == checked


def test_every_translated_entity_is_named() -> None:
    """The names are those of the entities there are."""
    named = {platform: set(keys) for platform, keys in ENGLISH["entity"].items()}
    assert named == {platform: set(keys) for platform, keys in _ENTITIES.items()}


@pytest.mark.parametrize(("platform", "key"), _KEYS)
def test_entity_is_named_with_what_it_gives(platform: str, key: str) -> None:
    """The placeholders of a name are those that every such entity gives."""
    used = placeholders(ENGLISH["entity"][platform][key]["name"])
    assert [placeholders_given(entity) for entity in _ENTITIES[platform][key]] == [used] * len(
        _ENTITIES[platform][key]
    )


@pytest.mark.parametrize(("platform", "key"), _KEYS)
def test_every_state_has_a_text(platform: str, key: str) -> None:
    """The states are those that the entities can have."""
    texts = ENGLISH["entity"][platform][key]
    used = {word for entity in _ENTITIES[platform][key] for word in states(platform, entity)}
    assert set(texts.get("state", ())) == used
    assert set(texts) == ({"name", "state"} if used else {"name"})


def test_every_kind_of_device_is_named() -> None:
    """Devices without a name of their own are named after their kind and room."""
    assert set(ENGLISH["device"]) == {*_KINDS.values(), "device"}
    used = {frozenset(placeholders(texts["name"])) for texts in ENGLISH["device"].values()}
    assert used == {frozenset({"room", "number"})}


def test_every_failure_is_translated() -> None:
    """Exceptions that people see have no text of their own."""
    bare = [
        f"{path.name}:{call.lineno}"
        for path, call in failures()
        if call.args or not {None, "translation_key"} & set(keywords(call))
    ]
    assert bare == []


def test_every_message_is_used_with_what_it_needs() -> None:
    """The messages are those of the exceptions, and each gets its placeholders."""
    given = messages()
    assert set(ENGLISH["exceptions"]) == set(given)
    missing = {
        key: lacking
        for key, texts in ENGLISH["exceptions"].items()
        if (lacking := placeholders(texts["message"]) - given[key])
    }
    assert missing == {}


def test_every_issue_is_used_with_what_it_needs() -> None:
    """The issues are those that are raised; one that can be fixed has a flow."""
    given = issues()
    assert set(ENGLISH["issues"]) == set(given)
    for key, texts in ENGLISH["issues"].items():
        fixable, known = given[key]
        assert set(texts) == {"title", "fix_flow" if fixable else "description"}
        assert placeholders_in(texts) <= known


def test_every_line_of_the_system_information_is_named() -> None:
    """The system information shows what is told of the hubs."""
    tree = tree_of(COMPONENT / "system_health.py")
    told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    keys = {key for value in told if isinstance(value, ast.Dict) for key in value.keys if key}
    named = {ast.literal_eval(key) for key in keys}
    assert set(ENGLISH["system_health"]["info"]) == named


def test_every_choice_has_a_text() -> None:
    """The choices of a field are those it offers."""
    texts = ENGLISH.get("selector", {})
    assert {key: set(choice["options"]) for key, choice in texts.items()} == selectors()


@pytest.mark.parametrize("section", _FLOWS)
def test_every_step_and_field_is_explained(section: str) -> None:
    """A form has a title, and each of its fields a name and a description."""
    texts, flow = ENGLISH[section]["step"], _FLOWS[section]
    assert set(texts) == {*flow.steps, *flow.menus}
    for step, fields in flow.steps.items():
        assert {"title", "description"} <= set(texts[step])
        assert set(texts[step].get("data", ())) == fields
        assert set(texts[step].get("data_description", ())) == fields
        sections = texts[step].get("sections", {})
        assert set(sections) == set(flow.sections[step])
        for section_, inner in flow.sections[step].items():
            assert set(sections[section_]) == {"name", "description", "data", "data_description"}
            assert set(sections[section_]["data"]) == inner
            assert set(sections[section_]["data_description"]) == inner
    for step, options in flow.menus.items():
        assert set(texts[step]["menu_options"]) == options
        assert set(texts[step]["menu_option_descriptions"]) == options


@pytest.mark.parametrize("section", _FLOWS)
def test_every_step_gives_what_its_texts_need(section: str) -> None:
    """No placeholder is left standing in a form."""
    missing = {
        step: lacking
        for step, texts in ENGLISH[section]["step"].items()
        if (lacking := placeholders_in(texts) - _FLOWS[section].given[step])
    }
    assert missing == {}


@pytest.mark.parametrize("section", _FLOWS)
def test_every_error_of_a_form_is_explained(section: str) -> None:
    """The errors are those that can happen; who uploads a document is told what is wrong."""
    texts, flow = ENGLISH[section].get("error", {}), _FLOWS[section]
    assert set(texts) == flow.errors
    assert {key for key, text in texts.items() if placeholders(text)} == {"bad_document"}
    assert placeholders_in(texts) == {"reason"}
    uploading = {
        step
        for step, fields in flow.steps.items()
        if "document" in fields.union(*flow.sections[step].values())
    }
    assert uploading
    assert all("reason" in flow.given[step] for step in uploading)


@pytest.mark.parametrize("section", _FLOWS)
def test_every_end_of_a_flow_is_explained(section: str) -> None:
    """The reasons are those that are given, with what they need."""
    texts, given = ENGLISH[section].get("abort", {}), _FLOWS[section].aborts
    assert set(texts) == set(given)
    assert [reason for reason, text in texts.items() if placeholders(text) - given[reason]] == []


def test_found_hubs_are_told_apart() -> None:
    """Several hubs can be found at once."""
    assert placeholders(ENGLISH["config"]["flow_title"]) == {"name"}
