"""Moving a booking from any card: which one, to which time, sure; and whether to be told of others' bookings."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.booking.model import Booking, BookingId, BookingState
from core.booking.usecases import Holding
from core.booking.usecases.moving import BookingTimes, Moving
from core.configuration.rules import Rules
from core.configuration.usecases import Configuring
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking import BookingAnswers, to_the_minute
from core.dialogue.answers.booking_card import (
    Case,
    can_cancel,
    can_move,
    cancel_action,
    is_fresh,
    move_action,
    opened,
    state_of,
)
from core.dialogue.answers.clock_changes import clock_lines
from core.dialogue.answers.find import slots_card
from core.dialogue.answers.routing import Routes
from core.dialogue.answers.settings import SettingsAnswers
from core.dialogue.answers.wish import SEARCH_DAYS, find_request
from core.dialogue.booking_commands import ChooseBooking, MoveBooking, OfferTimes, TellOfBookings
from core.dialogue.commands import CancelBooking, Find, OpenFindForm, ShowBooking
from core.dialogue.model import Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import (
    Action,
    BookingAsk,
    BookingLine,
    BookingsCard,
    Instant,
    Names,
    Screen,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.dialogue.titles import title_of
from core.shared.errors import ClearhourError, DayFull, Gone, InvalidChoice, SlotTaken
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions

CHOICES = 10
LOST = {"slot_taken": say("slots.taken_move"), "day_full": say("slots.day_full_move")}
"""Failures of a move after which new times are shown at once."""


class BookingLifeAnswers:
    """Every press is answered by the present state; what it starts is told by notices."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        rules: Rules,
        settings: SettingsAnswers,
        moving: Moving,
        holding: Holding,
        booking: BookingAnswers,
        notices: NoticeRepository,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._rules = rules
        self._settings = settings
        self._moving = moving
        self._holding = holding
        self._booking = booking
        self._notices = notices

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, Gone, NotYours, and what looking at Outlook raises."""
        return {
            ChooseBooking: self.choose,
            OfferTimes: self.times,
            MoveBooking: self.move,
            TellOfBookings: self.tell,
        }

    async def choose(self, asker: Asker, command: ChooseBooking) -> Screen | None:
        """The bookings to pick from; the only one goes on at once."""
        moves = command.what == "move"
        cases = [one for one in await self._booking.upcoming(asker) if _can(one, moves=moves)]
        if len(cases) == 1:
            (one,) = cases
            if moves:
                return await self.times(asker, OfferTimes(one.booking.id, command.find))
            return await self._booking.cancel(asker, CancelBooking(one.booking.id))
        return BookingsCard(
            bookings=tuple(_choice(one, command) for one in cases[:CHOICES]),
            more=max(0, len(cases) - CHOICES),
            actions=(Action(say("action.find"), OpenFindForm()),),
            heading=say(f"bookings.{command.what}") if cases else None,
        )

    async def times(self, asker: Asker, command: OfferTimes, *, taken: Text | None = None) -> Screen:
        """Times that are free for everybody; the present state where nothing can be moved."""
        booking, last = await self._moving.booking(asker.person, BookingId(command.booking))
        if not can_move(booking) or (last is not None and last.is_live(asker.now)):
            return await self._booking.card(asker, booking)
        horizon = (await self._configuring.setup(booking.host)).preferences.horizon_days
        asked = _near(asker, booking, command.find)
        request = find_request(asker, asked, booking.host, (), max(1, booking.plan.when.minutes), horizon)
        offered = await self._moving.booking_times(asker.person, booking, request)
        card = slots_card(
            asker,
            asked,
            offered.found,
            say("slots.move", title=title_of(booking), when=When(booking.plan.when)),
            lambda start: _slot(asker, booking, start),
            lambda after: _actions(asker, booking, asked, after),
            taken,
        )
        return replace(card, nothing=_nothing(offered, card.nothing))

    async def move(self, asker: Asker, command: MoveBooking) -> Screen | None:
        """Asks once, then holds the time for everybody and lets the job move it; the cards follow by notices. A lost
        race shows new times."""
        booking, last = await self._moving.booking(asker.person, BookingId(command.booking))
        under_way = last is not None and last.is_live(asker.now)
        if under_way or not can_move(booking) or to_the_minute(booking.plan.when.start) != command.was:
            return await self._booking.card(asker, booking)
        if not command.confirmed:
            return _move_ask(asker, booking, command)
        prepared = await self._moving.prepare_booking(booking, command.start, asker.reader.zone, asker.request)
        limit = await self._moving.limit_of(prepared)
        try:
            async with self._transactions.write() as tx:
                await self._moving.must_have_room(tx, limit, prepared)
                held = await self._holding.hold(tx, prepared)
                await self._booking.follow(tx, asker, booking)
                await self._follow_hold(tx, asker, held)
        except SlotTaken as lost:
            taken = LOST["day_full" if isinstance(lost, DayFull) else "slot_taken"]
            return await self.times(asker, OfferTimes(booking.id), taken=taken)
        except (InvalidChoice, Gone):  # another device was faster: cancelled it, or moves it elsewhere
            return await self._booking.show(asker, ShowBooking(booking.id))
        return None

    async def face(self, asker: Asker, booking: Booking) -> Screen:
        """What a message about the booking shows when something changed: new times where the move was asked for that
        was lost to somebody else, the booking's card elsewhere."""
        if asker.card is not None:
            lost = await self._lost_here(asker, booking)
            if lost is not None:
                try:
                    return await self.times(asker, OfferTimes(booking.id), taken=lost)
                except ClearhourError:  # Outlook doesn't answer just now: the card says what happened
                    pass
        return await self._booking.card(asker, booking)

    async def tell(self, asker: Asker, command: TellOfBookings) -> Screen | None:
        """Saves it, and shows the message that was pressed, or the settings."""
        await self._rules.tell_of_bookings(asker.person, on=command.on)
        if not command.booking:
            return await self._settings.show(asker)
        async with self._transactions.read() as tx:
            mine = await self._notices.of_subject(tx, f"booking:{command.booking}")
        if not any(one.person == asker.person for one in mine):
            return await self._settings.show(asker)
        return await self._booking.card(asker, await self._moving.any_booking(BookingId(command.booking)))

    async def _follow_hold(self, tx: Transaction, asker: Asker, held: Booking) -> None:
        """The message that was clicked shows new times should the hold lose its time."""
        if asker.card is not None:
            kind = message_kind(asker.card)
            await self._notices.save(tx, Notice(asker.person, f"booking:{held.id}", kind, asker.user, asker.card))

    async def _lost_here(self, asker: Asker, booking: Booking) -> Text | None:
        """Why the move that was asked for in this message was lost; None when none was."""
        assert asker.card is not None
        _, last = await self._moving.booking(booking.host, booking.id)
        if last is None or last.state is not BookingState.FAILED or last.failure not in LOST:
            return None
        async with self._transactions.read() as tx:
            shown = await self._notices.of_message(tx, asker.person, asker.card)
        here = is_fresh(last, asker.now) and any(one.subject == f"booking:{last.id}" for one in shown)
        return LOST[last.failure] if here else None


