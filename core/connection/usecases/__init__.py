"""Connecting accounts, and finding out that two persons are one."""

from core.connection.usecases.connecting import Connecting
from core.connection.usecases.joining import Joining
from core.connection.usecases.links import CODE_ALPHABET, CODE_LENGTH
from core.connection.usecases.outcomes import (
    Begun,
    ChatName,
    Finished,
    IdentityPolicy,
    Interstitial,
    Outcome,
    Question,
)

__all__ = [
    "CODE_ALPHABET",
    "CODE_LENGTH",
    "Begun",
    "ChatName",
    "Connecting",
    "Finished",
    "IdentityPolicy",
    "Interstitial",
    "Joining",
    "Outcome",
    "Question",
]
