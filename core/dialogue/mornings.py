"""The agenda in the morning: one message a working day, with what was held back until then inside it."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from core.configuration.model import Preferences
from core.configuration.mornings import agenda_due, agenda_to_come, agenda_until, next_agenda
from core.configuration.occasions import REMEMBERED_FOR, Occasion, OccasionKind, Occasions, of_day, spread
from core.configuration.ports import PreferencesRepository
from core.conflicts.model import WarningChanged, WarningId
from core.conflicts.usecases import DIGEST_JOB, Watching
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_rows import AGENDA, WARNING
from core.dialogue.answers.mornings import MorningAnswers
from core.dialogue.model import CARD, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.dialogue.screens import MorningCard
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

MORNING_JOB = "dialogue.morning"
MORNING = "morning:"
SPREAD = timedelta(minutes=5)
"""An agenda comes at most so much later than its time: everybody's at eight o'clock would be more than a chat takes."""


class Mornings:
    """The day's row is there before its message: no late tick, second tick, restart or changed clock sends it twice,
    and a process that dies between sending and recording sends it again, once for each such death. A late one is sent
    until noon. It doesn't count as unasked: its person switched it on."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        occasions: Occasions,
        watching: Watching,
        answers: MorningAnswers,
        notices: NoticeRepository,
        posting: Posting,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._occasions = occasions
        self._watching = watching
        self._answers = answers
        self._notices = notices
        self._posting = posting
        self._jobs = jobs
        self._clock = clock

    async def plan(self, person: PersonId) -> None:
        """The choice or the place changed, or it is night: the job of the next agenda is there, or of a late one."""
        async with self._transactions.read() as tx:
            chosen = await self._preferences.get(tx, person)
            told = await self._told(tx, person)
        now = self._clock.now()
        if chosen is None or chosen.agenda_minute is None:
            return
        day = agenda_due(chosen, now)
        late = day is not None and day not in told
        async with self._transactions.write() as tx:
            await self._ask(tx, chosen, now if late else None)

    async def run(self, person: PersonId) -> None:
        """The job. First the row, then what was held back goes into it, then the message."""
        now = self._clock.now()
        with suppress(Gone):
            async with self._transactions.write() as tx:
                await self._persons.lock(tx, frozenset({person}))
                chosen = await self._preferences.get(tx, person)
                if chosen is None:
                    return
                await self._forget_old(tx, chosen, now)
                await self._begin(tx, chosen, now)
                await self._ask(tx, chosen)
            for row, one in await self._begun(person):
                await self._watching.digest(person, into=WarningId(one.detail))
                await self._posting.edit([(row, self._face(row, one))])

    async def digest(self, person: PersonId) -> None:
        """The job of the morning's digest: it goes into today's agenda while that is to come, else it is a message of
        its own."""
        now = self._clock.now()
        async with self._transactions.read() as tx:
            chosen = await self._preferences.get(tx, person)
            told = await self._told(tx, person)
        day = agenda_to_come(chosen, now) if chosen is not None else None
        if chosen is None or day is None or day in told:
            await self._watching.digest(person)
            return
        until = agenda_until(chosen, day)
        async with self._transactions.write() as tx:
            key = f"digest:{person}:{until.isoformat()}"
            await self._jobs.enqueue(tx, DIGEST_JOB, {"person": person}, run_at=until, dedupe=key)

    async def warning_changed(self, person: PersonId, warning: WarningId) -> None:
        """What an agenda carries changed: its message is edited."""
        async with self._transactions.read() as tx:
            found = await self._occasions.of_person(tx, person)
            carried = {_subject(one): one for one in found if _is_agenda(one) and one.detail == warning}
            rows = [row for one in carried for row in await self._notices.starting_with(tx, person, one)]
        await self._posting.edit((row, self._face(row, carried[row.subject])) for row in rows if row.ref is not None)

    async def _begin(self, tx: Transaction, chosen: Preferences, now: datetime) -> None:
        day, known = agenda_due(chosen, now), await self._persons.get(tx, chosen.person)
        if day is None or known is None:
            return
        one = of_day(chosen.person, day, new_id())
        if await self._occasions.add(tx, one):
            await self._notices.save(tx, Notice(known.id, _subject(one), CARD, known.home, None))
            await self._notices.save(tx, Notice(known.id, f"{WARNING}{one.detail}", AGENDA, known.home, None))

    async def _begun(self, person: PersonId) -> list[tuple[Notice, Occasion]]:
        """What is written down and wasn't sent yet."""
        async with self._transactions.read() as tx:
            rows = await self._notices.starting_with(tx, person, MORNING)
            found = {_subject(one): one for one in await self._occasions.of_person(tx, person)}
        return [(row, found[row.subject]) for row in rows if row.ref is None and row.subject in found]

    async def _forget_old(self, tx: Transaction, chosen: Preferences, now: datetime) -> None:
        """An old message is edited no more. One that the chat didn't take before noon is given up: what it was to carry
        is told by itself."""
        person = chosen.person
        for one in await self._occasions.of_person(tx, person):
            if not _is_agenda(one):
                continue
            notice = await self._notices.get(tx, person, _subject(one), CARD)
            given_up = notice is not None and notice.ref is None and now >= agenda_until(chosen, _day(one))
            if given_up or one.start < now - REMEMBERED_FOR:
                await self._notices.forget_subject(tx, person, _subject(one))
            if given_up:
                await self._notices.forget_subject(tx, person, f"{WARNING}{one.detail}")
                tx.publish(WarningChanged(person, one.detail))
        await self._occasions.forget_before(tx, person, now - REMEMBERED_FOR)

    async def _told(self, tx: Transaction, person: PersonId) -> frozenset[date]:
        return frozenset(_day(one) for one in await self._occasions.of_person(tx, person) if _is_agenda(one))

    def _face(self, row: Notice, one: Occasion) -> Face:
        """A message that a click has turned into something else is left alone."""

        async def face(asker: Asker) -> MorningCard:
            if row.ref is not None:
                async with self._transactions.read() as tx:
                    rows = await self._notices.of_message(tx, row.person, row.ref)
                if any(other.kind == message_kind(row.ref) for other in rows):
                    raise Gone
            return await self._answers.card(asker, _day(one), one.detail)

        return face

    async def _ask(self, tx: Transaction, chosen: Preferences, at: datetime | None = None) -> None:
        """The job of the next agenda, or of the one that is late."""
        moment = next_agenda(chosen, self._clock.now()) if at is None else at
        if moment is None:
            return
        run_at = moment if at is not None else moment + spread(chosen.person, SPREAD)
        key = f"{MORNING_JOB}:{chosen.person}:{'late' if at is not None else run_at.isoformat()}"
        await self._jobs.enqueue(tx, MORNING_JOB, {"person": chosen.person}, run_at=run_at, dedupe=key)


def _subject(one: Occasion) -> str:
    return f"{MORNING}{_day(one).isoformat()}"


def _day(one: Occasion) -> date:
    return one.start.date()


def _is_agenda(one: Occasion) -> bool:
    return one.kind is OccasionKind.AGENDA
