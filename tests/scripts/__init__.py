"""Tests of the tools to work on this repository."""
