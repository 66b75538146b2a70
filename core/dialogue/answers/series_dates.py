"""The dates of a booked series: called off or moved one by one."""

from dataclasses import replace

from core.booking.model import Booking, BookingId, BookingState
from core.booking.repeats import SeriesDate
from core.booking.usecases import Holding
from core.booking.usecases.recurring_dates import RecurringDates
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.series_lines import is_coming, series_lines
from core.dialogue.commands import CancelBooking, ShowBooking
from core.dialogue.screens import (
    Action,
    BookingAsk,
    Day,
    Instant,
    Names,
    Screen,
    SeriesCard,
    SeriesLine,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.dialogue.series_commands import CancelDate, MoveDate, OfferDateMove, OfferSeriesMove, ShowDates
from core.dialogue.titles import title_of
from core.shared.errors import Gone, InvalidChoice, SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transactions

SHOWN = 8


class SeriesDateAnswers:
    """Every press is answered by the present state; what it starts is told by notices."""

    def __init__(
        self, *, transactions: Transactions, holding: Holding, dates: RecurringDates, booking: BookingAnswers
    ) -> None:
        self._transactions = transactions
        self._holding = holding
        self._dates = dates
        self._booking = booking

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, Gone, NotYours, and what looking at Outlook raises."""
        return {
            ShowDates: self.show,
            CancelDate: self.cancel,
            OfferDateMove: self.times,
            MoveDate: self.move,
        }

    async def show(self, asker: Asker, command: ShowDates) -> Screen:
        """The next dates; the booking's card when it is no series that can be changed now."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        if booking.state is not BookingState.CONFIRMED or not booking.dates:
            return await self._booking.card(asker, booking)
        return dates_card(asker, booking)

    async def cancel(self, asker: Asker, command: CancelDate) -> Screen | None:
        """Asks once. The last date that is left is the whole series."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        date = date_of(booking, command.number)
        if booking.state is not BookingState.CONFIRMED or date is None or not is_coming(date, asker.now):
            return await self.show(asker, ShowDates(command.booking))
        if [one for one in booking.dates if is_coming(one, asker.now)] == [date]:
            return await self._booking.cancel(asker, CancelBooking(booking.id))
        if not command.confirmed:
            return _cancel_ask(booking, date, command)
        async with self._transactions.write() as tx:
            booking = await self._dates.end(tx, asker.person, booking.id, date.number)
            await self._booking.follow(tx, asker, booking)
        return None

    async def times(self, asker: Asker, command: OfferDateMove, taken: Text | None = None) -> Screen:
        """Three times between its neighbours."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        date = date_of(booking, command.number)
        if booking.state is not BookingState.CONFIRMED or date is None or not is_coming(date, asker.now):
            return await self.show(asker, ShowDates(command.booking))
        starts = (await self._dates.offer(booking, date, asker.reader.zone)).starts
        was, zone = When(date.when or date.planned), Zone(asker.reader.zone)
        offered = []
        for start in starts:
            there = When(Range(start, start + (was.range.end - was.range.start)))
            label = say("series.start", day=Day(asker.local_date(start)), at=Instant(start))
            name = say("name.move_date", was=was, when=there, zone=zone)
            offered.append(Action(label, MoveDate(booking.id, date.number, start), name=name))
        found = say("series.free_near") if starts else say("series.none_near")
        return SeriesCard(
            heading=say("series.move_where"),
            title=title_of(booking),
            lines=(*((taken,) if taken else ()), found),
            dates=(SeriesLine(was, (), tuple(offered)),),
            more=0,
            notes=(),
            actions=(Action(say("action.back"), ShowDates(booking.id)),),
        )

    async def move(self, asker: Asker, command: MoveDate) -> Screen | None:
        """Holds the time for everybody and lets the job move the date; the cards follow by notices. A lost race shows
        other times."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        date = date_of(booking, command.number)
        if booking.state is not BookingState.CONFIRMED or date is None or not is_coming(date, asker.now):
            return await self.show(asker, ShowDates(command.booking))
        if date.when is not None and date.when.start == command.start:
            return await self._booking.card(asker, booking)
        prepared = await self._dates.prepare_move(booking, date, command.start, asker.reader.zone, asker.request)
        try:
            async with self._transactions.write() as tx:
                await self._holding.hold(tx, prepared)
                await self._booking.follow(tx, asker, booking)
        except SlotTaken:
            return await self.times(asker, OfferDateMove(booking.id, date.number), say("slots.taken_move"))
        except (InvalidChoice, Gone):  # another device was faster: cancelled it, or moves another date just now
            return await self._booking.show(asker, ShowBooking(booking.id))
        return None


def dates_card(asker: Asker, booking: Booking) -> SeriesCard:
    """Its next dates with what can be done about each."""
    coming = [one for one in booking.dates if is_coming(one, asker.now)]
    title = title_of(booking)
    all_dates = CancelBooking(booking.id)
    opened = (
        (Action(say("action.open"), url=booking.web_link, name=say("name.open", title=title)),)
        if booking.web_link
        else ()
    )
    return SeriesCard(
        heading=say("series.dates"),
        title=title,
        lines=series_lines(booking, asker),
        dates=tuple(_line(booking, one) for one in coming[:SHOWN]),
        more=max(0, len(coming) - SHOWN),
        notes=(),
        actions=(
            Action(say("action.back"), ShowBooking(booking.id)),
            Action(say("action.move_all"), OfferSeriesMove(booking.id), name=say("name.move_all", title=title)),
            *opened,
            Action(say("action.cancel_all"), all_dates, name=say("name.cancel_all", title=title)),
        ),
    )


def date_of(booking: Booking, number: int) -> SeriesDate | None:
    """Raises Gone for a number that it never had."""
    found = next((one for one in booking.dates if one.number == number), None)
    if found is None:
        raise Gone
    return found


def _line(booking: Booking, one: SeriesDate) -> SeriesLine:
    when = When(one.when or one.planned)
    if one.ending:
        return SeriesLine(when, (say("series.ending"),), ())
    moved = (say("series.moved_from", was=When(one.planned)),) if one.is_exception else ()
    over = (say("series.over_own"),) if one.anyway else ()
    return SeriesLine(
        when,
        (*moved, *over),
        (
            Action(
                say("action.move_date"), OfferDateMove(booking.id, one.number), name=say("name.move_this", when=when)
            ),
            Action(
                say("action.cancel_date"), CancelDate(booking.id, one.number), name=say("name.cancel_date", when=when)
            ),
        ),
    )


def _cancel_ask(booking: Booking, date: SeriesDate, command: CancelDate) -> BookingAsk:
    told = [item for item in booking.plan.invitees if item.address]
    names = Names(tuple(UserText(item.name) for item in told))
    return BookingAsk(
        heading=say("ask.cancel_date"),
        title=title_of(booking),
        when=When(date.when or date.planned),
        lines=(say("ask.guests_told", names=names) if told else say("ask.nobody_told"), say("ask.others_stay")),
        actions=(
            Action(say("action.cancel_this_date"), replace(command, confirmed=True), style=Style.DANGER),
            Action(say("action.cancel_all"), CancelBooking(booking.id)),
            Action(say("action.keep"), ShowDates(booking.id)),
        ),
    )
