"""Answering submitted forms: field errors within three seconds, the screen afterwards."""

import asyncio

from adapters.edge.dialogue import Dialogue
from adapters.edge.log import Log
from adapters.edge.tasks import Tasks
from adapters.slack.answers import Answers
from adapters.slack.parse.ask import Ask, Here, Route, Stale
from adapters.slack.parse.forms import Submission, submission
from adapters.slack.parse.payloads import ViewSubmission
from core.dialogue.catalogue import ENGLISH
from core.dialogue.model import Actor, Place
from core.dialogue.problems import outdated, problem
from core.dialogue.screens import Screen, Text
from core.dialogue.texts import Words
from core.shared.clock import Clock
from core.shared.errors import InvalidChoice

ANSWER_WITHIN_SECONDS = 2.2
"""Slack waits for 3 seconds."""

Errors = dict[str, str]
"""By block: what is wrong with its content."""


class Submissions:
    """A form stays open until its content is accepted; a second submission of the same content has no effect."""

    def __init__(self, *, dialogue: Dialogue, answers: Answers, tasks: Tasks, clock: Clock, log: Log) -> None:
        self._dialogue = dialogue
        self._answers = answers
        self._tasks = tasks
        self._clock = clock
        self._log = log
        self._running: set[str] = set()

    async def submit(self, found: ViewSubmission, here: Here) -> Errors | None:
        """What must be corrected; None closes the form, and its answer is shown as a message."""
        try:
            form = submission(found, here)
        except InvalidChoice as wrong:
            actor = Actor(here.user(found.user.id), Place.DIRECT, "", found.view.id)
            return _errors(wrong, tuple(found.view.state.values), await self._words(actor))
        if form.actor.request in self._running:
            return None
        self._running.add(form.actor.request)
        outcome: asyncio.Future[Errors | None] = asyncio.get_running_loop().create_future()
        self._tasks.start(self._work(form, outcome))
        done, _ = await asyncio.wait({outcome}, timeout=ANSWER_WITHIN_SECONDS)
        if not done:
            self._log.warning("slack.form_slow")
            outcome.cancel()
            return None
        return outcome.result()

    async def _work(self, form: Submission, outcome: "asyncio.Future[Errors | None]") -> None:
        """Ends in errors at the form while it is open, else in a message."""
        ask = _ask(form)
        async with self._answers.guarded(ask) as shown:
            try:
                work = self._answer(form)
                answer = await self._answers.patiently(ask, form.said, work, shown, ANSWER_WITHIN_SECONDS)
                if isinstance(answer, InvalidChoice) and not outcome.done():
                    outcome.set_result(_errors(answer, form.blocks, await self._words(form.actor)))
                    return
            finally:
                self._running.discard(form.actor.request)
                if not outcome.done():
                    outcome.set_result(None)
            screen = problem(answer) if isinstance(answer, InvalidChoice) else answer
            if screen is not None:
                reader = await self._dialogue.reader(form.actor)
                await self._answers.deliver(ask, screen, reader, shown.waiting or form.actor.card)

    async def _words(self, actor: Actor) -> Words:
        return Words(await self._dialogue.reader(actor), self._clock.now())

    async def _answer(self, form: Submission) -> Screen | InvalidChoice | None:
        return outdated() if isinstance(form.said, Stale) else await self._dialogue.submit(form.actor, form.said)


def _ask(form: Submission) -> Ask:
    """The form as an ask: its answer goes to the card it came from, or where the command was given."""
    url = form.origin.response_url
    route = Route(form.origin.channel, response_url=url) if url else None
    return Ask(form.actor, form.said, route=route, home=form.origin.home)


def _errors(wrong: InvalidChoice, blocks: tuple[str, ...], words: Words) -> Errors:
    """At the field; a long list has several, and what has none of its own stands at the first."""
    at = next((one for one in blocks if one == wrong.field or one.startswith(f"{wrong.field}:")), None)
    reason = wrong.reason if wrong.reason in ENGLISH else "form.bad_field"
    return {at or next(iter(blocks), wrong.field): words.say(Text(reason))}
