"""A stand-in for the Schneider Electric Exchange, to develop and test against.

It sells simulated houses as the products of the Exchange do, in the dialects and contracts that
are likely, as none of the real ones is public. It shares no code with any client.
"""

from .answers import Answer
from .authentication import GatewayKind
from .dialects import Dialect
from .energy_data import READ_SITE, EnergyData
from .energy_monitoring import READ_ASSET, EnergyMonitoring
from .faults import ExchangeFault
from .oauth import OAuth
from .paging import Paging
from .products import Contract, Operation, Product, Shape
from .server import ExchangeRequest, SimulatedExchange
from .tokens import Token
from .wiser_home import WiserHome, urn_of

__all__ = [
    "READ_ASSET",
    "READ_SITE",
    "Answer",
    "Contract",
    "Dialect",
    "EnergyData",
    "EnergyMonitoring",
    "ExchangeFault",
    "ExchangeRequest",
    "GatewayKind",
    "OAuth",
    "Operation",
    "Paging",
    "Product",
    "Shape",
    "SimulatedExchange",
    "Token",
    "WiserHome",
    "urn_of",
]
