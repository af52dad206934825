"""Test every platform against simulated houses."""
