"""Start Home Assistant with another address in place of the Exchange's.

`python -m scripts.harness.core ADDRESS --config FOLDER ...`: what follows the address is for Home
Assistant. Only tests and development lead the credentials of the cloud elsewhere; the integration
itself has no setting for it.
"""

from importlib import import_module
from pathlib import Path
import runpy
import sys
from typing import Final

from yarl import URL

GATEWAY: Final = "custom_components.wiser_home.api.cloud.gateway"


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


def main() -> None:
    """Replace the address and become Home Assistant."""
    _, address, *arguments = sys.argv
    lead(address, config_folder(arguments))
    sys.argv = ["homeassistant", *arguments]
    runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
