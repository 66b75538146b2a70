"""The Teams adapter as the composition root sees it: routes, messenger, directory, start, drain."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from adapters.edge.dialogue import FALLBACK_READER, Dialogue, Read
from adapters.edge.log import Log
from adapters.edge.tasks import Tasks
from adapters.teams import invoke
from adapters.teams.addresses import ISSUER, LOGIN_URL, MICROSOFTS, OPENID_URL, ServiceAddresses
from adapters.teams.admins import TeamsAdmins
from adapters.teams.answers import Answers
from adapters.teams.bot import TeamsBot, Turns
from adapters.teams.calls import Calls
from adapters.teams.deliver import TeamsMessenger
from adapters.teams.dialogs import Dialogs
from adapters.teams.directory import TeamsDirectory
from adapters.teams.extension import Extension
from adapters.teams.guard import Guard
from adapters.teams.http import Http, Json
from adapters.teams.keys import SigningKeys
from adapters.teams.parse import extension
from adapters.teams.parse.ask import Ask, Stale, actor, reader, where
from adapters.teams.parse.forms import Submission, submission
from adapters.teams.parse.payloads import Activity
from adapters.teams.parse.press import COMMAND, FORM, WAIT, press
from adapters.teams.parse.typed import message
from adapters.teams.routes import Routes
from adapters.teams.tenants import Refusing, Tenants
from adapters.teams.tokens import ActivityTokens, BotTokens
from core.dialogue.reading import read_command
from core.dialogue.texts import sentence
from core.people.model import Platform
from core.people.ports import ChatRoutes
from core.shared.clock import Clock
from core.shared.errors import ChatUnavailable, OperatorNeeded
from core.shared.transaction import Transactions

MESSAGES_PATH = "/api/messages"
OF_EVERYBODY = "botframework.com"
"""Where a bot for many tenants signs in.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """Of one organisation, or of more (`tenants`: their ids, or "*"). `many`: registered in Azure as a
    bot for many tenants, which decides where it signs in. Without `app_id` nothing is verified: that needs
    `unverified`, for development on loopback."""

    app_id: str
    app_password: str = field(repr=False)
    tenant: str
    tenants: str = ""
    many: bool = False
    openid_url: str = OPENID_URL
    issuer: str = ISSUER
    login_url: str = LOGIN_URL
    service_urls: tuple[str, ...] = MICROSOFTS
    command: str = "/schedule"
    unverified: bool = False
    admins: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.unverified and not (self.app_id and self.app_password and self.tenant):
            raise ValueError("Teams needs an app id, its password and a tenant")


class TeamsWorkspace:
    """The organisation we talk to: what the rooms need of it (messages, people), before anybody talks to us."""

    def __init__(
        self,
        settings: TeamsSettings,
        stored: ChatRoutes,
        transactions: Transactions,
        clock: Clock,
        http: Http | None = None,
    ) -> None:
        self.settings = settings
        self.http = http or Http()
        self.addresses = ServiceAddresses(settings.service_urls)
        self.tenants = Tenants.parse(settings.tenant, settings.tenants)
        token_url = (
            f"{settings.login_url.rstrip('/')}/{OF_EVERYBODY if settings.many else settings.tenant}/oauth2/v2.0/token"
        )
        tokens = BotTokens(self.http, token_url, settings.app_id, settings.app_password)
        self.routes = Routes(stored, transactions, settings.app_id)
        self.calls = Calls(self.http, tokens, self.addresses, settings.app_id)
        self.messenger = TeamsMessenger(self.calls, self.routes, clock)
        self.directory = TeamsDirectory(self.calls, self.routes)
        self.admins = TeamsAdmins(self.directory, self.routes, settings.admins)


