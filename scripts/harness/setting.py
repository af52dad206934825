"""The pieces of a working house: a simulated hub or exchange, and a Home Assistant to show it."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
import json
from pathlib import Path
import sys
from typing import Any, ClassVar, override

from aiohttp import ClientError, ClientSession
from homeassistant.components.http.config import HTTP_STORAGE_SCHEMA
from homeassistant.util import dt as dt_util

from .client import HomeAssistant
from .processes import HarnessError, Program, until

ROOT = Path(__file__).parents[2]
DOMAIN = "wiser_home"

# default_config would add what asks the internet: weather, radio, updates, the cloud.
# With `my`, who signs in at the Exchange would be led back by way of my.home-assistant.io.
# Cameras and sound need ffmpeg and libturbojpeg, which no Wiser house does.
CONFIGURATION = """\
homeassistant:
  name: Wiser Home
  country: GB
  currency: GBP
  elevation: 20
  language: en
  latitude: 51.5
  longitude: -0.12
  time_zone: Europe/London
  unit_system: metric

logger:
  default: info
  logs:
    custom_components.wiser_home: debug
    haffmpeg: critical
    homeassistant.components.camera.img_util: critical
    homeassistant.helpers.entity_registry: warning

config:
energy:
frontend:
history:
logbook:
system_health:
zeroconf:
"""


@dataclass(frozen=True, kw_only=True)
class Simulation(ABC):
    """A simulated counterpart of the integration: its program, and how that is reached."""

    what: ClassVar[str]
    port: int
    log: Path
    arguments: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return its host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    @abstractmethod
    def command(self) -> list[str]:
        """Return the module that is run and what it is told."""

    async def start(self, *, echo: Callable[[str], None] = lambda line: None) -> Program:
        """Start its program."""
        return await Program.start(
            f"The {self.what}",
            [
                *(sys.executable, "-m", *self.command),
                *("--host", "127.0.0.1", "--port", str(self.port)),
                *self.arguments,
            ],
            log=self.log,
            echo=echo,
        )

    async def wait(self, session: ClientSession, program: Program) -> None:
        """Wait until it answers."""

        async def answers() -> bool:
            try:
                await self.control(session, "GET", "requests")
            except ClientError:
                return False
            return True

        await until(f"the {self.what} answers", answers, seconds=30, programs=[program])

    async def control(
        self, session: ClientSession, method: str, path: str, body: object = None
    ) -> Any:
        """Look behind its front, or make something happen there."""
        async with session.request(
            method, f"http://{self.address}/simulator/{path}", json=body
        ) as response:
            if not response.ok:
                raise HarnessError(f"/simulator/{path}: {response.status} {await response.text()}")
            text = await response.text()
        return json.loads(text) if text else None


@dataclass(frozen=True, kw_only=True)
class Hub(Simulation):
    """A simulated hub; its address is what a person types as its host."""

    what = "simulated hub"
    house: str
    secret: str

    @property
    @override
    def command(self) -> list[str]:
        """Return the module that is run and what it is told."""
        return ["simulator", "--house", self.house, "--secret", self.secret]


@dataclass(frozen=True, kw_only=True)
class Exchange(Simulation):
    """A simulated exchange, with an account that has one or more houses."""

    what = "simulated exchange"
    houses: str
    token: str
    key: str

    @property
    @override
    def command(self) -> list[str]:
        """Return the module that is run and what it is told."""
        return [
            *("simulator.exchange", "--houses", self.houses),
            *("--token", self.token, "--key", self.key),
        ]


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A Home Assistant with this integration: its folder and its port."""

    folder: Path
    port: int
    host: str = "127.0.0.1"
    exchange: str | None = None
    """The address that takes the place of the Exchange's."""
    gap: float | None = None
    """Seconds between two requests to the Exchange, in place of what the real one is given."""

    @property
    def address(self) -> str:
        """Return where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Return the file with all it prints."""
        return self.folder / "output.log"

    def prepare(self) -> None:
        """Write the parts of its configuration folder that are missing."""
        storage = self.folder / ".storage"
        storage.mkdir(parents=True, exist_ok=True)
        if not (configuration := self.folder / "configuration.yaml").exists():
            configuration.write_text(CONFIGURATION)
        if not (link := self.folder / "custom_components").exists():
            link.symlink_to(ROOT / "custom_components", target_is_directory=True)
        # The step that these two stand for installs integrations that need the internet.
        if not (onboarding := storage / "onboarding").exists():
            self._store(onboarding, 4, {"done": ["core_config", "analytics"]})
        server = HTTP_STORAGE_SCHEMA({"server_host": [self.host], "server_port": self.port})
        stable = {
            **server,
            "created_at": dt_util.utcnow().isoformat(),
            "error": None,
            "error_message": None,
        }
        self._store(
            storage / "http", 3, {"stable": stable, "pending": None, "yaml_migration_done": True}
        )

    @staticmethod
    def _store(path: Path, version: int, data: object) -> None:
        """Write a file as Home Assistant's own storage does."""
        content = {"version": version, "minor_version": 1, "key": path.name, "data": data}
        path.write_text(json.dumps(content, indent=2))

    async def start(self, *, echo: Callable[[str], None] = lambda line: None) -> Program:
        """Start Home Assistant, which must find everything installed."""
        self.prepare()
        module: tuple[str, ...] = ("homeassistant",)
        if self.exchange is not None:
            module = ("scripts.harness.core", self.exchange)
            if self.gap is not None:
                module = (*module, "--gap", str(self.gap))
        return await Program.start(
            "Home Assistant",
            [
                *(sys.executable, "-m", *module, "--config", str(self.folder)),
                *("--skip-pip", "--log-no-color"),
            ],
            log=self.log,
            echo=echo,
        )

    async def wait_listening(self, client: HomeAssistant, program: Program) -> None:
        """Wait until it takes requests."""
        await until("Home Assistant answers", client.is_listening, seconds=180, programs=[program])

    async def wait_running(self, client: HomeAssistant, program: Program) -> None:
        """Wait until it has started whole."""
        await until("Home Assistant runs", client.is_running, seconds=180, programs=[program])


