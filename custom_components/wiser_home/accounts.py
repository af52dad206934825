"""Find out what an account at the Exchange may be asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .api.cloud.energy_data import EnergyData
from .api.cloud.energy_monitoring import EnergyMonitoring
from .api.cloud.gateway import Gateway
from .api.cloud.home import list_hubs
from .api.cloud.products import ENERGY_DATA, ENERGY_MONITORING
from .const import CONF_SITE


@dataclass(frozen=True, slots=True)
class Found:
    """A hub or a site, with what its entry holds beside the credentials."""

    unique_id: str
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


async def async_find(gateway: Gateway) -> dict[str, Found]:
    """Return the hubs or sites that a product has of an account, by their unique ids.

    Raises:
        WiserError: every way in which that can fail.
    """
    product = gateway.contract.product
    if product is ENERGY_DATA:
        sites = {site.id: site.name for site in await EnergyData(gateway).sites()}
    elif product is ENERGY_MONITORING:
        sites = {site.id: site.name for site in await EnergyMonitoring(gateway).sites()}
    else:
        # Lists of the Exchange need not tell names.
        hubs = [Found(hub.urn, hub.name or hub.urn) for hub in await list_hubs(gateway)]
        return {hub.unique_id: hub for hub in hubs}
    found = [Found(f"{product.key}_{id_}", name, {CONF_SITE: id_}) for id_, name in sites.items()]
    return {site.unique_id: site for site in found}
