"""Persons and the chat identities they speak from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.shared.facts import Fact

PersonId = NewType("PersonId", str)


class Platform(StrEnum):
    """The chats a person can speak from."""

    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace of Slack, or an organisation (tenant) in Teams."""

    platform: Platform
    id: str

    @property
    def key(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class ChatUser:
    """A user of one chat workspace, as the verified platform payload names them."""

    platform: Platform
    workspace: str
    user: str

    @property
    def where(self) -> Workspace:
        return Workspace(self.platform, self.workspace)


@dataclass(frozen=True, slots=True)
class ChatProfile:
    """What the platform's own directory says of a user.

    `email` is None where the platform hides it. `zone` is an IANA name, `locale` a BCP 47 tag. `outsider` is true for
    guests, bots and people of other organisations; `active` is false for deactivated ones. `bot` is never stored: a
    program is nobody's person.
    """

    user: ChatUser
    name: str
    email: str | None
    zone: str
    locale: str
    outsider: bool = False
    active: bool = True
    bot: bool = False


def known_as(chats: Sequence[ChatProfile], otherwise: str = "") -> str:
    """The name that a person's chats show, the home chat's first; untrusted text."""
    return chats[0].name if chats else otherwise


@dataclass(frozen=True, slots=True)
class Person:
    """One human. `home` is the chat where proactive messages go, `language` what they chose to read; "" is as in each
    of their chats."""

    id: PersonId
    home: ChatUser
    created_at: datetime
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """How one person reads times and words: IANA zone and BCP 47 locale of the chat client they read in, and the
    language that they chose instead, if any. `otherwise`: their workspace's, where that of the locale isn't there."""

    zone: str
    locale: str
    language: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody named for a meeting.

    `address` is where the invitation goes (None: unknown, so they can't be invited). `person` is set when this is
    somebody who uses the bot; only then can their calendars be protected. `user` is set when named by a mention.
    Not `required`: their being busy stops no time. `outsider`: of another organisation, or a guest of this one; nobody
    reads when they are free.
    """

    name: str
    address: str | None
    person: PersonId | None = None
    user: ChatUser | None = None
    required: bool = True
    outsider: bool = False


@dataclass(frozen=True, slots=True)
class PersonFact(Fact):
    """Base of the facts about one person, which are handled in the order they happened."""

    person: str

    @property
    def lock_key(self) -> str:
        return f"person:{self.person}"


@dataclass(frozen=True, slots=True)
class PersonMet(Fact):
    """Somebody used the bot for the first time."""

    person: str


@dataclass(frozen=True, slots=True)
class PersonsJoined(PersonFact):
    """Two persons turned out to be one human: all that was `joined`'s is `person`'s now, and `joined` is gone."""

    joined: str


@dataclass(frozen=True, slots=True)
class ProfileChanged(Fact):
    """A chat told that something about somebody known was changed there."""

    platform: str
    workspace: str
    user: str

    @property
    def lock_key(self) -> str:
        return f"profile:{self.platform}:{self.workspace}:{self.user}"


@dataclass(frozen=True, slots=True)
class PersonLeft(PersonFact):
    """Every chat that the person spoke from deactivated them."""
