"""A short way to write down what is in somebody's week."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.mailbox import writing
from sandbox.mailbox.model import Event, Mailbox
from sandbox.mailbox.recurrence import DAYS
from sandbox.mailbox.store import Mailboxes, derived_key
from sandbox.mailbox.view import stored
from sandbox.seed.planting import override, plant, skip

Json = dict[str, Any]


def next_monday(now: datetime) -> date:
    """The Monday after today, as the office in Berlin counts days; today's own week never counts."""
    today = now.astimezone(ZoneInfo("Europe/Berlin")).date()
    return today + timedelta(days=7 - today.weekday())


class Desk:
    """One mailbox and the Monday of its seeded week; `day` counts from that Monday, times are the mailbox's own."""

    def __init__(self, mailboxes: Mailboxes, box: Mailbox, monday: date) -> None:
        self._mailboxes, self.box, self.monday = mailboxes, box, monday

    def on(self, day: int) -> date:
        """The date that many days after the seeded week's Monday."""
        return self.monday + timedelta(days=day)

    def add(self, subject: str, day: int, start: str, end: str, **more: Any) -> Event:
        """An event on one day, from `start` to `end` ("09:30")."""
        span = {"start": self._at(self.on(day), start), "end": self._at(self.on(day), end)}
        return self._plant(subject, {**span, **more})

    def whole_day(self, subject: str, first: date, *, days: int = 1, **more: Any) -> Event:
        """An all-day event from a date, over this many days."""
        span = {
            "start": self._at(first, "00:00"),
            "end": self._at(first + timedelta(days=days), "00:00"),
            "isAllDay": True,
        }
        return self._plant(subject, {**span, **more})

    def weekly(
        self, subject: str, days: tuple[int, ...], start: str, end: str, *, since: int = 4, **more: Any
    ) -> Event:
        """A weekly series that began `since` weeks before the seeded week and goes on for half a year."""
        first = self.on(days[0]) - timedelta(weeks=since)
        pattern = {
            "type": "weekly",
            "interval": 1,
            "daysOfWeek": [DAYS[day] for day in days],
            "firstDayOfWeek": "monday",
        }
        until = {
            "type": "endDate",
            "startDate": first.isoformat(),
            "endDate": (self.monday + timedelta(weeks=26)).isoformat(),
            "recurrenceTimeZone": self.box.zone,
        }
        span = {"start": self._at(first, start), "end": self._at(first, end)}
        return self._plant(subject, {**span, "recurrence": {"pattern": pattern, "range": until}, **more})

    def move(self, series: Event, day: int, start: str, end: str, **more: Any) -> None:
        """Give one day of a series other times (and contents)."""
        span = {"start": self._at(self.on(day), start), "end": self._at(self.on(day), end)}
        override(self._mailboxes, self.box, series, self.on(day), {**span, **more})

    def skip(self, series: Event, day: int) -> None:
        """Cancel one day of a series."""
        skip(self._mailboxes, self.box, series, self.on(day))

    def with_people(self, *addresses: str) -> list[Json]:
        """Required attendees."""
        return [{"type": "required", "emailAddress": {"address": address}} for address in addresses]

    def accepted_by(self, event: Event, *addresses: str) -> None:
        """Let attendees accept their copies."""
        for address in addresses:
            box = self._mailboxes.boxes[address]
            copy = box.by_uid(event.uid)
            if copy is not None:
                writing.respond(self._mailboxes, box, stored(copy), "accepted", send=True, proposed=None)

    def holidays(self, name: str, dates: tuple[tuple[int, int, str], ...]) -> None:
        """A calendar of public holidays that the service feeds: month, day, name."""
        calendar = self._mailboxes.add_calendar(self.box, name, key=derived_key(self.box.account.address, name))
        for year in (self.monday.year - 1, self.monday.year, self.monday.year + 1):
            for month, day, subject in dates:
                self.whole_day(subject, date(year, month, day), showAs="free", calendar=name)
        calendar.read_only = True

    def _at(self, day: date, time: str) -> Json:
        return {"dateTime": f"{day.isoformat()}T{time}:00", "timeZone": self.box.zone}

    def _plant(self, subject: str, body: Json) -> Event:
        key = derived_key(self.box.account.address, body["start"]["dateTime"], subject)
        return plant(self._mailboxes, self.box, {"subject": subject, **body}, key=key)
