"""Answering what is opened, filled in and clicked in dialogs: always within Teams' three seconds."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import replace

from adapters.edge.dialogue import FALLBACK_READER, Dialogue
from adapters.edge.log import Log, facts
from adapters.edge.tasks import Tasks
from adapters.teams import invoke
from adapters.teams.answers import Answers
from adapters.teams.deliver import TeamsMessenger
from adapters.teams.http import Json
from adapters.teams.parse.ask import Ask
from adapters.teams.parse.forms import Submission
from adapters.teams.parse.press import WAIT
from adapters.teams.render import Dialog, Opened, Surface, render, render_form
from adapters.teams.render.blocks import Card
from adapters.teams.render.elements import row, submit
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import Command, DeclineAll, DeclineMeeting, MoveTo, ShowBookings, ShowConflict
from core.dialogue.problems import outdated, problem
from core.dialogue.screens import ComposeCard, Form, Screen, Text
from core.dialogue.texts import Words, sentence
from core.people.model import ChatUser
from core.shared.clock import Clock
from core.shared.errors import InvalidChoice

WAITING_MOST = 500

Work = asyncio.Task[Json]


class Dialogs:
    """A dialog shows a form or a screen. A submitted form closes it and edits the card it came from; without such a
    card (in channels) the answer is shown in the dialog."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        messenger: TeamsMessenger,
        answers: Answers,
        tasks: Tasks,
        clock: Clock,
        log: Log,
        title: str,
    ) -> None:
        self._dialogue = dialogue
        self._messenger = messenger
        self._answers = answers
        self._tasks = tasks
        self._clock = clock
        self._log = log
        self._title = title
        self._waiting: OrderedDict[str, tuple[ChatUser, Work]] = OrderedDict()
        self._submitted: dict[str, Work] = {}

    async def opened(self, ask: Ask) -> Json:
        """A button that opens a dialog, or one inside it."""
        return await self.in_time(ask, self._open(ask))

    async def submitted(self, form: Submission) -> Json:
        """A form; submitted twice at once, it is answered once."""
        request = form.ask.actor.request
        running = self._submitted.get(request)
        if running is not None:
            return await self._awaited(form.ask, running)
        work = self._started(form.ask, self._submit(form))
        self._submitted[request] = work
        work.add_done_callback(lambda _: self._submitted.pop(request, None))
        return await self._awaited(form.ask, work)

    async def looked_again(self, ask: Ask, name: str) -> Json:
        """The answer that an earlier click is still waiting for; only for whoever asked."""
        user, work = self._waiting.get(name, (None, None))
        if work is None or user != ask.actor.user:
            return await self.shown(ask, outdated())
        return await self._awaited(ask, work)

    async def _open(self, ask: Ask) -> Json:
        await self._answers.learn(ask)
        said = ask.said
        if not isinstance(said, Command):
            return await self.shown(ask, outdated())
        if isinstance(said, FORM_COMMANDS):
            return await self.form(ask, said)
        if not await self._dialogue.first_time(ask.actor):
            return invoke.closes()
        return await self.shown(ask, await self._followed(ask, await self._dialogue.handle(ask.actor, said)))

    async def form(
        self,
        ask: Ask,
        opener: Command,
        wrong: InvalidChoice | None = None,
        typed: Json | None = None,
        note: Text | None = None,
    ) -> Json:
        """The form of a command, or why there is none; with what was typed and is wrong, when it comes back. `note`:
        what is said above it."""
        form = await self._dialogue.form(ask.actor, opener)
        if isinstance(form, ComposeCard) and ask.actor.card is not None:  # it is edited when Outlook has the meeting
            return await self._in_the_chat(ask, form)
        if not isinstance(form, Form):
            return await self.shown(ask, form)
        reader = await self._answers.reader(ask)
        said = (wrong.field, sentence(wrong.reason, reader, "form.bad_field")) if wrong else None
        card = ask.actor.card.message if ask.actor.card else None
        opened = Opened(secrets.token_hex(8), opener, card, typed or {}, said, note)
        return invoke.continues(render_form(form, Words(reader, self._clock.now()), opened))

    async def _in_the_chat(self, ask: Ask, screen: Screen) -> Json:
        """The screen in the place of the card that was pressed; the dialog says where it is."""
        reader = await self._answers.reader(ask)
        ref = await self._messenger.show(ask.actor.user, screen, reader, ask.actor.card)
        await self._dialogue.delivered(ask.actor, screen, ref)
        return invoke.tells(sentence("private.answered", reader))

    async def _submit(self, form: Submission) -> Json:
        ask = form.ask
        await self._answers.learn(ask)
        return await self.answered(form, await self._answer(form))

    async def answered(self, form: Submission, answer: Screen | InvalidChoice | None) -> Json:
        """What a submitted form led to: the form again with what is wrong in it, or the screen."""
        ask = form.ask
        if isinstance(answer, InvalidChoice):
            if form.opener is None:
                return await self.shown(ask, problem(answer))
            return await self.form(ask, form.opener, answer, form.data)
        screen, card = answer, ask.actor.card
        if card is None:
            return await self.shown(ask, await self._followed(ask, screen))
        if screen is not None:
            ref = await self._messenger.show(ask.actor.user, screen, await self._answers.reader(ask), card)
            await self._dialogue.delivered(ask.actor, screen, ref)
        return invoke.closes()

    async def _answer(self, form: Submission) -> Screen | InvalidChoice | None:
        if form.wrong is not None:
            return form.wrong
        said = form.ask.said
        return await self._dialogue.submit(form.ask.actor, said) if isinstance(said, Command) else outdated()

    async def _followed(self, ask: Ask, screen: Screen | None) -> Screen:
        """Where a message would follow by itself, a dialog shows the double booking or the bookings as they stand."""
        if screen is not None:
            return screen
        later = replace(ask.actor, request=f"{ask.actor.request}:after")
        shows: Command = ShowBookings()
        if isinstance(ask.said, MoveTo | DeclineMeeting | DeclineAll):
            shows = ShowConflict(ask.said.cause)
        return await self._dialogue.handle(later, shows) or outdated()

    async def shown(self, ask: Ask, screen: Screen) -> Json:
        """The screen in the dialog."""
        words = Words(await self._answers.reader(ask), self._clock.now())
        return invoke.continues(Dialog(self._title, render(screen, words, Surface.DIALOG).card))

    async def in_time(self, ask: Ask, work: Coroutine[None, None, Json]) -> Json:
        """What this work answers, or a card that leads to its answer later."""
        return await self._awaited(ask, self._started(ask, work))

    def _started(self, ask: Ask, work: Coroutine[None, None, Json]) -> Work:
        return self._tasks.start(self._guarded(ask, work))

    async def _guarded(self, ask: Ask, work: Coroutine[None, None, Json]) -> Json:
        """The wrapper of this edge: whatever fails is logged without contents and said with its reference."""
        try:
            return await work
        except Exception as error:  # noqa: BLE001 the top of a task: nothing may be lost silently
            try:
                return await self.shown(ask, self._answers.problem(error))
            except Exception as then:  # noqa: BLE001 the end of the line: the log is all that is left
                self._log.error("teams.problem_not_said", **facts(then))
                return invoke.tells(sentence("problem.unexpected.what", ask.actor.reads or FALLBACK_READER))

    async def _awaited(self, ask: Ask, work: Work) -> Json:
        """The answer if it comes in time; else a card whose button looks for it again."""
        await asyncio.wait({work}, timeout=invoke.ANSWER_WITHIN_SECONDS)
        if work.done():
            return work.result()
        name = secrets.token_hex(8)
        self._waiting[name] = (ask.actor.user, work)
        while len(self._waiting) > WAITING_MOST:
            self._waiting.popitem(last=False)
        card = Card.for_reader(Words(await self._answers.reader(ask), self._clock.now()), Surface.DIALOG)
        card.text(card.label("waiting.outlook"))
        label = card.label("action.look_again")
        card.body.append(row([submit(label, label, {WAIT: name})]))
        return invoke.continues(Dialog(self._title, card.message().card))
