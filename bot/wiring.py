"""The composition root: every constructor call of the program, explicit and typed.

`Makers` holds the two doors to the outside that a program may replace: tests/lies/ swaps one constructor in them and
then serves normally.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.slack.installing import Installing, InstallSettings
from adapters.slack.manifest import INSTALLED_PATH
from adapters.teams.addresses import ServiceAddresses
from adapters.teams.app import TeamsAdapter, TeamsSettings, TeamsWorkspace
from bot.jobs import handlers
from bot.rooms import Options, Outside, Rooms, build_rooms
from bot.runner import Runner
from bot.settings import Settings
from core.administration.ports import Admins
from core.dialogue.home_tabs import HomePublisher
from core.dialogue.ports import Messenger
from core.outlook import Outlook, OutlookSettings, build_outlook
from core.people.model import Platform
from core.people.ports import ChatDirectory
from core.shared.clock import Clock, SystemClock
from core.storage import Keyring, Store, open_store

log = structlog.get_logger()


async def _store(settings: Settings) -> Store:
    keyring = Keyring.parse(settings.encryption_keys.get_secret_value())
    return await open_store(settings.database_url.get_secret_value(), keyring)


def _outlook(settings: Settings, store: Store, clock: Clock) -> Outlook:
    found = OutlookSettings(
        client_id=settings.microsoft_client_id,
        client_secret=settings.microsoft_client_secret.get_secret_value(),
        redirect_uri=settings.redirect_uri,
        tenant=settings.microsoft_tenant,
        login_url=settings.login_url,
        sign_in_url=settings.sign_in_url,
        graph_url=settings.graph_url,
        allowed_access=settings.highest_access,
        tenants=settings.tenants,
        callbacks_url=settings.callbacks_url,
    )
    return build_outlook(found, store.transactions, store.tokens, store.connections, clock)


def _slack(settings: Settings, store: Store, clock: Clock) -> SlackWorkspace | None:
    if not settings.slack:
        return None
    found = SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=settings.slack_api_url,
        command=settings.command,
        app_token=settings.slack_app_token.get_secret_value(),
    )
    return SlackWorkspace(found, clock, store.installations, store.transactions)


def _teams(settings: Settings, store: Store, clock: Clock) -> TeamsWorkspace | None:
    if not settings.teams:
        return None
    found = TeamsSettings(
        app_id=settings.teams_app_id,
        app_password=settings.teams_app_password.get_secret_value(),
        tenant=settings.teams_tenant,
        tenants=settings.teams_tenants,
        many=settings.teams_bot_type == "multi",
        openid_url=settings.teams_openid_url,
        issuer=settings.teams_issuer,
        login_url=settings.teams_login_url,
        service_urls=ServiceAddresses.parse(settings.teams_service_urls).allowed,
        command=settings.command,
        unverified=settings.teams_unverified,
        admins=frozenset(one for one in settings.teams_admins.split(",") if one),
    )
    return TeamsWorkspace(found, store.chat_routes, store.transactions, clock)


def _installing(settings: Settings, store: Store, clock: Clock) -> Installing | None:
    """For many workspaces, which install the app by themselves."""
    if not settings.slack_client_id:
        return None
    found = InstallSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        redirect_uri=f"{settings.public_url}{INSTALLED_PATH}",
        api_url=settings.slack_api_url,
        authorize_url=settings.slack_authorize_url,
    )
    return Installing(found, installations=store.installations, transactions=store.transactions, clock=clock, log=log)


@dataclass(frozen=True, slots=True)
class Makers:
    """What is real: the database and Outlook."""

    store: Callable[[Settings], Awaitable[Store]] = field(default=_store)
    outlook: Callable[[Settings, Store, Clock], Outlook] = field(default=_outlook)


@dataclass(frozen=True, slots=True)
class Program:
    """The whole program, built and not yet serving."""

    settings: Settings
    store: Store
    outlook: Outlook
    slack: SlackAdapter | None
    installing: Installing | None
    teams: TeamsAdapter | None
    rooms: Rooms
    runner: Runner
    clock: Clock

    @property
    def chats(self) -> tuple[SlackAdapter | TeamsAdapter, ...]:
        """The chats that are set up; at least one."""
        return tuple(chat for chat in (self.slack, self.teams) if chat is not None)

    async def close(self) -> None:
        await self.rooms.sync.copies.close()
        if self.slack is not None:
            await self.slack.close()
        if self.teams is not None:
            await self.teams.close()
        await self.outlook.aclose()
        await self.store.close()


async def build(settings: Settings, makers: Makers | None = None) -> Program:
    """Opens the database and builds everything. Raises ClearhourError or ValueError with what is wrong."""
    makers = makers or Makers()
    clock = SystemClock(settings.clock_moved_by)
    store = await makers.store(settings)
    outlook = makers.outlook(settings, store, clock)
    slack, teams = _slack(settings, store, clock), _teams(settings, store, clock)
    directories: dict[Platform, ChatDirectory] = {}
    messengers: dict[Platform, Messenger] = {}
    homes: dict[Platform, HomePublisher] = {}
    admins: dict[Platform, Admins] = {}
    if slack is not None:
        directories[Platform.SLACK], messengers[Platform.SLACK] = slack.directory, slack.messenger
        homes[Platform.SLACK], admins[Platform.SLACK] = slack.messenger, slack.admins
    if teams is not None:
        directories[Platform.TEAMS], messengers[Platform.TEAMS] = teams.directory, teams.messenger
        admins[Platform.TEAMS] = teams.admins
    options = Options(
        public_url=settings.public_url,
        command=settings.command,
        policy=settings.identity_policy,
        highest_access=settings.highest_access,
        notified=settings.callbacks_url is not None,
        tenants=settings.tenants,
    )
    rooms = build_rooms(
        Outside(store, outlook, directories, messengers, clock, options, homes, admins, detected=_detected)
    )
    return Program(
        settings=settings,
        store=store,
        outlook=outlook,
        slack=None if slack is None else SlackAdapter(slack, rooms.dialogue, clock, log),
        installing=_installing(settings, store, clock),
        teams=None if teams is None else TeamsAdapter(teams, rooms.dialogue, clock, log),
        rooms=rooms,
        runner=Runner(store.jobs, handlers(rooms.listeners), clock),
        clock=clock,
    )


def _detected(seconds: float) -> None:
    """From Outlook's notification of a change to the look for double bookings."""
    log.info("change_looked_at", milliseconds=round(seconds * 1000))
