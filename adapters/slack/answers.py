"""Answering what was typed and clicked, after Slack has its acknowledgement."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from adapters.edge.dialogue import FALLBACK_READER, FOLLOWED, Dialogue, Read, reference, too_large
from adapters.edge.log import Log, facts
from adapters.slack.calls import TriggerLate
from adapters.slack.deliver import SlackMessenger, pointer
from adapters.slack.parse.ask import Ask, Stale
from adapters.slack.render import TooLarge, render_form, render_notice
from adapters.slack.workspaces import Workspaces
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import Command
from core.dialogue.home_commands import ShowHome
from core.dialogue.model import MessageRef
from core.dialogue.problems import outdated, unexpected
from core.dialogue.screens import ConnectOffer, Form, HelpCard, HomeScreen, Line, Problem, Screen, Waiting, say
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.clock import Clock
from core.shared.days import day_at
from core.shared.errors import ClearhourError
from core.shared.turns import Turns

PATIENCE_SECONDS = 1.0
"""After this long the person is told that Outlook is being asked."""

IN_HOME = (HomeScreen, ConnectOffer, HelpCard, Line, Problem)
"""What the Home tab itself can show; cards that live on are messages."""

Result = TypeVar("Result")


@dataclass(slots=True)
class Shown:
    """What the person sees by now: the message that says that Outlook is being asked."""

    waiting: MessageRef | None = None


class Answers:
    """Every ask ends in a screen: the answer, or a problem with a reference that the log holds."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        messenger: SlackMessenger,
        workspaces: Workspaces,
        clock: Clock,
        log: Log,
        read: Read,
        command_name: str,
    ) -> None:
        self._dialogue = dialogue
        self._messenger = messenger
        self._workspaces = workspaces
        self._clock = clock
        self._log = log
        self._read = read
        self._command_name = command_name
        self._pressed: set[tuple[object, str]] = set()
        self._turns: Turns[MessageRef] = Turns()

    async def answer(self, ask: Ask) -> None:
        """A second click on the same button while the first is being answered is a double click."""
        place: object = ask.actor.user if ask.home else ask.actor.card
        press = (place, repr(ask.said))
        if place is not None and press in self._pressed:
            return
        self._pressed.add(press)
        try:
            async with self.guarded(ask) as shown, self._turn(ask.actor.card):
                await self._answer(ask, shown)
        finally:
            self._pressed.discard(press)

    @asynccontextmanager
    async def guarded(self, ask: Ask) -> AsyncIterator[Shown]:
        """The wrapper of this edge: whatever fails is logged without contents and said with its reference."""
        shown = Shown()
        try:
            yield shown
        except TooLarge:
            ref = reference()
            await self._last_resort(ask, too_large(ref), shown, "slack.too_large", {"reference": ref})
        except Exception as error:  # noqa: BLE001 the top of a task: nothing may be lost silently
            ref = reference()
            await self._last_resort(
                ask, unexpected(ref), shown, "slack.answer_failed", {"reference": ref, **facts(error)}
            )

    def _turn(self, card: MessageRef | None) -> asyncio.Lock:
        """Clicks on one card are answered one after the other."""
        return asyncio.Lock() if card is None else self._turns.of(card)

    async def _answer(self, ask: Ask, shown: Shown) -> None:
        if not await self._dialogue.first_time(ask.actor):
            return
        reader = await self._dialogue.reader(ask.actor)
        command = self._command(ask, reader)
        if isinstance(command, Stale):
            await self.deliver(ask, outdated(), reader, ask.actor.card)
        elif not await self._opened(ask, command, reader):
            await self._handle(ask, command, reader, shown)

    def _command(self, ask: Ask, reader: Reader) -> Command | Stale:
        if not isinstance(ask.said, str):
            return ask.said
        today = day_at(self._clock.now(), reader.zone)
        return self._read(ask.said, today, self._command_name, reader)

    async def _handle(self, ask: Ask, command: Command, reader: Reader, shown: Shown) -> None:
        card = ask.actor.card
        work = self._dialogue.handle(ask.actor, command)
        screen = await self.patiently(ask, command, work, shown, PATIENCE_SECONDS)
        if screen is not None:
            await self.deliver(ask, screen, reader, shown.waiting or card)

    async def patiently(
        self, ask: Ask, command: object, work: Coroutine[None, None, Result], shown: Shown, seconds: float
    ) -> Result:
        """What the work results in; says that it takes a moment when it does."""
        task = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=seconds)
            if not done and not isinstance(command, FOLLOWED) and not (ask.home and isinstance(command, ShowHome)):
                with suppress(ClearhourError):
                    reader = await self._dialogue.reader(ask.actor)
                    waiting = Waiting(say("waiting.outlook"))
                    shown.waiting = await self._messenger.show(ask.actor.user, waiting, reader, ask.actor.card)
            return await task
        finally:
            task.cancel()

    async def _opened(self, ask: Ask, command: Command, reader: Reader) -> bool:
        """Opens the form, or says why there is none; False when a card must do (no click, or too long ago)."""
        if ask.trigger is None or not isinstance(command, FORM_COMMANDS):
            return False
        form = await self._dialogue.form(ask.actor, command)
        words = Words(reader, self._clock.now())
        if isinstance(form, Form):
            view = render_form(form, words, ask.origin)
        elif ask.nowhere:  # no line or card to answer in: the window that was to be the form says why there is none
            view = render_notice(form, words)
        else:
            await self.deliver(ask, form, reader, ask.actor.card)
            return True
        try:
            workspace = await self._workspaces.of(ask.actor.user.workspace)
            await workspace.calls.open_view(ask.trigger, view)
        except TriggerLate:
            self._log.info("slack.trigger_late")
            return False
        return True

    async def deliver(self, ask: Ask, screen: Screen, reader: Reader, card: MessageRef | None) -> None:
        """Edits `card`; without one, short answers go where they were asked and all others into our direct message."""
        if ask.home and card is None and isinstance(screen, IN_HOME):
            await self._messenger.publish(ask.actor.user, screen, reader)
            return
        user, route = ask.actor.user, ask.route
        elsewhere = route is not None and route.channel != await self._messenger.channel(user)
        if route and elsewhere and card is None and isinstance(screen, Line | HelpCard):
            if await self._messenger.whisper(user, screen, reader, route):
                return
            self._log.info("slack.route_spent")
        ref = await self._messenger.show(user, screen, reader, card)
        await self._dialogue.delivered(ask.actor, screen, ref)
        if route and elsewhere:
            here = (await self._workspaces.of(user.workspace)).here
            await self._messenger.whisper(user, pointer(here, ref), reader, route)
        if ask.home:
            await self._point_home(ask, ref, reader)

    async def _point_home(self, ask: Ask, ref: MessageRef, reader: Reader) -> None:
        """The Home tab says where the answer is."""
        home = await self._dialogue.handle(ask.actor, ShowHome())
        here = (await self._workspaces.of(ask.actor.user.workspace)).here
        if isinstance(home, HomeScreen):
            pointed = pointer(here, ref)
            first = () if pointed.action is None else (pointed.action,)
            screen = replace(home, note=say("home.answered"), actions=(*first, *home.actions))
            await self._messenger.publish(ask.actor.user, screen, reader)

    async def _last_resort(self, ask: Ask, problem: Screen, shown: Shown, event: str, fields: dict[str, str]) -> None:
        """Says the problem in place of "Asking Outlook", else in a new message: a clicked card may still be right."""
        self._log.error(event, **fields)
        try:
            reader = await self._reader(ask)
            await self.deliver(ask, problem, reader, shown.waiting)
        except Exception as error:  # noqa: BLE001 the end of the line: the log is all that is left
            self._log.error("slack.problem_not_said", **fields, **{f"then_{k}": v for k, v in facts(error).items()})
            if ask.route is not None:
                with suppress(ClearhourError):
                    await self._messenger.whisper(ask.actor.user, problem, FALLBACK_READER, ask.route)

    async def _reader(self, ask: Ask) -> Reader:
        try:
            return await self._dialogue.reader(ask.actor)
        except Exception as error:  # noqa: BLE001 a problem must be said in any language
            self._log.warning("slack.reader_failed", **facts(error))
            return FALLBACK_READER
