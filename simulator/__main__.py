"""Run a simulated hub: `python -m simulator --house cottage`."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
import secrets
import signal

from .certificate import make_certificate
from .house import HOUSES, load_house
from .hub import SimulatedHub
from .mdns import Announcement, own_address

DESCRIPTION = """\
A simulated Wiser hub: it speaks the local protocol, its rooms warm and cool, its schedules run,
its shutters travel and its meters count, and it announces itself as a real hub does.
"""

EXAMPLES = """\
examples:
  python -m simulator                                the cottage, on a free port
  python -m simulator --house residence --speed 60   an hour passes in a minute
  python -m simulator --house apartment --tls --port 8443
  python -m simulator --house path/to/folder         domain.json and the other trees, if any
  python -m simulator --house diagnostics.json       replay a diagnostics download
  python -m simulator --list                         the built-in houses

talk to it:
  curl -H "SECRET: $SECRET" http://127.0.0.1:$PORT/data/v2/domain/Room/1
  curl -H "SECRET: $SECRET" -X PATCH http://127.0.0.1:$PORT/data/v2/domain/Room/1 \\
       -d '{"RequestOverride":{"Type":"Manual","SetPoint":215}}'

look into it and disturb it (no secret needed):
  curl http://127.0.0.1:$PORT/simulator/requests
  curl -X POST http://127.0.0.1:$PORT/simulator/advance -d '{"seconds":3600}'
  curl -X POST http://127.0.0.1:$PORT/simulator/faults -d '{"kind":"reset","times":3}'
  curl -X DELETE http://127.0.0.1:$PORT/simulator/faults
  curl -X PATCH http://127.0.0.1:$PORT/simulator/settings -d '{"answer_style":"empty_body"}'
"""


def _arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--house", default="cottage", help="a built-in house or a path (default: %(default)s)"
    )
    parser.add_argument("--list", action="store_true", help="list the built-in houses and leave")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.add_argument("--secret", help="the hub's secret (default: a new one every time)")
    parser.add_argument("--tls", action="store_true", help="speak https, self-signed")
    parser.add_argument(
        "--mdns",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="announce the hub on the network (default: on)",
    )
    parser.add_argument(
        "--speed", type=float, default=1.0, help="how fast time passes; 0 stands still (default: 1)"
    )
    parser.add_argument(
        "--own-time", action="store_true", help="start at the time of the house instead of now"
    )
    return parser


async def _run(arguments: argparse.Namespace) -> None:
    """Serve until told to stop."""
    house = load_house(arguments.house)
    secret = arguments.secret or secrets.token_urlsafe(48)
    certificate = make_certificate(house.hub_name) if arguments.tls else None
    hub = SimulatedHub(
        house,
        secret,
        clock=None if arguments.own_time else datetime.now(UTC),
        tls=certificate,
        speed=arguments.speed,
    )
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await hub.start(arguments.host, arguments.port)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(hub.stop)
        if arguments.mdns:
            loopback = arguments.host in ("127.0.0.1", "localhost")
            address = "127.0.0.1" if loopback else own_address()
            await stack.enter_async_context(Announcement(house.hub_name, hub.port, address))
        print(f"House   {house.name}: {house.title}")
        print(f"Hub     {house.hub_name}, firmware {hub.find('System')['ActiveSystemVersion']}")
        print(f"Address {hub.url}")
        print(f"Secret  {secret}")
        if certificate:
            print(f"SHA-256 {certificate.fingerprint}")
        print("Ctrl-C stops it.", flush=True)
        await stopped.wait()
    print("Stopped.", flush=True)


def main() -> None:
    """Run the command line."""
    parser = _arguments()
    arguments = parser.parse_args()
    if arguments.list:
        for name, description in HOUSES.items():
            print(f"{name:10} {description}")
        return
    try:
        asyncio.run(_run(arguments))
    except (OSError, ValueError) as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
