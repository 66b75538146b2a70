"""The booking form, the booking's card through its life, bookings and cancelling."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from core.booking.model import Booking, BookingId, BookingState, MeetingPlan
from core.booking.usecases import Holding
from core.booking.usecases.adopting import Adopting
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.compose import CannotBook, stops_here_only
from core.dialogue.answers.differences import adopted_line, state_line, ways_out
from core.dialogue.answers.find import DURATIONS, FindAnswers, default_title
from core.dialogue.commands import (
    Book,
    BookEarliest,
    CancelBooking,
    Find,
    Named,
    OpenBookingForm,
    OpenFindForm,
    ShowBooking,
    ShowBookings,
)
from core.dialogue.health_commands import BookAgain
from core.dialogue.model import CARD, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import (
    Action,
    BookingAsk,
    BookingCard,
    BookingForm,
    BookingLine,
    BookingsCard,
    Names,
    SlotsCard,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.people.model import Invitee
from core.shared.errors import (
    CalendarUnreadable,
    ClearhourError,
    InvalidChoice,
    NotConnected,
    PermissionMissing,
    SlotTaken,
)
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions

LINES = 10
TITLE_LENGTH = 200
NOTE_LENGTH = 2000
MOST_MINUTES = 24 * 60
LOST = {"slot_taken": say("slots.taken"), "day_full": say("slots.day_full")}
"""Failures after which new times are shown at once."""


class BookingAnswers:
    """From an offered time to a booking and its end."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        holding: Holding,
        finding: FindAnswers,
        adopting: Adopting,
        notices: NoticeRepository,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._holding = holding
        self._finding = finding
        self._adopting = adopting
        self._notices = notices

    async def form(self, asker: Asker, command: OpenBookingForm) -> BookingForm:
        """Everything filled in; submit books. Raises NotConnected, CannotBook where a person could write it in Outlook
        themself, and what else stops a booking before it starts."""
        setup = await self._configuring.setup(asker.person)
        invitees = await self._finding.invitees(asker.person, asker.user, command.people)
        when = Range(command.start, command.start + timedelta(minutes=command.duration_minutes))
        title = command.title or default_title(asker.name, invitees)
        plan = MeetingPlan(title, when, invitees)
        try:
            await self._holding.prepare(setup, plan, asker.reader.zone, asker.request)
        except (PermissionMissing, InvalidChoice) as refused:
            if stops_here_only(refused):
                raise CannotBook(plan, refused) from refused
            raise
        assert setup.linked is not None
        minutes = command.duration_minutes
        writing = setup.connection(setup.linked.connection)
        online = bool(invitees) and not (writing is not None and writing.account.is_personal)
        return BookingForm(
            when=When(when),
            writes_to=UserText(setup.linked.name),
            title=UserText(title),
            people=await self._finding.choices(asker, command.people),
            durations=tuple(sorted({*DURATIONS, minutes})),
            duration_minutes=minutes,
            online=online,
            submit=Book(command.start, minutes, command.people, title, online=online),
        )

    async def earliest(self, asker: Asker, command: BookEarliest) -> BookingAsk | SlotsCard:
        """`book …`: the earliest fitting time after one confirmation; without any, the card that says why."""
        _, found = await self._finding.search(asker, command.find)
        if not found.slots:
            return await self._finding.slots(asker, command.find)
        minutes = command.find.duration_minutes or found.setup.preferences.duration_minutes
        offered = OpenBookingForm(found.slots[0], minutes, command.find.people, command.find.title)
        return await self.ask(asker, offered, other=replace(command.find, duration_minutes=minutes))

    async def ask(self, asker: Asker, command: OpenBookingForm, *, other: Find | None = None) -> BookingAsk:
        """One confirmation that shows the date and where it will be written; `other`: the search for other times."""
        form = await self.form(asker, command)
        names = Names(tuple(item.name for item in form.people))
        with_people = (say("ask.with", names=names),) if form.people else ()
        search = other or Find(people=command.people, duration_minutes=command.duration_minutes, title=command.title)
        return BookingAsk(
            heading=say("ask.book"),
            title=form.title,
            when=form.when,
            lines=(*with_people, say("ask.writes_to", calendar=form.writes_to)),
            actions=(
                Action(say("action.book"), form.submit, style=Style.PRIMARY),
                Action(say("action.change"), command),
                Action(say("action.other_times"), search),
            ),
        )

    async def book(self, asker: Asker, command: Book) -> SlotsCard | None:
        """Holds the time and lets the job write it; the booking's card follows by notices. A lost race shows new
        times instead. Raises InvalidChoice for the form's fields, NotConnected, PermissionMissing."""
        title, note = command.title.strip(), command.note.strip()
        if len(title) > TITLE_LENGTH:
            raise InvalidChoice("title", "choice.title_long")
        if len(note) > NOTE_LENGTH:
            raise InvalidChoice("note", "choice.note_long")
        if not 0 < command.duration_minutes <= MOST_MINUTES:
            raise InvalidChoice("duration_minutes", "choice.duration")
        setup = await self._configuring.setup(asker.person)
        invitees = await self._finding.invitees(asker.person, asker.user, command.people)
        if any(invitee.address is None for invitee in invitees):
            raise InvalidChoice("people", "choice.no_address")
        when = Range(command.start, command.start + timedelta(minutes=command.duration_minutes))
        plan = MeetingPlan(title or default_title(asker.name, invitees), when, invitees, command.online, note)
        prepared = await self._holding.prepare(setup, plan, asker.reader.zone, asker.request)
        try:
            async with self._transactions.write() as tx:
                held = await self._holding.hold(tx, prepared)
                await self.follow(tx, asker, held)
        except SlotTaken:
            return await self.other_times(asker, prepared, command)
        return None

    async def other_times(self, asker: Asker, lost: Booking, command: Book | None = None) -> SlotsCard:
        """After a lost race."""
        return await self._finding.slots(asker, again(lost, command), taken=say("slots.taken"))

    async def bookings(self, asker: Asker) -> BookingsCard:
        """Upcoming bookings, soonest first. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        await self._adopting.keep(asker.person)
        upcoming = await self._holding.upcoming(asker.person)
        return BookingsCard(
            bookings=tuple(
                BookingLine(
                    UserText(item.plan.title),
                    When(item.plan.when),
                    tuple(UserText(invitee.name) for invitee in item.plan.invitees),
                    _state(setup, item),
                    (*ways_out(item, asker.now), *_booking_actions(item)),
                )
                for item in upcoming[:LINES]
            ),
            more=max(0, len(upcoming) - LINES),
            actions=(Action(say("action.find"), OpenFindForm()),),
        )

    async def show(self, asker: Asker, command: ShowBooking) -> BookingCard | SlotsCard:
        """One booking as it stands. Raises Gone, NotYours."""
        return await self.card(asker, await self._holding.get(asker.person, BookingId(command.booking)))

    async def cancel(self, asker: Asker, command: CancelBooking) -> BookingAsk | BookingCard | SlotsCard | None:
        """Asks once, then cancels in Outlook; the booking's cards follow by notices."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        if booking.state is not BookingState.CONFIRMED:
            return await self.card(asker, booking)
        if not command.confirmed:
            told = [item for item in booking.plan.invitees if item.address]
            names = Names(tuple(UserText(item.name) for item in told))
            return BookingAsk(
                heading=say("ask.cancel"),
                title=UserText(booking.plan.title),
                when=When(booking.plan.when),
                lines=(say("ask.guests_told", names=names) if told else say("ask.nobody_told"),),
                actions=(
                    Action(say("action.cancel_meeting"), CancelBooking(booking.id, confirmed=True), style=Style.DANGER),
                    Action(say("action.keep"), ShowBooking(booking.id)),
                ),
            )
        async with self._transactions.write() as tx:
            booking = await self._holding.release(tx, asker.person, booking.id)
            await self.follow(tx, asker, booking)
        return None

    async def card(self, asker: Asker, booking: Booking) -> BookingCard | SlotsCard:
        """The present state; new times when the booking lost its time to somebody else."""
        lost = LOST.get(booking.failure or "") if booking.state is BookingState.FAILED else None
        if lost is not None:
            with suppress(ClearhourError):  # somebody meant can't be found any more: the card says what happened
                return await self._finding.slots(asker, again(booking, None), taken=lost)
        try:
            setup = await self._configuring.setup(asker.person)
        except NotConnected:  # disconnected a moment ago
            setup = None
        home = setup.preferences.home_zone if setup else asker.reader.zone
        return BookingCard(
            heading=_heading(booking),
            title=UserText(booking.plan.title),
            when=When(booking.plan.when),
            zone=Zone(asker.reader.zone),
            second_zone=asker.second_zone(home, booking.plan.when.start),
            people=tuple(UserText(item.name) for item in booking.plan.invitees),
            where=say("where.teams") if booking.join_url else None,
            state=_state(setup, booking),
            notes=_notes(setup, booking),
            done=booking.state is BookingState.CONFIRMED,
            actions=(*ways_out(booking, asker.now), *_booking_actions(booking)),
        )

    async def follow(self, tx: Transaction, asker: Asker, booking: Booking) -> None:
        """From now on the clicked message shows this booking; without one, a new message will."""
        subject = f"booking:{booking.id}"
        kind = message_kind(asker.card) if asker.card else CARD
        if asker.card is not None or not await self._notices.of_subject(tx, subject):
            await self._notices.save(tx, Notice(asker.person, subject, kind, asker.user, asker.card))


