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
