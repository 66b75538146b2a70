"""The booking form, the booking's card through its life, bookings and cancelling."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.model import Booking, BookingId, BookingState, MeetingPlan, may_manage
from core.booking.usecases import Holding, Moving
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.handing_over import HandingOver
from core.booking.usecases.responses import Responding
from core.configuration.teams.model import is_team
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.booking_card import Case, again, booking_card, booking_line, guest_card
from core.dialogue.answers.booking_posted import begun_in, channel_of, post_of
from core.dialogue.answers.clock_changes import clock_lines
from core.dialogue.answers.compose import CannotBook, stops_here_only
from core.dialogue.answers.find import DURATIONS, FindAnswers, default_title
from core.dialogue.answers.hand_over_card import is_done
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.answers.series_lines import all_dates, series_actions
from core.dialogue.answers.types_booking import ArrangedBooking
from core.dialogue.answers.wish import repeats_line
from core.dialogue.commands import (
    OWN,
    Book,
    BookEarliest,
    CancelBooking,
    Find,
    OpenBookingForm,
    OpenFindForm,
    ShowBooking,
    ShowBookings,
)
from core.dialogue.model import CARD, Notice, message_kind
from core.dialogue.ports import NoticeRepository
from core.dialogue.screens import (
    Action,
    BookingAsk,
    BookingCard,
    BookingForm,
    BookingsCard,
    Names,
    SlotsCard,
    Style,
    UserText,
    When,
    say,
)
from core.dialogue.titles import title_of
from core.people.model import PersonId
from core.shared.errors import (
    ClearhourError,
    DayFull,
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
        arranged: ArrangedBooking,
        adopting: Adopting,
        handing_over: HandingOver,
        moving: Moving,
        responding: Responding,
        notices: NoticeRepository,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._holding = holding
        self._finding = finding
        self._arranged = arranged
        self._adopting = adopting
        self._handing_over = handing_over
        self._moving = moving
        self._responding = responding
        self._notices = notices

    @property
    def routes(self) -> Routes:
        """Book itself is answered where it is known whether it repeats (series)."""
        return {
            OpenBookingForm: self.ask,
            BookEarliest: self.earliest,
            ShowBookings: lambda asker, _: self.bookings(asker),
            ShowBooking: self.show,
            CancelBooking: self.cancel,
        }

    @property
    def forms(self) -> Forms:
        return {OpenBookingForm: self.form}

    async def form(self, asker: Asker, command: OpenBookingForm) -> BookingForm:
        """Everything filled in; submit books. Raises NotConnected, CannotBook where a person could write it in Outlook
        themself, and what else stops a booking before it starts."""
        if command.terms != OWN:
            people = await self._finding.choices(asker, command.people)
            arranged = await self._arranged.form(asker, command, self._finding.invitees, people)
            return replace(arranged, submit=replace(arranged.submit, channel=asker.channel or command.channel))
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
            writes_to=say("ask.writes_to", calendar=UserText(setup.linked.name)),
            title=UserText(title),
            people=await self._finding.choices(asker, command.people),
            durations=tuple(sorted({*DURATIONS, minutes})),
            duration_minutes=minutes,
            online=online,
            submit=Book(
                command.start,
                minutes,
                command.people,
                title,
                online=online,
                repeats=command.repeats,
                until=command.last_day,
                number=command.dates,
                channel=asker.channel or command.channel,
            ),
            repeats=True,
        )

    async def earliest(self, asker: Asker, command: BookEarliest) -> BookingAsk | SlotsCard:
        """`book …`: the earliest fitting time after one confirmation; without any, the card that says why."""
        _, found = await self._finding.search(asker, command.find)
        if not found.slots:
            return await self._finding.slots(asker, command.find)
        minutes = command.find.duration_minutes or found.setup.preferences.duration_minutes
        find = command.find
        offered = OpenBookingForm(found.slots[0], minutes, find.people, find.title, find.terms, find.channel)
        offered = replace(offered, repeats=find.repeats, last_day=find.last_day, dates=find.dates)
        return await self.ask(asker, offered, other=replace(command.find, duration_minutes=minutes))

    async def ask(self, asker: Asker, command: OpenBookingForm, *, other: Find | None = None) -> BookingAsk:
        """One confirmation that shows the date and where it will be written; `other`: the search for other times."""
        command = replace(command, channel=asker.channel or command.channel)
        form = await self.form(asker, command)
        names = Names(tuple(item.name for item in form.people))
        with_people = (say("ask.with", names=names),) if form.people else ()
        search = other or Find(
            people=command.people,
            duration_minutes=command.duration_minutes,
            title=command.title,
            channel=command.channel,
            terms=command.terms,
            repeats=command.repeats,
            last_day=command.last_day,
            dates=command.dates,
        )
        rule = repeats_line(command.repeats, command.last_day, command.dates)
        needs_end = rule is not None and command.last_day is None and command.dates is None
        repeats = (*((rule,) if rule else ()), *((say("series.needs_end"),) if needs_end else ()))
        book = () if needs_end else (Action(say("action.book"), form.submit, style=Style.PRIMARY),)
        return BookingAsk(
            heading=say("ask.book"),
            title=form.title,
            when=form.when,
            lines=(*with_people, *repeats, form.writes_to, *clock_lines(asker, command.start)),
            actions=(
                *book,
                Action(say("action.change"), command),
                Action(say("action.other_times"), search),
            ),
        )

    async def book(self, asker: Asker, command: Book) -> BookingCard | SlotsCard | None:
        """Holds the time and lets the job write it; the booking's card follows by notices. A lost race shows new
        times instead, what was booked already its booking. Raises InvalidChoice for the form's fields, NotConnected,
        PermissionMissing."""
        command = typed(command)
        if command.terms != OWN:
            return await self._book_arranged(asker, command)
        setup = await self._finding.setup(asker.person)
        invitees = await self._finding.invitees(asker.person, asker.user, command.people)
        if any(invitee.address is None for invitee in invitees):
            raise InvalidChoice("people", "choice.no_address")
        when = Range(command.start, command.start + timedelta(minutes=command.duration_minutes))
        title = command.title or default_title(asker.name, invitees)
        plan = MeetingPlan(title, when, invitees, command.online, command.note)
        prepared = await self._holding.prepare(setup, plan, asker.reader.zone, asker.request)
        try:
            async with self._transactions.write() as tx:
                held = await self._holding.hold(tx, prepared)
                await self.follow(tx, asker, held, command.channel)
        except SlotTaken:
            return await self.other_times(asker, prepared, command)
        return await self._booked_before(asker, held)

    async def _book_arranged(self, asker: Asker, command: Book) -> BookingCard | SlotsCard | None:
        """By a meeting type, or for somebody else."""
        try:
            prepared = await self._arranged.prepare(asker, command, self._finding.invitees)
            async with self._transactions.write() as tx:
                held = await self._arranged.hold(tx, asker, prepared)
                await self.follow(tx, asker, held, command.channel)
        except SlotTaken as lost:
            find = Find(command.people, command.duration_minutes, title=command.title, terms=command.terms)
            find = replace(find, channel=command.channel)
            taken = say("slots.day_full" if isinstance(lost, DayFull) else "slots.taken")
            return await self._finding.slots(asker, find, taken=taken)
        return await self._booked_before(asker, held)

    async def _booked_before(self, asker: Asker, held: Booking) -> BookingCard | SlotsCard | None:
        """The same meeting was asked for from another message: nothing is written any more that would edit this one."""
        return await self.card(asker, held) if held.state is BookingState.CONFIRMED else None

    async def other_times(self, asker: Asker, lost: Booking, command: Book | None = None) -> SlotsCard:
        """After a lost race."""
        return await self._finding.slots(asker, _again(lost, command), taken=say("slots.taken"))

    async def bookings(self, asker: Asker) -> BookingsCard:
        """Upcoming bookings, soonest first. Raises NotConnected."""
        cases = await self.upcoming(asker)
        return BookingsCard(
            bookings=tuple(booking_line(case) for case in cases[:LINES]),
            more=max(0, len(cases) - LINES),
            actions=(Action(say("action.find"), OpenFindForm()),),
        )

    async def upcoming(self, asker: Asker) -> tuple[Case, ...]:
        """The bookings that the asker may manage and that are not over, soonest first. Raises NotConnected."""
        setup = await self._setup(asker.person)
        if setup is not None:
            await self._adopting.keep(asker.person)
        upcoming = await self._holding.upcoming(asker.person)
        if setup is None and not upcoming:  # who never connected may have booked by a meeting type
            raise NotConnected
        mine = [setup if item.host == asker.person else None for item in upcoming]
        moves = [(await self._moving.booking(asker.person, item.id))[1] for item in upcoming]
        answers = await self._responding.of_bookings([item.id for item in upcoming])
        said = [answers.get(item.id) for item in upcoming]
        handed = [await self._handing_over.of(item) for item in upcoming]
        return tuple(Case(asker, *found) for found in zip(upcoming, mine, moves, said, handed, strict=True))

    async def show(self, asker: Asker, command: ShowBooking) -> BookingCard | SlotsCard:
        """One booking as it stands. Raises Gone, NotYours."""
        return await self.card(asker, await self._holding.get(asker.person, BookingId(command.booking)))

    async def cancel(self, asker: Asker, command: CancelBooking) -> BookingAsk | BookingCard | SlotsCard | None:
        """Asks once, then cancels in Outlook; the booking's cards follow by notices. Raises InvalidChoice("comment")
        for more than the guests can be told."""
        booking = await self._holding.get(asker.person, BookingId(command.booking))
        if booking.state is not BookingState.CONFIRMED:
            return await self.card(asker, booking)
        changed = command.start is not None and command.start != to_the_minute(booking.plan.when.start)
        if not command.confirmed or changed:
            return _cancel_ask(booking, changed=changed)
        comment = command.comment.strip()
        if len(comment) > NOTE_LENGTH:
            raise InvalidChoice("comment", "choice.note_long")
        async with self._transactions.write() as tx:
            booking = await self._holding.release(tx, asker.person, booking.id, comment)
            await self.follow(tx, asker, booking)
        return None

    async def card(self, asker: Asker, booking: Booking) -> BookingCard | SlotsCard:
        """The present state for this reader; new times when the booking lost its time to somebody else."""
        if not may_manage(booking, asker.person):
            return await self._guests(asker, booking)
        handed = await self._handing_over.of(booking)
        if is_done(handed) and handed.attempt is not None and may_manage(handed.attempt, asker.person):
            return await self.card(asker, handed.attempt)
        lost = LOST.get(booking.failure or "") if booking.state is BookingState.FAILED else None
        if lost is not None and booking.moves is None:
            with suppress(ClearhourError):  # somebody meant can't be found any more: the card says what happened
                return await self._finding.slots(asker, _again(booking, None), taken=lost)
        setup = await self._setup(asker.person) if asker.person == booking.host else None
        _, move = await self._moving.booking(asker.person, booking.id)
        answers = await self._responding.of_bookings([booking.id])
        about = await self._arranged.about(asker, booking)
        async with self._transactions.read() as tx:
            post = await post_of(tx, self._notices, asker.person, booking.id)
        return booking_card(Case(asker, booking, setup, move, answers.get(booking.id), handed, about, post))

    async def _guests(self, asker: Asker, booking: Booking) -> BookingCard:
        handed = await self._handing_over.of(booking)
        if is_done(handed) and handed.attempt is not None:
            return await self._guests(asker, handed.attempt)
        mine = await self._setup(asker.person)
        _, move = await self._moving.booking(booking.host, booking.id)
        host = booking.behalf.name if booking.behalf else await self._name(booking.host)
        booker = await self._name(booking.booked_by or booking.host)
        told = mine is None or mine.preferences.told_of_bookings
        return guest_card(Case(asker, booking, None, move), host, booker, told=told)

    async def _name(self, person: PersonId) -> str:
        """As their account says; empty for a team calendar's host and for who disconnected."""
        known = None if is_team(person) else await self._setup(person)
        return known.name if known else ""

    async def _setup(self, person: PersonId) -> Setup | None:
        """None for who disconnected a moment ago."""
        try:
            return await self._configuring.setup(person)
        except NotConnected:
            return None

    async def go_on(self, tx: Transaction, asker: Asker, before: Booking, held: Booking) -> None:
        """The same meeting booked once more: its message, and the channel it was searched from."""
        await self.follow(tx, asker, held, await self.searched_in(tx, asker, before))

    async def searched_in(self, tx: Transaction, asker: Asker, booking: Booking) -> str:
        """The channel from which the asker booked it; empty: none."""
        row = await post_of(tx, self._notices, asker.person, booking.id)
        return channel_of(row) if row is not None else ""

    async def follow(self, tx: Transaction, asker: Asker, booking: Booking, channel: str = "") -> None:
        """From now on the clicked message shows this booking; without one, a new message will. `channel`: from where
        its time was searched, when others read along there."""
        await begun_in(tx, self._notices, asker, booking, channel)
        subject = f"booking:{booking.id}"
        kind = message_kind(asker.card) if asker.card else CARD
        if asker.card is not None or not await self._notices.of_subject(tx, subject):
            await self._notices.save(tx, Notice(asker.person, subject, kind, asker.user, asker.card))