def again(booking: Booking, command: Book | None) -> Find:
    """The search for another time for the same meeting."""
    people = command.people if command else named(booking.plan.invitees)
    return Find(people=people, duration_minutes=booking.plan.when.minutes, title=booking.plan.title)


def named(invitees: tuple[Invitee, ...]) -> tuple[Named, ...]:
    """The invitees as a command names them."""
    users = [Named("user", item.user.user) if item.user else Named("address", item.address or "") for item in invitees]
    return tuple(item for item in users if item.value)


def _heading(booking: Booking) -> Text:
    """Only a confirmed booking is called booked."""
    return say(f"booking.{booking.state}")


def _state(setup: Setup | None, booking: Booking) -> Text:
    elsewhere = state_line(booking)
    if elsewhere is not None:
        return elsewhere
    if booking.adopted is not None and booking.state is BookingState.CONFIRMED:
        return adopted_line(booking.adopted)
    calendar = setup.calendar(booking.calendar) if setup else None
    where = UserText(calendar.name if calendar else "Outlook")
    if booking.state is BookingState.FAILED:
        return say(f"failed.{booking.failure}", calendars=UserText(booking.failure_detail or ""))
    return say(f"state.{booking.state}", calendar=where)


def _notes(setup: Setup | None, booking: Booking) -> tuple[Text, ...]:
    notes = []
    over = booking.state in (BookingState.CANCELLED, BookingState.FAILED)
    if setup is not None and not over and not setup.preferences.works_in(booking.plan.when):
        notes.append(say("note.outside_hours"))
    outside = [item for item in booking.plan.invitees if item.person not in booking.protected]
    if outside and booking.state is not BookingState.FAILED and booking.adopted is None:
        notes.append(say("note.unprotected", names=Names(tuple(UserText(item.name) for item in outside))))
    if booking.unchecked and not over:
        notes.append(say("note.unchecked", calendars=UserText(booking.unchecked)))
    if booking.plan.online and booking.state is BookingState.CONFIRMED and not booking.join_url:
        notes.append(say("note.no_teams"))
    if booking.failure and booking.state is BookingState.CONFIRMED and state_line(booking) is None:
        notes.append(say(f"note.{booking.failure}"))
    return tuple(notes)


