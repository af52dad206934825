"""Raise what only a person can decide, and let it be decided."""

from typing import Any, Final, override

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .api.errors import CertificateChangedError
from .const import CONF_FINGERPRINT, DOMAIN

CERTIFICATE_CHANGED: Final = "certificate_changed"


@callback
def async_raise_certificate(
    hass: HomeAssistant, entry: ConfigEntry[Any], err: CertificateChangedError
) -> None:
    """Ask whether the certificate that the hub shows now is to be trusted."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry),
        data={"entry_id": entry.entry_id, CONF_FINGERPRINT: err.fingerprint},
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=CERTIFICATE_CHANGED,
        translation_placeholders={"name": entry.title},
    )


@callback
def async_clear_certificate(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take the question back: the hub was reached."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry))


def _issue_id(entry: ConfigEntry[Any]) -> str:
    """Return the identity of the question about the certificate of a hub."""
    return f"{CERTIFICATE_CHANGED}_{entry.entry_id}"


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
    """Return the flow that fixes an issue of ours; there is one kind."""
    return TrustCertificateFlow()
