"""Message 3: what the invited answered, and the host's ways on."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.disagreement import standing
from core.booking.model import Booking, BookingId
from core.booking.response_ports import AnswerRepository
from core.booking.responses import BookingAnswered, Remark, RemarkKind, answerable, settled
from core.booking.usecases import Holding
from core.booking.usecases.asking import nearest
from core.booking.usecases.finding import FindRequest
from core.booking.usecases.moving import Moving
from core.booking.usecases.responses import Responding
from core.booking.usecases.responses_times import Proposals, Suits
from core.configuration.rules import Rules
from core.dialogue.answer_commands import AcceptProposal, KeepAnswers, ShowAnswers, TellOfAnswers
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.response_cards import Seen, open_card, seen_of, settled_card
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.settings import SettingsAnswers
from core.dialogue.screens import AnswersCard, Screen, Text, When, say
from core.people.ports import PersonRepository
from core.shared.errors import ClearhourError, DayFull, SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transactions

AROUND = timedelta(days=7)


class ResponseAnswers:
    """Accept proposal, Keep; other times and cancelling lead to the booking's own ways."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        answers: AnswerRepository,
        responding: Responding,
        proposals: Proposals,
        moving: Moving,
        holding: Holding,
        rules: Rules,
        settings: SettingsAnswers,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._answers = answers
        self._responding = responding
        self._proposals = proposals
        self._moving = moving
        self._holding = holding
        self._rules = rules
        self._settings = settings

    @property
    def routes(self) -> Routes:
        """They raise Gone, NotYours, NotConnected, and what stops a move."""
        return {
            ShowAnswers: lambda asker, command: self.card(asker, BookingId(command.booking)),
            AcceptProposal: self._accept,
            KeepAnswers: self._keep,
            TellOfAnswers: self._tell,
        }

    async def _tell(self, asker: Asker, command: TellOfAnswers) -> Screen | None:
        await self._rules.set_told_of_answers(asker.person, on=command.on)
        if not command.booking:
            return await self._settings.show(asker)
        return await self.card(asker, BookingId(command.booking))

    async def card(self, asker: Asker, booking: BookingId, hindrance: Text | None = None) -> AnswersCard:
        """The present state. Raises Gone, NotYours."""
        found, move = await self._moving.booking(asker.person, booking)
        answers = (await self._responding.of_bookings((booking,))).get(booking)
        told = await self._rules.told_of_answers(asker.person)
        seen = Seen(asker, found, answers, move, told, hindrance)
        if seen.is_over or seen.moving is not None or not seen.open:
            return settled_card(seen)
        suits = {
            one.key: await self._suits(found, one) for one in seen.open if one.proposed is not None and not found.dates
        }
        busy = any(one.kind is RemarkKind.BUSY for one in seen.open)
        return open_card(seen, suits, await self._times(asker, found) if busy else ())

    async def _times(self, asker: Asker, booking: Booking) -> tuple[datetime, ...]:
        """The three times nearest to the booking's that suit everybody; none where nobody can say now."""
        around = booking.plan.when.widened(AROUND)
        window = Range(max(around.start, asker.now), around.end)
        length = max(1, booking.plan.when.minutes)
        request = FindRequest(booking.host, (), length, window, asker.reader.zone)
        try:
            found = (await self._moving.booking_times(asker.person, booking, request)).found
        except ClearhourError:
            return ()
        return nearest(found.slots, booking.plan.when.start)

    async def _suits(self, booking: Booking, remark: Remark) -> Suits | None:
        """None where nobody can say now."""
        if remark.proposed is None:
            return None
        try:
            return await self._proposals.judge(booking, remark.proposed)
        except ClearhourError:
            return None

    async def _accept(self, asker: Asker, command: AcceptProposal) -> AnswersCard:
        """Holds the proposed time and lets the job move the event; what is no longer proposed shows what is."""
        booking, _ = await self._moving.booking(asker.person, BookingId(command.booking))
        answers = (await self._responding.of_bookings((booking.id,))).get(booking.id)
        wanted = Range(command.start, command.end) if command.start < command.end else None
        proposed = (
            {one.proposed for one in answers.remarks}
            if answers is not None and answerable(booking) and not booking.dates
            else set()
        )
        if wanted is None or wanted not in proposed:
            return await self.card(asker, booking.id)
        if standing(booking) is not None:
            return await self.card(asker, booking.id, say("answers.line.differs"))
        now = booking.plan.when
        if now.start <= wanted.start and wanted.end <= now.end:
            return await self.card(asker, booking.id, say("answers.line.within", when=When(wanted)))
        prepared = await self._proposals.prepare(booking, wanted, asker.reader.zone, asker.request)
        limit = await self._moving.limit_of(prepared)
        try:
            async with self._transactions.write() as tx:
                await self._moving.must_have_room(tx, limit, prepared)
                await self._holding.hold(tx, prepared)
        except DayFull:
            return await self.card(asker, booking.id, say("answers.line.day_full", when=When(wanted)))
        except SlotTaken:
            return await self.card(asker, booking.id, say("answers.line.taken", when=When(wanted)))
        return await self.card(asker, booking.id)

    async def _keep(self, asker: Asker, command: KeepAnswers) -> AnswersCard:
        """What the person saw is settled for them; anything that came since is shown first."""
        booking, _ = await self._moving.booking(asker.person, BookingId(command.booking))
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({booking.host}))
            answers = await self._answers.get(tx, booking.id)
            if answers is not None and command.seen == seen_of(answers):
                keys = frozenset(one.key for one in answers.remarks)
                await self._answers.save(tx, settled(replace(answers, told=answers.told | keys, kept=keys)))
                tx.publish(BookingAnswered(booking.id))
        return await self.card(asker, booking.id)
