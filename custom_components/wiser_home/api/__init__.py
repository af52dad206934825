"""Talk with Wiser systems; knows nothing of Home Assistant."""
