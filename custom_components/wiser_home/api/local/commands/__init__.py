"""Make every write a hub takes, as data.

Each function returns the command, or commands in their order, and raises `InvalidValueError`
for a value the hub would refuse. Temperatures are °C, percentages 0 to 100. Where no exchange
was ever published, the function says so; the others were seen, or are sent by clients that work.
"""
