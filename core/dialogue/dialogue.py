"""The one door for the chats: a verified actor and a command in, a screen out."""

from core.dialogue.answers.asker import Asker
from core.dialogue.answers.calendars import CalendarAnswers
from core.dialogue.answers.compose import CannotBook, ComposeAnswers, consents
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.command_kinds import FORGETFUL, KEPT_WORDS
from core.dialogue.commands import Command
from core.dialogue.home_tabs import Homes
from core.dialogue.journeys import Journeys
from core.dialogue.model import KEEP_COMMAND_FOR, Actor, KeptCommand, MessageRef, Place
from core.dialogue.payloads import to_payload
from core.dialogue.ports import KeptCommandRepository, SeenRequests
from core.dialogue.problems import problem
from core.dialogue.screens import CalendarOption, ComposeCard, ConnectOffer, Form, Line, Problem, Screen, Text, say
from core.dialogue.showing import Showing
from core.people.model import ChatUser, Platform, Reader
from core.people.usecases import FALLBACK_READER, Meeting
from core.shared.clock import Clock
from core.shared.errors import ClearhourError, InvalidChoice, NotConnected
from core.shared.transaction import Transactions

Instead = ConnectOffer | ComposeCard | Problem
"""What is shown where a command can't be answered."""


class Dialogue:
    """Answers commands. Errors that a person can do something about become screens that say what.

    `routes` and `forms`: what all families of answers give (core/dialogue/answers/routing.py).
    """

    def __init__(
        self,
        *,
        routes: Routes,
        forms: Forms,
        transactions: Transactions,
        meeting: Meeting,
        connect: ConnectAnswers,
        calendars: CalendarAnswers,
        compose: ComposeAnswers,
        showing: Showing,
        homes: Homes,
        journeys: Journeys,
        kept: KeptCommandRepository,
        seen: SeenRequests,
        clock: Clock,
    ) -> None:
        self._routes = routes
        self._forms = forms
        self._transactions = transactions
        self._meeting = meeting
        self._connect = connect
        self._calendars = calendars
        self._compose = compose
        self._showing = showing
        self._homes = homes
        self._journeys = journeys
        self._kept = kept
        self._seen = seen
        self._clock = clock

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

    async def form(self, actor: Actor, command: Command) -> Form | Line | Instead:
        """The form for one of FORM_COMMANDS; reads our own database only, but for who is an admin."""
        asker = await self._asker(actor)
        try:
            return await self._forms[type(command)](asker, command)
        except (CannotBook, ClearhourError) as error:
            return await self._instead(asker, command, error)

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
            return await self._routes[type(command)](asker, command)
        except InvalidChoice as wrong:
            return wrong
        except (CannotBook, ClearhourError) as error:
            return await self._instead(asker, command, error)

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
        await self._showing.delivered(actor, screen, ref)

    async def _asker(self, actor: Actor) -> Asker:
        person = await self._meeting.person(actor.user)
        profile = await self._meeting.profile(actor.user)
        reader = await self.reader(actor)
        name = profile.name if profile else actor.user.user
        channel = actor.channel if actor.place is Place.CHANNEL else ""
        return Asker(person.id, name, actor.user, reader, self._clock.now(), actor.request, actor.card, channel)

    async def _answered(self, asker: Asker, command: Command) -> Screen | None:
        try:
            return await self._routes[type(command)](asker, command)
        except (CannotBook, ClearhourError) as error:
            return await self._instead(asker, command, error)

    async def _instead(self, asker: Asker, command: Command, error: CannotBook | ClearhourError) -> Instead:
        """The way on."""
        match error:
            case CannotBook():
                card = await self._compose.card(asker, error)
                if consents(card):
                    await self._keep(asker, error.search(asker.reader.zone))
                return card
            case NotConnected():
                return await self._connect_first(asker, command)
            case _:
                return problem(error, command)

    async def _connect_first(self, asker: Asker, command: Command) -> ConnectOffer:
        """Offers the connection and keeps the command, to go on by itself after the sign-in."""
        words: Text | None = None
        if not isinstance(command, FORGETFUL):
            await self._keep(asker, command)
            words = say(KEPT_WORDS.get(type(command), "kept.any"))
        return await self._connect.offer(asker, kept=words)

    async def _keep(self, asker: Asker, command: Command) -> None:
        """It goes on by itself after the next sign-in."""
        kept = KeptCommand(asker.person, asker.user, to_payload(command), asker.now + KEEP_COMMAND_FOR)
        async with self._transactions.write() as tx:
            await self._kept.keep(tx, kept)
