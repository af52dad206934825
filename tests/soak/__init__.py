"""A day of simulated time, in which nothing may grow."""
