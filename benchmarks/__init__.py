"""Measure the integration against itself and against others: `scripts/benchmark`.

Every figure is the median of repeated runs in one process, in which those that are compared take
turns. Absolute times depend on the machine, so what counts are the ratios, the counts and how cost
grows with size. Beside what was reached stands what is to be reached.
"""
