"""Message 3: who declined, proposes another time or is busy by now; one message for what comes together."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.model import Booking, BookingId, BookingState
from core.booking.ports import BookingRepository
from core.booking.response_ports import AnswerRepository
from core.booking.responses import Answers, BookingAnswered, RemarkKind, answerable
from core.configuration.ports import PreferencesRepository
from core.configuration.unasked import Unasked
from core.conflicts.model import manners_of, quiet_until
from core.conflicts.model.ledger import Manners
from core.conflicts.model.manners import next_digest
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.response_cards import answers_subject
from core.dialogue.answers.responses import ResponseAnswers
from core.dialogue.answers.series_lines import shown_time
from core.dialogue.model import CARD, MessageRef, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Face, Posting
from core.dialogue.screens import AnswersCard
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.days import day_of
from core.shared.errors import Gone
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction, Transactions

SAY_ANSWERS_JOB = "dialogue.say_answers"
STANDS = timedelta(seconds=90)
"""An answer is told when it has stood for so long: several that come together are one message."""

SOON = timedelta(hours=1)
PRESSING = timedelta(hours=24)
"""What begins within this time waits for no digest and no other day's budget."""

FRESH = timedelta(minutes=15)
"""A message that was sent so lately is edited when more comes; nobody sees an older one change."""

MOST_A_DAY = 3


