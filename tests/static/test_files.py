"""The files of the project as such."""

import re
import shutil
import struct
import subprocess

import pytest

from .source import COMPONENT, MODULES, ROOT, label

_LONGEST = 450
"""Lines after which a file is more than one subject."""

_PUBLIC = re.compile(
    r"(?:.*\.)?(?:apache\.org|github\.com|hacs\.xyz|home-assistant\.io|pypi\.org|python\.org"
    r"|se\.com|shields\.io|example(?:\.com|\.org)?|invalid|local|localhost|test)"
    r"|127\.0\.0\.1|192\.168\.\d+\.\d+"
)
"""The hosts that may be named: the project's, public ones, and those of nobody."""


def _texts() -> dict[str, str]:
    """Return the text files of the repository by name."""
    git = shutil.which("git")
    assert git is not None
    listed = subprocess.run(
        [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    found = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            found[name] = content.decode()
    return found


_TEXTS = _texts()


def test_only_one_manifest() -> None:
    """The validation of Home Assistant takes every manifest for that of an integration."""
    found = [name for name in _TEXTS if name.rsplit("/", 1)[-1] == "manifest.json"]
    assert found == ["custom_components/wiser_home/manifest.json"]


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_file_is_about_one_subject(path: object) -> None:
    """A file stays short enough to be read at once."""
    assert len(_TEXTS[label(path)].splitlines()) <= _LONGEST  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "size"), [("icon.png", 256), ("icon@2x.png", 512)])
def test_icon_has_its_size(name: str, size: int) -> None:
    """Home Assistant shows the icon of the integration."""
    content = (COMPONENT / "brand" / name).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (size, size)


@pytest.mark.parametrize("name", _TEXTS)
def test_file_names_no_foreign_place(name: str) -> None:
    """Nothing of the machine it was written on is in a file."""
    text = _TEXTS[name]
    places = [place for place in ("/work" + "/", "/root" + "/", "/tmp/" + "team") if place in text]
    assert not places
    hosts = re.findall(r"(?:https?|wss?)://(?:[^/\s@]*@)?([A-Za-z0-9][A-Za-z0-9.-]*)", text)
    assert [host for host in hosts if not _PUBLIC.fullmatch(host.rstrip("."))] == []


@pytest.mark.parametrize("name", _TEXTS)
def test_file_ends_with_its_last_line(name: str) -> None:
    """Text files end with one line feed and have no blanks at the ends of lines."""
    text = _TEXTS[name]
    assert not text or (text.endswith("\n") and not text.endswith("\n\n"))
    assert not re.search(r"[ \t]\n", text)
