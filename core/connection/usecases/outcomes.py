"""What the sign-in page is told."""

from dataclasses import dataclass
from enum import StrEnum

from core.connection.model import Access
from core.people.model import Platform


class IdentityPolicy(StrEnum):
    """CONFIRM: an account that doesn't match the chat profile is proved by a code. STRICT: it is refused."""

    CONFIRM = "confirm"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Interstitial:
    """What the page before the sign-in shows: for whom this link was made and what it allows."""

    name: str
    workspace: str
    access: Access


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the secret its cookie must bring back."""

    url: str
    cookie: str


class Outcome(StrEnum):
    """How a sign-in ended, for the page."""

    CONNECTED = "connected"
    CODE = "code"
    JOIN = "join"  # proved, and another person of ours holds the account: are they one?
    JOINED = "joined"
    DECLINED = "declined"
    ADMIN_NEEDED = "admin_needed"
    CONSENT_NEEDED = "consent_needed"  # Microsoft asked for nothing and misses the consent
    EXPIRED = "expired"
    FAILED = "failed"
    OTHER_ACCOUNT = "other_account"  # reconnecting, but with a different account
    TAKEN = "taken"  # connected by another user of the same workspace, who can't be the same person
    MISMATCH = "mismatch"  # policy strict
    TENANT_REFUSED = "tenant_refused"  # an account of an organisation that this installation doesn't take


@dataclass(frozen=True, slots=True)
class ChatName:
    """A chat user as people read them."""

    name: str
    platform: Platform


@dataclass(frozen=True, slots=True)
class Question:
    """Are these one person? `holder` connected the account `address` earlier, `asker` wants to use it too."""

    address: str
    holder: ChatName
    asker: ChatName


@dataclass(frozen=True, slots=True)
class Finished:
    """`address`: the account, once connected or joined; `code`: to be typed in chat; `retry_url`: where to try again.

    `state` and `cookie` are set when the page goes on: at once with `question`, or when the code has been typed.
    """

    outcome: Outcome
    address: str = ""
    code: str = ""
    retry_url: str = ""
    state: str = ""
    cookie: str = ""
    question: Question | None = None
