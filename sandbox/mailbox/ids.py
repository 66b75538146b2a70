"""Item ids in the two forms Exchange gives out: the default one (`AAMk…=`) and the immutable one (`AAkA…`)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

SIZE = 103  # leaves padding, so that the default form contains "=" as real ones do
NO_DAY = b"\0\0\0"


@dataclass(frozen=True, slots=True)
class Ref:
    """What an id says; `box` is the tag of the mailbox it is valid in."""

    kind: Literal["calendar", "event"]
    box: bytes
    key: str
    day: date | None


def box_tag(address: str) -> bytes:
    """The short mark of a mailbox inside its ids."""
    return hashlib.sha256(address.encode()).digest()[:4]


def event_id(address: str, key: str, day: date | None = None, *, immutable: bool) -> str:
    """The id of an event in a mailbox; with a day, of that occurrence of the series."""
    return _encode(b"e", address, key, day, immutable=immutable)


def calendar_id(address: str, key: str) -> str:
    """The id of a calendar; it has one form only."""
    return _encode(b"c", address, key, None, immutable=True)


def _encode(kind: bytes, address: str, key: str, day: date | None, *, immutable: bool) -> str:
    when = day.toordinal().to_bytes(3, "big") if day else NO_DAY
    head = kind + box_tag(address) + bytes.fromhex(key) + when
    text = base64.urlsafe_b64encode(head + _filler(head)).decode()
    return f"AAkA{text.rstrip('=')}" if immutable else f"AAMk{text}"


def read_id(text: str) -> Ref:
    """What an id of either form says; raises ValueError when it is malformed."""
    if text[:4] not in {"AAMk", "AAkA"}:
        raise ValueError("Id is malformed.")
    bare = text[4:].rstrip("=")
    try:
        data = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("Id is malformed.") from error
    head, rest = data[:24], data[24:]
    if len(data) != SIZE or rest != _filler(head) or head[:1] not in {b"e", b"c"}:
        raise ValueError("Id is malformed.")
    day = None if head[21:24] == NO_DAY else date.fromordinal(int.from_bytes(head[21:24], "big"))
    return Ref("event" if head[:1] == b"e" else "calendar", head[1:5], head[5:21].hex(), day)


def _filler(head: bytes) -> bytes:
    return (hashlib.sha512(head).digest() * 2)[: SIZE - len(head)]
