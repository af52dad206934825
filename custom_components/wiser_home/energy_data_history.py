"""Keep what sites and meters have measured in the long-term statistics.

Nothing else knows the recorder, which need not be there.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant

from .api.cloud.energy_data import Meter, Site
from .api.cloud.measurements import Measurement, Quantity, Utility
from .energy_data_names import identity
from .statistics import Series, async_import, async_last_hour

_CLASSES: Final[dict[Quantity, str]] = {
    Quantity.ENERGY: "energy",
    Quantity.REACTIVE_ENERGY: "reactive_energy",
    Quantity.VOLUME: "volume",
    Quantity.POWER: "power",
    Quantity.TEMPERATURE: "temperature",
}
"""What Home Assistant converts the units of a quantity as; apparent energy it does not."""


_IMPLIED: Final = {None, Utility.ELECTRICITY, Utility.OTHER}
"""Utilities that a name need not say: nothing, or what energy and power are of anyway."""


def name_of(site: Site, meter: Meter | None, measurement: Measurement) -> str:
    """Return how a measurement is called where those of all sites stand in one list.

    A site measures the volume of its gas and of its water under the same name.
    """
    utility = measurement.utility or (meter.utility if meter else None)
    said = f"{meter.name if meter else ''} {measurement.name}".casefold().split()
    parts = [site.name, *([meter.name] if meter else ())]
    if utility not in _IMPLIED and utility not in said:
        parts.append(str(utility))
    # Abbreviations stay as they are.
    parts += (word.lower() if word[1:].islower() else word for word in measurement.name.split())
    return f"{' '.join(parts)} (Exchange)"


def series_of(site: Site, meter: Meter | None, measurement: Measurement) -> Series:
    """Return as what a measurement stands among the statistics."""
    return Series(
        identity(site.id, meter.id if meter else None, measurement.id),
        name_of(site, meter, measurement),
        measurement.quantity.unit,
        _CLASSES.get(measurement.quantity),
        is_amount=measurement.quantity.is_amount,
    )


class EnergyDataHistory:
    """The statistics of one site."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Count what is written."""
        self._hass = hass
        self.written = 0
        """How many hours were written, because they were new or corrected."""

    async def async_reached(
        self,
        site: Site,
        meter: Meter | None,
        measurements: Iterable[Measurement],
        begin: datetime,
    ) -> datetime:
        """Return up to when all of some measurements are known, or where they begin."""
        found = [
            await async_last_hour(self._hass, series_of(site, meter, measurement)) or begin
            for measurement in measurements
        ]
        return min(found, default=begin)

    async def async_bring_in(
        self, site: Site, meter: Meter | None, measurements: Iterable[Measurement]
    ) -> None:
        """Write the hours of measurements that are new or have been corrected."""
        for measurement in measurements:
            self.written += await async_import(
                self._hass, series_of(site, meter, measurement), measurement.hours
            )
