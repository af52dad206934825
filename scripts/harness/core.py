"""Start Home Assistant with another address in place of the Exchange's.

`python -m scripts.harness.core ADDRESS [--gap SECONDS] --config FOLDER ...`: the rest is for Home
Assistant. Only tests and development lead the credentials of the cloud elsewhere, or ask faster
than the real one is asked; the integration itself has no setting for it.
"""

import argparse
from importlib import import_module
from pathlib import Path
import runpy
import sys
from typing import Final

from yarl import URL

GATEWAY: Final = "custom_components.wiser_home.api.cloud.gateway"
PACE: Final = "custom_components.wiser_home.api.cloud.pace"


def config_folder(arguments: list[str]) -> Path:
    """Return the configuration folder that Home Assistant is told to use."""
    return Path(arguments[arguments.index("--config") + 1])


def lead(address: str, folder: Path) -> None:
    """Let the integration in a configuration folder take this address for the Exchange's."""
    # As Home Assistant does, so that it finds the very module that is changed here.
    sys.path.insert(0, str(folder))
    gateway = import_module(GATEWAY)
    if not isinstance(getattr(gateway, "ORIGIN", None), URL):
        raise TypeError(f"{GATEWAY} has no ORIGIN to replace")
    gateway.ORIGIN = URL(address)  # type: ignore[attr-defined]


def hurry(gap: float) -> None:
    """Let the integration that was led rest for so many seconds between two requests."""
    defaults = import_module(PACE).Pace.__init__.__kwdefaults__ or {}
    if "gap" not in defaults:
        raise TypeError(f"{PACE} has no gap to replace")
    defaults["gap"] = gap


def main() -> None:
    """Replace what is to be replaced and become Home Assistant."""
    parser = argparse.ArgumentParser(allow_abbrev=False, add_help=False)
    parser.add_argument("address")
    parser.add_argument("--gap", type=float)
    own, arguments = parser.parse_known_args()
    lead(own.address, config_folder(arguments))
    if own.gap is not None:
        hurry(own.gap)
    sys.argv = ["homeassistant", *arguments]
    runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
