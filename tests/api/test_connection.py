"""How requests are sent, and what becomes of every way in which a hub answers them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import socket
import struct
from typing import Any, override

import aiohttp
import pytest

from custom_components.wiser_home.api.errors import (
    BadAnswerError,
    CannotConnectError,
    HubTimeoutError,
    InvalidSecretError,
    InvalidValueError,
    NotFoundError,
    NotWiserHubError,
    RefusedError,
    WiserError,
)
from custom_components.wiser_home.api.local import Connection, Scheme
from custom_components.wiser_home.api.sending import decode_json
from simulator import Fault, SimulatedHub

from .conftest import NAME, SECRET, Dial, NoName, StartHub

DOMAIN = "data/v2/domain/"
ROOM = "data/v2/domain/Room/1"
RENAMED = {"Name": "Den"}

type Serve = Callable[[bytes], Awaitable[str]]


@pytest.fixture
async def serve(socket_enabled: None) -> AsyncIterator[Serve]:
    """Return what answers every connection with the same bytes, and the address of that."""
    servers: list[asyncio.Server] = []

    async def start(answer: bytes) -> str:
        """Start to answer."""

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            """Answer one connection once something was asked."""
            await reader.read(1)
            writer.write(answer)
            writer.close()

        servers.append(await asyncio.start_server(handle, "127.0.0.1", 0))
        return f"127.0.0.1:{servers[-1].sockets[0].getsockname()[1]}"

    yield start
    for server in servers:
        server.close()
        await server.wait_closed()


def requests(hub: SimulatedHub) -> list[tuple[str, str]]:
    """Return what the hub was asked, in order."""
    return [(request.method, request.path) for request in hub.requests]


async def test_one_request_at_a_time(start_hub: StartHub, dial: Dial) -> None:
    """Let requests wait for each other, whatever wants them at once."""
    hub = await start_hub()
    connection = dial(hub)
    reads = [connection.read(ROOM) for _ in range(6)]
    writes = [connection.write("PATCH", ROOM, RENAMED) for _ in range(6)]
    await asyncio.gather(*reads, *writes)
    assert len(hub.requests) == connection.requests == 12
    assert hub.most_in_flight == 1


async def test_connections_to_a_hub_take_turns(start_hub: StartHub, dial: Dial) -> None:
    """Let requests wait for each other also where a flow asks the hub that is polled."""
    hub = await start_hub()
    connections = [dial(hub) for _ in range(3)]
    await asyncio.gather(*(connection.read(ROOM) for connection in connections * 3))
    assert len(hub.requests) == 9
    assert hub.most_in_flight == 1


async def test_connections_to_two_hubs_do_not_wait(start_hub: StartHub, dial: Dial) -> None:
    """Let a hub that says nothing keep nobody from asking another one."""
    silent, hub = await start_hub(), await start_hub()
    silent.inject(Fault.HANG)
    waiting = asyncio.ensure_future(dial(silent).read(ROOM))
    await dial(hub).read(ROOM)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_rest_between_requests(
    start_hub: StartHub, dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rest between two requests, and before a second try."""
    rests: list[float] = []
    sleep = asyncio.sleep

    async def rest(seconds: float) -> None:
        """Note what is slept and go on."""
        rests.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", rest)
    hub = await start_hub()
    connection = dial(hub, gap=1000.0, retry_pause=50.0)
    await connection.read(ROOM)
    await connection.write("PATCH", ROOM, RENAMED)
    hub.inject(Fault.SERVER_ERROR)
    await connection.read(ROOM)
    gap = pytest.approx(1000.0, abs=20)
    assert [seconds for seconds in rests if seconds] == [gap, gap, 50.0, gap]


