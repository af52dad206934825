"""Check that the documentation and the blueprints keep what they promise."""
