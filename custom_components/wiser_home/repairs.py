"""Raise what only a person can decide, and let it be decided."""

from typing import Any, Final, override

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .api.errors import (
    CertificateChangedError,
    NotFoundError,
    NotWiserHubError,
    WiserError,
    WrongHubError,
)
from .const import CONF_FINGERPRINT, DOMAIN

CERTIFICATE_CHANGED: Final = "certificate_changed"
NOT_WISER_HUB: Final = "not_wiser_hub"
WRONG_HUB: Final = "wrong_hub"


@callback
def async_raise_issue(hass: HomeAssistant, entry: ConfigEntry[Any], err: WiserError) -> None:
    """Ask the user for what only a person can decide, if a hub cannot be used because of that."""
    if isinstance(err, CertificateChangedError):
        ir.async_create_issue(
            hass,
            DOMAIN,
            _issue_id(entry, CERTIFICATE_CHANGED),
            data={"entry_id": entry.entry_id, CONF_FINGERPRINT: err.fingerprint},
            is_fixable=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key=CERTIFICATE_CHANGED,
            translation_placeholders={"name": entry.title},
        )
    elif isinstance(err, WrongHubError):
        ir.async_create_issue(
            hass,
            DOMAIN,
            _issue_id(entry, WRONG_HUB),
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=WRONG_HUB,
            translation_placeholders={"expected": entry.title, "found": err.found},
        )
    elif isinstance(err, NotWiserHubError | NotFoundError):
        # A known hub that answers and has none of the trees: something else has its address, or
        # its firmware has them elsewhere.
        ir.async_create_issue(
            hass,
            DOMAIN,
            _issue_id(entry, NOT_WISER_HUB),
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=NOT_WISER_HUB,
            translation_placeholders={"name": entry.title},
        )


@callback
def async_clear_issues(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take everything back that was asked about a hub: it was reached, or is removed."""
    for kind in (CERTIFICATE_CHANGED, NOT_WISER_HUB, WRONG_HUB):
        ir.async_delete_issue(hass, DOMAIN, _issue_id(entry, kind))


def _issue_id(entry: ConfigEntry[Any], kind: str) -> str:
    """Return the identity of what is asked about a hub."""
    return f"{kind}_{entry.entry_id}"


class TrustCertificateFlow(ConfirmRepairFlow):
    """Trust another certificate of a hub."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Pin the certificate that was shown, and set the hub up with it."""
        if user_input is not None and self.data is not None:
            entry = self.hass.config_entries.async_get_known_entry(str(self.data["entry_id"]))
            pinned = {**entry.data, CONF_FINGERPRINT: self.data[CONF_FINGERPRINT]}
            self.hass.config_entries.async_update_entry(entry, data=pinned)
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return await super().async_step_confirm(user_input)


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that fixes an issue of ours; there is one kind that can be."""
    return TrustCertificateFlow()
