"""The languages say the same, by the rules for texts."""

import re

from homeassistant.generated.languages import LANGUAGES
import pytest

from .source import COMPONENT, load
from .texts import ENGLISH, FILES, flat, placeholders

_KEY = re.compile(r"(?!.+[_-]{2})(?![_-])[a-z0-9-_]+(?<![_-])")
_URL = re.compile(r"(?:[a-z0-9]+://|www\.)", re.IGNORECASE)
_HTML = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)
_PLAIN = dict(flat(ENGLISH))


def test_english_is_there_and_nothing_of_core() -> None:
    """A custom integration has its English texts in the folder, written out."""
    assert "en.json" in FILES
    assert not (COMPONENT / "strings.json").exists()


@pytest.mark.parametrize("name", FILES)
def test_language_exists(name: str) -> None:
    """Home Assistant offers the language."""
    assert name.removesuffix(".json") in LANGUAGES


@pytest.mark.parametrize("name", FILES)
def test_language_is_whole(name: str) -> None:
    """Every language has every text, with the same placeholders."""
    texts = dict(flat(load(f"translations/{name}")))
    assert set(texts) == set(_PLAIN)
    used = {key: placeholders(text) for key, text in texts.items()}
    assert used == {key: placeholders(text) for key, text in _PLAIN.items()}


@pytest.mark.parametrize("name", FILES)
def test_keys_follow_the_rules(name: str) -> None:
    """Home Assistant takes keys of lower case letters, digits, and single separators."""
    keys = {part for path, _ in flat(load(f"translations/{name}")) for part in path.split(".")}
    assert [key for key in keys if not _KEY.fullmatch(key)] == []


@pytest.mark.parametrize("name", FILES)
def test_texts_follow_the_rules(name: str) -> None:
    """Texts hold no addresses, markup, references, nor blanks around them."""
    texts = dict(flat(load(f"translations/{name}")))
    odd = [
        key
        for key, text in texts.items()
        if not text
        or text != text.strip()
        or _URL.search(text)
        or _HTML.search(text)
        or "[%" in text
    ]
    assert odd == []


@pytest.mark.parametrize("name", FILES)
def test_placeholders_follow_the_rules(name: str) -> None:
    """A placeholder is a name; an apostrophe before it would make it plain text."""
    texts = dict(flat(load(f"translations/{name}")))
    assert [key for key, text in texts.items() if "'{" in text] == []
    names = placeholders(*texts.values())
    assert [name for name in names if not name.isidentifier()] == []


@pytest.mark.parametrize("name", FILES)
def test_states_need_nothing(name: str) -> None:
    """Home Assistant fills nothing into the texts of states."""
    texts = flat(load(f"translations/{name}")["entity"])
    assert [key for key, text in texts if ".state." in key and placeholders(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_file_is_in_order(name: str) -> None:
    """Texts are found by the alphabet."""
    paths = [tuple(path.split(".")) for path, _ in flat(load(f"translations/{name}"))]
    assert paths == sorted(paths)
