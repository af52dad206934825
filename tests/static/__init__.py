"""Check what can be seen without running: the files, and what they say of each other."""