class ResponseNotices:
    """Tells the host in their home chat, and keeps every message about a booking's answers in step with what is true.

    What was told stands in the booking's row of answers, in the transaction that makes the message's row and the fact
    that sends it: a process that dies between sending and recording sends it again, never more.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        answers: AnswerRepository,
        preferences: PreferencesRepository,
        unasked: Unasked,
        cards: ResponseAnswers,
        notices: NoticeRepository,
        posting: Posting,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._answers = answers
        self._preferences = preferences
        self._unasked = unasked
        self._cards = cards
        self._notices = notices
        self._posting = posting
        self._jobs = jobs
        self._clock = clock

    async def answered(self, booking_id: BookingId) -> None:
        """What is known of the answers changed: edits what was told, and asks for what is new to be told."""
        async with self._transactions.write() as tx:
            known = await self._known(tx, booking_id)
            if known is not None:
                await self._plan(tx, *known)
        await self._edit(booking_id, sends=True)

    async def booking_changed(self, booking_id: BookingId) -> None:
        """It moved, or ended; or a hold that moves it went on. Sends nothing new."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
        if booking is None:
            return
        moved = booking.moves.booking if booking.moves is not None else None
        await self._edit(moved or booking.id)
        if booking.state in (BookingState.CANCELLED, BookingState.RELEASED):
            async with self._transactions.write() as tx:
                await self._notices.forget_subject(tx, booking.host, answers_subject(booking.id))

    async def say(self, booking_id: BookingId) -> None:
        """The job of answers that are due: what still stands is told by the fact that follows, in its turn."""
        async with self._transactions.write() as tx:
            known = await self._known(tx, booking_id)
            if known is not None:
                await self._say(tx, *known)

    async def _known(self, tx: Transaction, booking_id: BookingId) -> tuple[Booking, Answers] | None:
        """The booking and what is known of it, under its host's lock, while there is something to tell."""
        booking = await self._bookings.get(tx, booking_id)
        if booking is None or not answerable(booking) or booking.last_end <= self._clock.now():
            return None
        try:
            await self._persons.lock(tx, frozenset({booking.host}))
        except Gone:  # joined with another person meanwhile, for whom the fact comes again
            return None
        answers = await self._answers.get(tx, booking_id)
        return (booking, answers) if answers is not None and answers.news else None

    async def _plan(self, tx: Transaction, booking: Booking, answers: Answers) -> None:
        """Asks for the telling; one that is asked for already is only made sooner."""
        manners = await self._manners(tx, booking.host)
        if manners is None:
            return
        at = due_at(_timed(booking, answers, self._clock.now()), self._clock.now(), manners)
        if answers.say_at is None or at < answers.say_at:
            await self._ask(tx, answers, at)

    async def _say(self, tx: Transaction, booking: Booking, answers: Answers) -> None:
        now = self._clock.now()
        manners = await self._manners(tx, booking.host)
        if manners is None or answers.say_at is None or answers.say_at > now:
            return
        keys = frozenset(one.key for one in answers.remarks)
        if not manners.wanted:  # told by nobody: switching it on again tells nothing old
            await self._answers.save(tx, replace(answers, told=keys - answers.kept, say_at=None))
            return
        fresh = answers.told_at is not None and now - answers.told_at < FRESH
        new = not fresh or await self._is_done_with(tx, booking, answers)
        today = day_of(now, manners.zone).start
        full = await self._answers.told_since(tx, booking.host, today) >= MOST_A_DAY
        full = full or (new and await self._unasked.left(tx, booking.host) == 0)
        held = held_until(_timed(booking, answers, now), now, manners, full=full)
        if held is not None:
            await self._ask(tx, answers, held)
            return
        if new:
            await self._new_message(tx, booking, answers.messages)
        told = replace(answers, told=keys - answers.kept, say_at=None)
        await self._answers.save(tx, replace(told, told_at=now, messages=answers.messages + 1) if new else told)
        tx.publish(BookingAnswered(booking.id))

    async def _is_done_with(self, tx: Transaction, booking: Booking, answers: Answers) -> bool:
        """Whether the host kept what was told, or turned its message into something else."""
        told = await self._notices.get(tx, booking.host, answers_subject(booking.id), CARD)
        turned = told is None or (told.ref is not None and await self._elsewhere(tx, told, told.ref))
        return bool(answers.kept) or turned

    async def _ask(self, tx: Transaction, answers: Answers, at: datetime) -> None:
        await self._answers.save(tx, replace(answers, say_at=at))
        key = f"{SAY_ANSWERS_JOB}:{answers.booking}:{at.isoformat()}"
        args = {"booking": answers.booking}
        await self._jobs.enqueue(tx, SAY_ANSWERS_JOB, args, run_at=at, dedupe=key)

    async def _new_message(self, tx: Transaction, booking: Booking, sent: int) -> None:
        """Nobody sees an old message change, so what comes later is a new one; the older ones go on being edited."""
        subject = answers_subject(booking.id)
        host = await self._persons.get(tx, booking.host)
        before = await self._notices.get(tx, booking.host, subject, CARD)
        if host is None or (before is not None and before.ref is None):
            return
        if before is not None:
            await self._notices.save(tx, replace(before, kind=f"{subject}:{sent}"))
        await self._notices.save(tx, Notice(host.id, subject, CARD, host.home, None))
        await self._unasked.told(tx, host.id)

    async def _edit(self, booking_id: BookingId, *, sends: bool = False) -> None:
        """`sends`: also what has no message yet; one fact at a time does that."""
        async with self._transactions.read() as tx:
            rows = await self._notices.of_subject(tx, answers_subject(booking_id))
        await self._posting.edit((row, self._face(row, booking_id)) for row in rows if sends or row.ref is not None)

    def _face(self, row: Notice, booking_id: BookingId) -> Face:
        """A message that a click has turned into something else is left alone."""

        async def face(asker: Asker) -> AnswersCard:
            async with self._transactions.read() as tx:
                if row.ref is not None and await self._elsewhere(tx, row, row.ref):
                    raise Gone
            return await self._cards.card(asker, booking_id)

        return face

    async def _elsewhere(self, tx: Transaction, row: Notice, ref: MessageRef) -> bool:
        rows = await self._notices.of_message(tx, row.person, ref)
        return any(one.kind == message_kind(ref) and one.subject != row.subject for one in rows)

    async def _manners(self, tx: Transaction, host: PersonId) -> Manners | None:
        chosen = await self._preferences.get(tx, host)
        if chosen is None:
            return None
        return replace(manners_of(chosen, chosen.zone_at(self._clock.now())), wanted=chosen.told_of_answers)


def due_at(answers: Answers, now: datetime, manners: Manners) -> datetime:
    """When what is new is told: at once within the hour; in the morning where somebody only became busy and the meeting
    is more than a day away."""
    if answers.when.start < now + SOON:
        return now
    pressing = answers.when.start < now + PRESSING
    if pressing or any(one.kind is not RemarkKind.BUSY for one in answers.news):
        return now + STANDS
    return next_digest(now, manners)


def held_until(answers: Answers, now: datetime, manners: Manners, *, full: bool) -> datetime | None:
    """Until when it is held back: the quiet hours, but not beyond the hour before the meeting; and where the day's
    budget is spent until the next morning, unless the meeting is within a day."""
    if answers.when.start < now + SOON:
        return None
    if full and answers.when.start >= now + PRESSING:
        return next_digest(now, manners)
    quiet = quiet_until(now, manners)
    return None if quiet is None else min(quiet, answers.when.start - SOON)


def _timed(booking: Booking, answers: Answers, now: datetime) -> Answers:
    """Of a series the next date that the news are about decides how pressing they are."""
    if not booking.dates:
        return answers
    about = [one.date or shown_time(booking, now) for one in answers.news]
    return replace(answers, when=min(about, key=lambda when: when.start, default=shown_time(booking, now)))
