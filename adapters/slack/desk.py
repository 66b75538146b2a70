"""Bolt's listeners: acknowledge, parse, hand over."""

import json
import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.edge.dialogue import Dialogue
from adapters.edge.log import Log, facts
from adapters.edge.tasks import Tasks
from adapters.slack.answers import Answers
from adapters.slack.parse import payloads
from adapters.slack.parse.ask import Ask, Here
from adapters.slack.parse.press import press
from adapters.slack.parse.shortcuts import message_shortcut, shortcut
from adapters.slack.parse.typed import gone_user, message, slash
from adapters.slack.render.calendars import suggested
from adapters.slack.submissions import Submissions
from adapters.slack.workspaces import NotInstalled, Workspaces
from core.dialogue.catalogue import ENGLISH
from core.dialogue.model import Actor, Place
from core.dialogue.texts import Words
from core.people.model import ChatUser, Platform
from core.shared.clock import Clock

ANY = re.compile(".*")
TYPED = ("app_mention", "message")
LEFT = ("app_uninstalled", "tokens_revoked")
EVENTS = (*TYPED, *LEFT, "app_home_opened", "user_change")
"""Events we listen to; the manifest asks for the same."""


class Desk:
    """Every request for a workspace that has a token of ours; one for another is refused with a line in the log."""

    def __init__(
        self,
        *,
        signing_secret: str,
        api_url: str,
        workspaces: Workspaces,
        dialogue: Dialogue,
        answers: Answers,
        submissions: Submissions,
        tasks: Tasks,
        clock: Clock,
        log: Log,
    ) -> None:
        self._workspaces = workspaces
        self._dialogue = dialogue
        self._answers = answers
        self._submissions = submissions
        self._tasks = tasks
        self._clock = clock
        self._log = log

        async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            found = await workspaces.of(team_id or "")
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=found.here.team,
                bot_user_id=found.here.bot_user,
                bot_token=found.calls.token,
            )

        self._bolt = AsyncApp(
            logger=logging.getLogger("adapters.slack.bolt"),
            signing_secret=signing_secret,
            client=AsyncWebClient(base_url=api_url),
            authorize=authorize,
        )
        self._bolt.command(ANY)(self._command)
        self._bolt.action(ANY)(self._action)
        self._bolt.view(ANY)(self._view)
        self._bolt.shortcut(ANY)(self._shortcut)
        self._bolt.options(ANY)(self._options)
        for event in EVENTS:
            self._bolt.event(event)(self._event)

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """What guard let through."""
        body = request.body
        team = payloads.team_of(body) if body.get("type") != "url_verification" else None
        try:
            if team is not None:
                await self._workspaces.of(team)
        except NotInstalled:
            self._log.warning("slack.not_installed", team=team)
            return _not_installed(body)
        return await self._bolt.async_dispatch(request)

    async def _here(self, body: dict[str, Any]) -> Here:
        return (await self._workspaces.of(payloads.team_of(body))).here

    async def _command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self._answer(slash(payloads.slash_command(body), await self._here(body)))

    async def _event(self, body: dict[str, Any]) -> None:
        found = payloads.event(body)
        if not isinstance(found, payloads.EventCallback):
            return
        here = await self._here(body)
        event = found.event
        if event.type in TYPED:
            self._answer(message(found, here))
        elif event.type == "user_change":
            if (user := gone_user(found, here)) is not None:
                await self._dialogue.left(user)
        elif event.type == "app_home_opened":
            if event.tab == "home" and isinstance(event.user, str) and event.user:
                self._tasks.start(self._home_opened(here.user(event.user)))
        elif event.type == "app_uninstalled" or (
            event.tokens is not None and here.bot_user in (event.tokens.bot or [])
        ):
            await self._dialogue.app_removed(Platform.SLACK, here.team)
            self._workspaces.left(here.team)

    async def _home_opened(self, user: ChatUser) -> None:
        """The wrapper of this edge: whatever fails is logged, and the tab shows what it did."""
        try:
            await self._dialogue.home_opened(user)
        except Exception as error:  # noqa: BLE001 the top of a task: nothing may be lost silently
            self._log.error("slack.home_failed", **facts(error))

    async def _action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        found = payloads.interaction(body)
        if isinstance(found, payloads.BlockActions):
            self._answer(press(found, await self._here(body)))

    async def _options(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Slack waits three seconds for what a list offers; the acknowledgement carries it."""
        found = payloads.interaction(body)
        if not isinstance(found, payloads.Suggestion):
            await ack(options=[])
            return
        here = await self._here(body)
        actor = Actor(here.user(found.user.id), Place.DIRECT, "", "")
        offered = await self._dialogue.options(actor, found.action_id.split(":")[0], found.value)
        words = Words(await self._dialogue.reader(actor), self._clock.now())
        await ack(**suggested(offered, words))

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        found, here = payloads.interaction(body), await self._here(body)
        if isinstance(found, payloads.Shortcut):
            self._answer(shortcut(found, here))
        elif isinstance(found, payloads.MessageShortcut):
            self._answer(message_shortcut(found, here))

    async def _view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        found = payloads.interaction(body)
        here = await self._here(body)
        errors = await self._submissions.submit(found, here) if isinstance(found, payloads.ViewSubmission) else None
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack()

    def _answer(self, ask: Ask | None) -> None:
        if ask is not None:
            self._tasks.start(self._answers.answer(ask))


def _not_installed(body: dict[str, Any]) -> BoltResponse:
    """A command is answered by its acknowledgement, the only way that needs no token; the rest is silence."""
    if "command" not in body:
        return BoltResponse(status=200)
    said = {"response_type": "ephemeral", "text": ENGLISH["slack.not_installed"]}
    return BoltResponse(status=200, body=json.dumps(said), headers={"content-type": ["application/json"]})
