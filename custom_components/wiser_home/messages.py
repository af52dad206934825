"""Say which message tells a person of an error."""

from typing import Final

from .api import notation, week
from .api.errors import (
    AuthenticationError,
    BadAnswerError,
    BlockedError,
    CannotConnectError,
    CertificateChangedError,
    HubTimeoutError,
    InvalidKeyError,
    InvalidSecretError,
    InvalidValueError,
    MissingKeyError,
    MissingScopeError,
    NotEntitledError,
    NotFoundError,
    NotInProductError,
    NotOfferedError,
    NotWiserHubError,
    RefusedError,
    ServerError,
    ThrottledError,
    TokenExpiredError,
    WiserError,
    WrongAddressError,
    WrongHubError,
)
from .api.local.commands import schedules

MESSAGES: Final[tuple[tuple[type[WiserError], str], ...]] = (
    (HubTimeoutError, "timeout"),
    (CannotConnectError, "cannot_connect"),
    (InvalidSecretError, "invalid_auth"),
    (NotWiserHubError, "not_wiser_hub"),
    (RefusedError, "refused"),
    (CertificateChangedError, "certificate_changed"),
    (WrongHubError, "wrong_hub"),
    (week.SameTimeError, "schedule_same_time"),
    (week.LastEventError, "schedule_last_event"),
    (week.UnknownEventError, "schedule_unknown_event"),
    (week.TooLongError, "schedule_too_long"),
    (week.SunBetweenError, "schedule_sun_between"),
    (week.NothingFollowsError, "schedule_nothing_follows"),
    (notation.NotTemperatureError, "schedule_not_temperature"),
    (notation.NotOnOffError, "schedule_not_on_off"),
    (notation.NotLevelError, "schedule_not_level"),
    (notation.NotTimeError, "schedule_not_time"),
    (notation.NotDaysError, "schedule_not_days"),
    (schedules.SameIdError, "schedule_same_id"),
    (NotOfferedError, "not_offered"),
    (InvalidValueError, "invalid_value"),
    (BadAnswerError, "bad_answer"),
)
"""The messages of errors, the first that fits counts."""

EXCHANGE_MESSAGES: Final[tuple[tuple[type[WiserError], str], ...]] = (
    (ThrottledError, "throttled"),
    (TokenExpiredError, "token_expired"),
    (MissingKeyError, "missing_key"),
    (InvalidKeyError, "invalid_key"),
    (AuthenticationError, "invalid_token"),
    (MissingScopeError, "missing_scope"),
    (NotEntitledError, "not_entitled"),
    (WrongAddressError, "wrong_address"),
    (NotInProductError, "not_in_product"),
    (NotFoundError, "not_found"),
    (ServerError, "server_error"),
    (BadAnswerError, "exchange_bad_answer"),
    (BlockedError, "blocked"),
    (HubTimeoutError, "exchange_timeout"),
    (CannotConnectError, "exchange_unreachable"),
)
"""The messages that are other ones, or only there, where the Exchange was asked."""


def message_key(err: WiserError, *, exchange: bool = False) -> str:
    """Return the translation key of the message for an error, of the Exchange or of a hub."""
    table = (*EXCHANGE_MESSAGES, *MESSAGES) if exchange else MESSAGES
    return next(key for kind, key in table if isinstance(err, kind))
