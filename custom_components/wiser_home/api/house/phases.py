"""Find the values of single phases among the fields of a hub, by their names.

Nobody has published what a three-phase PowerTag tells of each phase. Names that say a quantity
that is known of all phases together, and a phase, are taken for it: `RMSCurrentL2`,
`ActivePowerPhaseB`, `Phase3Voltage`; Zigbee has such names. Units are taken to be the same.
"""

from functools import lru_cache
import re
from typing import Final

from ..model import Quantity

PER_PHASE: Final = "per_phase"
"""The field of the model that holds what was found."""

_PHASE: Final = r"(?:ph(?:ase)?[abc123]|l[123])"
_NAMED: Final = (
    re.compile(rf"(?P<said>[a-z]+?)(?P<phase>{_PHASE})"),
    re.compile(rf"(?P<phase>{_PHASE})(?P<said>[a-z]+)"),
)
_NUMBERS: Final = {"a": 1, "b": 2, "c": 3, "1": 1, "2": 2, "3": 3}

_QUANTITIES: Final = {
    Quantity.POWER: r"(raw)?(total)?(active)?power|instantaneousdemand",
    Quantity.CURRENT: r"(rms)?current",
    Quantity.VOLTAGE: r"(rms)?voltage",
    Quantity.ENERGY: r"(current)?summation(delivered)?|(active)?energy(delivered|imported)?",
    Quantity.ENERGY_EXPORTED: r"(current)?summationreceived|(active)?energy(received|exported)",
}


@lru_cache
def phase_of(name: str) -> tuple[Quantity, int] | None:
    """Return what the name of a field says is measured, and on which phase, if it says so."""
    plain = name.replace("_", "").lower()
    for form in _NAMED:
        if found := form.fullmatch(plain):
            for quantity, words in _QUANTITIES.items():
                if re.fullmatch(words, found["said"]):
                    return quantity, _NUMBERS[found["phase"][-1]]
    return None
