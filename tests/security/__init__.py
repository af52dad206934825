"""What must not get out, and who may do what."""
