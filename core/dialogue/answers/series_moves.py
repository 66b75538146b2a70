"""Moving every date of a booked series that is to come: where to, then the dates that clash, then one confirmation."""

from datetime import date, timedelta

from core.booking.model import Booking, BookingId, BookingState
from core.booking.usecases import Holding
from core.booking.usecases.moving import Moving
from core.booking.usecases.recurring import Decided, Reviewed
from core.booking.usecases.recurring_moving import Fit, SeriesMoving, coming
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.booking_card import named
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.series_cards import review_card
from core.dialogue.answers.series_lines import series_lines
from core.dialogue.commands import Book, ShowBooking
from core.dialogue.drafts import KEEP_DRAFT_FOR, DraftId, SeriesDraft, payload_of
from core.dialogue.screens import Action, Day, Instant, Screen, SeriesCard, SeriesLine, Text, When, Zone, say
from core.dialogue.series_commands import MoveSeries, OfferSeriesMove, ShowDates
from core.dialogue.titles import title_of
from core.shared.errors import Gone, InvalidChoice, SlotTaken
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.shared.transaction import Transactions

DAYS = 7
TIMES_SHOWN = 10


class SeriesMoveAnswers:
    """Every press is answered by the present state; what it starts is told by notices."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        holding: Holding,
        moving: Moving,
        series: SeriesMoving,
        finding: FindAnswers,
        booking: BookingAnswers,
    ) -> None:
        self._transactions = transactions
        self._holding = holding
        self._moving = moving
        self._series = series
        self._finding = finding
        self._booking = booking

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, Gone, NotYours, TooManySearches."""
        return {OfferSeriesMove: self.times}

    async def times(self, asker: Asker, command: OfferSeriesMove, taken: Text | None = None) -> Screen:
        """The nearest times that suit every date, and the days of a week to choose from."""
        booking = await self._movable(asker, command.booking)
        if isinstance(booking, Screen):
            return booking
        await self._finding.count(asker, named(booking.plan.invitees))
        zone = asker.reader.zone
        fits = (await self._series.offer(booking, zone, command.day))[:TIMES_SHOWN]
        first = coming(booking, asker.now)[0].planned
        return SeriesCard(
            heading=say("series.move_all_where"),
            title=title_of(booking),
            lines=(
                *((taken,) if taken else ()),
                *series_lines(booking, asker)[:1],
                _found(command, fits),
            ),
            dates=(SeriesLine(When(first), (), tuple(_time(asker, booking, one) for one in fits)),) if fits else (),
            more=0,
            notes=(say("series.hours"),),
            actions=(*_days(asker, booking, first, command.day), _keep(booking)),
        )

    async def begun(self, asker: Asker, command: MoveSeries) -> SeriesDraft | Screen:
        """A draft of the move. Raises InvalidChoice for a time at which it can't be, TooManySearches."""
        booking = await self._movable(asker, command.booking)
        if isinstance(booking, Screen):
            return booking
        plan = booking.plan
        await self._finding.count(asker, named(plan.invitees))
        book = Book(command.start, plan.when.minutes, (), plan.title)
        stays = self._series.stays(booking, command.start)
        payload = payload_of(book, stays, booking.zone, booking.id)
        return SeriesDraft(DraftId(new_id()), asker.person, payload, asker.now + KEEP_DRAFT_FOR)

    async def stays(self, asker: Asker, draft: SeriesDraft) -> tuple[Decided, ...]:
        """What is decided from the beginning."""
        return self._series.stays(await self._series_of(asker, draft), draft.book.start)

    async def reviewed(self, asker: Asker, draft: SeriesDraft) -> Reviewed:
        """Every date as it stands now. Raises Gone when it is no series any more that can move."""
        return await self._series.review(await self._series_of(asker, draft), draft.book.start, draft.decided)

    async def confirm(self, asker: Asker, draft: SeriesDraft, reviewed: Reviewed, request: str) -> Screen | None:
        """Holds every date for everybody and lets the job move them; the cards follow by notices."""
        booking = await self._movable(asker, draft.moves or "")
        if isinstance(booking, Screen):
            return booking
        if reviewed.clashes or not reviewed.taking_place:
            return review_card(asker, draft, reviewed, say("series.taken_move") if reviewed.clashes else None)
        prepared = await self._series.prepare(reviewed, request)
        try:
            async with self._transactions.write() as tx:
                await self._holding.hold(tx, prepared)
                await self._booking.follow(tx, asker, booking)
        except SlotTaken:
            return review_card(asker, draft, await self.reviewed(asker, draft), say("series.taken_move"))
        except (InvalidChoice, Gone):  # another device was faster: cancelled it, or moves it elsewhere
            return await self._booking.show(asker, ShowBooking(booking.id))
        return None

    async def _movable(self, asker: Asker, booking_id: str) -> Booking | Screen:
        """The card where nothing of it can move now."""
        booking, last = await self._moving.booking(asker.person, BookingId(booking_id))
        under_way = last is not None and last.is_live(asker.now)
        if booking.state is not BookingState.CONFIRMED or not booking.dates or under_way:
            return await self._booking.card(asker, booking)
        return booking

    async def _series_of(self, asker: Asker, draft: SeriesDraft) -> Booking:
        booking = await self._holding.get(asker.person, BookingId(draft.moves or ""))
        if booking.state is not BookingState.CONFIRMED or not booking.dates:
            raise Gone
        return booking


def _found(command: OfferSeriesMove, fits: tuple[Fit, ...]) -> Text:
    if command.day is None:
        return say("series.all_free" if fits else "series.none_fits_all")
    return say("series.day_times" if fits else "series.none_that_day", day=Day(command.day))


def _time(asker: Asker, booking: Booking, fit: Fit) -> Action:
    """A time of the next date; pressed, every date is shown before anything moves."""
    day, at, zone = Day(asker.local_date(fit.start)), Instant(fit.start), Zone(asker.reader.zone)
    title, goal = title_of(booking), MoveSeries(booking.id, fit.start)
    if not fit.clashes:
        name = say("name.move_all_to", day=day, at=at, title=title, zone=zone)
        return Action(say("series.start", day=day, at=at), goal, name=name)
    clashing = say("name.move_all_clashing", day=day, at=at, n=fit.clashes, title=title, zone=zone)
    return Action(say("series.start_clashes", day=day, at=at, n=fit.clashes), goal, name=clashing)


def _days(asker: Asker, booking: Booking, first: Range, chosen: date | None) -> tuple[Action, ...]:
    """The days around the next date: each leads to its times."""
    middle = asker.local_date(first.start)
    begin = max(asker.today, middle - timedelta(days=middle.weekday()))
    days = [begin + timedelta(days=number) for number in range(DAYS)]
    return tuple(
        Action(say("series.on_day", day=Day(day)), OfferSeriesMove(booking.id, day)) for day in days if day != chosen
    )


def _keep(booking: Booking) -> Action:
    return Action(say("action.back"), ShowDates(booking.id))
