"""Secrets of connect links, and what is left of a link when a step is over."""

import hashlib
import hmac
import secrets

from core.connection.model import ConnectLink, LinkState

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE_LENGTH = 6


def fresh_secret() -> str:
    """256 bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def fresh_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(given: str | None, stored: str | None) -> bool:
    """Whether this is the secret of the stored digest; compared in constant time."""
    return given is not None and stored is not None and hmac.compare_digest(digest(given), stored)


def emptied(link: ConnectLink, status: LinkState) -> ConnectLink:
    """The link in a later state, without what only the earlier one needed."""
    return link.moved(
        status,
        flow=None,
        cookie_hash=None,
        code_hash=None,
        pending_account=None,
        pending_cache=None,
        pending_scopes=frozenset(),
    )
