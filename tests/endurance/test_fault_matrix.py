"""Test every fault of a hub against everything that the integration may be doing then.

The table says what is to come of each; the tests below it say what that means.
"""

from ipaddress import ip_address
from typing import Any, Final

from homeassistant.config_entries import SOURCE_ZEROCONF, ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
import pytest

from custom_components.wiser_home.const import CONF_SECRET, DOMAIN
from custom_components.wiser_home.read_back import SETTLE_AFTER
from simulator import Fault
from tests.conftest import state_of

from .outcomes import (
    Aborted,
    Accepted,
    AsksForSecret,
    Carried,
    Down,
    Failed,
    FormError,
    GivenUp,
    Late,
    LetGo,
    OneMore,
    Retried,
    Row,
    Tolerated,
)
from .trial import Beyond, Trial, Trouble

MATRIX: Final[dict[Trouble, Row]] = {
    Fault.HANG: Row(
        set_up=Retried("timeout"),
        one_poll=Tolerated(),
        polls=Down("timeout"),
        command=Failed("timeout"),
        read_back=Late(reads=2),
        reauth=FormError("timeout"),
        unload=LetGo(),
    ),
    Fault.RESET: Row(
        set_up=Retried("cannot_connect"),
        one_poll=Tolerated(),
        polls=Down("cannot_connect"),
        command=Failed("cannot_connect"),
        read_back=Late(reads=2),
        reauth=FormError("cannot_connect"),
        unload=LetGo(),
    ),
}

class Nothing: pass
