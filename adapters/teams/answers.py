"""Answering what was typed and clicked in messages."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from adapters.edge.dialogue import FALLBACK_READER, FOLLOWED, Dialogue, Read, reference, too_large
from adapters.edge.log import Log, facts
from adapters.edge.tasks import Tasks
from adapters.teams import invoke
from adapters.teams.deliver import PersonalRefused, TeamsMessenger
from adapters.teams.directory import TeamsDirectory
from adapters.teams.http import Json
from adapters.teams.parse.ask import Ask, Stale, Typed, Where
from adapters.teams.parse.payloads import Account
from adapters.teams.parse.typed import line
from adapters.teams.render import TooLarge
from adapters.teams.render.refused import refused_card
from adapters.teams.routes import Routes
from core.dialogue.commands import Command, ShowHelp, TypeCode
from core.dialogue.home_commands import ShowHome
from core.dialogue.model import MessageRef
from core.dialogue.problems import outdated, unexpected
from core.dialogue.screens import Line, Problem, Screen, Waiting, say
from core.dialogue.texts import Words, sentence
from core.dialogue.view_commands import VIEWS
from core.people.model import Reader
from core.shared.clock import Clock
from core.shared.days import day_at
from core.shared.errors import ClearhourError
from core.shared.turns import Turns

PATIENCE_SECONDS = 1.0
"""After this long somebody who typed is told that Outlook is being asked."""

POINTER_SECONDS = 30.0
"""So long "Answered you in private" stays in a channel."""

Result = TypeVar("Result")


@dataclass(slots=True)
class Shown:
    """What came of an ask so far: the message that says that Outlook is asked; the answer to the click."""

    waiting: MessageRef | None = None
    answer: Json | None = None


class Answers:
    """Every ask ends in a screen: the answer, or a problem with a reference that the log holds."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        messenger: TeamsMessenger,
        directory: TeamsDirectory,
        routes: Routes,
        tasks: Tasks,
        clock: Clock,
        log: Log,
        read: Read,
        command_name: str,
    ) -> None:
        self._dialogue = dialogue
        self._messenger = messenger
        self._directory = directory
        self._routes = routes
        self._tasks = tasks
        self._clock = clock
        self._log = log
        self._read = read
        self._command_name = command_name
        self._pressed: set[tuple[MessageRef | None, str]] = set()
        self._ending = asyncio.Event()
        self._turns: Turns[MessageRef] = Turns()

    async def typed(self, ask: Ask) -> None:
        """Answers a line in the background."""
        async with self._guarded(ask) as shown:
            await self.learn(ask)
            if not await self._dialogue.first_time(ask.actor):
                return
            command = await self._command(ask)
            screen = await self._patiently(ask, command, shown)
            if screen is not None:
                await self._deliver(ask, command, screen, shown.waiting)

    async def pressed(self, ask: Ask) -> Json:
        """The answer to a click on a message, in time; slow work ends in an edit of that message.

        A second click on the same button while the first is being answered is a double click.
        """
        if isinstance(ask.said, VIEWS):
            return await self._viewed(ask, ask.said)
        press = (ask.actor.card, repr(ask.said))
        if ask.actor.card is not None and press in self._pressed:
            return invoke.says(sentence("click.same", await self.reader(ask)))
        self._pressed.add(press)
        shown = Shown()
        work = self._tasks.start(self._press(ask, shown))
        work.add_done_callback(lambda _: self._pressed.discard(press))
        await asyncio.wait({work}, timeout=invoke.ANSWER_WITHIN_SECONDS)
        if not work.done():
            return invoke.says(sentence("waiting.outlook", await self.reader(ask)))
        return shown.answer or invoke.says(sentence("click.done", await self.reader(ask)))

    async def welcome(self, ask: Ask, *, first: bool) -> None:
        """The bot was installed where the ask comes from."""
        async with self._guarded(ask):
            if not first or not await self._dialogue.first_time(ask.actor):
                return
            shows: Command = ShowHome() if ask.where.direct else ShowHelp()
            screen: Screen | None = Line(say("private.welcome"))
            if ask.where.direct:
                screen = await self._dialogue.handle(ask.actor, shows)
            if screen is not None:
                await self._deliver(ask, shows, screen, None)

    def end(self) -> None:
        """The program ends: lines that would go away later go away now."""
        self._ending.set()

    async def learn(self, ask: Ask) -> None:
        """Writes down how to reach whoever asks, before anything is asked about them."""
        where, actor = ask.where, ask.actor
        changes: dict[str, object] = {"service_url": where.service_url, "teams_id": ask.sender.id}
        if ask.sender.name:
            changes["name"] = ask.sender.name
        if actor.reads is not None:
            changes |= {"zone": actor.reads.zone, "locale": actor.reads.locale}
        if not where.member:
            pass  # a message extension is used where the bot need not be
        elif where.direct:
            changes |= {"personal": where.conversation, "refused_at": None}
            await self._routes.came(actor.user)
        else:
            changes["roster"] = where.conversation
            await self._routes.joined(actor.user.workspace, where.service_url, where.conversation)
        await self._routes.learn(actor.user, **changes)

    async def reader(self, ask: Ask) -> Reader:
        try:
            return await self._dialogue.reader(ask.actor)
        except Exception as error:  # noqa: BLE001 a problem must be said in any language
            self._log.warning("teams.reader_failed", **facts(error))
            return ask.actor.reads or FALLBACK_READER

    def problem(self, error: Exception) -> Screen:
        """The card for a fault, which the log holds under its reference."""
        ref = reference()
        if isinstance(error, TooLarge):
            self._log.error("teams.too_large", reference=ref)
            return too_large(ref)
        self._log.error("teams.answer_failed", reference=ref, **facts(error))
        return unexpected(ref)

    async def _viewed(self, ask: Ask, view: Command) -> Json:
        """A card for many, as whoever looks at it sees it. Late or in trouble, it stays as everybody sees it."""
        try:
            async with asyncio.timeout(invoke.ANSWER_WITHIN_SECONDS):
                screen = await self._dialogue.view(ask.actor, view)
            if screen is not None and not isinstance(screen, Problem):
                return invoke.shows(self._messenger.viewed(screen, ask.actor.reads or FALLBACK_READER).card)
        except Exception as error:  # noqa: BLE001 the top of a request: nothing may be lost silently
            self._log.warning("teams.view_failed", **facts(error))
        return invoke.fails(sentence("problem.not_yours.what", ask.actor.reads or FALLBACK_READER))

    async def _press(self, ask: Ask, shown: Shown) -> None:
        async with self._guarded(ask, shown), self._turn(ask.actor.card):
            await self.learn(ask)
            if not await self._dialogue.first_time(ask.actor):
                return
            command = await self._command(ask)
            screen = outdated() if isinstance(command, Stale) else await self._dialogue.handle(ask.actor, command)
            if screen is None:
                shown.answer = invoke.says(sentence("waiting.outlook", await self.reader(ask)))
                return
            ref = await self._deliver(ask, command, screen, ask.actor.card)
            if ref is not None and ref == ask.actor.card and not isinstance(command, FOLLOWED):
                shown.answer = invoke.shows(self._messenger.rendered(screen, await self.reader(ask)).card)

    @asynccontextmanager
    async def _guarded(self, ask: Ask, shown: Shown | None = None) -> AsyncIterator[Shown]:
        """The wrapper of this edge: whatever fails is logged without contents and said with its reference."""
        shown = shown or Shown()
        try:
            yield shown
        except Exception as error:  # noqa: BLE001 the top of a task: nothing may be lost silently
            problem = self.problem(error)
            shown.answer = invoke.says(sentence("problem.unexpected.what", await self.reader(ask)))
            try:
                await self._deliver(ask, ShowHelp(), problem, shown.waiting)
            except Exception as then:  # noqa: BLE001 the end of the line: the log is all that is left
                self._log.error("teams.problem_not_said", **facts(then))

    def _turn(self, card: MessageRef | None) -> asyncio.Lock:
        """Clicks on one card are answered one after the other."""
        return asyncio.Lock() if card is None else self._turns.of(card)

    async def _command(self, ask: Ask) -> Command | Stale:
        """Reads a typed line; who is mentioned in it is asked of Teams."""
        if not isinstance(ask.said, Typed):
            return ask.said
        reader = await self._dialogue.reader(ask.actor)
        pieces = [one if isinstance(one, str) else await self._named(ask, one) for one in ask.said.parts]
        today = day_at(self._clock.now(), reader.zone)
        return self._read(line(pieces), today, self._command_name, reader)

    async def _named(self, ask: Ask, account: Account) -> str:
        where, tenant = ask.where, ask.actor.user.workspace
        found = await self._directory.resolved(where.service_url, where.conversation, tenant, account)
        return f"<@{found.user}>" if found else (account.name or "")

    async def _patiently(self, ask: Ask, command: Command | Stale, shown: Shown) -> Screen | None:
        """What the dialogue answers; says that it takes a moment when it does."""
        if isinstance(command, Stale):
            return outdated()
        work: Coroutine[None, None, Screen | None] = self._dialogue.handle(ask.actor, command)
        task = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
            if not done:
                with suppress(ClearhourError):
                    reader = await self._dialogue.reader(ask.actor)
                    waiting = Waiting(say("waiting.outlook"))
                    shown.waiting = await self._messenger.show(ask.actor.user, waiting, reader, None)
            return await task
        finally:
            task.cancel()

    async def _deliver(
        self, ask: Ask, command: Command | Stale, screen: Screen, card: MessageRef | None
    ) -> MessageRef | None:
        """Edits `card`; without one, a line goes where it was asked and all else into the personal chat. Where Teams
        refuses that: a card without anything personal, whose button opens the answer for whoever presses it."""
        reader = await self.reader(ask)
        where = ask.where
        in_place = not where.direct and card is None and isinstance(screen, Line)
        if in_place and await self._messenger.say(where, self._messenger.rendered(screen, reader)) is not None:
            return None
        try:
            ref = await self._messenger.show(ask.actor.user, screen, reader, card)
        except PersonalRefused:
            if where.direct:
                raise
            asked = ShowHelp() if isinstance(command, Stale | TypeCode) else command
            await self._messenger.say(where, refused_card(Words(reader, self._clock.now()), asked))
            return None
        await self._dialogue.delivered(ask.actor, screen, ref)
        if not where.direct:
            self._tasks.start(self._point(where, reader))
        return ref

    async def _point(self, where: Where, reader: Reader) -> None:
        """Says in the thread that the answer is elsewhere, for a while."""
        try:
            said = await self._messenger.say(where, sentence("private.teams", reader))
            if said:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ending.wait(), POINTER_SECONDS)
                await self._messenger.unsay(where, said)
        except ClearhourError as error:
            self._log.warning("teams.pointer_failed", **facts(error))
