"""What the invited answer: kept for each booking as Outlook's copy of it says, and told upwards when it changes."""

from collections.abc import Collection

from core.booking.disagreement import is_of
from core.booking.model import Booking, BookingId
from core.booking.ports import BookingRepository, EventLook
from core.booking.response_ports import AnswerRepository
from core.booking.responses import (
    Answers,
    BookingAnswered,
    DatesSaid,
    answerable,
    has_answers,
    renewed,
    said_of_dates,
    with_dates,
)
from core.booking.usecases.comparing import UNKNOWN
from core.booking.usecases.team_routes import TeamRoutes
from core.configuration.model import CalendarId
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.errors import Gone, NotYours, OutlookUnavailable
from core.shared.transaction import Transaction, Transactions
from core.sync.model import Event
from core.sync.ports import MirrorRepository, SyncStates


class Responding:
    """Reads answers from the copies; where a calendar isn't copied, from Outlook once a day. The master of a series is
    in no copy: Outlook is asked for it when its dates show answers, and once a day."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        answers: AnswerRepository,
        states: SyncStates,
        mirror: MirrorRepository,
        look: EventLook,
        routes: TeamRoutes,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._answers = answers
        self._states = states
        self._mirror = mirror
        self._look = look
        self._routes = routes
        self._clock = clock

    async def of_bookings(self, bookings: Collection[BookingId]) -> dict[BookingId, Answers]:
        """What is known of these; a booking of which nothing is known is missing."""
        async with self._transactions.read() as tx:
            return dict(await self._answers.of_bookings(tx, bookings))

    async def get(self, host: PersonId, booking_id: BookingId) -> tuple[Booking, Answers | None]:
        """One booking of this host's, with its answers. Raises Gone, NotYours."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
            answers = await self._answers.get(tx, booking_id)
        if booking is None:
            raise Gone
        if booking.host != host:
            raise NotYours
        return booking, answers

    async def copy_changed(self, person: PersonId, calendar: CalendarId) -> None:
        """Somebody answered an invitation in this calendar: looks which booking's it was. Raises OutlookUnavailable."""
        mine = [one for one in await self._of_person(person) if one.calendar == calendar]
        async with self._transactions.read() as tx:
            copy = await self._mirror.everything(tx, calendar) if mine else {}
        await self._keep([one for one in mine if not one.dates], tuple(copy.values()))
        for booking in mine:
            if booking.dates and any(one.series == booking.outlook_id and one.attendees for one in copy.values()):
                await self._look_at(booking, tuple(copy.values()))

    async def booking_changed(self, booking_id: BookingId) -> None:
        """It was confirmed or moved: the copy may know more than we did, or its answers belong to another time now."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
            if booking is None or not answerable(booking) or booking.dates:
                return
            copy = await self._mirror.everything(tx, booking.calendar)
        await self._keep([booking], tuple(copy.values()))

    async def unwatched(self, person: PersonId) -> None:
        """Once a day: asks Outlook about the bookings whose calendar no copy answers for. What it doesn't tell now it
        may tell tomorrow."""
        mine = await self._of_person(person)
        async with self._transactions.read() as tx:
            states = await self._states.of_calendars(tx, {one.calendar for one in mine})
        watched = {key for key, state in states.items() if state.error in (None, OutlookUnavailable.code)}
        for booking in mine:
            if booking.calendar not in watched or booking.dates:
                try:
                    await self._look_at(booking)
                except OutlookUnavailable:
                    continue

    async def _look_at(self, booking: Booking, copy: Collection[Event] | None = None) -> None:
        """`copy`: of the calendar, which shows what was said to the single dates of a series."""
        try:
            event = await self._look.event(booking.connection, booking.outlook_calendar_id, booking.outlook_id or "")
        except UNKNOWN:
            return
        if event is not None:
            dates = (
                said_of_dates(booking, event, copy, self._clock.now()) if booking.dates and copy is not None else None
            )
            await self._keep([booking], (event,), dates)

    async def _keep(
        self, bookings: Collection[Booking], events: Collection[Event], dates: DatesSaid | None = None
    ) -> None:
        """Compares first, so that most looks lock and write nothing."""
        found = {one.id: event for one in bookings if (event := _event_of(one, events)) is not None}
        known = await self.of_bookings(found.keys())
        async with self._transactions.read() as tx:
            changed = [
                one
                for one in bookings
                if one.id in found
                and await self._after(tx, one, found[one.id], known.get(one.id), dates) != known.get(one.id)
            ]
        for booking in changed:
            await self._write(booking, found[booking.id], dates)

    async def _write(self, seen: Booking, event: Event, dates: DatesSaid | None) -> None:
        async with self._transactions.write() as tx:
            try:
                await self._persons.lock(tx, frozenset({seen.host}))
            except Gone:  # joined with another person meanwhile: the next change of the copy finds it
                return
            booking = await self._bookings.get(tx, seen.id)
            if booking is None or not has_answers(booking):
                return
            before = await self._answers.get(tx, booking.id)
            after = await self._after(tx, booking, event, before, dates)
            if after != before:
                await self._answers.save(tx, after)
                tx.publish(BookingAnswered(booking.id))

    async def _after(
        self, tx: Transaction, booking: Booking, event: Event, known: Answers | None, dates: DatesSaid | None
    ) -> Answers:
        """The hold that moved one date of a series says nothing of the answers to all of it."""
        move = None if booking.dates else await self._bookings.last_move(tx, booking.id)
        return with_dates(renewed(known, booking, event, move), dates)

    async def _of_person(self, person: PersonId) -> list[Booking]:
        """The person's own, and those of their teams that are reached through them."""
        now = self._clock.now()
        async with self._transactions.read() as tx:
            mine = await self._bookings.of_host(tx, person, now)
        return [one for one in (*mine, *await self._routes.reached_through(person, now)) if has_answers(one)]


def _event_of(booking: Booking, events: Collection[Event]) -> Event | None:
    """The booking's event among these, with people on its list."""
    ours = [one for one in events if is_of(one, booking) and not one.is_cancelled and one.is_organizer]
    event = min(ours, key=lambda one: one.id != booking.outlook_id, default=None)
    return event if event is not None and event.attendees else None
