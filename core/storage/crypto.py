"""Encryption at rest: AES-256-GCM, each value bound to its table, row and column.

A sealed value is text, `<key id>.<base64url of nonce and ciphertext>`, so that rows can be counted by key.
"""

import re
import secrets
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.storage.errors import Undecipherable

NONCE_BYTES = 12
KEY_BYTES = 32
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_FORM = "Give encryption keys as id:key,id:key with keys of 32 random bytes in base64 (openssl rand -base64 32)."


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a sealed value lives. A value moved to another cell does not open."""

    table: str
    row: str
    column: str

    @property
    def binding(self) -> bytes:
        return f"{self.table}\x1f{self.row}\x1f{self.column}".encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys: `current` seals, all of them open. Its text form never appears in `repr`."""

    current: str
    keys: Mapping[str, AESGCM] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """From `id:base64key,id2:base64key`; the first key seals. ValueError says what is wrong without the key."""
        keys: dict[str, AESGCM] = {}
        for number, entry in enumerate((part.strip() for part in text.split(",")), start=1):
            key_id, colon, encoded = entry.partition(":")
            if not colon or not _KEY_ID.fullmatch(key_id):
                raise ValueError(f"Encryption key number {number} has no id. {_FORM}")
            if key_id in keys:
                raise ValueError(f"Two encryption keys have the id {key_id}. {_FORM}")
            keys[key_id] = AESGCM(_key_bytes(key_id, encoded))
        return cls(next(iter(keys)), keys)

    @staticmethod
    def fresh_text(key_id: str = "k1") -> str:
        """Settings text with one new random key."""
        return f"{key_id}:{urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"

    def seal(self, cell: Cell, plain: str) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self.keys[self.current].encrypt(nonce, plain.encode(), cell.binding)
        return f"{self.current}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, cell: Cell, sealed: str) -> str:
        """Raises Undecipherable if the value was not sealed for this cell with one of the keys."""
        key_id, _, encoded = sealed.partition(".")
        key = self.keys.get(key_id)
        if key is None:
            raise Undecipherable(f"no key {key_id} for {cell.table}.{cell.column}")
        try:
            raw = urlsafe_b64decode(encoded)
            return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], cell.binding).decode()
        except (InvalidTag, ValueError):
            raise Undecipherable(f"a value of {cell.table}.{cell.column} does not belong to its row") from None


def _key_bytes(key_id: str, encoded: str) -> bytes:
    try:
        key = b64decode(encoded.strip().replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        raise ValueError(f"Encryption key {key_id} is not base64. {_FORM}") from None
    if len(key) != KEY_BYTES:
        raise ValueError(f"Encryption key {key_id} has {len(key)} bytes, not {KEY_BYTES}. {_FORM}")
    return key
