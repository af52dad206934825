"""Keep what sites and meters have measured in the long-term statistics.

Nothing else knows the recorder, which need not be there.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant

from .api.cloud.energy_data import Meter, Site
from .api.cloud.measurements import Measurement, Quantity
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


def series_of(site: Site, meter: Meter | None, measurement: Measurement) -> Series:
    """Return as what a measurement stands among the statistics."""
    return Series(
        identity(site.id, meter.id if meter else None, measurement.id),
        f"{meter.name if meter else site.name} {measurement.name} (Exchange)",
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
