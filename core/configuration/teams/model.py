"""Team calendars: hosts that are nobody. Locks, protection and copies hold for them as for any person."""

from dataclasses import dataclass, replace

from core.configuration.model import Calendar
from core.people.model import PersonId

PREFIX = "z-team-"
"""How the ids of team hosts begin. It sorts behind every person's id, so that whoever has locked a person may still
raise the version of their teams: rows are always locked in the order of their ids."""


@dataclass(frozen=True, slots=True)
class SharedCalendar:
    """One calendar, whichever member sees it: whose it is, and how it is called there."""

    owner_address: str
    name: str

    def is_seen_as(self, calendar: Calendar) -> bool:
        same_owner = self.owner_address.casefold() == calendar.owner_address.casefold()
        return same_owner and self.name == calendar.name


@dataclass(frozen=True, slots=True)
class Team:
    """A team calendar. Its bookings are written to `linked` by the first of the `members` who can; what blocks is in
    `linked` and `conflicts`."""

    id: PersonId
    name: str
    linked: SharedCalendar
    conflicts: tuple[SharedCalendar, ...] = ()
    members: tuple[PersonId, ...] = ()

    def with_members(self, members: tuple[PersonId, ...]) -> "Team":
        return replace(self, members=tuple(dict.fromkeys(members)))


def is_team(person: PersonId) -> bool:
    """Whether this host is a team calendar's."""
    return person.startswith(PREFIX)


def team_id(draft: str) -> PersonId:
    """The same for the same form, so that one that is sent twice makes one team."""
    return PersonId(f"{PREFIX}{draft}")
