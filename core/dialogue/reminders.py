"""Reminders: N minutes before each meeting that the person attends, each once."""

from contextlib import suppress
from datetime import datetime, timedelta

from core.configuration.occasions import REMEMBERED_FOR, Occasion, OccasionKind, Occasions, spread
from core.configuration.ports import PreferencesRepository
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.reminders import ReminderAnswers
from core.dialogue.model import CARD, Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.dialogue.reminders_model import REMINDER, Reminded, due, next_due, reminder_subject, start_of
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, NotConnected
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

REMIND_JOB = "dialogue.remind"
SPREAD = timedelta(seconds=30)
"""So much later than N minutes before, at most: a meeting of many is reminded of in many chats at once."""


class Reminders:
    """Each (meeting, start) is a row before its message is sent, so that no late tick, second tick, restart or moved
    clock sends it twice; a process that dies between sending and recording sends it again, once for each such death.
    What was due while nobody looked is sent until the meeting begins."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        configuring: Configuring,
        occasions: Occasions,
        answers: ReminderAnswers,
        notices: NoticeRepository,
        posting: Posting,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._configuring = configuring
        self._occasions = occasions
        self._answers = answers
        self._notices = notices
        self._posting = posting
        self._jobs = jobs
        self._clock = clock

    async def look(self, person: PersonId) -> None:
        """Something changed, or it is night: the job of the next reminder is there, and what was reminded of and moved
        meanwhile says so."""
        setup = await self._wanted(person)
        if setup is None:
            return
        await self._edit_told(person)
        await self._ask_next(setup)

    async def remind(self, person: PersonId) -> None:
        """The job. A late one reminds of what hasn't begun; what was reminded of is not reminded of again."""
        setup = await self._wanted(person)
        if setup is None:
            return
        minutes, now = setup.preferences.reminder_minutes, self._clock.now()
        found = due(await self._answers.known(setup, now), minutes or 0, now)
        with suppress(Gone):
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                await self._write_down(tx, person, found)
                await self._forget_old(tx, person, now)
            await self._send(person)
            await self._ask_next(setup)

    async def _wanted(self, person: PersonId) -> Setup | None:
        """None where reminders are off."""
        async with self._transactions.read() as tx:
            chosen = await self._preferences.get(tx, person)
        if chosen is None or chosen.reminder_minutes is None:
            return None
        try:
            return await self._configuring.setup(person)
        except NotConnected:
            return None

    async def _write_down(self, tx: Transaction, person: PersonId, found: list[Reminded]) -> None:
        chosen, known = await self._preferences.get(tx, person), await self._persons.get(tx, person)
        if chosen is None or chosen.reminder_minutes is None or known is None:  # switched off meanwhile
            return
        for one in found:
            row = Occasion(person, OccasionKind.REMINDER, one.meeting, one.start, one.event.id)
            if await self._occasions.add(tx, row):
                await self._notices.save(tx, Notice(person, one.subject, CARD, known.home, None))

    async def _forget_old(self, tx: Transaction, person: PersonId, now: datetime) -> None:
        await self._occasions.forget_before(tx, person, now - REMEMBERED_FOR)
        for row in await self._notices.starting_with(tx, person, REMINDER):
            if start_of(row.subject) < now - REMEMBERED_FOR or (row.ref is None and start_of(row.subject) <= now):
                await self._notices.forget_subject(tx, person, row.subject)

    async def _send(self, person: PersonId) -> None:
        """What is written down and wasn't sent yet."""
        told = await self._told(person)
        await self._posting.edit(
            (row, self._face(told[row.subject])) for row in await self._rows(person, sent=False) if row.subject in told
        )

    async def _edit_told(self, person: PersonId) -> None:
        """Messages about meetings that were to begin later than now: they may have moved."""
        now, rows = self._clock.now(), await self._rows(person, sent=True)
        coming = {row.ref: row for row in rows if start_of(row.subject) > now}  # a pressed message has two rows
        if coming:
            told = await self._told(person)
            await self._posting.edit(
                (row, self._face(told[row.subject])) for row in coming.values() if row.subject in told
            )

    async def _rows(self, person: PersonId, *, sent: bool) -> list[Notice]:
        async with self._transactions.read() as tx:
            rows = await self._notices.starting_with(tx, person, REMINDER)
        return [row for row in rows if (row.ref is not None) == sent]

    async def _told(self, person: PersonId) -> dict[str, Occasion]:
        """By subject."""
        async with self._transactions.read() as tx:
            found = await self._occasions.of_person(tx, person)
        return {reminder_subject(one.event, one.start): one for one in found if one.kind is OccasionKind.REMINDER}

    def _face(self, one: Occasion) -> Face:
        return lambda asker: self._answers.card(asker, one.event, one.start, one.detail)

    async def _ask_next(self, setup: Setup) -> None:
        person, now = setup.preferences.person, self._clock.now()
        told = frozenset(await self._told(person))
        known = await self._answers.copied(setup, now)
        at = next_due(known, setup.preferences.reminder_minutes or 0, now, told)
        if at is None:
            return
        run_at = at if at <= now else at + spread(person, SPREAD)
        async with self._transactions.write() as tx:
            key = f"{REMIND_JOB}:{person}:{run_at.isoformat() if run_at > now else 'now'}"
            await self._jobs.enqueue(tx, REMIND_JOB, {"person": person}, run_at=run_at, dedupe=key)
