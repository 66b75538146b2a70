"""Meetings as they take one person's time."""

from dataclasses import dataclass
from enum import StrEnum

from core.availability import ShowAs
from core.configuration.model import CalendarId
from core.shared.ranges import Range


class Role(StrEnum):
    """What the meeting is to the person. MINE: organised by them, or their own entry without guests."""

    MINE = "mine"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Engagement:
    """One meeting that blocks one person. The same meeting seen in two calendars is one, acted upon in `calendar`.

    `event` is Outlook's immutable id; `meeting` is the same in every mailbox and for every occurrence, and `series` is
    that same value when it recurs. All-day events are placed in the person's zone. `people` counts everybody on the
    list without the person. `title`, `organizer` and `web_link` are for the person's own eyes;
    where `is_hidden` they were taken out for showing (never stored).
    """

    event: str
    calendar: CalendarId
    meeting: str
    series: str | None
    when: Range
    is_all_day: bool
    show_as: ShowAs
    role: Role
    is_optional: bool
    people: int
    title: str
    organizer: str
    web_link: str | None
    is_hidden: bool = False
