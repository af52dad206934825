"""Tests of the client of the Exchange."""
