"""Houses: the trees a simulated hub starts from, built in, captured or downloaded."""

from collections.abc import Callable
from dataclasses import dataclass, field
import hashlib
from importlib import import_module
import json
from pathlib import Path
import re
from typing import Any

from . import schedules

TREES = ("domain", "network", "schedules", "status", "opentherm")

# What anonymisers leave behind; the first is what a diagnostics download of Home Assistant shows.
REDACTED = "**REDACTED**"
ANONYMOUS_NAME = re.compile(r"WiserHeatX+", re.IGNORECASE)
NO_ADDRESS = ".".join("0000")
HUB_NAME = re.compile(r"WiserHeat[0-9A-F]{6}", re.IGNORECASE)


@dataclass
class House:
    """A house: its raw trees, and what the hub knows without showing it."""

    name: str
    trees: dict[str, Any]
    title: str = ""
    # What a moment or an automation does: paths under /data/v2/domain/ and the bodies to send.
    moments: dict[int, list[tuple[str, Any]]] = field(default_factory=dict)
    automations: dict[int, list[tuple[str, Any]]] = field(default_factory=dict)
    # The rules of automations, as the app sends them: kept, never run by themselves.
    rules: dict[int, Any] = field(default_factory=dict)
    # What loads draw while on ("SmartPlug/5": 40), and the power of the panels at noon ("sun").
    watts: dict[str, float] = field(default_factory=dict)

    @property
    def hub_name(self) -> str:
        """Return the name the hub announces."""
        return str(self.trees["network"]["Station"]["MdnsHostname"])


# The built-in houses: each is a module of its own with a `build` function.
HOUSES: dict[str, str] = {
    "cottage": "generation 1, radiators, hot water, OpenTherm; a valve out of reach",
    "apartment": "generation 2, electric heating, lights, shutters, PowerTag, sensors",
    "residence": "generation 2, 34 rooms, more than a hundred devices, every kind there is",
}


def synthetic_network(mac: str, address: str = "192.168.10.20") -> dict[str, Any]:
    """Return a network tree of a hub with this MAC address."""
    name = f"WiserHeat{mac[-6:]}"
    return {
        "AccessPoint": {
            "Enabled": False,
            "Channel": 6,
            "SecurityMode": "Open",
            "MacAddress": f"{int(mac, 16) ^ 0x020000000000:012X}",
            "NetworkInterface": {
                "InterfaceName": "wlan1",
                "HostName": name,
                "DhcpMode": "Server",
                "IPv4HostAddress": "192.168.8.1",
                "IPv4SubnetMask": "255.255.255.0",
                "IPv4DefaultGateway": NO_ADDRESS,
                "IPv4PrimaryDNS": "192.168.8.1",
                "IPv4SecondaryDNS": NO_ADDRESS,
            },
        },
        "Station": {
            "Enabled": True,
            "SSID": "Simulated",
            "SecurityMode": "WPA_WPA2_PSK",
            "ScanSlotTime": 20,
            "ScanSlots": 2,
            "NetworkInterface": {
                "InterfaceName": "wlan0",
                "HostName": name,
                "DhcpMode": "Client",
            },
            "ConnectionStatus": "Connected",
            "DhcpStatus": {
                "Status": "BOUND",
                "LeaseStartTime": 1200000000,
                "LeaseTime": 43200,
                "IPv4Address": address,
                "IPv4SubnetMask": "255.255.255.0",
                "IPv4DefaultGateway": "192.168.10.1",
                "IPv4PrimaryDNS": "192.168.10.1",
                "IPv4SecondaryDNS": "8.8.8.8",
            },
            "Scanning": False,
            "UseGoogleDNS": True,
            "DetectedAccessPoints": [
                {"SSID": ssid, "Channel": channel, "SecurityMode": security, "RSSI": rssi}
                for ssid, channel, security, rssi in (
                    ("Simulated", 6, "WPA_WPA2_PSK", -52),
                    ("Next door, upstairs", 1, "WPA_WPA2_PSK", -81),
                    ("Next door, upstairs", 11, "WPA_WPA2_PSK", -84),
                    ("Café", 13, "Open", -90),
                )
            ],
            "ConnectionFailures": 0,
            "MdnsHostname": name,
            "MacAddress": mac,
            "RSSI": {"Current": -52, "Min": -70, "Max": -48},
            "Channel": 255,
        },
        "TcpStats_SinceBoot": {
            "TimeLastUpdated": 1700000000,
            "SegmentsSent_Count": 41250,
            "SegmentRetransmissions_Count": 310,
            "SocketTimeouts_Count": 0,
            "StackRespawns_Count": 1,
        },
    }


def synthetic_status(uptime: int = 86400) -> dict[str, Any]:
    """Return a status tree; no capture exists, only the names of its members are public."""
    return {"uptime": uptime, "lastResetReason": "PowerOn", "taskUsageEnabled": False}


