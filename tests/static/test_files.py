"""The files of the project as such."""

from pathlib import Path
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
    r"|se\.com|shields\.io|example(?:\.com|\.org)?|invalid|local|test)"
    r"|[a-z]+|127\.0\.0\.1|192\.168\.\d+\.\d+|192\.0\.2\.\d+"
)
"""The hosts that may be named: the project's, public ones, and those of nobody."""

_PLACE = re.compile(r"(?<![\w.{}$*-])/(?:root|work|home/\w+)/")
"""The folders of a machine on which something is written."""


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


def test_a_file_is_about_one_subject() -> None:
    """A file stays short enough to be read at once."""
    assert [label(path) for path in MODULES if len(_lines(path)) > _LONGEST] == []


def _lines(path: Path) -> list[str]:
    """Return the lines of a file."""
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("name", "size"), [("icon.png", 256), ("icon@2x.png", 512)])
def test_icon_has_its_size(name: str, size: int) -> None:
    """Home Assistant shows the icon of the integration."""
    content = (COMPONENT / "brand" / name).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (size, size)


def test_no_file_names_a_foreign_place() -> None:
    """Nothing of the machine it was written on is in a file."""
    assert [name for name, text in _TEXTS.items() if _PLACE.search(text)] == []


def test_no_file_names_a_foreign_host() -> None:
    """Every address leads to a place that is open to everybody, or to nobody's."""
    address = re.compile(r"(?:https?|wss?)://(?:[^/\s@]*@)?([A-Za-z0-9][A-Za-z0-9.-]*)")
    foreign = {
        (name, host)
        for name, text in _TEXTS.items()
        for host in address.findall(text)
        if not _PUBLIC.fullmatch(host.rstrip("."))
    }
    assert foreign == set()


def test_files_end_with_their_last_line() -> None:
    """Text files end with one line feed and have no blanks at the ends of lines."""
    odd = re.compile(r"[ \t]\n|\n\n\Z|[^\n]\Z")
    assert [name for name, text in _TEXTS.items() if odd.search(text)] == []
