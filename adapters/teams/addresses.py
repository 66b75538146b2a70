"""Where Microsoft's services are, and which service addresses we believe and call: our token goes there."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER = "https://api.botframework.com"
LOGIN_URL = "https://login.microsoftonline.com"
MICROSOFTS = ("https://smba.trafficmanager.net", "https://*.botframework.com")
_HOST = re.compile(r"[a-z0-9.:-]+")
"""A host that nobody can read in two ways: we here, and who opens the connection."""


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    """Scheme, host and port must be those of an entry; `*.` stands for one or more names. A path in it must lead."""

    allowed: tuple[str, ...] = MICROSOFTS

    @classmethod
    def parse(cls, text: str) -> "ServiceAddresses":
        return cls(tuple(one.strip().rstrip("/") for one in text.split(",") if one.strip()))

    def allows(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            found = _place(parts)
        except ValueError:
            return False
        if parts.username or parts.password or parts.query or parts.fragment or ".." in unquote(parts.path):
            return False
        if not url.isascii() or not url.isprintable() or not _HOST.fullmatch(found[1]):
            return False
        return any(_fits(urlsplit(one), found, parts.path) for one in self.allowed)


def _place(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port


def _fits(entry: SplitResult, found: tuple[str, str, int | None], path: str) -> bool:
    scheme, host, port = _place(entry)
    leads = f"{path}/".startswith(f"{entry.path.rstrip('/')}/")
    if (scheme, port) != (found[0], found[2]) or not leads:
        return False
    return found[1].endswith(host[1:]) and found[1] != host[1:] if host.startswith("*.") else found[1] == host
