"""How the scheme is found out, and how the certificate of a hub is pinned."""

from typing import Any

import pytest

from custom_components.wiser_home.api.errors import (
    BadAnswerError,
    CannotConnectError,
    CertificateChangedError,
    HubTimeoutError,
    NotWiserHubError,
)
from custom_components.wiser_home.api.local import Connection, Scheme
from simulator import Fault, SimulatedHub, make_certificate

from .conftest import NAME, SECRET, Dial, OpenSession, StartHub

ROOM = "data/v2/domain/Room/1"
RENAMED = {"Name": "Den"}


async def both(start_hub: StartHub) -> tuple[SimulatedHub, SimulatedHub]:
    """Start the plain and the encrypted side of a hub that wants https."""
    plain = await start_hub()
    plain.inject(Fault.REDIRECT_HTTPS, times=None)
    return plain, await start_hub(tls=make_certificate())


def requests(hub: SimulatedHub) -> list[tuple[str, int]]:
    """Return how the hub was asked, and what it said."""
    return [(request.method, request.status) for request in hub.requests]


async def test_plain_http_first(start_hub: StartHub, dial: Dial) -> None:
    """Take the scheme that works at the first try."""
    hub = await start_hub()
    connection = dial(hub, scheme=None)
    await connection.read(ROOM)
    assert connection.scheme is Scheme.HTTP
    assert connection.fingerprint is None
    assert connection.requests == len(hub.requests) == 1


@pytest.mark.parametrize("method", ["GET", "PATCH"])
@pytest.mark.parametrize("scheme", [None, Scheme.HTTP])
async def test_http_refused(
    start_hub: StartHub,
    open_session: OpenSession,
    closed_port: int,
    scheme: Scheme | None,
    method: str,
) -> None:
    """Turn to https when http is refused, with reads and writes: nothing has arrived."""
    hub = await start_hub(tls=(certificate := make_certificate()))
    session = open_session({80: closed_port, 443: hub.port})
    connection = Connection(session, NAME, SECRET, scheme=scheme)
    act: Any = {"GET": connection.read, "PATCH": lambda path: connection.write("PATCH", path, {})}
    await act[method](ROOM)
    assert connection.scheme is Scheme.HTTPS
    assert connection.fingerprint == certificate.fingerprint
    assert requests(hub) == [(method, 200)]


async def test_https_on_the_port_of_the_address(start_hub: StartHub, dial: Dial) -> None:
    """Turn to https when the port makes no sense of http."""
    hub = await start_hub(tls=(certificate := make_certificate()))
    connection = dial(hub, scheme=None)
    await connection.read(ROOM)
    await connection.write("PATCH", ROOM, RENAMED)
    assert connection.scheme is Scheme.HTTPS
    assert connection.fingerprint == certificate.fingerprint
    assert requests(hub) == [("GET", 200), ("PATCH", 200)]
    assert [request.version for request in hub.requests] == ["1.1", "1.1"]


async def test_no_write_is_sent_twice_to_find_the_scheme(start_hub: StartHub, dial: Dial) -> None:
    """Leave it at one try where a write may have arrived."""
    hub = await start_hub(tls=make_certificate())
    connection = dial(hub, scheme=None)
    with pytest.raises((BadAnswerError, CannotConnectError)):
        await connection.write("PATCH", ROOM, RENAMED)
    assert connection.requests == 1
    assert connection.scheme is None


@pytest.mark.parametrize("method", ["GET", "PATCH"])
@pytest.mark.parametrize("scheme", [None, Scheme.HTTP])
async def test_led_to_https(
    start_hub: StartHub, open_session: OpenSession, scheme: Scheme | None, method: str
) -> None:
    """Follow the hub to https once, and stay there."""
    plain, hub = await both(start_hub)
    session = open_session({80: plain.port, 443: hub.port})
    connection = Connection(session, NAME, SECRET, scheme=scheme)
    act: Any = {"GET": connection.read, "PATCH": lambda path: connection.write("PATCH", path, {})}
    await act[method](ROOM)
    await act[method](ROOM)
    assert (connection.scheme, connection.host) == (Scheme.HTTPS, NAME)
    assert requests(plain) == [(method, 301)]
    assert requests(hub) == [(method, 200)] * 2


