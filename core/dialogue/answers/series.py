"""Putting a series together: every date is checked, each that clashes is decided about, one confirmation books them."""

from collections.abc import Iterable
from datetime import timedelta

from core.booking.model import BookingId, BookingState, MeetingPlan
from core.booking.ports import BookingRepository
from core.booking.repeats import checked
from core.booking.usecases import Holding
from core.booking.usecases.recurring import Decided, Decision, Recurring, Reviewed, decisions
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers, typed
from core.dialogue.answers.booking_card import named
from core.dialogue.answers.find import FindAnswers, default_title
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.series_cards import review_card, times_card
from core.dialogue.answers.series_dates import SeriesDateAnswers
from core.dialogue.answers.series_moves import SeriesMoveAnswers
from core.dialogue.commands import OWN, Book
from core.dialogue.drafts import KEEP_DRAFT_FOR, DraftId, SeriesDraft, SeriesDrafts, payload_of
from core.dialogue.payloads import BadPayload
from core.dialogue.screens import Screen, SeriesCard, Text, say
from core.dialogue.series_commands import (
    BookSeries,
    DecideDate,
    MoveSeries,
    OfferDates,
    ReviewAgain,
    ReviewSeries,
    SkipClashes,
)
from core.shared.errors import Gone, InvalidChoice, NotYours, SlotTaken
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.shared.transaction import Transactions

ONCE = "none"


