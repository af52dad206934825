"""Tokens: what a person makes in the portal to let a program in, and how they end."""

from dataclasses import dataclass, field
from datetime import datetime

READ_WISER = "read:wiser"
WRITE_WISER = "write:wiser"


@dataclass
class Token:
    """A personal access token, or one that an authorization has brought."""

    value: str
    scopes: frozenset[str] = frozenset({READ_WISER, WRITE_WISER})
    expires: datetime | None = None
    revoked: bool = False
    sites: frozenset[str] | None = None
    """The hubs or sites that it may see; None is all."""
    personal: bool = True
    """Whether a person made it in the portal, and not an authorization."""

    def has_expired(self, now: datetime) -> bool:
        """Return whether its time is over."""
        return self.expires is not None and now >= self.expires

    def sees(self, site: str) -> bool:
        """Return whether a hub or site is its owner's."""
        return self.sites is None or site in self.sites


@dataclass
class Tokens:
    """The tokens that were given out."""

    given: dict[str, Token] = field(default_factory=dict)

    def add(self, token: Token) -> Token:
        """Give out a token."""
        self.given[token.value] = token
        return token

    def revoke(self, value: str) -> None:
        """Take a token back."""
        self.given[value].revoked = True

    def find(self, value: str) -> Token | None:
        """Return a token that was given out and not taken back."""
        token = self.given.get(value)
        return None if token is None or token.revoked else token
