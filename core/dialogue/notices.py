"""What is told without being asked: the use cases behind the facts of the lower rooms."""

from core.booking.model import BookingId
from core.booking.ports import BookingRepository
from core.configuration.usecases import Configuring
from core.connection.model import ConnectionId
from core.dialogue.answers.booking_life import BookingLifeAnswers
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.commands import ShowConnections
from core.dialogue.conflict_notices import ConflictNotices
from core.dialogue.dialogue import Dialogue
from core.dialogue.drafts import SeriesDrafts
from core.dialogue.model import Actor, Notice, Place
from core.dialogue.payloads import from_payload
from core.dialogue.ports import KeptCommandRepository, NoticeRepository
from core.dialogue.posting import Face, Posting, always
from core.dialogue.screens import Action, CodeAsked, Line, Names, Screen, say
from core.people.model import ChatUser, PersonId
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.ids import new_id
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions

CONNECT_SUBJECT = "connect"
RESUME_JOB = "dialogue.resume"


class Notices:
    """Keeps every message about a subject in step with what is true."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        configuring: Configuring,
        bookings: BookingRepository,
        connect_answers: ConnectAnswers,
        booking_life: BookingLifeAnswers,
        conflicts: ConflictNotices,
        dialogue: Dialogue,
        notices: NoticeRepository,
        kept: KeptCommandRepository,
        drafts: SeriesDrafts,
        posting: Posting,
        jobs: Jobs,
        command_name: str,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._configuring = configuring
        self._bookings = bookings
        self._connect_answers = connect_answers
        self._booking_life = booking_life
        self._dialogue = dialogue
        self._notices = notices
        self._kept = kept
        self._drafts = drafts
        self._posting = posting
        self._jobs = jobs
        self._command_name = command_name
        self._clock = clock
        self._conflicts = conflicts

    async def connected(self, person: PersonId, connection: ConnectionId) -> None:
        """Puts the defaults in force, turns the offer into "Connected", and lets the kept command go on."""
        setup = await self._configuring.set_up(person, connection)
        known = setup.connection(connection)
        if known is None:  # disconnected in the meantime
            return
        await self._show_all(person, CONNECT_SUBJECT, await self._connect_answers.done(setup, known))
        async with self._transactions.write() as tx:
            await self._notices.forget_subject(tx, person, CONNECT_SUBJECT)
            kept = await self._kept.take(tx, person, self._clock.now())
            if kept is not None:
                args = {"platform": kept.user.platform, "workspace": kept.user.workspace, "user": kept.user.user}
                await self._jobs.enqueue(tx, RESUME_JOB, {**args, "payload": kept.payload}, lock_key=f"person:{person}")

    async def resume(self, user: ChatUser, payload: str) -> None:
        """Answers the command that waited for the connection."""
        actor = Actor(user, Place.DIRECT, "", new_id())
        screen = await self._dialogue.handle(actor, from_payload(payload))
        if screen is not None:
            await self._dialogue.delivered(actor, screen, await self._posting.show(user, screen, None))

    async def code_wanted(self, person: PersonId) -> None:
        """Tells the person who asked for the link that the sign-in page shows a code for them to type."""
        await self._show_all(person, CONNECT_SUBJECT, CodeAsked(self._command_name))

    async def booking_changed(self, booking_id: BookingId) -> None:
        """Edits every message about the booking to its present state; for a hold that moves a meeting, the cards of the
        double booking that it was to solve."""
        async with self._transactions.read() as tx:
            booking = await self._bookings.get(tx, booking_id)
            notices = await self._notices.of_subject(tx, f"booking:{booking_id}")
        if booking is None:
            return
        if booking.moves is not None:
            await self._conflicts.move_changed(booking)
            if booking.moves.booking is not None:  # its messages show the booking that it moves
                return
        face: Face = lambda asker: self._booking_life.face(asker, booking)  # noqa: E731
        await self._posting.edit((notice, face) for notice in notices)
        if booking.replaces is not None:  # its messages show who takes it over
            await self.booking_changed(booking.replaces)

    async def disconnected(self, person: PersonId) -> None:
        """Erases what depended on the connection; Outlook's events stay."""
        gone = await self._configuring.forget(person)
        await self._conflicts.forget(person)
        if not gone:
            return
        async with self._transactions.write() as tx:
            await self._bookings.forget_person(tx, person)
            await self._notices.forget_person(tx, person)
            await self._kept.take(tx, person, self._clock.now())
            await self._drafts.forget_person(tx, person)

    async def joined(self, person: PersonId, joined: PersonId) -> None:
        """Two persons became one: the home chat hears of it too, because it may be the other one's."""
        async with self._transactions.read() as tx:
            known = await self._persons.get(tx, person)
            chats = await self._persons.identities(tx, person)
        if known is None:
            return
        others = Names(tuple(say(f"chat.{one.user.platform}") for one in chats if one.user != known.home))
        told = Line(say("joined.told", chats=others), Action(say("action.connections"), ShowConnections()))
        await self._show_all(person, f"joined:{joined}", told)

    async def _show_all(self, person: PersonId, subject: str, screen: Screen) -> None:
        """In every message about it; in a new one where there is none."""
        async with self._transactions.write() as tx:
            told = [item for item in await self._notices.of_subject(tx, subject) if item.person == person]
            known = await self._persons.get(tx, person)
            if not told and known is not None:
                told = [Notice(person, subject, "card", known.home, None)]
                await self._notices.save(tx, told[0])
        await self._posting.edit((notice, always(screen)) for notice in told)