def to_the_minute(moment: datetime) -> datetime:
    """As a button carries it."""
    return moment.replace(second=0, microsecond=0)


def typed(command: Book) -> Book:
    """The form as it was sent, without spaces around its words. Raises InvalidChoice for a field that can't be."""
    title, note = command.title.strip(), command.note.strip()
    if len(title) > TITLE_LENGTH:
        raise InvalidChoice("title", "choice.title_long")
    if len(note) > NOTE_LENGTH:
        raise InvalidChoice("note", "choice.note_long")
    if not 0 < command.duration_minutes <= MOST_MINUTES:
        raise InvalidChoice("duration_minutes", "choice.duration")
    return replace(command, title=title, note=note)


def _again(booking: Booking, command: Book | None) -> Find:
    """The search for another time for the same meeting, with the people as they were named."""
    if command is None:
        return again(booking)
    return replace(again(booking), people=command.people, channel=command.channel)


def _cancel_ask(booking: Booking, *, changed: bool) -> BookingAsk:
    told = [item for item in booking.plan.invitees if item.address]
    names = Names(tuple(UserText(item.name) for item in told))
    start = to_the_minute(booking.plan.when.start)
    sure = CancelBooking(booking.id, confirmed=True, start=start)
    return BookingAsk(
        heading=say("ask.cancel"),
        title=title_of(booking),
        when=When(booking.plan.when),
        lines=(
            *((say("ask.changed"),) if changed else ()),
            *all_dates(booking),
            say("ask.guests_told", names=names) if told else say("ask.nobody_told"),
        ),
        actions=(
            Action(say("action.cancel_meeting"), sure, style=Style.DANGER),
            *series_actions(booking),
            Action(say("action.keep"), ShowBooking(booking.id)),
        ),
        comment=say("ask.comment") if told else None,
    )
