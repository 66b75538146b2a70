"""The Slack adapter as the composition root sees it: routes, messenger, directory, start, drain."""

import logging
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.edge.dialogue import Dialogue, Read
from adapters.edge.log import Log
from adapters.edge.tasks import Tasks
from adapters.slack.answers import Answers
from adapters.slack.calls import Calls
from adapters.slack.deliver import SlackMessenger
from adapters.slack.directory import SlackDirectory
from adapters.slack.guard import Guard, Kind
from adapters.slack.parse import payloads
from adapters.slack.parse.ask import Ask, Here
from adapters.slack.parse.press import press
from adapters.slack.parse.typed import gone_user, message, slash
from adapters.slack.submissions import Submissions
from core.dialogue.reading import read_command
from core.shared.clock import Clock
from core.shared.errors import ChatUnavailable, OperatorNeeded

ANY = re.compile(".*")
EVENTS = ("app_mention", "message", "user_change")
"""Events we listen to; the manifest asks for the same."""


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """One workspace. `api_url` ends with a slash; `command` starts with one."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"
    command: str = "/schedule"


class SlackWorkspace:
    """The workspace we talk to: what the rooms need of it (messages, people), before anybody talks to us."""

    def __init__(self, settings: SlackSettings, clock: Clock) -> None:
        self.settings = settings
        self.calls = Calls(settings.bot_token, settings.api_url)
        self.messenger = SlackMessenger(self.calls, clock)
        self.directory = SlackDirectory(self.calls)


class SlackAdapter:
    """Slack's requests in, screens out. `start` comes before the first request."""

    def __init__(
        self, workspace: SlackWorkspace, dialogue: Dialogue, clock: Clock, log: Log, read: Read = read_command
    ) -> None:
        self.workspace = workspace
        self._settings = workspace.settings
        self._dialogue = dialogue
        self._clock = clock
        self._log = log
        self._read = read
        self._tasks = Tasks()
        self._desk: _Desk | None = None
        self._guard = Guard(workspace.settings.signing_secret, self._dispatch, log)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/slack/commands", self._guard.handler(Kind.COMMANDS)),
            web.post("/slack/interactivity", self._guard.handler(Kind.INTERACTIVITY)),
            web.post("/slack/events", self._guard.handler(Kind.EVENTS)),
        ]

    async def start(self) -> None:
        """Asks Slack who we are. Raises OperatorNeeded (a wrong token), ChatUnavailable (Slack can't be reached)."""
        try:
            here = await self.workspace.calls.here()
        except (OperatorNeeded, ChatUnavailable) as error:
            self._log.error("slack.start_failed", reason=str(error) or error.code)
            raise
        answers = Answers(
            dialogue=self._dialogue,
            messenger=self.workspace.messenger,
            calls=self.workspace.calls,
            here=here,
            clock=self._clock,
            log=self._log,
            read=self._read,
            command_name=self._settings.command,
        )
        submissions = Submissions(dialogue=self._dialogue, answers=answers, here=here, tasks=self._tasks, log=self._log)
        self._desk = _Desk(self._settings, here, self._dialogue, answers, submissions, self._tasks)
        self._log.info("slack.started", team=here.team)

    async def drain(self, seconds: float) -> None:
        """Waits for answers that are on their way."""
        left = await self._tasks.drain(seconds)
        if left:
            self._log.warning("slack.answers_cut_off", count=left)

    async def _dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        if self._desk is None:
            return BoltResponse(status=503, body="starting")
        return await self._desk.bolt.async_dispatch(request)


class _Desk:
    """Bolt's listeners: acknowledge, parse, hand over."""

    def __init__(
        self,
        settings: SlackSettings,
        here: Here,
        dialogue: Dialogue,
        answers: Answers,
        submissions: Submissions,
        tasks: Tasks,
    ) -> None:
        self._here = here
        self._dialogue = dialogue
        self._answers = answers
        self._submissions = submissions
        self._tasks = tasks
        identity = AuthorizeResult(
            enterprise_id=None, team_id=here.team, bot_user_id=here.bot_user, bot_token=settings.bot_token
        )

        async def authorize() -> AuthorizeResult:
            return identity

        self.bolt = AsyncApp(
            logger=logging.getLogger("adapters.slack.bolt"),
            signing_secret=settings.signing_secret,
            client=AsyncWebClient(base_url=settings.api_url),
            authorize=authorize,
        )
        self.bolt.command(ANY)(self.command)
        self.bolt.action(ANY)(self.action)
        self.bolt.view(ANY)(self.view)
        for event in EVENTS:
            self.bolt.event(event)(self.event)

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self._answer(slash(payloads.slash_command(body), self._here))

    async def event(self, body: dict[str, Any]) -> None:
        found = payloads.event(body)
        if isinstance(found, payloads.EventCallback) and found.event.type == "user_change":
            if (user := gone_user(found, self._here)) is not None:
                await self._dialogue.left(user)
        elif isinstance(found, payloads.EventCallback):
            self._answer(message(found, self._here))

    async def action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        found = payloads.interaction(body)
        if isinstance(found, payloads.BlockActions):
            self._answer(press(found, self._here))

    async def view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        found = payloads.interaction(body)
        errors = await self._submissions.submit(found) if isinstance(found, payloads.ViewSubmission) else None
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    def _answer(self, ask: Ask | None) -> None:
        if ask is not None:
            self._tasks.start(self._answers.answer(ask))
