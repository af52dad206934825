"""A real Home Assistant and a simulated hub, started and driven from outside."""
