"""Property tests: whatever a hub may send, mutated from what real ones do."""
