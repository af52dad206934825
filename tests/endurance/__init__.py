"""Tests of what a hub and its users do to the integration in the long run."""
