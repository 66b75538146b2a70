"""Signing: RS256 JSON web tokens and the public key set that verifies them."""

import base64
import hashlib
import json
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def b64url(data: bytes) -> str:
    """Base64 for URLs without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """The bytes of an unpadded base64url text; raises ValueError when it is none."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SigningKey:
    """An RSA key, made when first needed unless given as PEM."""

    def __init__(self, pem: str | None = None) -> None:
        self._given = pem

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        if self._given is None:
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        key = serialization.load_pem_private_key(self._given.encode(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("the stored signing key is no RSA key")
        return key

    @cached_property
    def pem(self) -> str:
        """The private key as text, to be kept across restarts."""
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @cached_property
    def public_jwk(self) -> dict[str, Any]:
        """The public half as it stands in the key set."""
        numbers = self._key.public_key().public_numbers()
        modulus = numbers.n.to_bytes(256, "big")
        kid = b64url(hashlib.sha256(modulus).digest()[:20])
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "x5t": kid, "n": b64url(modulus), "e": "AQAB"}

    def sign(self, claims: dict[str, Any]) -> str:
        """The claims as a signed token."""
        header = {"typ": "JWT", "alg": "RS256", "kid": self.public_jwk["kid"]}
        text = f"{b64url(json.dumps(header).encode())}.{b64url(json.dumps(claims).encode())}"
        return f"{text}.{b64url(self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def claims(self, token: str) -> dict[str, Any]:
        """The claims of a token signed with this key; raises ValueError for any other. Expiry is for the caller."""
        try:
            head, body, signature = token.split(".")
            self._key.public_key().verify(
                unb64url(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            claims: dict[str, Any] = json.loads(unb64url(body))
        except InvalidSignature as error:
            raise ValueError("the signature is not ours") from error
        return claims
