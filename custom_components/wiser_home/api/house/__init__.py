"""Turn the trees of a Wiser hub, in whatever notation they came, into the model."""

from .house import House

__all__ = ["House"]
