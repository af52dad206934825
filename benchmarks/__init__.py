"""Measure the integration against itself and against others: `scripts/benchmark`.

Every figure is the median of repeated runs; those of two clients come from processes that take
turns. Absolute times depend on the machine, so what counts are the ratios, the counts and how
cost grows with size. Beside what was reached stands what is to be reached.

client   parsing, against `orjson.loads` of the same body
rivals   polls, commands and memory, against `aiowiserheatapi`, at the same simulated hub
inside   polls, set-up and scenes inside Home Assistant
size     cost against the size of the house
imports  how long our own modules take to import
"""