def _booking_actions(booking: Booking) -> tuple[Action, ...]:
    """What can be done now: names are told apart by the meeting's title for a screen reader."""
    actions: list[Action] = []
    title = UserText(booking.plan.title)
    if booking.state is BookingState.CONFIRMED:
        if booking.join_url:
            actions.append(Action(say("action.join"), url=booking.join_url, name=say("name.join", title=title)))
        if booking.web_link:
            actions.append(Action(say("action.open"), url=booking.web_link, name=say("name.open", title=title)))
        cancel = CancelBooking(booking.id)
        if booking.adopted is None or (booking.adopted.is_mine and booking.adopted.series is None):
            actions.append(
                Action(say("action.cancel"), cancel, style=Style.PLAIN, name=say("name.cancel", title=title))
            )
    elif booking.state in (BookingState.HELD, BookingState.PUSHING, BookingState.CANCELLING):
        actions.append(Action(say("action.refresh"), ShowBooking(booking.id), name=say("name.refresh", title=title)))
    else:
        if booking.failure == CalendarUnreadable.code and booking.moves is None:  # tried or booked once more
            actions.append(Action(say("action.retry"), BookAgain(booking.id), style=Style.PRIMARY))
            actions.append(Action(say("action.book_anyway_ask"), BookAgain(booking.id, anyway=True)))
        actions.append(Action(say("action.find_again"), again(booking, None)))
        actions.append(Action(say("action.bookings"), ShowBookings()))
    return tuple(actions)
