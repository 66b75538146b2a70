"""The composition root: every constructor call of the program, explicit and typed.

`Makers` holds the two doors to the outside that a program may replace: tests/lies/ swaps one constructor in them and
then serves normally.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.teams.addresses import ServiceAddresses
from adapters.teams.app import TeamsAdapter, TeamsSettings, TeamsWorkspace
from bot.jobs import Mirroring, Runner, handlers
from bot.settings import Settings
from core.booking.usecases import Finding, Gathering, Holding, Inviting, Pushing
from core.configuration.usecases import Configuring
from core.connection.usecases import Connecting
from core.dialogue.answers.agenda import AgendaAnswers
from core.dialogue.answers.booking import BookingAnswers
from core.dialogue.answers.calendars import CalendarAnswers
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.find import FindAnswers
from core.dialogue.dialogue import Dialogue
from core.dialogue.notices import Notices
from core.dialogue.ports import Messenger
from core.outlook import Outlook, OutlookSettings, build_outlook
from core.people.model import Platform
from core.people.ports import ChatDirectory
from core.people.usecases import Meeting
from core.shared.clock import Clock, SystemClock
from core.storage import Keyring, Store, open_store
from core.sync.usecases import Copies, Keeping, Notified, Polling, Reading, Rounds, Subscribing

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
        callbacks_url=settings.callbacks_url,
    )
    return build_outlook(found, store.transactions, store.tokens, store.connections, clock)


def _slack(settings: Settings, clock: Clock) -> SlackWorkspace | None:
    if not settings.slack:
        return None
    found = SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=settings.slack_api_url,
        command=settings.command,
    )
    return SlackWorkspace(found, clock)


def _teams(settings: Settings, store: Store, clock: Clock) -> TeamsWorkspace | None:
    if not settings.teams:
        return None
    found = TeamsSettings(
        app_id=settings.teams_app_id,
        app_password=settings.teams_app_password.get_secret_value(),
        tenant=settings.teams_tenant,
        openid_url=settings.teams_openid_url,
        issuer=settings.teams_issuer,
        login_url=settings.teams_login_url,
        service_urls=ServiceAddresses.parse(settings.teams_service_urls).allowed,
        command=settings.command,
        unverified=settings.teams_unverified,
    )
    return TeamsWorkspace(found, store.chat_routes, store.transactions, clock)


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
    teams: TeamsAdapter | None
    connecting: Connecting
    notified: Notified
    polling: Polling
    copies: Copies
    runner: Runner
    clock: Clock

    @property
    def chats(self) -> tuple[SlackAdapter | TeamsAdapter, ...]:
        """The chats that are set up; at least one."""
        return tuple(chat for chat in (self.slack, self.teams) if chat is not None)

    async def close(self) -> None:
        await self.copies.close()
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
    slack, teams = _slack(settings, clock), _teams(settings, store, clock)
    directories: dict[Platform, ChatDirectory] = {}
    messengers: dict[Platform, Messenger] = {}
    if slack is not None:
        directories[Platform.SLACK], messengers[Platform.SLACK] = slack.directory, slack.messenger
    if teams is not None:
        directories[Platform.TEAMS], messengers[Platform.TEAMS] = teams.directory, teams.messenger

    transactions = store.transactions
    meeting = Meeting(
        transactions=transactions,
        persons=store.persons,
        directories=directories,
        clock=clock,
    )
    connecting = Connecting(
        transactions=transactions,
        persons=store.persons,
        meeting=meeting,
        connections=store.connections,
        links=store.links,
        vault=store.tokens,
        sign_in=outlook.sign_in,
        audit=store.audit,
        clock=clock,
        public_url=settings.public_url,
        policy=settings.identity_policy,
    )
    configuring = Configuring(
        transactions=transactions,
        persons=store.persons,
        connections=store.connections,
        calendars=store.calendars,
        preferences=store.preferences,
        directory=outlook.calendars,
        highest_access=settings.highest_access,
    )
    mirroring = _mirroring(settings, store, outlook, configuring, clock)
    copies = Copies(
        transactions=transactions, states=store.sync_states, mirror=store.mirror, rounds=mirroring.rounds, clock=clock
    )
    reading = Reading(reader=outlook.reader, clock=clock, copies=copies)
    gathering = Gathering(
        transactions=transactions, configuring=configuring, bookings=store.bookings, reading=reading, clock=clock
    )
    finding = Finding(configuring=configuring, gathering=gathering, clock=clock)
    inviting = Inviting(
        transactions=transactions, persons=store.persons, connections=store.connections, meeting=meeting
    )
    holding = Holding(
        transactions=transactions,
        persons=store.persons,
        bookings=store.bookings,
        gathering=gathering,
        configuring=configuring,
        jobs=store.jobs,
        clock=clock,
    )
    pushing = Pushing(
        transactions=transactions,
        bookings=store.bookings,
        configuring=configuring,
        finding=finding,
        reading=reading,
        writer=outlook.writer,
        audit=store.audit,
        clock=clock,
    )

    connect_answers = ConnectAnswers(
        connecting=connecting,
        configuring=configuring,
        holding=holding,
        reading=reading,
        keeping=mirroring.keeping,
        highest_access=settings.highest_access,
    )
    find_answers = FindAnswers(configuring=configuring, finding=finding, inviting=inviting)
    booking_answers = BookingAnswers(
        transactions=transactions,
        configuring=configuring,
        holding=holding,
        finding=find_answers,
        notices=store.notices,
    )
    dialogue = Dialogue(
        transactions=transactions,
        meeting=meeting,
        connecting=connecting,
        connect=connect_answers,
        calendars=CalendarAnswers(configuring=configuring, reading=reading),
        find=find_answers,
        booking=booking_answers,
        agenda=AgendaAnswers(configuring=configuring, reading=reading),
        notices=store.notices,
        kept=store.kept_commands,
        seen=store.seen_requests,
        clock=clock,
        command_name=settings.command,
    )
    notices = Notices(
        transactions=transactions,
        persons=store.persons,
        meeting=meeting,
        configuring=configuring,
        bookings=store.bookings,
        connect_answers=connect_answers,
        booking_answers=booking_answers,
        dialogue=dialogue,
        notices=store.notices,
        kept=store.kept_commands,
        messengers=messengers,
        jobs=store.jobs,
        command_name=settings.command,
        clock=clock,
    )
    runner = Runner(store.jobs, handlers(notices, pushing, mirroring), clock)
    return Program(
        settings=settings,
        store=store,
        outlook=outlook,
        slack=None if slack is None else SlackAdapter(slack, dialogue, clock, log),
        teams=None if teams is None else TeamsAdapter(teams, dialogue, clock, log),
        connecting=connecting,
        notified=Notified(transactions=transactions, states=store.sync_states, jobs=store.jobs, clock=clock),
        polling=Polling(transactions=transactions, states=store.sync_states, jobs=store.jobs, clock=clock),
        copies=copies,
        runner=runner,
        clock=clock,
    )


def _mirroring(settings: Settings, store: Store, outlook: Outlook, configuring: Configuring, clock: Clock) -> Mirroring:
    """What keeps the copies of calendars."""
    transactions, states, jobs = store.transactions, store.sync_states, store.jobs
    notified = settings.callbacks_url is not None
    return Mirroring(
        keeping=Keeping(
            transactions=transactions,
            configuring=configuring,
            states=states,
            subscriptions=outlook.subscriptions,
            jobs=jobs,
            clock=clock,
            notified=notified,
        ),
        rounds=Rounds(
            transactions=transactions,
            states=states,
            mirror=store.mirror,
            persons=store.persons,
            preferences=store.preferences,
            delta=outlook.delta,
            reader=outlook.reader,
            jobs=jobs,
            clock=clock,
        ),
        subscribing=Subscribing(
            transactions=transactions,
            states=states,
            subscriptions=outlook.subscriptions,
            jobs=jobs,
            clock=clock,
            notified=notified,
        ),
    )
