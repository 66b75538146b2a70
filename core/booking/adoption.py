"""Which of Outlook's events are bookings in a two-way calendar, and what such a booking says: pure rules.

An event is a booking when it takes the person's time between two instants: not what is free by their own choice, nor
cancelled, declined or for whole days. A series is one booking, at its next date (docs/adr/0010).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID, uuid5

from core.availability import blocks
from core.booking.model import Adopted, Booking, BookingId, BookingState, MeetingPlan
from core.configuration.model import Calendar, Preferences
from core.people.model import Invitee
from core.shared.days import day_at
from core.shared.ranges import Range
from core.sync.model import Event, busy_time

NAMESPACE = UUID("5d1f2c1e-5a0b-4c8a-9a54-0f6f7c6b7a10")
UNTITLED, HIDDEN = "(no title)", "Personal: busy"
SOME = "some"
EVERY = {1: "daily", 7: "weekly", 14: "fortnightly", **dict.fromkeys((28, 29, 30, 31, 35), "monthly")}
"""How often a series comes, by the days between most of its dates."""


@dataclass(frozen=True, slots=True)
class Made:
    """A booking as Outlook's calendar shows it: one event, or the next of a series. `key` is the event's or the
    master's id."""

    key: str
    event: Event
    rule: str | None = None


def is_booking(event: Event, chosen: Preferences) -> bool:
    """Whether a plain look at the calendar would call it a booking."""
    return not event.is_all_day and blocks(busy_time(event, ""), chosen.blocking)


def made_there(events: Iterable[Event], chosen: Preferences, now: datetime) -> tuple[Made, ...]:
    """The bookings among these events that are not over, by start; each series once."""
    single: list[Made] = []
    series: dict[str, list[Event]] = {}
    for event in events:
        if event.end <= now or not is_booking(event, chosen):
            continue
        if event.series is None:
            single.append(Made(event.id, event))
        else:
            series.setdefault(event.series, []).append(event)
    for master, dates in series.items():
        dates.sort(key=lambda one: (one.start, one.id))
        single.append(Made(master, dates[0], _rule(dates, chosen.home_zone)))
    return tuple(sorted(single, key=lambda made: (made.event.start, made.key)))


def as_booking(made: Made, calendar: Calendar, chosen: Preferences, known: Booking | None, now: datetime) -> Booking:
    """The booking as Outlook has it now; `known` keeps its name and age."""
    event = made.event
    hidden = calendar.connection in chosen.hidden_titles
    return Booking(
        id=known.id if known else BookingId(str(uuid5(NAMESPACE, f"{calendar.id}/{made.key}"))),
        host=chosen.person,
        connection=calendar.connection,
        calendar=calendar.id,
        outlook_calendar_id=calendar.outlook_id,
        plan=MeetingPlan(
            title=HIDDEN if hidden else event.subject.strip() or UNTITLED,
            when=Range(event.start, event.end),
            invitees=() if hidden else _others(event, calendar),
            online=event.join_url is not None,
        ),
        zone=chosen.home_zone,
        protected=frozenset(),
        state=BookingState.CONFIRMED,
        request_key=known.request_key if known else f"outlook:{calendar.id}/{made.key}",
        created_at=known.created_at if known else now,
        lease_until=known.lease_until if known else now,
        outlook_id=event.id,
        ical_uid=event.ical_uid,
        web_link=event.web_link,
        join_url=event.join_url,
        adopted=Adopted(event.is_organizer, event.series, made.rule),
    )


def is_same(made: Made, booking: Booking) -> bool:
    """Whether the booking stands for this event, also when the event went to another calendar and back, which may give
    it another id."""
    adopted = booking.adopted
    if adopted is None:
        return False
    if made.event.series is not None or adopted.series is not None:
        return made.event.series == adopted.series
    uid = made.event.ical_uid
    return booking.outlook_id == made.event.id or (bool(uid) and booking.ical_uid == uid)


def _others(event: Event, calendar: Calendar) -> tuple[Invitee, ...]:
    mine = calendar.owner_address.casefold()
    return tuple(
        Invitee(one.name or one.address, one.address or None)
        for one in event.attendees
        if one.address.casefold() != mine
    )


def _rule(dates: list[Event], zone: str) -> str:
    """A code for how often it comes: what most of its dates say, so that an exception changes nothing."""
    days = sorted({day_at(one.start, zone) for one in dates})
    gaps = Counter((later - sooner).days for sooner, later in pairwise(days))
    if not gaps:
        return SOME
    most, _ = gaps.most_common(1)[0]
    if most == 1 and all(day.weekday() < 5 for day in days):
        return "workdays" if len(days) > 5 else "daily"
    return EVERY.get(most, SOME)
