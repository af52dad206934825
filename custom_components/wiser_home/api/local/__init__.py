"""Reach a Wiser house at its hub."""

from .connection import Connection, Scheme
from .hub import LocalHub

__all__ = ["Connection", "LocalHub", "Scheme"]
