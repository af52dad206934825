"""A cottage with a generation 1 hub: radiators, hot water and an OpenTherm boiler.

Every member has been captured of real hubs; the status tree has not and is synthetic.
"""

from datetime import UTC, datetime

from ..house import House
from .fittings import Fitted


def build() -> House:
    """Return the cottage on a winter Wednesday evening."""
    plan = Fitted(
        "cottage",
        "A cottage, generation 1",
        mac="0004F3C0774E",
        start=datetime(2026, 1, 14, 18, 40, tzinfo=UTC),
        firmware="3.14.0-1c0ffee123",
        model="WT734R1S0902",
        generation=1,
        position=(52.205, -1.605),
        timezone=0,
    )
    living = plan.heating(
        "Living",
        {630: 200, 830: 180, 1630: 210, 2230: 160},
        {730: 200, 1000: 195, 1600: 210, 2300: 160},
    )
    sleeping = plan.heating(
        "Sleeping", {600: 185, 800: 150, 2030: 180, 2300: 140}, {800: 185, 2100: 180, 2330: 140}
    )
    lamp = plan.on_off("Lamp", [-2400, 700, -815, 1745, -2245], [-2400, 1730, -2315])

    lounge = plan.room("Lounge", living)
    bedroom = plan.room("Bedroom", sleeping)
    kitchen = plan.room("Kitchen", living, WindowDetectionActive=True)
    hall = plan.room("Hall", sleeping)
    plan.roomstat(lounge, 203, 46)
    plan.valve(bedroom, 178)
    plan.valve(bedroom, 181)
    plan.valve(kitchen, 206)
    plan.valve(hall, 0, reachable=False)
    plan.plug("Reading lamp", lounge, 9, lamp)
    plan.channel(1, lounge, kitchen)
    plan.channel(3, bedroom, hall)
    plan.hot_water([600, -730, 1800, -1930], [730, -900, 1730, -1930])

    plan.moment("Cosy ", 4, ("Room/1", {"RequestOverride": {"Type": "Manual", "SetPoint": 225}}))
    plan.moment(
        "Good night",
        12,
        ("Room/1", {"RequestOverride": {"Type": "Manual", "SetPoint": 150}}),
        ("SmartPlug/6", {"RequestOutput": "Off"}),
    )

    plan.opentherm_boiler(lounge)
    return plan.finish()
