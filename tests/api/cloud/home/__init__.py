"""Tests of a house that is reached through the Exchange."""