async def test_what_is_sent(start_hub: StartHub, dial: Dial) -> None:
    """Send the secret with everything, JSON only with a body, and leave addresses as they are."""
    hub = await start_hub()
    connection = dial(hub)
    await connection.read(ROOM)
    await connection.write("PATCH", ROOM, RENAMED)
    await connection.write("DELETE", "data/v2/schedules/Heating/2")
    with pytest.raises(RefusedError):
        await connection.write("POST", "data/v2/domain/Automation?Name=A+b&Enabled=maybe", {})
    assert [(found.method, found.body, found.content_type) for found in hub.requests] == [
        ("GET", None, None),
        ("PATCH", RENAMED, "application/json"),
        ("DELETE", None, None),
        ("POST", {}, "application/json"),
    ]
    assert all(found.secret_ok and found.version == "1.1" for found in hub.requests)
    assert hub.requests[-1].query == {"Name": "A b", "Enabled": "maybe"}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.HANG, HubTimeoutError),
        (Fault.RESET, CannotConnectError),
        (Fault.HALF_BODY, BadAnswerError),
        (Fault.TRUNCATED_JSON, BadAnswerError),
        (Fault.SERVER_ERROR, BadAnswerError),
        (Fault.REFUSE, BadAnswerError),
    ],
)
async def test_reads_are_tried_twice(
    start_hub: StartHub, dial: Dial, fault: Fault, error: type[WiserError]
) -> None:
    """Overcome one failure, and tell of two."""
    hub = await start_hub()
    connection = dial(hub, timeout=0.3)
    hub.inject(fault)
    assert await connection.read(ROOM) == hub.find("Room", 1)
    assert requests(hub) == [("GET", f"/{ROOM}")] * 2
    hub.inject(fault, times=None)
    with pytest.raises(error) as caught:
        await connection.read(ROOM)
    assert not isinstance(caught.value, NotFoundError | InvalidSecretError | NotWiserHubError)
    assert len(hub.requests) == 4


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.UNAUTHORIZED, InvalidSecretError),
        (Fault.NOT_FOUND, NotFoundError),
        (Fault.NOT_JSON, NotWiserHubError),
    ],
)
async def test_clear_answers_are_not_asked_for_twice(
    start_hub: StartHub, dial: Dial, fault: Fault, error: type[WiserError]
) -> None:
    """Take an answer for what it is where a second one would be the same."""
    hub = await start_hub()
    hub.inject(fault)
    with pytest.raises(error):
        await dial(hub).read(ROOM)
    assert len(hub.requests) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.HANG, HubTimeoutError),
        (Fault.RESET, CannotConnectError),
        (Fault.UNAUTHORIZED, InvalidSecretError),
        (Fault.NOT_FOUND, NotFoundError),
        (Fault.SERVER_ERROR, BadAnswerError),
        (Fault.NOT_JSON, NotWiserHubError),
        (Fault.REFUSE, RefusedError),
    ],
)
@pytest.mark.parametrize("scheme", [None, Scheme.HTTP])
async def test_writes_are_never_repeated(
    start_hub: StartHub, dial: Dial, fault: Fault, error: type[WiserError], scheme: Scheme | None
) -> None:
    """Send a write once, whatever becomes of it."""
    hub = await start_hub()
    hub.inject(fault, times=None)
    with pytest.raises(error):
        await dial(hub, timeout=0.3, scheme=scheme).write("PATCH", ROOM, RENAMED)
    assert requests(hub) == [("PATCH", f"/{ROOM}")]


@pytest.mark.parametrize("fault", [Fault.HALF_BODY, Fault.STALL, Fault.TRUNCATED_JSON])
async def test_a_write_has_happened_when_the_status_says_so(
    start_hub: StartHub, dial: Dial, fault: Fault
) -> None:
    """Take a spoilt body after a good status for no more than a missing answer."""
    hub = await start_hub()
    hub.inject(fault)
    await dial(hub, timeout=0.3).write("PATCH", ROOM, RENAMED)
    assert hub.find("Room", 1)["Name"] == "Den"
    assert len(hub.requests) == 1


@pytest.mark.parametrize("status", ["400 Bad", "500 Bad"])
async def test_a_cut_body_after_a_bad_status(serve: Serve, dial: Dial, status: str) -> None:
    """Do not take a cut answer for success when the status says something else."""
    host = await serve(f"HTTP/1.1 {status}\r\nContent-Length: 90\r\n\r\n{{".encode())
    with pytest.raises(BadAnswerError):
        await dial(host).write("PATCH", ROOM, RENAMED)


