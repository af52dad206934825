"""A stand-in for a Wiser hub, to develop and test against.

It speaks the local protocol of both generations, has an inner life, and misbehaves on demand. It
works on raw JSON alone and shares no code with any client.
"""

from .certificate import Certificate, make_certificate
from .faults import Fault
from .house import HOUSES, House, load_house
from .hub import Request, SimulatedHub

__all__ = [
    "HOUSES",
    "Certificate",
    "Fault",
    "House",
    "Request",
    "SimulatedHub",
    "load_house",
    "make_certificate",
]
