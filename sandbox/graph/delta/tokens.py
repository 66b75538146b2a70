"""The opaque tokens of delta links: which calendar, which window, and how far the client has got."""

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

CHECK = 6  # bytes of checksum, so that a mangled token is told from an old one


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says. `since` is the last change the client knows, None in its first round; a page's token names
    the round it belongs to and the rows to leave out."""

    calendar: str
    era: str
    start: str
    end: str
    since: int | None = None
    round: str | None = None
    skip: int = 0

    @property
    def window(self) -> tuple[datetime, datetime]:
        """The window the first call asked for, aware and half-open."""
        return datetime.fromisoformat(self.start), datetime.fromisoformat(self.end)

    def text(self) -> str:
        """The token as it stands in a link, safe in a query."""
        body = json.dumps(list(asdict(self).values()), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_check(body) + body).decode().rstrip("=")


def read_token(text: str) -> Token:
    """Back from `Token.text`; raises ValueError for what no sandbox wrote."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("Badly formed token.") from error
    if data[:CHECK] != _check(data[CHECK:]):
        raise ValueError("Badly formed token.")
    return Token(*json.loads(data[CHECK:]))


def _check(body: bytes) -> bytes:
    return hashlib.sha256(b"delta" + body).digest()[:CHECK]
