"""Tests of the simulated products that tell of energy, and of the authorization."""
