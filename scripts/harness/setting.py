"""The pieces of a working house: a simulated hub, and a Home Assistant to show it."""

from collections.abc import Callable
from dataclasses import dataclass, field
import json
from pathlib import Path
import sys
from typing import Any

from aiohttp import ClientError, ClientSession
from homeassistant.components.http.config import HTTP_STORAGE_SCHEMA
from homeassistant.util import dt as dt_util

from .client import HomeAssistant
from .processes import HarnessError, Program, until

ROOT = Path(__file__).parents[2]
DOMAIN = "wiser_home"

# default_config would add what asks the internet: weather, radio, updates, the cloud.
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
my:
system_health:
zeroconf:
"""


@dataclass(frozen=True, kw_only=True)
class Hub:
    """A simulated hub, as it is started and as it is reached."""

    house: str
    port: int
    secret: str
    log: Path
    arguments: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return what a person types as its host."""
        return f"127.0.0.1:{self.port}"

    async def start(self, *, echo: Callable[[str], None] = lambda line: None) -> Program:
        """Start the hub's program."""
        return await Program.start(
            "The simulated hub",
            [
                *(sys.executable, "-m", "simulator"),
                *("--house", self.house, "--host", "127.0.0.1"),
                *("--port", str(self.port), "--secret", self.secret),
                *self.arguments,
            ],
            log=self.log,
            echo=echo,
        )

    async def wait(self, session: ClientSession, program: Program) -> None:
        """Wait until the hub answers."""

        async def answers() -> bool:
            try:
                await self.control(session, "GET", "requests")
            except ClientError:
                return False
            return True

        await until("the simulated hub answers", answers, seconds=30, programs=[program])

    async def control(
        self, session: ClientSession, method: str, path: str, body: object = None
    ) -> Any:
        """Look behind the hub's front, or make something happen there."""
        async with session.request(
            method, f"http://{self.address}/simulator/{path}", json=body
        ) as response:
            if not response.ok:
                raise HarnessError(f"/simulator/{path}: {response.status} {await response.text()}")
            text = await response.text()
        return json.loads(text) if text else None


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A Home Assistant with this integration: its folder and its port."""

    folder: Path
    port: int
    host: str = "127.0.0.1"

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
        return await Program.start(
            "Home Assistant",
            [
                *(sys.executable, "-m", "homeassistant", "--config", self.folder),
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


async def open_form(client: HomeAssistant) -> str:
    """Begin to add a hub, and return the flow whose form asks for its host and secret."""
    step = await client.start_flow(DOMAIN)
    if step["type"] == "menu":
        step = await client.continue_flow(step["flow_id"], {"next_step_id": "local"})
    if step["type"] != "form":
        raise HarnessError(f"No form to add a hub: {step}")
    return str(step["flow_id"])


async def add_hub(client: HomeAssistant, host: str, secret: str) -> Any:
    """Fill in the form that adds a hub, and return the last step."""
    flow = await open_form(client)
    return await client.continue_flow(flow, {"host": host, "secret": secret})
