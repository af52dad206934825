"""Name what belongs to a site of EcoStruxure Energy Contextualized Data; that never changes."""


def identity(site: str, meter: str | None = None, measurement: str | None = None) -> str:
    """Return the identity of a site, of one of its meters, or of what one of them measures."""
    parts = ["energy_data", site]
    if meter is not None or measurement is not None:
        parts.append(meter if meter is not None else "site")
    if measurement is not None:
        parts.append(measurement)
    return "_".join(parts)
