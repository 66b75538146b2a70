"""An all-day "Vacation" that Outlook shows as free is pointed out once: its person takes it for blocked."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from core.availability import ShowAs, blocks
from core.configuration.model import CalendarKind, Preferences
from core.configuration.rules import DAYS_MOST
from core.configuration.unasked import Unasked
from core.configuration.usecases import Configuring, Setup
from core.conflicts.model import manners_of, next_digest, quiet_until
from core.dialogue.answers.free_days import asking
from core.dialogue.model import CARD, Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import NewsCard, UserText, say
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.days import day_at
from core.shared.errors import NotConnected
from core.shared.jobs import Jobs
from core.shared.ranges import Range
from core.shared.transaction import Transactions
from core.sync.model import CalendarReading, Event, busy_time
from core.sync.usecases import Reading

FREE_DAYS_JOB = "dialogue.free_days"
TIME_OFF = re.compile(
    r"\b(vacations?|holidays?|(annual|parental|on) leave|pto|ooo|oof|out of (the )?office|(days?|time) off|away"
    r"|urlaub|ferien|abwesend|elternzeit|congés?|vacances|vacaciones|ferie|vakantie)\b",
    re.IGNORECASE,
)
"""Words that say somebody won't be there, as people write them into titles."""


class FreeDays:
    """Looks after a calendar was read for the first time, and each night. One event a look, the next one first; each
    event once for its person, whatever becomes of the message."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        reading: Reading,
        unasked: Unasked,
        notices: NoticeRepository,
        posting: Posting,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._reading = reading
        self._unasked = unasked
        self._notices = notices
        self._posting = posting
        self._jobs = jobs
        self._clock = clock

    async def look(self, person: PersonId) -> None:
        """Asks about the first such event that wasn't asked about, when the quiet hours are over. The row is written
        before the message is sent; a message that was sent isn't sent again."""
        try:
            setup = await self._configuring.setup(person)
        except NotConnected:
            return
        now = self._clock.now()
        window = Range(now - timedelta(days=1), now + timedelta(days=setup.preferences.horizon_days))
        own = tuple(one for one in setup.blocking if one.kind is CalendarKind.OWN)
        found = sorted(_found(setup, await self._reading.calendars(own, window), now), key=lambda one: one[0])
        for first, last, event, reading in found:
            title = say("free_days.private") if event.is_private else UserText(event.subject)
            card = asking(title, UserText(reading.calendar.name), first, last)
            if await self._ask(person, setup.preferences, event, card):
                return

    async def _ask(self, person: PersonId, chosen: Preferences, event: Event, card: NewsCard) -> bool:
        """False if this event was asked about before."""
        subject = f"free_days:{event.uid or event.ical_uid}:{person}"
        now = self._clock.now()
        manners = manners_of(chosen, chosen.zone_at(now))
        loud = quiet_until(now, manners)
        async with self._transactions.write() as tx:
            notice = await self._notices.get(tx, person, subject, CARD)
            known = await self._persons.get(tx, person)
            if known is None or (notice is not None and notice.ref is not None):
                return False
            if notice is None and await self._unasked.left(tx, person) == 0:
                loud = next_digest(now, manners)
            if loud is not None:
                args = {"person": person}
                await self._jobs.enqueue(tx, FREE_DAYS_JOB, args, run_at=loud, dedupe=f"{FREE_DAYS_JOB}:{person}")
                return True
            if notice is None:
                notice = Notice(person, subject, CARD, known.home, None)
                await self._notices.save(tx, notice)
                await self._unasked.told(tx, person)
        await self._posting.edit([(notice, always(card))])
        return True


def _found(
    setup: Setup, readings: tuple[CalendarReading, ...], now: datetime
) -> Iterator[tuple[date, date, Event, CalendarReading]]:
    """First and last day (included), event and calendar of all that is time off by its title and doesn't block."""
    chosen = setup.preferences
    today = day_at(now, chosen.home_zone)
    for reading in readings:
        for event in reading.events:
            if event.first_day is None or event.end_day is None or event.show_as is not ShowAs.FREE:
                continue
            last = event.end_day - timedelta(days=1)
            length = (last - event.first_day).days + 1
            if last < today or length > DAYS_MOST or event.is_cancelled or not TIME_OFF.search(event.subject):
                continue
            asked = [event.first_day + timedelta(days=number) for number in range(length)]
            if not blocks(busy_time(event, ""), chosen.blocking) and _works_on_any(chosen, asked):
                yield event.first_day, last, event, reading


def _works_on_any(chosen: Preferences, asked: list[date]) -> bool:
    """Else nothing is offered on these days anyway."""
    others = dict(chosen.hours.overrides)
    return any(others.get(day, chosen.hours.week[day.weekday()]) for day in asked)
