"""Take out of the hub's trees what tells whose house it is."""

from collections.abc import Mapping
import re
from typing import Any, Final

HIDDEN: Final = "**REDACTED**"

_SECRET: Final = frozenset(
    {
        "chipid",
        "hostname",
        "ipv4address",
        "ipv4defaultgateway",
        "ipv4hostaddress",
        "ipv4primarydns",
        "ipv4secondarydns",
        "latitude",
        "longitude",
        "macaddress",
        "mdnshostname",
        "rfid",
        "serialnumber",
        "ssid",
        "uuid",
        "zigbeeeui",
    }
)
"""Identifiers, addresses, networks and the position of the house."""

_POSITION: Final = frozenset({"SunriseTimes", "SunsetTimes"})
"""What is a position together with the date."""

_TELLING: Final = re.compile(
    r"serial|ssid|mac(?:addr|$)|passw|passphrase|psk|secret|token|mail|phone|post(?:al)?code|street"
    r"|latitude|longitude|uuid|guid|imei|rfid|eui(?:64)?$"
)
"""What the names of fields say that no firmware has yet, and whose text is then not shown."""

_NAME: Final = "name"
"""How the names of fields end that hold what people typed."""

_NO_NAMES: Final = frozenset({"brandname", "firmwarefilename", "interfacename"})
"""Those that hold the maker's words."""


def redact(tree: Any, member: str = "") -> Any:
    """Return a copy of a tree, or of a record of a member, without what tells whose house it is.

    Names become the member and id they name ("Room 3"), so that a report can still be followed;
    sunrise and sunset go because together with the date they are a position.
    """
    return _redacted(tree, member)


def _redacted(raw: Any, member: str) -> Any:
    """Return a copy of a part of a tree, which stands in a member."""
    if isinstance(raw, list):
        return [_redacted(item, member) for item in raw]
    if not isinstance(raw, dict):
        return raw
    return {
        name: _value(raw, name, value, member)
        for name, value in raw.items()
        if name not in _POSITION
    }


def _value(raw: Mapping[str, Any], name: str, value: Any, member: str) -> Any:
    """Return what stands in the copy for one field."""
    plain = name.lower().replace("_", "")
    if plain in _SECRET and not isinstance(value, dict | list):
        return HIDDEN
    if isinstance(value, str | float) and _TELLING.search(plain):
        return HIDDEN
    if plain.endswith(_NAME) and plain not in _NO_NAMES and isinstance(value, str):
        return f"{member} {raw.get('id', '')}".strip()
    return _redacted(value, name if isinstance(value, dict | list) else member)