@pytest.mark.parametrize("scheme", [None, Scheme.HTTP])
async def test_a_connection_that_breaks_in_the_middle(
    socket_enabled: None, dial: Dial, scheme: Scheme | None
) -> None:
    """Tell that the connection broke."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer a half and reset the connection."""
        await reader.read(1)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{")
        await writer.drain()
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises((CannotConnectError, BadAnswerError)):
            await dial(f"127.0.0.1:{port}", scheme=scheme).read(DOMAIN)


async def test_refusal_in_the_words_of_the_hub(start_hub: StartHub, dial: Dial) -> None:
    """Pass on why the hub refuses."""
    hub = await start_hub()
    body = {"RequestOverride": {"Type": "Manual", "SetPoint": 400}}
    with pytest.raises(RefusedError, match=r"^Manual override requires a 'SetPoint' between 50"):
        await dial(hub).write("PATCH", ROOM, body)


@pytest.mark.parametrize("body", [b"", b"Bad", b"[]", b'{"Error": 7}'])
async def test_refusal_without_words(serve: Serve, dial: Dial, body: bytes) -> None:
    """Pass on the status where the hub says nothing."""
    head = f"HTTP/1.1 409 No\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with pytest.raises(RefusedError, match=r"^status 409$"):
        await dial(await serve(head + body)).write("PATCH", ROOM, RENAMED)


@pytest.mark.parametrize(
    ("style", "answer"),
    [
        ("whole", {"id": 1, "Name": "Den", "Mode": "Auto"}),
        ("partial", {"id": 1, "Name": "Den"}),
        ("empty_object", {}),
        ("empty_body", None),
    ],
)
async def test_every_kind_of_answer_to_a_write(
    start_hub: StartHub, dial: Dial, style: Any, answer: Any
) -> None:
    """Take the whole object, a part of it, an empty object and nothing for success."""
    hub = await start_hub()
    hub.answer_style = style
    found = await dial(hub).write("PATCH", ROOM, RENAMED)
    assert found == {"whole": {**hub.find("Room", 1), **(answer or {})}}.get(style, answer)
    assert hub.find("Room", 1)["Name"] == "Den"


@pytest.mark.parametrize("scheme", [None, Scheme.HTTP])
async def test_broken_framing_is_asked_for_again_in_old_http(
    start_hub: StartHub, dial: Dial, scheme: Scheme | None
) -> None:
    """Speak HTTP/1.0 with a hub from when it has broken the rules of HTTP/1.1."""
    hub = await start_hub()
    hub.inject(Fault.BAD_FRAMING, times=None)
    connection = dial(hub, scheme=scheme)
    assert await connection.read(DOMAIN) == hub.trees["domain"]
    await connection.write("PATCH", ROOM, RENAMED)
    assert await connection.read(ROOM) == hub.find("Room", 1)
    sent = [(request.method, request.version) for request in hub.requests]
    assert sent == [("GET", "1.1"), ("GET", "1.0"), ("PATCH", "1.0"), ("GET", "1.0")]


async def test_broken_framing_leaves_open_what_became_of_a_write(
    start_hub: StartHub, dial: Dial
) -> None:
    """Tell that the answer to a write cannot be read, and speak HTTP/1.0 from then on."""
    hub = await start_hub()
    hub.inject(Fault.BAD_FRAMING, times=None)
    connection = dial(hub)
    with pytest.raises(BadAnswerError):
        await connection.write("PATCH", ROOM, RENAMED)
    await connection.write("PATCH", ROOM, RENAMED)
    assert [request.version for request in hub.requests] == ["1.1", "1.0"]


async def test_old_http_is_left_when_it_is_no_better(start_hub: StartHub, dial: Dial) -> None:
    """Speak HTTP/1.1 again after a cut answer in HTTP/1.0."""
    hub = await start_hub()
    hub.inject(Fault.HALF_BODY, times=2)
    connection = dial(hub)
    with pytest.raises(BadAnswerError):
        await connection.read(ROOM)
    await connection.read(ROOM)
    assert [request.version for request in hub.requests] == ["1.1", "1.0", "1.1"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"SSID": "a\x82b"}', {"SSID": "a\ufffdb"}),
        (b'{"SSID": "a\x00\x1f\nb"}', {"SSID": "a   b"}),
        ('{"Name": "é"}'.encode(), {"Name": "é"}),
        (b"true", True),
        (b"\r\n 120 ", 120),
    ],
)
def test_tolerant_decoding(body: bytes, found: Any) -> None:
    """Read what hubs pass on of the air."""
    assert decode_json(body) == found


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": "b', b"no", b'{"a": 1} x'])
def test_what_is_no_json(body: bytes) -> None:
    """Tell what cannot be read."""
    with pytest.raises(BadAnswerError):
        decode_json(body)


