"""Waiting for an administrator: sign-ins that went to Microsoft and did not come back, and approvals that came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.connection.model import ConnectionId
from core.people.model import PersonFact, PersonId

PATIENCE = timedelta(minutes=5)
"""Microsoft shows "Need admin approval" and sends nothing back; after so long we say that it didn't finish."""
REQUEST_LIFETIME = timedelta(days=30)
"""How long an administrator may take."""
TOLD_AGAIN_AFTER = timedelta(minutes=10)
RETURNS_COUNTED_FOR = timedelta(hours=1)
RETURNS_MOST = 3
"""So many returns of one person's request are believed within that time."""


class WaitState(StrEnum):
    """How far the newest sign-in of a person came."""

    BEGUN = "begun"  # the browser is at Microsoft
    STALLED = "stalled"  # nothing came back within PATIENCE
    ASKED = "asked"  # Microsoft said that an administrator has to approve
    TOLD = "told"  # the person heard of an approval


@dataclass(frozen=True, slots=True)
class ApprovalWait:
    """The newest sign-in of a person that has not come to its end; gone once it has.

    `tid` is the tenant it is for, where we know it; `domain` that of the chat profile's mail address, which only says
    who may work at the same place. `told_at` outlives the attempts.
    """

    person: PersonId
    link: str
    state: WaitState
    since: datetime
    reconnects: ConnectionId | None = None
    tid: str | None = None
    domain: str | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AdminRequest:
    """What a person hands to their administrator. `tenant` None: Microsoft asks which organisation it is."""

    name: str
    address: str | None
    platform: str
    workspace: str
    tenant: str | None
    scopes: tuple[str, ...]
    url: str


class Returned(StrEnum):
    """How an administrator came back, for the page."""

    APPROVED = "approved"
    REFUSED = "refused"
    OTHER_TENANT = "other_tenant"  # not the organisation of the person who asked
    NOT_ALLOWED = "not_allowed"  # this installation takes accounts of other organisations only
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class SignInEnded(PersonFact):
    """A sign-in did not connect anything. `outcome`: one of connecting.Outcome, or "stalled"."""

    link: str
    outcome: str
    reconnects: str | None = None


@dataclass(frozen=True, slots=True)
class TenantApproved(PersonFact):
    """Somebody came back from Microsoft's approval page for the tenant that this person seems to wait for."""

    link: str
    reconnects: str | None = None
