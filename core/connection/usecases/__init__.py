"""Connecting accounts, and finding out that two persons are one."""

from core.connection.usecases.approving import ADMINS_STATE, AN_ADMIN_HELPS, UNFINISHED_JOB, Approving
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
from core.connection.usecases.tenants import TENANT_ID, AllowedTenants

__all__ = [
    "ADMINS_STATE",
    "AN_ADMIN_HELPS",
    "CODE_ALPHABET",
    "CODE_LENGTH",
    "TENANT_ID",
    "UNFINISHED_JOB",
    "AllowedTenants",
    "Approving",
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
