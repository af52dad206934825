"""Let the test packages work with the Home Assistant and aiohttp of today.

Loaded before any other plugin. Each part can go as soon as the package it
mends has caught up.
"""

from typing import Any
from unittest.mock import Mock

from aiohttp import ClientResponse
from aioresponses import core as aioresponses_core
from homeassistant.components import logger


def _clear_logger_overwrites(*_: object) -> None:
    """Do nothing, as Home Assistant 2026.11 has no such function any more.

    pytest-homeassistant-custom-component 0.13.375 is made for 2026.10 and
    imports it by name.
    """


class _Response(ClientResponse):
    """Give aiohttp 3.14 the writer that aioresponses 0.7.9 does not know of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the response as if nothing had been sent for it."""
        kwargs.setdefault("stream_writer", Mock(output_size=0))
        super().__init__(*args, **kwargs)


vars(logger).setdefault("_clear_logger_overwrites", _clear_logger_overwrites)
vars(aioresponses_core)["ClientResponse"] = _Response
