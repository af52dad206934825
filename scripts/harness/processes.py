"""Start programs, follow what they print, and stop them again."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
import os
from pathlib import Path
import signal
import socket
import time
from typing import Self


class HarnessError(Exception):
    """Something did not happen as it must."""


class Program:
    """A program in a session of its own, so that Ctrl-C reaches only its starter."""

    def __init__(
        self, name: str, process: asyncio.subprocess.Process, log: Path, echo: Callable[[str], None]
    ) -> None:
        """Follow a program that was started."""
        self.name = name
        self.log = log
        self._process = process
        self._echo = echo
        self._follower = asyncio.create_task(self._follow())

    @classmethod
    async def start(
        cls,
        name: str,
        command: Iterable[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        echo: Callable[[str], None] = lambda line: None,
    ) -> Self:
        """Start a program whose output is added to a file, and offered line by line to `echo`."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
            limit=2**22,
            start_new_session=True,
        )
        return cls(name, process, log, echo)

    async def _follow(self) -> None:
        """Copy what the program prints."""
        assert self._process.stdout is not None
        with self.log.open("ab", buffering=0) as log:
            async for line in self._process.stdout:
                log.write(line)
                self._echo(line.decode(errors="replace").rstrip())

    @property
    def exit_code(self) -> int | None:
        """Return how the program ended, or nothing while it runs."""
        return self._process.returncode

    async def ended(self) -> int:
        """Wait for the program to end by itself."""
        return await self._process.wait()

    async def stop(self, *, patience: float = 30) -> None:
        """End the program and all that it started, by force when asking did not help."""
        if self.exit_code is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), patience)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self._process.wait()
        self._signal(signal.SIGKILL)  # to what it left behind
        await self._follower

    async def kill(self) -> None:
        """End the program at once, as a power cut does."""
        self._signal(signal.SIGKILL)
        await self._process.wait()
        await self._follower

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the program's own group."""
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return

    def check(self) -> None:
        """Raise when the program has ended, with the last it said."""
        if self.exit_code is None:
            return
        tail = "\n  ".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise HarnessError(f"{self.name} ended with {self.exit_code}. Its last words:\n  {tail}")


async def until[T](
    what: str,
    condition: Callable[[], Awaitable[T | None]],
    *,
    seconds: float,
    programs: Iterable[Program] = (),
) -> T:
    """Wait for a condition to return something true, and return that.

    The programs it depends on are watched, so that waiting ends with them.
    """
    deadline = time.monotonic() + seconds
    while True:
        for program in programs:
            program.check()
        if result := await condition():
            return result
        if time.monotonic() > deadline:
            raise HarnessError(f"Waited {seconds:.0f} s in vain: {what}")
        await asyncio.sleep(0.2)


def free_port(preferred: int, *, host: str = "127.0.0.1") -> int:
    """Return the first port from the preferred one on that nobody listens on."""
    for port in range(preferred, preferred + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise HarnessError(f"No port from {preferred} to {preferred + 99} is free.")
