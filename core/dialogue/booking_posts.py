"""The line about a booking in the channel from which it was booked, kept in step with the booking."""

from dataclasses import replace

from core.booking.model import Booking, BookingId, BookingState
from core.booking.ports import BookingRepository
from core.booking.usecases.handing_over import HandingOver
from core.configuration.teams.model import is_team
from core.dialogue.answers.booking_posted import REFUSED, channel_of, is_posted, post_subject
from core.dialogue.answers.hand_over_card import is_done
from core.dialogue.answers.series_lines import rule_line, shown_time
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting
from core.dialogue.screens import Line, Names, UserText, When, Zone, say
from core.dialogue.titles import title_of
from core.people.model import known_as
from core.people.ports import PersonRepository
from core.shared.errors import ChannelRefused, Gone
from core.shared.transaction import Transactions


class BookingPosts:
    """Title, time, who comes and who booked: nothing else of a booking is said in a channel.

    The row that says so is there before the line: a process that dies between posts it when it runs again.
    """

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        bookings: BookingRepository,
        handing_over: HandingOver,
        notices: NoticeRepository,
        posting: Posting,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._bookings = bookings
        self._handing_over = handing_over
        self._notices = notices
        self._posting = posting

    async def changed(self, booking_id: BookingId) -> None:
        """Posts what shall stand there, and edits what does. Who takes a booking over has one of their own: the line
        stays as it is then."""
        async with self._transactions.read() as tx:
            rows = [row for row in await self._notices.of_subject(tx, post_subject(booking_id)) if is_posted(row)]
            booking = await self._bookings.get(tx, booking_id) if rows else None
        if booking is None or is_done(await self._handing_over.of(booking)):
            return
        for row in rows:
            await self._in_channel(booking, row)

    async def _in_channel(self, booking: Booking, row: Notice) -> None:
        if booking.state is BookingState.CONFIRMED:
            line = await self._line(booking, row)
        elif booking.state is BookingState.CANCELLED and row.ref is not None:
            zone = Zone((await self._posting.asker(row)).reader.zone)
            line = Line(say("post.cancelled", title=title_of(booking), when=When(booking.plan.when), zone=zone))
        else:
            return
        try:
            ref = await self._posting.show_in(row.user, channel_of(row), line, row.ref)
        except Gone:
            return
        except ChannelRefused:
            await self._replace(row, replace(row, kind=f"{REFUSED}{channel_of(row)}"))
            return
        if ref != row.ref:
            await self._replace(row, replace(row, ref=ref))

    async def _line(self, booking: Booking, row: Notice) -> Line:
        asker = await self._posting.asker(row)
        booker, zone = UserText(asker.name), Zone(asker.reader.zone)
        title, when = title_of(booking), When(shown_time(booking, asker.now))
        people = await self._people(booking, row)
        key = "post.booked" if people else "post.booked_alone"
        line = say(key, title=title, when=when, zone=zone, names=Names(people), name=booker)
        if not booking.dates:
            return Line(line)
        return Line(say("post.series", line=line, rule=rule_line(asker, booking.plan.repeats, booking.dates)))

    async def _people(self, booking: Booking, row: Notice) -> tuple[UserText, ...]:
        """Who comes besides who booked it."""
        names = [item.name for item in booking.plan.invitees if item.person != row.person]
        if booking.behalf is not None:
            names.insert(0, booking.behalf.name)
        elif booking.host != row.person and not is_team(booking.host):
            async with self._transactions.read() as tx:
                names.insert(0, known_as(await self._persons.identities(tx, booking.host)))
        return tuple(UserText(name) for name in names if name)

    async def _replace(self, before: Notice, after: Notice) -> None:
        async with self._transactions.write() as tx:
            if before not in await self._notices.of_subject(tx, before.subject):  # forgotten in the meantime
                return
            await self._notices.forget_subject(tx, before.person, before.subject)
            await self._notices.save(tx, after)
