"""Meeting types: saved forms of a meeting, with rules and calendars of their own."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.configuration.model import CalendarId
from core.people.model import PersonId
from core.shared.facts import Fact

MeetingTypeId = NewType("MeetingTypeId", str)
PLACEHOLDERS = ("host", "guest", "type")
_MARK = re.compile(r"\{([^{}]*)\}")


class TypeMode(StrEnum):
    """Who must be free, and who is the host.

    Personal: the owner. Collective: the owner, who is the host, and every member. K of n: the owner, every required
    member, and any `k` of the others, who are invited then. Round robin: one member, who becomes the host. Team: a team
    calendar, which belongs to nobody (`MeetingType.team`).
    """

    PERSONAL = "personal"
    COLLECTIVE = "collective"
    K_OF_N = "k_of_n"
    ROUND_ROBIN = "round_robin"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Member:
    """A person who takes part. `required` matters in k of n only; the owner is no member, unless in round robin."""

    person: PersonId
    required: bool = False


@dataclass(frozen=True, slots=True)
class MeetingType:
    """One meeting type. None: as the host has it in their own settings.

    `durations` in minutes, the usual one first. `linked` is one of the owner's calendars and never replaced by another
    one; `conflicts` likewise. `daily_limit` counts bookings of this type. Templates may hold PLACEHOLDERS in braces; an
    empty title is the usual one. `place` is text; `online` asks for a Teams link. `workspace` is the chat workspace it
    was made in; `shared`: everybody there may book by it. `team`: the team host of mode team.
    """

    id: MeetingTypeId
    owner: PersonId
    workspace: str
    name: str
    durations: tuple[int, ...]
    created_at: datetime
    mode: TypeMode = TypeMode.PERSONAL
    members: tuple[Member, ...] = ()
    k: int = 1
    buffer_before_minutes: int | None = None
    buffer_after_minutes: int | None = None
    minimum_notice_minutes: int | None = None
    horizon_days: int | None = None
    daily_limit: int | None = None
    title: str = ""
    note: str = ""
    place: str = ""
    online: bool = True
    linked: CalendarId | None = None
    conflicts: frozenset[CalendarId] | None = None
    team: PersonId | None = None
    shared: bool = False

    @property
    def has_one_host(self) -> bool:
        """Whether everybody who books meets the same person, who can be named before."""
        return self.mode not in (TypeMode.ROUND_ROBIN, TypeMode.TEAM)

    def has_member(self, person: PersonId) -> bool:
        return any(member.person == person for member in self.members)


@dataclass(frozen=True, slots=True)
class MeetingTypeChanged(Fact):
    """A meeting type was made, changed, shared, left or removed."""

    type: str

    @property
    def lock_key(self) -> str:
        return f"type:{self.type}"


def filled_in(template: str, *, host: str, guest: str, kind: str) -> str:
    """The template with the names in it; braces in the names are not looked at again."""
    names = dict(zip(PLACEHOLDERS, (host, guest, kind), strict=True))
    return _MARK.sub(lambda found: names.get(found[1], found[0]), template)


def unknown_marks(template: str) -> tuple[str, ...]:
    """What stands in braces and is no placeholder."""
    return tuple(word for word in _MARK.findall(template) if word not in PLACEHOLDERS)


def both_members(kind: MeetingType, kept: PersonId, joined: PersonId) -> MeetingType:
    """The type when two persons turned out to be one: whoever was in it twice is in it once, required if either was."""
    found: dict[PersonId, Member] = {}
    for member in kind.members:
        person = kept if member.person == joined else member.person
        known = found.get(person)
        found[person] = Member(person, member.required or (known is not None and known.required))
    owner = kept if kind.owner == joined else kind.owner
    return replace(kind, owner=owner, members=tuple(found.values()))
