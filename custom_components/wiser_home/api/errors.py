"""Name every way in which talking to a Wiser system can fail."""


class WiserError(Exception):
    """Something between us and the Wiser system went wrong."""


class CannotConnectError(WiserError):
    """Nobody answers at the address."""


class HubTimeoutError(CannotConnectError):
    """The hub took the request and did not answer in time."""


class InvalidSecretError(WiserError):
    """The hub does not accept the secret."""


class NotWiserHubError(WiserError):
    """Something answers, but it is no Wiser hub."""


class BadAnswerError(WiserError):
    """The hub answered with something that cannot be understood."""


class NotFoundError(BadAnswerError):
    """The hub does not have what was asked for."""


class RefusedError(WiserError):
    """The hub refused a write; the message holds its own words."""


class CertificateChangedError(WiserError):
    """The hub shows another certificate than the one it was set up with."""

    def __init__(self, fingerprint: str) -> None:
        """Remember the SHA-256 fingerprint that was shown, in hexadecimal digits."""
        super().__init__("The certificate of the hub has changed")
        self.fingerprint = fingerprint


class WrongHubError(WiserError):
    """Another hub answers at the address."""

    def __init__(self, expected: str, found: str) -> None:
        """Remember the names of the hub that was expected and of the one that answers."""
        super().__init__(f"{found} answers in the place of {expected}")
        self.expected = expected
        self.found = found


class InvalidValueError(WiserError, ValueError):
    """A value that the hub would not take was to be written."""


class NotOfferedError(InvalidValueError):
    """The connection to the house has no way to do what was asked."""


class ThrottledError(WiserError):
    """The Exchange wants to be asked less often."""

    def __init__(self, retry_after: float | None) -> None:
        """Remember for how many seconds nothing may be asked, if that is known."""
        span = "" if retry_after is None else f" for {retry_after:.0f} seconds"
        super().__init__(f"The Exchange wants to be left alone{span}")
        self.retry_after = retry_after


class AuthenticationError(WiserError):
    """The Exchange does not accept who is asking; only a person can mend that."""


class TokenExpiredError(AuthenticationError):
    """The token has come to its end."""


class InvalidTokenError(AuthenticationError):
    """The token is wrong, or was revoked."""


class MissingKeyError(AuthenticationError):
    """The gateway wants a subscription key."""

    def __init__(self, header: str | None) -> None:
        """Remember under which header the gateway looked for it, where it said so."""
        super().__init__("The Exchange wants a subscription key")
        self.header = header


class InvalidKeyError(AuthenticationError):
    """The subscription key is wrong."""


class NotInProductError(NotFoundError):
    """The subscription does not cover what was asked for, or there is no such path."""


class MethodNotAllowedError(NotFoundError):
    """What was asked for is there, and is not asked in this way."""

    def __init__(self, message: str, allowed: frozenset[str] = frozenset()) -> None:
        """Remember the methods that are allowed, where the answer said so."""
        super().__init__(message)
        self.allowed = allowed


class WrongAddressError(WiserError):
    """The gateway knows no product at the address."""


class MissingScopeError(RefusedError):
    """The token was made without the right to do this."""


class NotEntitledError(WiserError):
    """The account has no right to this hub or site."""


class BlockedError(CannotConnectError):
    """Something in front of the Exchange keeps us away."""


class ServerError(BadAnswerError):
    """The Exchange failed, which says nothing of the next try."""
