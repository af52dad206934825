"""Tests of the Wiser Home integration and of the simulated hub."""