async def test_bad_bytes_in_the_name_of_a_network(start_hub: StartHub, dial: Dial) -> None:
    """Read a network tree with raw bytes in it at the first try."""
    hub = await start_hub()
    hub.inject(Fault.BAD_BYTES)
    tree = await dial(hub).read("data/v2/network/")
    assert tree["Station"]["SSID"] == "\ufffd Simulated"
    assert len(hub.requests) == 1


async def test_wrong_secret(start_hub: StartHub, dial: Dial) -> None:
    """Tell a wrong secret from everything else, for reads and writes."""
    hub = await start_hub()
    connection = dial(hub, "wrong")
    with pytest.raises(InvalidSecretError):
        await connection.read(DOMAIN)
    with pytest.raises(InvalidSecretError):
        await connection.write("PATCH", ROOM, RENAMED)
    assert [request.status for request in hub.requests] == [401, 401]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", InvalidSecretError),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", NotFoundError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n <html>", NotWiserHubError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BadAnswerError),
        (b"SSH-2.0-Other\r\n", BadAnswerError),
        (b"", CannotConnectError),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/login\r\nContent-Length: 0\r\n\r\n",
            NotWiserHubError,
        ),
        (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", NotWiserHubError),
        (
            b"HTTP/1.1 301 Moved\r\nLocation: https://[\r\nContent-Length: 0\r\n\r\n",
            NotWiserHubError,
        ),
    ],
)
@pytest.mark.parametrize("scheme", [None, Scheme.HTTP])
async def test_something_else_answers(
    serve: Serve, dial: Dial, answer: bytes, error: type[WiserError], scheme: Scheme | None
) -> None:
    """Name what is wrong with what something else answers."""
    with pytest.raises(error):
        await dial(await serve(answer), scheme=scheme).read(DOMAIN)


@pytest.mark.parametrize("scheme", [None, Scheme.HTTP, Scheme.HTTPS])
async def test_nobody_answers(dial: Dial, closed_port: int, scheme: Scheme | None) -> None:
    """Tell that nobody answers, and keep the scheme that was known."""
    connection = dial(f"127.0.0.1:{closed_port}", scheme=scheme)
    with pytest.raises(CannotConnectError) as caught:
        await connection.read(DOMAIN)
    assert not isinstance(caught.value, HubTimeoutError)
    assert connection.scheme is scheme


async def test_unknown_name(socket_enabled: None) -> None:
    """Tell that the name is not known, without trying another scheme."""
    connector = aiohttp.TCPConnector(resolver=NoName({}))
    async with aiohttp.ClientSession(connector=connector) as session:
        connection = Connection(session, NAME, SECRET)
        with pytest.raises(CannotConnectError, match="name of the hub is not known"):
            await connection.read(DOMAIN)


class Torn(aiohttp.TCPConnector):
    """Make connections that break while a request is written."""

    @override
    async def connect(self, *args: Any, **options: Any) -> Any:
        raise aiohttp.ClientConnectionResetError("Cannot write to closing transport")


async def test_a_connection_that_breaks_while_writing(socket_enabled: None) -> None:
    """Tell that the connection broke."""
    async with aiohttp.ClientSession(connector=Torn()) as session:
        connection = Connection(session, NAME, SECRET)
        with pytest.raises(CannotConnectError):
            await connection.write("PATCH", ROOM, RENAMED)
    assert connection.requests == 1


@pytest.mark.parametrize(
    "host",
    [
        *("", " ", "a b", "a\nb", "http://hub", "hub/path", "me@hub", "hub?a", "hub#a"),
        *("[::1", "::1", "hub:99999999", "hub:port", ":80", "a\\b"),
    ],
)
async def test_what_is_no_address(dial: Dial, host: str) -> None:
    """Refuse what cannot be a part of an address before anything is sent."""
    with pytest.raises(InvalidValueError):
        dial(host)


@pytest.mark.parametrize("host", ["hub", "hub.local", "é.local", "1.2.3.4", "[::1]:8080", "hub:1"])
async def test_what_is_an_address(dial: Dial, host: str) -> None:
    """Take names, both kinds of addresses, and ports."""
    assert dial(host).host == host
