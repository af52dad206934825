"""Announce a simulated hub on the network as a real one announces itself."""

import socket
from types import TracebackType
from typing import Self

from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

SERVICE = "_http._tcp.local."


def own_address() -> str:
    """Return the address other machines reach this one at, the loopback one when alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # No packet is sent: connecting a datagram socket only chooses the interface.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


class Announcement:
    """An mDNS announcement that lasts while it is entered."""

    def __init__(self, hub_name: str, port: int, address: str | None = None) -> None:
        """Prepare to announce a hub of this name."""
        self.info = ServiceInfo(
            SERVICE,
            f"{hub_name}.{SERVICE}",
            port=port,
            server=f"{hub_name}.local.",
            addresses=[socket.inet_aton(address or own_address())],
        )
        self._zeroconf: AsyncZeroconf | None = None

    async def __aenter__(self) -> Self:
        """Start to announce."""
        self._zeroconf = AsyncZeroconf()
        registered = await self._zeroconf.async_register_service(self.info)
        await registered
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye."""
        assert self._zeroconf is not None
        await self._zeroconf.async_unregister_service(self.info)
        await self._zeroconf.async_close()