def _can(case: Case, *, moves: bool) -> bool:
    return can_move(case.booking) and case.moving is None if moves else can_cancel(case.booking)


def _choice(case: Case, command: ChooseBooking) -> BookingLine:
    booking = case.booking
    action = move_action(booking, command.find) if command.what == "move" else cancel_action(booking)
    people = tuple(UserText(item.name) for item in booking.plan.invitees)
    title = title_of(booking)
    return BookingLine(title, When(booking.plan.when), people, state_of(case), (action, *opened(case)))


def _near(asker: Asker, booking: Booking, find: Find) -> Find:
    """Unless days were named: from the booking's own day on."""
    since = find.since or max(asker.today, asker.local_date(booking.plan.when.start))
    return replace(find, since=since, until=find.until or since + timedelta(days=SEARCH_DAYS - 1))


def _slot(asker: Asker, booking: Booking, start: datetime) -> Action:
    """A button that is the time."""
    when = booking.plan.when
    command = MoveBooking(booking.id, start, to_the_minute(when.start))
    there = When(Range(start, start + (when.end - when.start)))
    title = title_of(booking)
    return Action(
        Instant(start), command, name=say("name.move_to", title=title, when=there, zone=Zone(asker.reader.zone))
    )


def _actions(asker: Asker, booking: Booking, asked: Find, after: datetime | None) -> tuple[Action, ...]:
    first, last = asked.since or asker.today, asked.until or asker.today
    actions = []
    if after is not None:
        actions.append(Action(say("action.more_times"), OfferTimes(booking.id, replace(asked, after=after))))
    if first > asker.today:
        earlier = max(asker.today, first - timedelta(days=SEARCH_DAYS))
        actions.append(_days("action.earlier", booking, asked, earlier, first - timedelta(days=1)))
    behind = last + timedelta(days=1)
    actions.append(_days("action.next_two_weeks", booking, asked, behind, last + timedelta(days=SEARCH_DAYS)))
    actions.append(Action(say("action.keep_as_is"), ShowBooking(booking.id)))
    return tuple(actions)


def _days(key: str, booking: Booking, asked: Find, first: date, last: date) -> Action:
    return Action(say(key), OfferTimes(booking.id, replace(asked, since=first, until=last, after=None)))


def _nothing(offered: BookingTimes, said: Text | None) -> Text | None:
    """What can't be read is named; else there is simply no other time in these days."""
    return say("slots.nothing_else") if said is not None and not offered.found.unreadable else said


def _move_ask(asker: Asker, booking: Booking, command: MoveBooking) -> BookingAsk:
    told = [item for item in booking.plan.invitees if item.address]
    names = Names(tuple(UserText(item.name) for item in told))
    when = booking.plan.when
    return BookingAsk(
        heading=say("ask.move"),
        title=title_of(booking),
        when=When(Range(command.start, command.start + (when.end - when.start))),
        lines=(
            say("ask.move_from", when=When(when)),
            say("ask.guests_told", names=names) if told else say("ask.nobody_told"),
            *clock_lines(asker, command.start),
        ),
        actions=(
            Action(say("action.yes_move"), replace(command, confirmed=True), style=Style.PRIMARY),
            Action(say("action.other_times"), OfferTimes(booking.id)),
            Action(say("action.keep_as_is"), ShowBooking(booking.id)),
        ),
    )
