"""An apartment with a generation 2 hub: electric heating, lights, shutters, energy and sensors.

Synthetic, because no capture exists: BinarySensor, ThresholdSensor, Weather, FeatureCapability,
the generation 2 fields of System, Room, Light and Shutter, and the status tree. PTE, Equipment and
Automation are written after published records.
"""

from datetime import UTC, datetime

from ..house import House
from .fittings import Fitted


def build() -> House:
    """Return the apartment on an autumn Saturday before noon."""
    plan = Fitted(
        "apartment",
        "An apartment, generation 2",
        mac="0004F3A9A27E",
        start=datetime(2026, 10, 17, 8, 30, tzinfo=UTC),
        firmware="4.34.53-a9a27e0001",
        model="WT704R1B30S4",
        generation=2,
        position=(45.188, 5.724),
        timezone=60,
    )
    days = plan.heating(
        "Journée ", {600: 195, 830: 170, 1700: 200, 2230: 160}, {800: 200, 2300: 160}
    )
    floor = plan.heating("Sol", {530: 215, 800: 190, 1900: 210, 2200: 180}, {700: 215, 2200: 180})
    evening = plan.level("Soirée", "Lighting", {4000: 45, 2230: 0}, {4000: 60, 2330: 0})
    blinds = plan.level("Volets", "Shutters", {3000: 100, 4000: 0}, {900: 100, 4000: 0})
    heater = plan.on_off("Sèche-serviettes", [600, -730], [800, -930])

    salon = plan.room("Salon", days)
    chambre = plan.room("Chambre ", days, WindowDetectionActive=True)
    bain = plan.room("Salle de bain", floor)
    entree = plan.room("Entrée")
    plan.actuator(salon, 188, watts=1500)
    plan.actuator(chambre, 179, watts=1000)
    plan.actuator(bain, 209, watts=600, floor=243)
    plan.lights(salon, "Plafond", schedule=evening, dimmable=True, percent=55)
    plan.lights(entree, "Entrée")
    plan.lights(chambre, "Chevet", "Plafonnier")
    plan.shutter("Balcon", salon, blinds)
    plan.shutter("Rue ", chambre, blinds, away="NoChange")
    plan.shutter("Store", salon, lift=60, tilt=50)
    plan.plug("Sèche-serviettes", bain, 450, heater)
    plan.powertag_e()
    plan.watts["sun"] = 2600
    plan.binary_sensor("WindowDoorSensor", chambre, "Window")
    plan.climate_sensor(bain, 212, 61)

    plan.moment(
        "Je pars",
        1,
        ("System", {"RequestOverride": {"Type": "Away"}}),
        ("Light/1", {"RequestOverride": {"State": "Off"}}),
    )
    plan.moment(
        "Cinéma",
        8,
        ("Shutter/1", {"RequestAction": {"Action": "LiftTo", "Percentage": 0}}),
        ("Light/1", {"RequestOverride": {"State": "On", "Percentage": 10}}),
    )
    plan.automation(
        "Fenêtre ouverte ",
        True,
        ("Room/2", {"RequestOverride": {"Type": "Manual", "SetPoint": -200}}),
    )
    plan.automation("Surplus", False, ("SmartPlug/10", {"RequestOutput": "On"}))
    plan.domain["Weather"] = {"Temperature": 112, "NextDay2pmTemperature": 151}
    return plan.finish()