class SeriesAnswers:
    """From the form to a hold of every date; what is booked is answered by `dates`."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        recurring: Recurring,
        holding: Holding,
        finding: FindAnswers,
        booking: BookingAnswers,
        dates: SeriesDateAnswers,
        moves: SeriesMoveAnswers,
        bookings: BookingRepository,
        drafts: SeriesDrafts,
    ) -> None:
        self._transactions = transactions
        self._recurring = recurring
        self._holding = holding
        self._finding = finding
        self._booking = booking
        self._dates = dates
        self._moves = moves
        self._bookings = bookings
        self._drafts = drafts

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, Gone, NotYours, InvalidChoice."""
        return {
            Book: self._single_or_series,
            ReviewSeries: self.review,
            DecideDate: self.decide_one,
            SkipClashes: self.skip_clashes,
            OfferDates: self.times,
            BookSeries: self.book,
            ReviewAgain: self.again,
            MoveSeries: self._begin_move,
            **self._dates.routes,
            **self._moves.routes,
        }

    async def _single_or_series(self, asker: Asker, command: Book) -> Screen | None:
        """A meeting that repeats is looked at date by date first; one by a meeting type is always single."""
        if command.repeats == ONCE or command.terms != OWN:
            return await self._booking.book(asker, command)
        return await self.begin(asker, command)

    async def begin(self, asker: Asker, command: Book) -> SeriesCard:
        """The form was sent: nothing is written, every date is checked. Raises InvalidChoice for its fields."""
        command = typed(command)
        checked(command.repeats, command.until, command.number)
        return await self._kept(asker, command, (), asker.reader.zone)

    async def review(self, asker: Asker, command: ReviewSeries) -> SeriesCard:
        """How it stands now."""
        draft = await self._draft(asker, command.draft)
        if command.fresh:
            draft = draft.deciding(await self._moves.stays(asker, draft) if draft.moves else ())
            await self._save(draft)
        await self._finding.count(asker, draft.book.people)
        return review_card(asker, draft, await self._reviewed(asker, draft))

    async def decide_one(self, asker: Asker, command: DecideDate) -> SeriesCard:
        decided = Decided(command.number, Decision(command.decision), command.start)
        return await self.decide(asker, command.draft, (decided,))

    async def decide(self, asker: Asker, draft_id: str, decided: Iterable[Decided]) -> SeriesCard:
        """Keeps what was decided, and shows what is left. A decision that can't be changes nothing."""
        draft = (await self._draft(asker, draft_id)).with_decided(decided)
        reviewed = await self._reviewed(asker, draft)
        await self._save(draft)
        return review_card(asker, draft, reviewed)

    async def skip_clashes(self, asker: Asker, command: SkipClashes) -> SeriesCard:
        """What clashes now, which may be more than the card showed: each is named on the next."""
        draft = await self._draft(asker, command.draft)
        found = (await self._reviewed(asker, draft)).clashes
        return await self.decide(asker, draft.id, [Decided(one.date.number, Decision.SKIP) for one in found])

    async def times(self, asker: Asker, command: OfferDates) -> SeriesCard:
        """Three times near one date. Raises TooManySearches."""
        draft = await self._draft(asker, command.draft)
        reviewed = await self._reviewed(asker, draft)
        date = next((one for one in reviewed.dates if one.number == command.number), None)
        if date is None:
            raise Gone
        await self._finding.count(asker, draft.book.people)
        return times_card(asker, draft, reviewed, date, await self._recurring.near(reviewed, date.number))

    async def book(self, asker: Asker, command: BookSeries) -> Screen | None:
        """Holds every date, and lets the job write them; the card follows by notices. What clashes by now is shown."""
        draft = await self._draft(asker, command.draft)
        request = f"series:{draft.id}"
        if draft.moves is not None:
            return await self._moves.confirm(asker, draft, await self._reviewed(asker, draft), request)
        async with self._transactions.read() as tx:
            known = await self._bookings.by_request(tx, asker.person, request)
        if known is not None:
            return await self._booking.card(asker, known)
        reviewed = await self._reviewed(asker, draft)
        if reviewed.clashes or not reviewed.taking_place:
            return review_card(asker, draft, reviewed, say("series.taken") if reviewed.clashes else None)
        prepared = await self._recurring.prepare(reviewed, request)
        try:
            async with self._transactions.write() as tx:
                held = await self._holding.hold(tx, prepared)
                await self._booking.follow(tx, asker, held, draft.book.channel)
        except SlotTaken:
            return review_card(asker, draft, await self._reviewed(asker, draft), say("series.taken"))
        return None

    async def again(self, asker: Asker, command: ReviewAgain) -> Screen:
        """One that couldn't be booked, with the decisions it had."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        rule, plan = booking.plan.repeats, booking.plan
        if rule is None or booking.state is not BookingState.FAILED:
            return await self._booking.card(asker, booking)
        async with self._transactions.read() as tx:
            channel = await self._booking.searched_in(tx, asker, booking)
        book = Book(
            plan.when.start,
            plan.when.minutes,
            named(plan.invitees),
            plan.title,
            online=plan.online,
            note=plan.note,
            repeats=rule.every.value,
            until=rule.until,
            number=rule.number,
            channel=channel,
        )
        return await self._kept(asker, book, decisions(booking.dates), booking.zone, say("series.taken"))

    async def _kept(
        self, asker: Asker, book: Book, decided: Iterable[Decided], zone: str, taken: Text | None = None
    ) -> SeriesCard:
        await self._finding.count(asker, book.people)
        payload = payload_of(book, decided, zone)
        draft = SeriesDraft(DraftId(new_id()), asker.person, payload, asker.now + KEEP_DRAFT_FOR)
        reviewed = await self._reviewed(asker, draft)
        await self._save(draft)
        return review_card(asker, draft, reviewed, taken)

    async def _begin_move(self, asker: Asker, command: MoveSeries) -> Screen:
        begun = await self._moves.begun(asker, command)
        if not isinstance(begun, SeriesDraft):
            return begun
        reviewed = await self._reviewed(asker, begun)
        await self._save(begun)
        return review_card(asker, begun, reviewed)

    async def _reviewed(self, asker: Asker, draft: SeriesDraft) -> Reviewed:
        if draft.moves is not None:
            return await self._moves.reviewed(asker, draft)
        book = draft.book
        invitees = await self._finding.invitees(asker.person, asker.user, book.people)
        if any(invitee.address is None for invitee in invitees):
            raise InvalidChoice("people", "choice.no_address")
        when = Range(book.start, book.start + timedelta(minutes=book.duration_minutes))
        rule = checked(book.repeats, book.until, book.number)
        title = book.title or default_title(asker.name, invitees)
        plan = MeetingPlan(title, when, invitees, book.online, book.note, repeats=rule)
        return await self._recurring.review(asker.person, plan, draft.zone, draft.decided)

    async def _draft(self, asker: Asker, draft_id: str) -> SeriesDraft:
        """Raises Gone also for one that an earlier version of the program made, NotYours."""
        async with self._transactions.read() as tx:
            draft = await self._drafts.get(tx, DraftId(draft_id), asker.now)
        if draft is None:
            raise Gone
        if draft.person != asker.person:
            raise NotYours
        try:
            _ = draft.book
        except BadPayload as outdated:
            raise Gone from outdated
        return draft

    async def _save(self, draft: SeriesDraft) -> None:
        async with self._transactions.write() as tx:
            await self._drafts.save(tx, draft)
