"""Test what is measured on single phases.

The fields are made up: no capture of a three-phase PowerTag exists. Their names are those of the
fields of all phases, with a phase.
"""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.core import HomeAssistant
import pytest

from custom_components.wiser_home.api.house.phases import phase_of
from custom_components.wiser_home.api.model import Equipment, Quantity
from simulator import SimulatedHub
from tests.conftest import StartHub, set_up

from .home import Home

EQUIPMENT = 47
TAG = 3


@pytest.fixture
async def hub(start_hub: StartHub) -> SimulatedHub:
    """Return the hub of the residence, whose PowerTag for cooking has three phases."""
    hub = await start_hub("residence")
    assert hub.find("Equipment", EQUIPMENT)["NumberOfPhases"] == "Three"
    return hub


def keys(home: Home) -> set[str]:
    """Return the sensors of single phases."""
    return {key for key in home.hass.states.async_entity_ids("sensor") if "_phase_" in key}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ActivePowerPhaseA", (Quantity.POWER, 1)),
        ("TotalActivePowerL3", (Quantity.POWER, 3)),
        ("Phase2Power", (Quantity.POWER, 2)),
        ("RMSCurrentL2", (Quantity.CURRENT, 2)),
        ("RMSCurrent_L2", (Quantity.CURRENT, 2)),
        ("L1Current", (Quantity.CURRENT, 1)),
        ("RMSVoltagePhC", (Quantity.VOLTAGE, 3)),
        ("RMSVoltagePhase3", (Quantity.VOLTAGE, 3)),
        ("CurrentSummationDeliveredPhaseB", (Quantity.ENERGY, 2)),
        ("PhaseAEnergy", (Quantity.ENERGY, 1)),
        ("CurrentSummationReceivedL1", (Quantity.ENERGY_EXPORTED, 1)),
        ("NumberOfPhases", None),
        ("RMSVoltageL1L2", None),
        ("ApparentPowerL1", None),
        ("MaximumCurrentL1", None),
        ("ActivePowerPhaseD", None),
        ("Control", None),
    ],
)
def test_names(name: str, found: tuple[Quantity, int] | None) -> None:
    """Take only names for a phase that say one, and a quantity whose unit is known."""
    assert phase_of(name) == found


async def test_no_phases(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Offer nothing where the hub tells nothing of single phases."""
    home = Home(hass, hub, await set_up(hass, hub))
    assert keys(home) == set()


async def test_each_phase(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Show what the hub tells of each phase, once it does."""
    equipment = hub.find("Equipment", EQUIPMENT)
    equipment |= {"RMSVoltageL1": 231, "RMSVoltageL2": 229, "RMSCurrentL1": 6.5}
    home = Home(hass, hub, await set_up(hass, hub))
    assert len(keys(home)) == 3
    assert home.state("sensor", f"equipment_{EQUIPMENT}_phase_1_voltage") == "231.0"
    assert home.state("sensor", f"equipment_{EQUIPMENT}_phase_2_voltage") == "229.0"
    current = home.shown("sensor", f"equipment_{EQUIPMENT}_phase_1_current")
    assert current.state == "6.5"
    assert current.attributes["device_class"] == SensorDeviceClass.CURRENT
    assert current.attributes["unit_of_measurement"] == "A"

    equipment |= {"ActivePowerPhaseB": 1410, "CurrentSummationDeliveredPhase3": 4321}
    equipment["RMSVoltageL1"] = 233
    await home.poll()
    assert home.state("sensor", f"equipment_{EQUIPMENT}_phase_1_voltage") == "233.0"
    power = home.shown("sensor", f"equipment_{EQUIPMENT}_phase_2_power")
    assert (power.state, power.attributes["unit_of_measurement"]) == ("1410.0", "W")
    assert power.attributes["friendly_name"].endswith("Power of phase 2")
    energy = home.shown("sensor", f"equipment_{EQUIPMENT}_phase_3_energy")
    assert (energy.state, energy.attributes["unit_of_measurement"]) == ("4.321", "kWh")
    assert energy.attributes["state_class"] == SensorStateClass.TOTAL_INCREASING
    assert len(keys(home)) == 5


async def test_meter_of_a_phase_never_falls(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Ignore the 0 of a restarting hub on a phase, too."""
    equipment = hub.find("Equipment", EQUIPMENT)
    equipment["CurrentSummationDeliveredL1"] = 4000
    home = Home(hass, hub, await set_up(hass, hub))
    equipment["CurrentSummationDeliveredL1"] = 0
    await home.poll()
    assert home.state("sensor", f"equipment_{EQUIPMENT}_phase_1_energy") == "4.0"


async def test_told_twice(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Show what a PowerTag and its equipment both tell once; what only one tells, too."""
    hub.find("Equipment", EQUIPMENT)["RMSVoltageL1"] = 231
    hub.find("PTE", TAG).update(RMSVoltageL1=231, RMSVoltageL2=230)
    home = Home(hass, hub, await set_up(hass, hub))
    assert home.find("sensor", f"powertage_{TAG}_phase_1_voltage") is None
    assert home.state("sensor", f"equipment_{EQUIPMENT}_phase_1_voltage") == "231.0"
    assert home.state("sensor", f"powertage_{TAG}_phase_2_voltage") == "230.0"


async def test_what_cannot_be_read(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Leave out what is no number, say so, and keep the rest; other names stay unknown."""
    hub.find("Equipment", EQUIPMENT).update(
        RMSVoltageL1="much", RMSVoltageL2="230", RMSVoltageL3=None, HarmonicsL1=3
    )
    home = Home(hass, hub, await set_up(hass, hub))
    assert len(keys(home)) == 1
    assert home.state("sensor", f"equipment_{EQUIPMENT}_phase_2_voltage") == "230.0"
    problems = home.entry.runtime_data.hub.problems
    assert problems["unreadable"] == ["Equipment.RMSVoltageL1"]
    assert "Equipment.HarmonicsL1" in problems["unknown"]
    assert "Equipment.RMSVoltageL2" not in problems["unknown"]


async def test_two_names_for_one_value(hass: HomeAssistant, hub: SimulatedHub) -> None:
    """Take the first of two fields that say the same."""
    hub.find("Equipment", EQUIPMENT).update(TotalActivePowerL1=700, ActivePowerL1=690)
    home = Home(hass, hub, await set_up(hass, hub))
    equipment = home.entry.runtime_data.data.all(Equipment)[EQUIPMENT]
    assert [reading.value for reading in equipment.per_phase] == [700]
