"""The one door for the chats: a verified actor and a command in, a screen out."""

from core.connection.model import ConnectionId
from core.connection.usecases import Connecting
from core.dialogue.admin_commands import OpenDefaults, OpenPeople, OpenTenant
from core.dialogue.answers.admin import AdminAnswers
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.book_again import BookAgainAnswers
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.booking_life import BookingLifeAnswers
from core.dialogue.answers.booking_post import BookingPostAnswers
from core.dialogue.answers.calendars import CalendarAnswers
from core.dialogue.answers.compose import CannotBook, ComposeAnswers
from core.dialogue.answers.conflict_commands import conflict_routes
from core.dialogue.answers.conflict_rows import ELSEWHERE
from core.dialogue.answers.conflicts import ConflictAnswers
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.day import DayAnswers
from core.dialogue.answers.disagreement import DisagreementAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.answers.free_days import FreeDayAnswers
from core.dialogue.answers.hand_over import HandOverAnswers
from core.dialogue.answers.health_ways import HealthAnswers
from core.dialogue.answers.help import help_card
from core.dialogue.answers.home import HomeAnswers
from core.dialogue.answers.mydata import MyDataAnswers
from core.dialogue.answers.offers import OfferAnswers
from core.dialogue.answers.reading import read_card
from core.dialogue.answers.responses import ResponseAnswers
from core.dialogue.answers.routing import Routes, together
from core.dialogue.answers.series import ONCE, SeriesAnswers
from core.dialogue.answers.settings import SettingsAnswers
from core.dialogue.answers.sync_preference import SyncPreferenceAnswers
from core.dialogue.answers.types import TypeAnswers
from core.dialogue.answers.why import WhyAnswers
from core.dialogue.command_kinds import FORGETFUL, KEPT_WORDS
from core.dialogue.commands import (
    OWN,
    AddAccount,
    AskAdmin,
    Book,
    BookEarliest,
    CancelBooking,
    ChooseCalendars,
    Command,
    Connect,
    Disconnect,
    Find,
    FollowOutlook,
    OpenAdvanced,
    OpenBookingForm,
    OpenFindForm,
    OpenWhyForm,
    PreviewCalendars,
    PutBack,
    SaveAdvanced,
    SetHome,
    ShowAgenda,
    ShowBooking,
    ShowBookings,
    ShowCalendars,
    ShowConnections,
    ShowHelp,
    TypeCode,
    Why,
)
from core.dialogue.health_commands import BookAgain
from core.dialogue.home_tabs import Homes
from core.dialogue.journeys import Journeys
from core.dialogue.model import CARD, KEEP_COMMAND_FOR, Actor, KeptCommand, MessageRef, Notice, Place, message_kind
from core.dialogue.offer_commands import OpenOffer
from core.dialogue.payloads import to_payload
from core.dialogue.ports import KeptCommandRepository, NoticeRepository, SeenRequests
from core.dialogue.problems import problem
from core.dialogue.reading_commands import NotUnderstood
from core.dialogue.screens import (
    Action,
    CalendarOption,
    ComposeCard,
    ConnectOffer,
    Form,
    Line,
    Problem,
    Screen,
    Text,
    Waiting,
    say,
)
from core.dialogue.subjects import subject_of
from core.dialogue.type_commands import OpenType
from core.people.model import ChatUser, Platform, Reader
from core.people.usecases import FALLBACK_READER, Meeting
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, Gone, InvalidChoice, NotConnected
from core.shared.transaction import Transactions


