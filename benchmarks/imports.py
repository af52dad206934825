"""Measure the import of our own modules: `python -m benchmarks.imports TIMES` in a new process.

Everything that they import themselves is there before, so that only they are measured.
"""

import gc
from importlib import import_module
import re
import statistics
import sys
import time

from .figures import Figure, Table
from .processes import ROOT, run_worker, tell

_PACKAGE = "custom_components.wiser_home"


def measure(house: str, short: bool) -> Table:
    """Return the milliseconds that the import of all our modules takes."""
    found = run_worker("imports", "5" if short else "25")
    model = found["model"]
    return Table(
        "Import of our own modules, everybody else's imported before",
        [
            Figure("modules", found["modules"]),
            Figure("all of them", found["all"], "ms", most=30.0),
            Figure("of these the records of the model", model, "ms"),
        ],
    )


def _modules() -> list[str]:
    """Return the names of all our modules."""
    paths = sorted(ROOT.joinpath(*_PACKAGE.split(".")).rglob("*.py"))
    names = (path.relative_to(ROOT).with_suffix("").parts for path in paths)
    return [".".join(part for part in parts if part != "__init__") for parts in names]


def _import(package: str, modules: list[str]) -> float:
    """Return the milliseconds that the import of a package takes that was imported before.

    What else is loaded is kept from the garbage collector, which would look through all of it.
    """
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]
    re.purge()
    gc.collect()
    gc.freeze()
    start = time.process_time()
    for name in modules:
        import_module(name)
    return (time.process_time() - start) * 1000


def _measure(times: int) -> dict[str, float]:
    """Return how long the imports take in this process."""
    import_module("homeassistant.bootstrap")
    modules = _modules()
    model = f"{_PACKAGE}.api.model"
    _import(_PACKAGE, modules)
    runs = [(_import(_PACKAGE, modules), _import(model, [model])) for _ in range(times)]
    return {
        "modules": len(modules),
        "all": statistics.median(whole for whole, _ in runs),
        "model": statistics.median(part for _, part in runs),
    }


if __name__ == "__main__":
    tell(_measure(int(sys.argv[1])))