async def open_form(client: HomeAssistant, *choices: str) -> str:
    """Begin to add something, choose from the menus, and return the flow that shows a form."""
    step = await client.start_flow(DOMAIN)
    for choice in choices:
        step = await client.continue_flow(step["flow_id"], {"next_step_id": choice})
    if step["type"] != "form":
        raise HarnessError(f"No form to add a hub: {step}")
    return str(step["flow_id"])


async def add_hub(client: HomeAssistant, host: str, secret: str) -> Any:
    """Fill in the form that adds a hub, and return the last step."""
    flow = await open_form(client, "local")
    return await client.continue_flow(flow, {"host": host, "secret": secret})


async def choose_all(client: HomeAssistant, step: Any) -> Any:
    """Choose all that a form offers, and return the next step; a sole hub is not asked about."""
    if step["type"] != "form" or step["errors"]:
        return step
    [question] = step["data_schema"]
    offered = [option["value"] for option in question["selector"]["select"]["options"]]
    return await client.continue_flow(step["flow_id"], {question["name"]: offered})


async def add_hubs(client: HomeAssistant, token: str, key: str) -> Any:
    """Add every hub of an account at the Exchange, and return the last step."""
    flow = await open_form(client, "wiser_home")
    return await choose_all(client, await client.continue_flow(flow, {"token": token, "key": key}))


async def register_application(client: HomeAssistant, credentials: dict[str, object]) -> None:
    """Let Home Assistant know the application with which people sign in at the Exchange."""
    await client.command(
        "application_credentials/create", domain=DOMAIN, name="Exchange", **credentials
    )