class Dialogue:
    """Answers commands. Errors that a person can do something about become Problem screens."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        meeting: Meeting,
        connecting: Connecting,
        connect: ConnectAnswers,
        calendars: CalendarAnswers,
        find: FindAnswers,
        why: WhyAnswers,
        settings: SettingsAnswers,
        booking: BookingAnswers,
        booking_life: BookingLifeAnswers,
        compose: ComposeAnswers,
        agenda: AgendaAnswers,
        conflicts: ConflictAnswers,
        disagreement: DisagreementAnswers,
        health: HealthAnswers,
        sync_preference: SyncPreferenceAnswers,
        responses: ResponseAnswers,
        book_again: BookAgainAnswers,
        free_days: FreeDayAnswers,
        offers: OfferAnswers,
        booking_posts: BookingPostAnswers,
        types: TypeAnswers,
        series: SeriesAnswers,
        hand_over: HandOverAnswers,
        mydata: MyDataAnswers,
        admin: AdminAnswers,
        home: HomeAnswers,
        day: DayAnswers,
        homes: Homes,
        journeys: Journeys,
        notices: NoticeRepository,
        kept: KeptCommandRepository,
        seen: SeenRequests,
        clock: Clock,
        command_name: str,
    ) -> None:
        self._transactions = transactions
        self._meeting = meeting
        self._connecting = connecting
        self._connect = connect
        self._calendars = calendars
        self._find = find
        self._why = why
        self._settings = settings
        self._booking = booking
        self._compose = compose
        self._agenda = agenda
        self._notices = notices
        self._kept = kept
        self._seen = seen
        self._clock = clock
        self._command_name = command_name
        self._disagreement = disagreement
        self._book_again = book_again
        self._offers = offers
        self._types = types
        self._admin = admin
        self._series = series
        self._journeys = journeys
        self._homes = homes
        self._routes = together(
            self._own_routes(),
            booking_life.routes,
            conflict_routes(conflicts),
            health.routes,
            sync_preference.routes,
            responses.routes,
            settings.routes,
            free_days.routes,
            types.routes,
            offers.routes,
            booking_posts.routes,
            series.routes,
            hand_over.routes,
            mydata.routes,
            admin.routes,
            home.routes,
            day.routes,
        )

    async def handle(self, actor: Actor, command: Command) -> Screen | None:
        """The screen that answers; may take seconds, because Outlook is asked. None: nothing to show here (a repeated
        delivery, or a message that follows by itself)."""
        asker = await self._asker(actor)
        await self._journeys.noticed(asker)
        screen = await self._answered(asker, command)
        if actor.card is not None and screen is not None:  # before it is shown: no edit of before may cover it
            await self.delivered(actor, screen, actor.card)
        return screen

    async def view(self, actor: Actor, command: Command) -> Screen | None:
        """For one of VIEWS: what this one sees of a card for many. Keeps nothing, not even who looked."""
        person, reader = await self._meeting.known(actor.user), actor.reads or FALLBACK_READER
        asker = Asker(person, "", actor.user, reader, self._clock.now(), actor.request, None, actor.channel)
        return await self._answered(asker, command)

    async def _answered(self, asker: Asker, command: Command) -> Screen | None:
        try:
            return await self._answer(asker, command)
        except CannotBook as stopped:
            return await self._compose.card(asker, stopped)
        except NotConnected:
            return await self._connect_first(asker, command)
        except ClearhourError as error:
            return problem(error)

    async def form(self, actor: Actor, command: Command) -> Form | Line | Problem | ConnectOffer | ComposeCard:
        """The form for one of FORM_COMMANDS; reads our own database only, but for who is an admin."""
        asker = await self._asker(actor)
        try:
            match command:
                case OpenFindForm():
                    return await self._find.form(asker, command)
                case OpenBookingForm():
                    return await self._booking.form(asker, command)
                case OpenWhyForm():
                    return await self._why.form(asker, command)
                case OpenAdvanced():
                    return await self._calendars.advanced_form(asker)
                case OpenOffer():
                    return await self._offers.form(asker, command)
                case OpenType():
                    return await self._types.form(asker, command)
                case OpenDefaults() | OpenTenant() | OpenPeople():
                    return await self._admin.form(asker, command)
                case _:
                    return await self._settings.form(asker, command)
        except CannotBook as stopped:
            return await self._compose.card(asker, stopped)
        except NotConnected:
            return await self._connect_first(asker, command)
        except ClearhourError as error:
            return problem(error)

    async def options(self, actor: Actor, which: str, typed: str) -> tuple[CalendarOption, ...]:
        """What a list offers that is searched by typing ("linked", "conflicts", "warned"): the actor's own; fast."""
        try:
            return await self._calendars.options(await self._asker(actor), which, typed)
        except NotConnected:
            return ()

    async def submit(self, actor: Actor, command: Command) -> Screen | InvalidChoice | None:
        """What a submitted form leads to. InvalidChoice belongs beside its field; None: a message follows by itself."""
        asker = await self._asker(actor)
        try:
            return await self._answer(asker, command)
        except InvalidChoice as wrong:
            return wrong
        except CannotBook as stopped:
            return await self._compose.card(asker, stopped)
        except NotConnected:
            return await self._connect_first(asker, command)
        except ClearhourError as error:
            return problem(error)

    async def first_time(self, actor: Actor) -> bool:
        """False when the platform delivered this request before: it had its effect already."""
        async with self._transactions.write() as tx:
            return await self._seen.first_time(tx, actor.request, self._clock.now())

    async def left(self, user: ChatUser) -> None:
        """The chat tells that it deactivated this user."""
        await self._meeting.changed(user)

    async def home_opened(self, user: ChatUser) -> None:
        """The user looks at their Home tab."""
        await self._homes.opened(user)

    async def app_removed(self, platform: Platform, workspace: str) -> None:
        """The chat tells that this workspace took the app out."""
        await self._meeting.app_removed(platform, workspace)

    async def reader(self, actor: Actor) -> Reader:
        """How the actor reads."""
        return await self._meeting.reader(actor.user, actor.reads)

    async def delivered(self, actor: Actor, screen: Screen, ref: MessageRef) -> None:
        """The adapter showed `screen` in this message; remembers what will have to be edited later."""
        if isinstance(screen, Line | Problem | Waiting):  # the message is still about what it was about
            return
        try:
            await self._remember(actor, screen, ref)
        except Gone:  # this person was joined with another one meanwhile: it is the other one's message now
            await self._remember(actor, screen, ref)

    async def _remember(self, actor: Actor, screen: Screen, ref: MessageRef) -> None:
        person = await self._meeting.person(actor.user)
        subject, kind = subject_of(person.id, screen), message_kind(ref)
        async with self._transactions.read() as tx:
            known = await self._notices.of_message(tx, person.id, ref)
        if subject is None and any(one.kind == CARD for one in known):
            subject = ELSEWHERE  # sent unasked, and used for something else now
        if [one.subject for one in known if one.kind == kind] == ([] if subject is None else [subject]):
            return
        async with self._transactions.write() as tx:
            await self._notices.forget_kind(tx, person.id, kind)
            if subject is not None:
                await self._notices.save(tx, Notice(person.id, subject, kind, actor.user, ref))

    async def _asker(self, actor: Actor) -> Asker:
        person = await self._meeting.person(actor.user)
        profile = await self._meeting.profile(actor.user)
        reader = await self.reader(actor)
        name = profile.name if profile else actor.user.user
        channel = actor.channel if actor.place is Place.CHANNEL else ""
        return Asker(person.id, name, actor.user, reader, self._clock.now(), actor.request, actor.card, channel)

    async def _answer(self, asker: Asker, command: Command) -> Screen | None:
        return await self._routes[type(command)](asker, command)

    def _own_routes(self) -> Routes:
        """Those of the answers that know of no commands."""
        connect, calendars, find, booking = self._connect, self._calendars, self._find, self._booking
        return {
            ShowHelp: self._help,
            Connect: self._connect_or_show,
            AddAccount: self._add_account,
            TypeCode: self._type_code,
            ShowConnections: lambda asker, _: connect.connections(asker),
            SetHome: connect.set_home,
            Disconnect: connect.disconnect,
            ShowCalendars: lambda asker, _: calendars.show(asker),
            OpenAdvanced: lambda asker, _: calendars.show(asker),
            PreviewCalendars: calendars.preview,
            ChooseCalendars: calendars.choose,
            SaveAdvanced: calendars.save_advanced,
            AskAdmin: self._ask_admin,
            Find: find.slots,
            OpenFindForm: lambda asker, command: find.slots(asker, command.find),
            NotUnderstood: lambda asker, command: read_card(find, asker, command),
            Why: self._why.why,
            OpenWhyForm: self._why.ask,
            ShowAgenda: self._agenda.agenda,
            OpenBookingForm: booking.ask,
            BookEarliest: booking.earliest,
            Book: self._book,
            ShowBookings: lambda asker, _: booking.bookings(asker),
            ShowBooking: booking.show,
            CancelBooking: booking.cancel,
            BookAgain: self._book_again.again,
            FollowOutlook: self._disagreement.follow,
            PutBack: self._disagreement.put_back,
        }

    async def _help(self, asker: Asker, command: ShowHelp) -> Screen:
        connected = await self._connect.connected(asker)
        admin = await self._admin.may_be_shown(asker)
        return help_card(command, self._command_name, asker.user.platform, connected=connected, admin=admin)

    async def _connect_or_show(self, asker: Asker, _: Connect) -> Screen:
        if await self._connect.connected(asker):
            return await self._connect.connections(asker)
        return await self._connect.offer(asker)

    async def _add_account(self, asker: Asker, command: AddAccount) -> Screen:
        repaired = ConnectionId(command.connection) if command.connection else None
        return await self._connect.offer(asker, reconnects=repaired, shared=command.shared)

    async def _type_code(self, asker: Asker, command: TypeCode) -> Screen:
        await self._connecting.type_code(asker.person, command.code)
        return Line(say("code.right"))

    async def _ask_admin(self, _asker: Asker, _command: AskAdmin) -> Screen:
        return Line(say("admin.request"), Action(say("action.calendars"), ShowCalendars()))

    async def _book(self, asker: Asker, command: Book) -> Screen | None:
        """A meeting that repeats is looked at date by date first; one by a meeting type is always single."""
        if command.repeats == ONCE or command.terms != OWN:
            return await self._booking.book(asker, command)
        return await self._series.begin(asker, command)

    async def _connect_first(self, asker: Asker, command: Command) -> ConnectOffer:
        """Offers the connection and keeps the command, to go on by itself after the sign-in."""
        words: Text | None = None
        if not isinstance(command, FORGETFUL):
            kept = KeptCommand(asker.person, asker.user, to_payload(command), asker.now + KEEP_COMMAND_FOR)
            async with self._transactions.write() as tx:
                await self._kept.keep(tx, kept)
            words = say(KEPT_WORDS.get(type(command), "kept.any"))
        return await self._connect.offer(asker, kept=words)
