"""Tools to work on this repository."""
