"""Test what the client makes of answers that no hub is known to give."""

from collections.abc import AsyncIterator, Iterator

from aiohttp import ClientSession
from aioresponses import aioresponses
import pytest

from custom_components.wiser_home.api.errors import (
    BadAnswerError,
    InvalidSecretError,
    NotWiserHubError,
    RefusedError,
    WiserError,
)
from custom_components.wiser_home.api.local import Connection

ADDRESS = "http://hub.test/data/v2/domain/Room/1"
PATH = "data/v2/domain/Room/1"


@pytest.fixture
def answers() -> Iterator[aioresponses]:
    """Return what gives the answers in place of a hub."""
    with aioresponses() as given:
        yield given


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    """Return a connection that does not wait between its requests."""
    async with ClientSession() as session:
        yield Connection(session, "hub.test", "secret", gap=0, retry_pause=0)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (403, "", InvalidSecretError),
        (405, "", BadAnswerError),
        (418, '{"Error": 7}', BadAnswerError),
        (429, "", BadAnswerError),
        (503, "busy", BadAnswerError),
        (302, "", NotWiserHubError),
        (204, "", BadAnswerError),
        (200, "\ufeff{}", BadAnswerError),
        (200, "NaN", BadAnswerError),
    ],
)
async def test_odd_reads(
    answers: aioresponses,
    connection: Connection,
    status: int,
    body: str,
    error: type[WiserError],
) -> None:
    """Give every odd answer to a read one of our errors."""
    answers.get(ADDRESS, status=status, body=body, repeat=True)
    with pytest.raises(error) as raised:
        await connection.read(PATH)
    assert type(raised.value) is error


@pytest.mark.parametrize("body", ["", " ", "{", "null"])
async def test_odd_success_of_a_write(
    answers: aioresponses, connection: Connection, body: str
) -> None:
    """Take a write for done when its status says so."""
    answers.patch(ADDRESS, status=201, body=body)
    assert await connection.write("PATCH", PATH, {"Mode": "Auto"}) is None


@pytest.mark.parametrize(
    ("body", "words"),
    [('{"Error": "No such mode"}', "No such mode"), ('{"Error": 7}', "status 422"), ("", "422")],
)
async def test_words_of_a_refusal(
    answers: aioresponses, connection: Connection, body: str, words: str
) -> None:
    """Pass on the words with which a write is refused, or its status."""
    answers.patch(ADDRESS, status=422, body=body)
    with pytest.raises(RefusedError, match=words):
        await connection.write("PATCH", PATH, {"Mode": "Odd"})
