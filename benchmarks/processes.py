"""Start simulated hubs and workers in processes of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
import json
import os
from pathlib import Path
import subprocess
import sys
from typing import Any

ROOT = Path(__file__).parents[1]
# Not a secret: it opens a hub that does not exist.
SECRET = "benchmark"  # noqa: S105
_STARTED = "Address http://"
_RESULT = "result: "
_NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"


@contextmanager
def hub_process(house: str) -> Iterator[str]:
    """Run a simulated hub whose clock stands still, and return host and port."""
    command = [sys.executable, "-m", "simulator", "--house", house, "--secret", SECRET]
    command += ["--speed", "0", "--own-time", "--no-mdns"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if line.startswith(_STARTED))
            yield line.removeprefix(_STARTED).strip()
        finally:
            process.terminate()
            process.wait()


def run_worker(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module in a process of its own and return what it measured."""
    ran = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    result = next(line for line in ran.stdout.splitlines() if line.startswith(_RESULT))
    found: dict[str, Any] = json.loads(result.removeprefix(_RESULT))
    return found


def _environment() -> dict[str, str]:
    """Return the variables of a worker, whose modules are compiled once as in Home Assistant."""
    kept = {name: value for name, value in os.environ.items() if name != _NOT_COMPILED}
    return {**kept, "PYTHONWARNINGS": "ignore"}


def tell(measured: dict[str, Any]) -> None:
    """Hand what was measured to the process that started this one."""
    print(f"{_RESULT}{json.dumps(measured)}")