class TeamsAdapter:
    """Teams' activities in, screens out."""

    def __init__(
        self, workspace: TeamsWorkspace, dialogue: Dialogue, clock: Clock, log: Log, read: Read = read_command
    ) -> None:
        self.workspace = workspace
        self._log = log
        self._tasks = Tasks()
        settings = workspace.settings
        self._answers = answers = Answers(
            dialogue=dialogue,
            messenger=workspace.messenger,
            directory=workspace.directory,
            routes=workspace.routes,
            tasks=self._tasks,
            clock=clock,
            log=log,
            read=read,
            command_name=settings.command,
        )
        dialogs = Dialogs(
            dialogue=dialogue,
            messenger=workspace.messenger,
            answers=answers,
            tasks=self._tasks,
            clock=clock,
            log=log,
            title="Clearhour",
        )
        beside = Extension(
            dialogue=dialogue,
            messenger=workspace.messenger,
            directory=workspace.directory,
            answers=answers,
            dialogs=dialogs,
            clock=clock,
        )
        keys = SigningKeys(workspace.http, settings.openid_url)
        desk = _Desk(
            dialogue=dialogue,
            routes=workspace.routes,
            answers=answers,
            dialogs=dialogs,
            extension=beside,
            tasks=self._tasks,
        )
        self._turns = Turns(TeamsBot(desk))
        self._guard = Guard(
            tokens=None if settings.unverified else ActivityTokens(keys, settings.app_id, settings.issuer),
            addresses=workspace.addresses,
            tenants=workspace.tenants,
            routes=workspace.routes,
            refusing=Refusing(calls=workspace.calls, tasks=self._tasks, clock=clock, log=log),
            run=self.run,
            log=log,
        )

    def routes(self) -> list[web.RouteDef]:
        return [web.post(MESSAGES_PATH, self._guard.handle)]

    async def run(self, found: Activity) -> tuple[int, Json | None]:
        """Status and body for one verified activity."""
        return await self._turns.run(found)

    async def start(self) -> None:
        """Signs in. Raises OperatorNeeded (a wrong id or password), ChatUnavailable (Microsoft can't be reached)."""
        try:
            await self.workspace.calls.sign_in()
        except (OperatorNeeded, ChatUnavailable) as error:
            self._log.error("teams.start_failed", reason=str(error) or error.code)
            raise
        self._log.info("teams.started", tenant=self.workspace.settings.tenant)

    async def drain(self, seconds: float) -> None:
        """Waits for answers that are on their way."""
        self._answers.end()
        left = await self._tasks.drain(seconds)
        if left:
            self._log.warning("teams.answers_cut_off", count=left)

    async def close(self) -> None:
        await self.workspace.http.close()


class _Desk:
    """Parse, hand over. Messages are answered in the background, invokes at once."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        routes: Routes,
        answers: Answers,
        dialogs: Dialogs,
        extension: Extension,
        tasks: Tasks,
    ) -> None:
        self._dialogue = dialogue
        self._routes = routes
        self._answers = answers
        self._dialogs = dialogs
        self._extension = extension
        self._tasks = tasks

    async def message(self, found: Activity) -> None:
        ask = press(found) if not found.text and COMMAND in found.data else message(found)
        if ask is not None:
            self._tasks.start(self._answers.typed(ask))

    async def pressed(self, found: Activity) -> Json:
        ask = press(found)
        return await self._answers.pressed(ask) if ask else _nobody(found)

    async def dialog_opened(self, found: Activity) -> Json:
        ask = press(found)
        return await self._dialogs.opened(ask) if ask else _nobody_opens(found)

    async def dialog_submitted(self, found: Activity) -> Json:
        return await self._submitted(found, self._dialogs.submitted)

    async def extension_opened(self, found: Activity) -> Json:
        chosen = extension.chosen(found)
        return await self._extension.opened(chosen) if chosen else _nobody_opens(found)

    async def extension_submitted(self, found: Activity) -> Json:
        preview = extension.previewed(found)
        if preview is not None:
            return await self._extension.previewed(preview)
        return await self._submitted(found, self._extension.submitted)

    async def _submitted(self, found: Activity, answer: Callable[[Submission], Awaitable[Json]]) -> Json:
        """A form of a dialog, or a button in it."""
        ask, form, wait = press(found), submission(found), found.data.get(WAIT)
        if ask is None or form is None:
            return _nobody_opens(found)
        if isinstance(wait, str):
            return await self._dialogs.looked_again(ask, wait)
        return await (answer(form) if FORM in found.data else self._dialogs.opened(ask))

    async def installed(self, found: Activity) -> None:
        who = actor(found)
        if who is None:
            return
        ask = Ask(who, Stale(), where(found), found.sender)
        known = await self._routes.get(who.user)
        bot = await self._routes.get(self._routes.bot(who.user.workspace))
        first = known.personal is None if found.direct else ask.where.conversation not in bot.rosters
        await self._routes.installed(who.user.workspace, who.user.user)
        await self._answers.learn(ask)
        self._tasks.start(self._answers.welcome(ask, first=first))

    async def removed(self, found: Activity) -> None:
        who = actor(found)
        if who is None:
            return
        tenant = who.user.workspace
        if found.direct:
            await self._routes.went(who.user)
        else:
            await self._routes.left(tenant, found.place[0])
        if await self._routes.is_nowhere(tenant):
            await self._dialogue.app_removed(Platform.TEAMS, tenant)
        elif found.direct:
            await self._dialogue.left(who.user)


def _nobody(found: Activity) -> Json:
    """Somebody without an account of an organisation can't be answered."""
    return invoke.says(_not_yours(found))


def _nobody_opens(found: Activity) -> Json:
    return invoke.tells(_not_yours(found))


def _not_yours(found: Activity) -> str:
    return sentence("problem.not_yours.what", reader(found) or FALLBACK_READER)