def _serial(seed: str, size: int) -> str:
    """Return made-up hexadecimal digits that are always the same for a seed."""
    return hashlib.sha256(seed.encode()).hexdigest()[:size].upper()


def _identified(value: Any, mac: str, path: str = "") -> Any:
    """Return a copy of a tree with made-up identifiers where an anonymiser struck them out."""
    if isinstance(value, dict):
        return {key: _identified(item, mac, f"{path}/{key}") for key, item in value.items()}
    if isinstance(value, list):
        return [_identified(item, mac, f"{path}/{index}") for index, item in enumerate(value)]
    if not isinstance(value, str):
        return value
    name = path.rpartition("/")[2]
    if value == REDACTED or value.startswith("ANON_"):
        made_up: dict[str, Any] = {
            "MacAddress": mac if "Station" in path else f"{int(mac, 16) ^ 0x020000000000:012X}",
            "SerialNumber": f"000B57FFFE{_serial(mac + path, 6)}",
            "SSID": f"Network-{_serial(mac + path, 4)}",
            "MdnsHostname": f"WiserHeat{mac[-6:]}",
            "HostName": f"WiserHeat{mac[-6:]}",
            "GeoPosition": {"Latitude": 50.0, "Longitude": 0.0},
            "Latitude": 50.0,
            "Longitude": 0.0,
        }
        return made_up.get(name, "192.168.10.20" if name.startswith("IPv4") else value)
    return ANONYMOUS_NAME.sub(f"WiserHeat{mac[-6:]}", value)


def complete(name: str, trees: dict[str, Any]) -> dict[str, Any]:
    """Return trees that a hub can serve: what a capture lacks is made up, the rest untouched.

    A client identifies a hub by its network tree, so that one must exist and be valid.
    """
    mac = f"0004F3{_serial(name, 6)}"
    found: dict[str, Any] = {tree: trees[tree] for tree in TREES if trees.get(tree)}
    if not isinstance(found.get("network", {}).get("Station"), dict):
        found.pop("network", None)
    station = found.get("network", {}).get("Station", {})
    hostname = str(station.get("MdnsHostname") or "")
    address = str(station.get("MacAddress") or "")
    if re.fullmatch(r"[0-9A-Fa-f]{12}", address):
        mac = address.upper()
    elif HUB_NAME.fullmatch(hostname):
        mac = f"0004F3{hostname[-6:].upper()}"
    found = _identified(found, mac)
    station = found.setdefault("network", synthetic_network(mac))["Station"]
    if not HUB_NAME.fullmatch(str(station.get("MdnsHostname") or "")):
        station["MdnsHostname"] = f"WiserHeat{mac[-6:]}"
        station.setdefault("NetworkInterface", {})["HostName"] = f"WiserHeat{mac[-6:]}"
    if not re.fullmatch(r"[0-9A-Fa-f]{12}", str(station.get("MacAddress") or "")):
        station["MacAddress"] = mac
    old = found["domain"].pop("Schedule", None)
    if "schedules" not in found:
        found["schedules"] = schedules.from_v1(old or [], found["domain"])
    found.setdefault("status", synthetic_status())
    return found


def _downloaded(document: Any) -> dict[str, Any] | None:
    """Return the trees of a diagnostics download, None if the document is something else."""
    for holder in (document.get("data"), document) if isinstance(document, dict) else ():
        trees = holder.get("trees") if isinstance(holder, dict) else None
        if isinstance(trees, dict) and isinstance(trees.get("domain"), dict):
            return trees
    return None


def _read(path: Path) -> dict[str, Any]:
    """Read the trees of a folder, a domain tree or a diagnostics download."""
    if path.is_dir():
        return {
            tree: json.loads((path / f"{tree}.json").read_text("utf-8"))
            for tree in TREES
            if (path / f"{tree}.json").exists()
        }
    document = json.loads(path.read_text("utf-8"))
    return _downloaded(document) or {"domain": document}


def load_house(name: str | Path) -> House:
    """Return a built-in house by name, or one from a path.

    A path is a folder with domain.json and, if there are, network.json, schedules.json,
    status.json and opentherm.json; or a file with a domain tree; or a diagnostics download.
    """
    if str(name) in HOUSES:
        build: Callable[[], House] = import_module(f".houses.{name}", __package__).build
        return build()
    path = Path(name)
    if not path.exists():
        raise ValueError(f"No house {name!s}: neither one of {', '.join(HOUSES)} nor a path")
    trees = _read(path)
    if not isinstance(trees.get("domain"), dict) or "System" not in trees["domain"]:
        raise ValueError(f"{name!s} holds no domain tree of a hub")
    return House(path.stem, complete(path.stem, trees), f"from {path}")
