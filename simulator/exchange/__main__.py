"""Run a simulated exchange: `python -m simulator.exchange --houses cottage,apartment`."""

import argparse
import asyncio
from datetime import UTC, datetime, timedelta
import secrets
import signal

from ..house import HOUSES, load_house
from ..hub import SimulatedHub
from .authentication import GatewayKind
from .dialects import Dialect
from .energy_data import READ_SITE
from .oauth import CLIENT_ID, CLIENT_SECRET
from .paging import Paging
from .products import Shape
from .server import SimulatedExchange
from .tokens import WRITE_WISER, Token
from .wiser_home import urn_of

DESCRIPTION = """\
A simulated Schneider Electric Exchange: it serves simulated houses as the cloud products do, sites
with years of energy and their metering devices, wants a token or an authorization and a
subscription key, counts and throttles, and misbehaves on demand.
"""

EXAMPLES = """\
examples:
  python -m simulator.exchange                                   the cottage
  python -m simulator.exchange --houses cottage,apartment,residence
  python -m simulator.exchange --dialect enveloped --shape other
  python -m simulator.exchange --per-minute 5 --quota 2000

talk to it:
  curl -H "Authorization: Bearer $TOKEN" -H "x-api-key: $KEY" \\
       http://127.0.0.1:$PORT/ecostruxure/wiser-home/partner/v1/hubs
  curl -H "Authorization: Bearer $TOKEN" -H "x-api-key: $KEY" \\
       http://127.0.0.1:$PORT/ecostruxure/energy-contextualized/v1/sites

let a program in, with a browser:
  http://127.0.0.1:$PORT/ecostruxure/v1/oauth/authorize?response_type=code&client_id=...

look into it and disturb it (no token needed):
  curl http://127.0.0.1:$PORT/simulator/requests
  curl http://127.0.0.1:$PORT/simulator/openapi/wiser_home.yaml
  curl -X POST http://127.0.0.1:$PORT/simulator/faults -d '{"fault":"quota","times":3}'
  curl -X POST http://127.0.0.1:$PORT/simulator/tokens/$TOKEN/revoke
  curl -X PATCH http://127.0.0.1:$PORT/simulator/settings -d '{"shape":"other"}'
  curl -X POST http://127.0.0.1:$PORT/simulator/oauth/expire
  curl -X POST http://127.0.0.1:$PORT/simulator/oauth/revoke
  curl -X POST http://127.0.0.1:$PORT/simulator/energy_data/measurements/111/correct \\
       -d '{"date":"2026-01-31T12:00:00Z","value":2.5}'
  curl -X POST http://127.0.0.1:$PORT/simulator/energy_data/measurements/111/unit \\
       -d '{"unit":"furlong"}'
"""


def _arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator.exchange",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--houses",
        default="cottage",
        help=f"built-in houses ({', '.join(HOUSES)}) or paths, with commas between",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.add_argument("--token", help="the token (default: a new one every time)")
    parser.add_argument(
        "--key",
        help="the subscription key (default: a new one every time); an empty one is not wanted",
    )
    parser.add_argument(
        "--key-header", default="x-api-key", help="its header; ?NAME is in the query"
    )
    parser.add_argument("--days", type=float, help="in how many days the token expires")
    parser.add_argument("--read-only", action="store_true", help="give a token that may not write")
    parser.add_argument(
        "--client-id",
        default=CLIENT_ID,
        help="who may ask to be let in (default: %(default)s)",
    )
    parser.add_argument("--client-secret", default=CLIENT_SECRET, help="(default: %(default)s)")
    parser.add_argument(
        "--access-seconds",
        type=float,
        default=3600.0,
        help="how long an access token is good for (default: %(default)s)",
    )
    parser.add_argument(
        "--same-refresh-token",
        action="store_true",
        help="keep the refresh token when it is used, instead of giving a new one",
    )
    for name, kind, words in (
        ("dialect", Dialect, "how data is written"),
        ("shape", Shape, "which contract is served"),
        ("gateway", GatewayKind, "whose words the gateway uses"),
        ("paging", Paging, "how long lists go on"),
    ):
        parser.add_argument(
            f"--{name}",
            type=kind,
            choices=list(kind),
            default=next(iter(kind)),
            help=f"{words} (default: %(default)s)",
        )
    parser.add_argument("--per-minute", type=int, help="a spike arrest of this many a minute")
    parser.add_argument("--quota", type=int, help="a quota of this many a day")
    parser.add_argument(
        "--lag",
        type=float,
        default=2.0,
        help="after how many seconds writes show (default: %(default)s)",
    )
    parser.add_argument(
        "--speed", type=float, default=1.0, help="how fast time passes; 0 stands still (default: 1)"
    )
    return parser


def _exchange(arguments: argparse.Namespace) -> SimulatedExchange:
    """Return the exchange that the command line asks for."""
    now = datetime.now(UTC)
    hubs = [
        SimulatedHub(load_house(name), clock=now, speed=arguments.speed)
        for name in arguments.houses.split(",")
    ]
    token = Token(arguments.token or secrets.token_urlsafe(21))
    # A real one is made for one product.
    token.scopes |= {READ_SITE}
    if arguments.days is not None:
        token.expires = now + timedelta(days=arguments.days)
    if arguments.read_only:
        token.scopes = token.scopes - {WRITE_WISER}
    key = secrets.token_urlsafe(24) if arguments.key is None else arguments.key or None
    exchange = SimulatedExchange(
        {urn_of(hub): hub for hub in hubs},
        tokens=[token],
        key=key,
        key_header=arguments.key_header,
        dialect=arguments.dialect,
        shape=arguments.shape,
        gateway=arguments.gateway,
        lag=arguments.lag,
    )
    exchange.paging = arguments.paging
    exchange.throttle.per_minute = arguments.per_minute
    exchange.throttle.quota = arguments.quota
    exchange.oauth.client_id = arguments.client_id
    exchange.oauth.client_secret = arguments.client_secret
    exchange.oauth.lifetime = timedelta(seconds=arguments.access_seconds)
    exchange.oauth.rotates = not arguments.same_refresh_token
    return exchange


async def _run(arguments: argparse.Namespace) -> None:
    """Serve until told to stop."""
    exchange = _exchange(arguments)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await exchange.start(arguments.host, arguments.port)
    try:
        for urn, hub in exchange.homes.items():
            print(f"House   {hub.house.name}: {urn}")
        print(f"Address {exchange.url}")
        for token in exchange.tokens.given:
            print(f"Token   {token}")
        print(f"Key     {exchange.key or '-'}")
        print(f"Client  {exchange.oauth.client_id}")
        print(f"Secret  {exchange.oauth.client_secret}")
        for product in exchange.products.values():
            print(f"Product {exchange.contract(product.key).base}: {product.name}")
        print("Ctrl-C stops it.", flush=True)
        await stopped.wait()
    finally:
        await exchange.stop()
    print("Stopped.", flush=True)


def main() -> None:
    """Run the command line."""
    parser = _arguments()
    arguments = parser.parse_args()
    try:
        asyncio.run(_run(arguments))
    except (OSError, ValueError) as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
