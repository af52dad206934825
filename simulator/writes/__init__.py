"""Writes: what each of them changes in the house, and what a real hub answers."""

from .changes import Outcome, write
from .checks import Refused

__all__ = ["Outcome", "Refused", "write"]
