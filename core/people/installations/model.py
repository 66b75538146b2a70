"""Chat workspaces that the app was installed in, one by one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.shared.facts import Fact

INSTALL_WITHIN = timedelta(minutes=10)
"""So long may somebody look at the chat's question whether the app may come in."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace with the token that speaks there. `enterprise`: the organisation it belongs to; `url`: its own
    address, with a slash at its end."""

    workspace: str
    bot_user: str
    url: str
    token: str = field(repr=False)
    scopes: frozenset[str]
    installed_at: datetime
    enterprise: str | None = None


@dataclass(frozen=True, slots=True)
class InstallAttempt:
    """Somebody's browser went to the chat to install the app: the state it took along and the cookie it kept, both as
    hashes."""

    state_hash: str
    cookie_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AppRemoved(Fact):
    """A workspace took the app out; `at`: when we heard of it, in ISO form."""

    platform: str
    workspace: str
    at: str

    @property
    def lock_key(self) -> str:
        return f"workspace:{self.platform}:{self.workspace}"
