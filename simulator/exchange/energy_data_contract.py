"""How EcoStruxure Energy Contextualized Data is asked, in both shapes.

Published are the base, the address of the sites, that of the measurements of a site, and the words
meters, measurements and active-energy. All else is assumed; the other shape is as likely.
"""

from typing import Final

from .products import Contract, Operation, Shape

BASE: Final = "/ecostruxure/energy-contextualized/v1"
_SITE: Final = "/sites/{siteId}"
_METERS: Final = f"{_SITE}/meters"
_METER: Final = f"{_METERS}/{{meterId}}"
_PERIOD: Final = {"start": "from", "end": "to"}

_SITES: Final = Operation(
    "sites.list", "List Sites", "Sites", "GET", "/sites", schema="Site", many=True
)

ASSUMED: Final = Contract(
    BASE,
    (
        _SITES,
        Operation("sites.get", "Get Site", "Sites", "GET", _SITE, schema="Site"),
        Operation(
            "meters.list", "List Meters", "Meters", "GET", _METERS, schema="Meter", many=True
        ),
        Operation("meters.get", "Get Meter", "Meters", "GET", _METER, schema="Meter"),
        Operation(
            "site.measurements",
            "Get Site Measurements",
            "Measurements",
            "GET",
            f"{_SITE}/measurements",
            query=_PERIOD,
            schema="Measurement",
            many=True,
        ),
        Operation(
            "meter.measurements",
            "Get Meter Measurements",
            "Measurements",
            "GET",
            f"{_METER}/measurements",
            query=_PERIOD,
            schema="Measurement",
            many=True,
        ),
        Operation(
            "site.active_energy",
            "Get Active Energy",
            "Active Energy",
            "GET",
            f"{_SITE}/active-energy",
            query=_PERIOD,
            schema="Measurement",
            many=True,
        ),
    ),
)

_OTHER_METERS: Final = f"{_SITE}/metering/meters"
_OTHER_METER: Final = f"{_OTHER_METERS}/{{id}}"
_OTHER_PERIOD: Final = {"start": "startDate", "end": "endDate"}

OTHER: Final = Contract(
    BASE,
    (
        _SITES,
        Operation("sites.get", "Fetch Site By Id", "Sites", "GET", "/sites/{id}", schema="Site"),
        Operation(
            "meters.list", "Get Meters", "Metering", "GET", _OTHER_METERS, schema="Meter", many=True
        ),
        Operation(
            "meters.get", "Fetch Meter By Id", "Metering", "GET", _OTHER_METER, schema="Meter"
        ),
        Operation(
            "site.measurements",
            "List Site Measurements",
            "Measurements",
            "GET",
            "/sites/{id}/measurements",
            query=_OTHER_PERIOD,
            schema="Measurement",
            many=True,
        ),
        Operation(
            "meter.measurements",
            "List Meter Measurements",
            "Measurements",
            "GET",
            f"{_OTHER_METER}/measurements",
            query=_OTHER_PERIOD,
            schema="Measurement",
            many=True,
        ),
        # Values without a measurement around them.
        Operation(
            "site.active_energy",
            "List Active Energy",
            "Energy",
            "GET",
            f"{_SITE}/activeEnergy",
            query=_OTHER_PERIOD,
            schema="ActiveEnergy",
            many=True,
        ),
    ),
)

CONTRACTS: Final = {Shape.ASSUMED: ASSUMED, Shape.OTHER: OTHER}
