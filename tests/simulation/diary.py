"""A calendar as its owner and their colleagues fill it. Times are the person's wall clock in Berlin."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from core.availability import ShowAs
from core.sync.model import Event, Response
from tests.contract.examples import event

ZONE = ZoneInfo("Europe/Berlin")
FIRST_HOUR, LAST_HOUR = 9, 17
LENGTHS = (30, 30, 30, 60, 60, 60, 90)
TRIES = 20


@dataclass
class Diary:
    """What Outlook holds, and what of it changed since it was last read."""

    chance: Random
    events: dict[str, Event] = field(default_factory=dict)
    put: dict[str, Event] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    count: int = 0

    def taken(self) -> tuple[tuple[Event, ...], tuple[str, ...]]:
        """The changes, for one round."""
        put, removed = tuple(self.put.values()), tuple(self.removed)
        self.put.clear()
        self.removed.clear()
        return put, removed

    def write(self, *events: Event) -> None:
        for one in events:
            self.events[one.id] = self.put[one.id] = one
            self.removed.discard(one.id)

    def delete(self, id_: str) -> None:
        if self.events.pop(id_, None) is not None:
            self.put.pop(id_, None)
            self.removed.add(id_)

    def entry(self, start: datetime, minutes: int, **changes: Any) -> Event:
        """A new event, not written yet: an own one with the people asked for, unless said otherwise."""
        self.count += 1
        own = {"response": Response.ORGANIZER, "is_organizer": True, "attendee_count": 0, "uid": f"uid-{self.count}"}
        return event(f"event-{self.count}", start, end=start + timedelta(minutes=minutes), **(own | changes))

    def all_day(self, first: date, end: date, show_as: ShowAs) -> Event:
        start, stop = (datetime.combine(day, time(), UTC) for day in (first, end))
        whole = self.entry(start, 0, show_as=show_as, first_day=first, end_day=end)
        return replace(whole, end=stop)

    def some_time(self, day: date, minutes: int, *, free: bool) -> datetime:
        """A half hour of the working day; a free one if that is wanted and can be found."""
        for _ in range(TRIES):
            half_hours = (LAST_HOUR - FIRST_HOUR) * 2 - minutes // 30
            at = FIRST_HOUR * 60 + 30 * self.chance.randint(0, half_hours)
            start = datetime.combine(day, time(at // 60, at % 60), ZONE).astimezone(UTC)
            if not free or not self.clashes(start, start + timedelta(minutes=minutes)):
                break
        return start

    def clashes(self, start: datetime, end: datetime, apart_from: Iterable[str] = ()) -> list[Event]:
        """What the person means to attend at that time."""
        return [
            one
            for one in self.events.values()
            if one.start < end and start < one.end and one.show_as is ShowAs.BUSY and one.id not in apart_from
        ]

    def coming(self, now: datetime, days: int = 14) -> list[Event]:
        """Timed events of the coming days, in the order they were made."""
        end = now + timedelta(days=days)
        return [one for one in self.events.values() if now < one.start < end and not one.is_all_day]

    def length(self) -> int:
        return self.chance.choice(LENGTHS)

    def people(self) -> int:
        return self.chance.choice((1, 1, 1, 2, 3, 4, 6, 8, 12, 30))
