"""One person's calendars as compact rows, and a ledger kept by looking at them.

A row: "Mon 09:00-10:00 name marks ...". Days are those of the week of Monday, 1 June 2026 ("Mon", "Tue+1" a week later,
or "2026-10-25"); "all" instead of times is an all-day event, "Mon..Wed all" three days of it; an end before the start,
or "22:00-Wed 06:00", lies on a later day. Marks:

    busy (default) tentative oof unknown free elsewhere     how Outlook shows the time
    mine (default) accepted maybe unanswered declined       whose it is and what was answered
    with=3       people on the list without the person      optional cancelled private
    series=x     an occurrence of series x                  cal=name      the calendar (default "own")
    uid=x        the meeting in every calendar              id=x          the event's id (default the name)
    zone=Z       the zone its times are written in
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.availability import DEFAULT_BLOCKING, Blocking, ShowAs
from core.configuration.model import CalendarId
from core.conflicts.model import Look, look_at
from core.sync.model import MOST_ATTENDEES, Attendee, Event, Response

ME = "ada@contoso.com"
BERLIN = "Europe/Berlin"
MONDAY = date(2026, 6, 1)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OWN = CalendarId("own")

_SHOWN = {one.value: one for one in ShowAs} | {"elsewhere": ShowAs.WORKING_ELSEWHERE}
_ANSWERS = {
    "mine": Response.ORGANIZER,
    "none": Response.NONE,
    "accepted": Response.ACCEPTED,
    "maybe": Response.TENTATIVE,
    "unanswered": Response.NOT_RESPONDED,
    "declined": Response.DECLINED,
}


def day(word: str) -> date:
    """ "Tue", "Tue+1" (a week later) or an ISO date."""
    name, _, weeks = word.partition("+")
    if name in DAYS:
        return MONDAY + timedelta(days=DAYS.index(name), weeks=int(weeks or 0))
    return date.fromisoformat(word)


def at(word: str, zone: str = BERLIN) -> datetime:
    """ "Mon 09:30" as an instant. A second reading of a repeated hour is written "02:30b"."""
    which, clock = word.split(" ")
    hour, minute = clock.rstrip("b").split(":")
    wall = datetime.combine(day(which), time(int(hour), int(minute), fold=clock.endswith("b")), ZoneInfo(zone))
    return wall.astimezone(UTC)


_CLOCK = r"\d\d:\d\db?"
_ROW = re.compile(
    r"(?P<day>[\w+-]+)(\.\.(?P<last>[\w+-]+))? "
    rf"(all|(?P<clock>{_CLOCK})-((?P<end_day>[\w+-]+) )?(?P<end>{_CLOCK})) (?P<rest>.+)"
)


@dataclass(frozen=True, slots=True)
class Row:
    calendar: CalendarId
    event: Event


def row(text: str, zone: str = BERLIN) -> Row:
    found = _ROW.fullmatch(text)
    assert found, f"can't read {text!r}"
    name, *marks = found["rest"].split()
    values = dict(mark.split("=", 1) for mark in marks if "=" in mark)
    zone = values.get("zone", zone)
    first_day, end_day = None, None
    if found["clock"] is None:
        first_day, end_day = day(found["day"]), day(found["last"] or found["day"]) + timedelta(days=1)
        start, end = (datetime.combine(one, time(), UTC) for one in (first_day, end_day))
    else:
        start = at(f"{found['day']} {found['clock']}", zone)
        end = at(f"{found['end_day'] or found['day']} {found['end']}", zone)
        if end < start:
            end = at(f"{day(found['day']) + timedelta(days=1)} {found['end']}", zone)
    answer = next((_ANSWERS[mark] for mark in marks if mark in _ANSWERS), Response.ORGANIZER)
    shown = next((_SHOWN[mark] for mark in marks if mark in _SHOWN), ShowAs.BUSY)
    people = int(values.get("with", "0"))
    invited = answer not in {Response.ORGANIZER, Response.NONE}
    listed = [Attendee(f"guest{number}@contoso.com", f"Guest {number}") for number in range(people)]
    if invited or "optional" in marks:
        listed.insert(0, Attendee(ME.title(), "Ada", "optional" in marks))
    series = values.get("series")
    uid = values.get("uid", series or name)
    return Row(
        CalendarId(values.get("cal", "own")),
        Event(
            id=values.get("id", name),
            ical_uid=f"ical-{uid}",
            series=series and f"master-{series}",
            start=start,
            end=end,
            first_day=first_day,
            end_day=end_day,
            show_as=shown,
            is_cancelled="cancelled" in marks,
            response=answer,
            is_private="private" in marks,
            subject=name,
            organizer_name="Ben" if invited else "Ada",
            attendee_count=len(listed),
            join_url=None,
            web_link=None,
            transaction_id=None,
            uid="" if "nouid" in marks else uid,
            is_organizer=answer is Response.ORGANIZER,
            organizer_address="ben@contoso.com" if invited else ME,
            attendees=tuple(listed[:MOST_ATTENDEES]),
        ),
    )


def calendars(rows: Iterable[str], zone: str = BERLIN) -> dict[CalendarId, Sequence[Event]]:
    found: dict[CalendarId, list[Event]] = {OWN: []}
    for one in (row(text, zone) for text in rows):
        found.setdefault(one.calendar, []).append(one.event)
    return {calendar: tuple(events) for calendar, events in found.items()}


def seen(rows: Iterable[str], now: datetime, *, zone: str = BERLIN, blocking: Blocking = DEFAULT_BLOCKING) -> Look:
    return look_at(calendars(rows, zone), frozenset({ME}), blocking, zone, now)
