"""Raise what only a person can decide, and let it be decided."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final, override

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    FlowType,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowContext,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from .api.errors import (
    AuthenticationError,
    CertificateChangedError,
    MissingScopeError,
    NotEntitledError,
    NotFoundError,
    NotWiserHubError,
    WiserError,
    WrongAddressError,
    WrongHubError,
)
from .const import CONF_CONNECTION, CONF_EXPIRES, CONF_FINGERPRINT, DOMAIN
from .tokens import sharers

CERTIFICATE_CHANGED: Final = "certificate_changed"
NOT_WISER_HUB: Final = "not_wiser_hub"
WRONG_HUB: Final = "wrong_hub"
CONTRACT_CHANGED: Final = "contract_changed"
ENERGY_UNREADABLE: Final = "energy_unreadable"
NOT_ENTITLED: Final = "not_entitled"
READ_ONLY: Final = "read_only"
TOKEN_EXPIRES: Final = "token_expires"  # noqa: S105 - it is the name of an issue

_UNTIL_REACHED: Final = (
    CERTIFICATE_CHANGED,
    CONTRACT_CHANGED,
    NOT_ENTITLED,
    NOT_WISER_HUB,
    WRONG_HUB,
)
"""What is taken back when the hub is reached."""

WARN_AHEAD: Final = timedelta(days=3)
"""How long before its end a token is to be renewed; most are made for a week."""


@callback
def async_raise_issue(hass: HomeAssistant, entry: ConfigEntry[Any], err: WiserError) -> None:
    """Ask the user for what only a person can decide, if a hub cannot be used because of that."""
    if isinstance(err, CertificateChangedError):
        _ask(
            hass,
            entry,
            translation_key=CERTIFICATE_CHANGED,
            to_fix={CONF_FINGERPRINT: err.fingerprint},
            translation_placeholders={"name": entry.title},
        )
    elif isinstance(err, WrongHubError):
        _ask(
            hass,
            entry,
            translation_key=WRONG_HUB,
            translation_placeholders={"expected": entry.title, "found": err.found},
        )
    elif CONF_CONNECTION in entry.data:
        _raise_issue_of_exchange(hass, entry, err)
    elif isinstance(err, NotWiserHubError | NotFoundError):
        # A known hub that answers and has none of the trees: something else has its address, or
        # its firmware has them elsewhere.
        _ask(
            hass,
            entry,
            translation_key=NOT_WISER_HUB,
            translation_placeholders={"name": entry.title},
        )


@callback
def _raise_issue_of_exchange(hass: HomeAssistant, entry: ConfigEntry[Any], err: WiserError) -> None:
    """Ask the user for what only a person can mend at the Exchange."""
    if isinstance(err, NotEntitledError):
        _ask(
            hass,
            entry,
            translation_key=NOT_ENTITLED,
            translation_placeholders={"name": entry.title},
        )
    elif isinstance(err, NotFoundError | WrongAddressError):
        # The hub has left the account, the subscription has ended, or the product has moved.
        _ask(
            hass,
            entry,
            translation_key=CONTRACT_CHANGED,
            translation_placeholders={"name": entry.title},
        )


@callback
def async_clear_issues(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take back what is asked while a hub cannot be reached: it was."""
    _delete(hass, entry, *_UNTIL_REACHED)


@callback
def async_clear_all_issues(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Take everything back that was asked about a hub: it is removed."""
    _delete(hass, entry, *_UNTIL_REACHED, ENERGY_UNREADABLE, READ_ONLY, TOKEN_EXPIRES)


@callback
def async_follow_unreadable(
    hass: HomeAssistant, entry: ConfigEntry[Any], unreadable: Collection[str]
) -> None:
    """Ask for what explains the measurements of a site that cannot be understood, while any are."""
    if not unreadable:
        _delete(hass, entry, ENERGY_UNREADABLE)
        return
    _ask(
        hass,
        entry,
        translation_key=ENERGY_UNREADABLE,
        severity=ir.IssueSeverity.WARNING,
        translation_placeholders={"name": entry.title, "what": "; ".join(sorted(unreadable))},
    )


@callback
def async_follow_write(
    hass: HomeAssistant, entry: ConfigEntry[Any], err: WiserError | None
) -> None:
    """Ask for a better token when a write failed for want of one, until a write succeeds."""
    if err is None:
        _delete(hass, entry, READ_ONLY)
    elif isinstance(err, MissingScopeError):
        _ask(
            hass,
            entry,
            translation_key=READ_ONLY,
            severity=ir.IssueSeverity.WARNING,
            translation_placeholders={"name": entry.title},
        )
    elif isinstance(err, AuthenticationError):
        entry.async_start_reauth(hass)


@callback
def async_watch_token(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Ask for a new token before the one of an entry ends, at once and from day to day."""
    if CONF_CONNECTION not in entry.data:
        return
    # Whatever was asked of the token before, this may be another one.
    _delete(hass, entry, READ_ONLY)

    @callback
    def check(now: datetime) -> None:
        """Look at the date; of several hubs with the same token one speaks for all."""
        told = entry.data.get(CONF_EXPIRES)
        ends = None if told is None else date.fromisoformat(told)
        if (
            ends is None
            or dt_util.as_local(now).date() < ends - WARN_AHEAD
            or sharers(hass, entry)[0] is not entry
        ):
            _delete(hass, entry, TOKEN_EXPIRES)
            return
        _ask(
            hass,
            entry,
            translation_key=TOKEN_EXPIRES,
            severity=ir.IssueSeverity.WARNING,
            to_fix={},
            translation_placeholders={"name": entry.title, "date": ends.isoformat()},
        )

    check(dt_util.utcnow())
    entry.async_on_unload(async_track_time_interval(hass, check, timedelta(days=1)))


@callback
def _ask(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    *,
    translation_key: str,
    translation_placeholders: dict[str, str],
    severity: ir.IssueSeverity = ir.IssueSeverity.ERROR,
    to_fix: dict[str, str] | None = None,
) -> None:
    """Ask the user something about a hub; it can be fixed here if that is told what to."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry, translation_key),
        data=None if to_fix is None else {"entry_id": entry.entry_id, **to_fix},
        is_fixable=to_fix is not None,
        severity=severity,
        translation_key=translation_key,
        translation_placeholders=translation_placeholders,
    )


@callback
def _delete(hass: HomeAssistant, entry: ConfigEntry[Any], *kinds: str) -> None:
    """Take back what was asked about a hub."""
    for kind in kinds:
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


class RenewTokenFlow(ConfirmRepairFlow):
    """Enter a new token before the old one ends."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Lead to the form for a new token; the question stands until that was filled in."""
        if user_input is None or self.data is None:
            return await super().async_step_confirm(user_input)
        entry = self.hass.config_entries.async_get_known_entry(str(self.data["entry_id"]))
        running = entry.async_get_active_flows(self.hass, {SOURCE_RECONFIGURE, SOURCE_REAUTH})
        form = next(iter(running), None) or await self.hass.config_entries.flow.async_init(
            DOMAIN,
            context=ConfigFlowContext(
                source=SOURCE_REAUTH,
                entry_id=entry.entry_id,
                title_placeholders={"name": entry.title},
                unique_id=entry.unique_id,
            ),
            data=dict(entry.data),
        )
        return self.async_abort(
            reason="enter_token", next_flow=(FlowType.CONFIG_FLOW, form["flow_id"])
        )


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that fixes an issue of ours."""
    return RenewTokenFlow() if issue_id.startswith(TOKEN_EXPIRES) else TrustCertificateFlow()
