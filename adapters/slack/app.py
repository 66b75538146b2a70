"""The Slack adapter as the composition root sees it: routes, messenger, directory, start, drain."""

import secrets
from dataclasses import dataclass, field

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.edge.dialogue import Dialogue, Read
from adapters.edge.log import Log
from adapters.edge.tasks import Tasks
from adapters.slack.admins import SlackAdmins
from adapters.slack.answers import Answers
from adapters.slack.deliver import SlackMessenger
from adapters.slack.desk import Desk
from adapters.slack.directory import SlackDirectory
from adapters.slack.guard import Guard, Kind
from adapters.slack.socket import Socket
from adapters.slack.submissions import Submissions
from adapters.slack.workspaces import ManyWorkspaces, OneWorkspace, Workspaces
from core.dialogue.reading import read_command
from core.people.installations.ports import Installations
from core.shared.clock import Clock
from core.shared.errors import ChatUnavailable, OperatorNeeded
from core.shared.transaction import Transactions


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """One workspace by its `bot_token`; without one, all that install the app. `app_token`: Socket Mode, in which
    nothing is signed. `api_url` ends with a slash; `command` starts with one."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"
    command: str = "/schedule"
    app_token: str = field(default="", repr=False)


class SlackWorkspace:
    """Where we talk: what the rooms need of it (messages, people, Home tabs), before anybody talks to us."""

    def __init__(
        self,
        settings: SlackSettings,
        clock: Clock,
        installations: Installations | None = None,
        transactions: Transactions | None = None,
    ) -> None:
        self.settings = settings
        self.workspaces = _workspaces(settings, installations, transactions)
        self.messenger = SlackMessenger(self.workspaces, clock)
        self.directory = SlackDirectory(self.workspaces)
        self.admins = SlackAdmins(self.workspaces)


def _workspaces(
    settings: SlackSettings, installations: Installations | None, transactions: Transactions | None
) -> Workspaces:
    """Raises ValueError without a token and without a place to look for one."""
    if settings.bot_token:
        return OneWorkspace(settings.bot_token, settings.api_url)
    if installations is None or transactions is None:
        raise ValueError("Slack needs a bot token, or installations")
    return ManyWorkspaces(installations, transactions, settings.api_url)


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
        self._desk: Desk | None = None
        settings = workspace.settings
        # in Socket Mode nothing is signed: with a secret that nobody knows, nothing that is posted would be believed
        self._secret = secrets.token_hex(32) if settings.app_token else settings.signing_secret
        self._guard = Guard(self._secret, self._dispatch, log)
        received = self._guard.received
        self._socket = Socket(settings.app_token, settings.api_url, received, log) if settings.app_token else None

    def routes(self) -> list[web.RouteDef]:
        """None in Socket Mode: what anybody posted there would be believed unsigned."""
        if self._socket is not None:
            return []
        return [
            web.post("/slack/commands", self._guard.handler(Kind.COMMANDS)),
            web.post("/slack/interactivity", self._guard.handler(Kind.INTERACTIVITY)),
            web.post("/slack/events", self._guard.handler(Kind.EVENTS)),
        ]

    async def start(self) -> None:
        """Asks Slack who we are. Raises OperatorNeeded (a wrong token), ChatUnavailable (Slack can't be reached)."""
        try:
            where = await self.workspace.workspaces.start()
            self._open_desk()
            if self._socket is not None:
                await self._socket.open()
        except (OperatorNeeded, ChatUnavailable) as error:
            self._log.error("slack.start_failed", reason=str(error) or error.code)
            raise
        self._log.info("slack.started", team=where)

    def _open_desk(self) -> None:
        workspaces = self.workspace.workspaces
        answers = Answers(
            dialogue=self._dialogue,
            messenger=self.workspace.messenger,
            workspaces=workspaces,
            clock=self._clock,
            log=self._log,
            read=self._read,
            command_name=self._settings.command,
        )
        submissions = Submissions(
            dialogue=self._dialogue, answers=answers, tasks=self._tasks, clock=self._clock, log=self._log
        )
        self._desk = Desk(
            signing_secret=self._secret,
            api_url=self._settings.api_url,
            workspaces=workspaces,
            dialogue=self._dialogue,
            answers=answers,
            submissions=submissions,
            tasks=self._tasks,
            clock=self._clock,
            log=self._log,
        )

    async def drain(self, seconds: float) -> None:
        """Takes no more requests over a connection of our own, and waits for answers that are on their way."""
        await self.close()
        left = await self._tasks.drain(seconds)
        if left:
            self._log.warning("slack.answers_cut_off", count=left)

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        if self._desk is None:
            return BoltResponse(status=503, body="starting")
        return await self._desk.dispatch(request)
