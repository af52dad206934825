"""Measure how long our own modules take to import, apart from everything they import."""

from collections.abc import Iterator
import os
from pathlib import Path
import re
import statistics
import subprocess
import sys

from .figures import Figure

_ROOT = Path(__file__).parents[1]
_PACKAGE = "custom_components.wiser_home"
_NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"
_LINE = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")


def _modules() -> list[str]:
    """Return the names of all our modules."""
    paths = sorted((_ROOT / "custom_components" / "wiser_home").rglob("*.py"))
    names = (path.relative_to(_ROOT).with_suffix("").parts for path in paths)
    return [".".join(part for part in parts if part != "__init__") for parts in names]


def measure(times: int) -> Iterator[Figure]:
    """Yield the milliseconds of our modules, and of the slowest of them.

    A first run compiles them; what others' modules take is never counted, whoever imports them.
    """
    program = "\n".join(f"import {name}" for name in ("homeassistant.bootstrap", *_modules()))
    runs = [_self_times(program) for _ in range(times + 1)][1:]
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    total = statistics.median(sum(run.values()) for run in runs)
    yield Figure("modules", len(middle), counted=True)
    yield Figure("all of them", total / 1000, "ms", most=30.0)
    for name in sorted(middle, key=lambda name: -middle[name])[:3]:
        yield Figure(f"of these {name.removeprefix(_PACKAGE)}", middle[name] / 1000, "ms")


def _self_times(program: str) -> dict[str, int]:
    """Return the microseconds of each of our modules in a fresh process."""
    # Home Assistant imports compiled modules, too.
    setting = {name: value for name, value in os.environ.items() if name != _NOT_COMPILED}
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program],
        cwd=_ROOT,
        env=setting,
        check=True,
        capture_output=True,
        text=True,
    )
    found = _LINE.findall(ran.stderr)
    return {name: int(own) for own, name in found if name.startswith(_PACKAGE)}