async def test_led_to_https_on_another_port(start_hub: StartHub, dial: Dial) -> None:
    """Follow the hub to the port it names, and remember it."""
    plain, hub = await both(start_hub)
    plain.redirect_to = f"https://{hub.address}"
    connection = dial(plain, scheme=None)
    await connection.read(ROOM)
    assert connection.host == hub.address
    assert requests(hub) == [("GET", 200)]


async def test_led_to_nothing(start_hub: StartHub, dial: Dial, closed_port: int) -> None:
    """Tell that nobody answers where the hub leads."""
    plain = await start_hub()
    plain.inject(Fault.REDIRECT_HTTPS, times=None)
    plain.redirect_to = f"https://127.0.0.1:{closed_port}"
    connection = dial(plain, scheme=None)
    with pytest.raises(CannotConnectError):
        await connection.read(ROOM)
    assert connection.scheme is None
    assert connection.host == plain.address
    plain.clear_faults()
    await connection.read(ROOM)
    assert connection.scheme is Scheme.HTTP


async def test_the_secret_goes_to_no_other_host(start_hub: StartHub, dial: Dial) -> None:
    """Do not follow to another host."""
    plain, hub = await both(start_hub)
    plain.redirect_to = f"https://localhost:{hub.port}"
    connection = dial(plain, scheme=None)
    with pytest.raises(NotWiserHubError):
        await connection.read(ROOM)
    assert connection.host == plain.address
    assert requests(hub) == []


async def test_led_in_a_circle(start_hub: StartHub, dial: Dial) -> None:
    """Do not follow from https to https."""
    hub = await start_hub(tls=make_certificate())
    hub.inject(Fault.REDIRECT_HTTPS, times=None)
    with pytest.raises(NotWiserHubError):
        await dial(hub, scheme=Scheme.HTTPS).read(ROOM)
    assert requests(hub) == [("GET", 301)]


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.RESET])
async def test_a_silent_hub_is_not_taken_for_one_that_wants_https(
    start_hub: StartHub, dial: Dial, fault: Fault
) -> None:
    """Keep to http, which is known to work, when the hub only fails."""
    hub = await start_hub()
    hub.inject(fault, times=None)
    connection = dial(hub, timeout=0.2)
    with pytest.raises(CannotConnectError):
        await connection.read(ROOM)
    assert connection.requests == 2
    assert connection.scheme is Scheme.HTTP


async def test_a_hanging_hub_of_unknown_scheme(start_hub: StartHub, dial: Dial) -> None:
    """Do not wait for https, too, where http takes the request and says nothing."""
    hub = await start_hub()
    hub.inject(Fault.HANG, times=None)
    connection = dial(hub, timeout=0.2, scheme=None)
    with pytest.raises(HubTimeoutError):
        await connection.read(ROOM)
    assert connection.requests == 2


async def test_nothing_is_sent_before_the_certificate_is_known(
    start_hub: StartHub, dial: Dial
) -> None:
    """Look at the certificate on a connection of its own, without any request on it."""
    hub = await start_hub(tls=(certificate := make_certificate()))
    connection = dial(hub, scheme=Scheme.HTTPS)
    await connection.read(ROOM)
    assert connection.fingerprint == certificate.fingerprint
    assert requests(hub) == [("GET", 200)]


@pytest.mark.parametrize("method", ["GET", "PATCH"])
async def test_another_certificate(start_hub: StartHub, dial: Dial, method: str) -> None:
    """Send nothing to a hub with another certificate, and tell which one it shows."""
    hub = await start_hub(tls=make_certificate())
    connection = dial(hub, scheme=Scheme.HTTPS)
    await connection.read(ROOM)
    pinned = connection.fingerprint
    hub.use_certificate(other := make_certificate())
    act: Any = {"GET": connection.read, "PATCH": lambda path: connection.write("PATCH", path, {})}
    with pytest.raises(CertificateChangedError) as caught:
        await act[method](ROOM)
    assert caught.value.fingerprint == other.fingerprint
    assert connection.fingerprint == pinned
    assert requests(hub) == [("GET", 200)]
    accepted = dial(hub, scheme=Scheme.HTTPS, fingerprint=other.fingerprint)
    await accepted.read(ROOM)
    assert requests(hub) == [("GET", 200)] * 2
