"""Everything of Outlook, put together once for the program."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from core.booking.model import Booking
from core.booking.ports import EventAnswers, EventWriter, WrittenEvent
from core.booking.series_ports import Occurrence
from core.configuration.ports import CalendarDirectory, ListedCalendar, MailboxSettings
from core.connection.approval_ports import AdminConsent
from core.connection.model import ConnectionId
from core.connection.ports import ConnectionRepository, SignIn, TokenVault
from core.outlook import series
from core.outlook.admin_consent import EntraAdminConsent
from core.outlook.answer_event import accept_event, decline_event
from core.outlook.calendar_view import read_calendar_view
from core.outlook.calendars import list_calendars
from core.outlook.calls import CallCounts
from core.outlook.cancel_event import cancel_event
from core.outlook.create_event import create_event, event_body
from core.outlook.delta import read_changes
from core.outlook.entra import Entra
from core.outlook.find_event import find_event, look_at_event
from core.outlook.free_busy import read_free_busy
from core.outlook.graph import GraphClient
from core.outlook.mailbox_settings import read_mailbox_settings
from core.outlook.move_event import move_event
from core.outlook.places import EventPlace
from core.outlook.settings import OutlookSettings
from core.outlook.sign_in import EntraSignIn
from core.outlook.subscriptions import CallbackAddresses, GraphSubscriptions
from core.outlook.tenants import Tenants
from core.outlook.tokens import TokenSource
from core.outlook.wire import GraphWire, Observer, unobserved
from core.shared.clock import Clock
from core.shared.ranges import Range
from core.shared.transaction import Transactions
from core.sync.model import DeltaRound, Event, FreeBusy
from core.sync.ports import DeltaReader, EventReader, Subscriptions

CHATTY = ("httpx", "httpcore", "msal")
"""Below warnings they log whole addresses, headers with tokens, and accounts."""


class GraphDirectory:
    """Calendars and mailbox settings. Implements CalendarDirectory."""

    def __init__(self, graph: GraphClient) -> None:
        self._graph = graph

    async def calendars(self, connection: ConnectionId) -> tuple[ListedCalendar, ...]:
        return await list_calendars(self._graph, connection)

    async def settings(self, connection: ConnectionId) -> MailboxSettings:
        return await read_mailbox_settings(self._graph, connection)


class GraphReader:
    """Events and free/busy. Implements EventReader."""

    def __init__(self, graph: GraphClient) -> None:
        self._graph = graph

    async def events(self, connection: ConnectionId, outlook_calendar_id: str, window: Range) -> tuple[Event, ...]:
        return await read_calendar_view(self._graph, connection, outlook_calendar_id, window)

    async def free_busy(
        self, connection: ConnectionId, addresses: tuple[str, ...], window: Range
    ) -> tuple[FreeBusy, ...]:
        return await read_free_busy(self._graph, connection, addresses, window)


class GraphAnswers:
    """Answers to invitations. Implements EventAnswers."""

    def __init__(self, graph: GraphClient) -> None:
        self._graph = graph

    async def decline(self, connection: ConnectionId, outlook_id: str, comment: str, proposed: Range | None) -> None:
        await decline_event(self._graph, connection, outlook_id, comment, proposed)

    async def accept(self, connection: ConnectionId, outlook_id: str, *, tentative: bool) -> None:
        await accept_event(self._graph, connection, outlook_id, tentative=tentative)


class GraphDelta:
    """What changed in calendars. Implements DeltaReader."""

    def __init__(self, graph: GraphClient) -> None:
        self._graph = graph

    async def changes(
        self, connection: ConnectionId, outlook_calendar_id: str, window: Range, link: str | None
    ) -> DeltaRound:
        return await read_changes(self._graph, connection, outlook_calendar_id, window, link)


class GraphWriter:
    """Bookings in Outlook. Implements EventWriter."""

    def __init__(self, graph: GraphClient) -> None:
        self._graph = graph

    async def event(self, connection: ConnectionId, outlook_calendar_id: str, event: str) -> Event | None:
        return await look_at_event(self._graph, EventPlace(connection, event, outlook_calendar_id))

    def body(self, booking: Booking) -> Mapping[str, object]:
        return event_body(booking)

    async def create(self, booking: Booking) -> WrittenEvent:
        return await create_event(self._graph, booking)

    async def find(self, booking: Booking) -> WrittenEvent | None:
        return await find_event(self._graph, booking)

    async def move(self, booking: Booking) -> WrittenEvent:
        return await move_event(self._graph, booking)

    async def cancel(
        self,
        connection: ConnectionId,
        outlook_id: str,
        with_invitees: bool,
        comment: str,
        outlook_calendar_id: str | None = None,
    ) -> None:
        where = EventPlace(connection, outlook_id, outlook_calendar_id)
        await cancel_event(self._graph, where, with_invitees=with_invitees, comment=comment)

    async def dates(self, booking: Booking) -> tuple[Occurrence, ...]:
        return await series.read_dates(self._graph, booking)

    async def drop_date(self, booking: Booking, occurrence: str, comment: str | None) -> None:
        await series.drop_date(self._graph, booking, occurrence, comment)

    async def move_date(self, booking: Booking, occurrence: str, when: Range) -> None:
        await series.move_date(self._graph, booking, occurrence, when)

    async def move_series(self, booking: Booking) -> None:
        await series.move_series(self._graph, booking)

    async def invite(self, booking: Booking, event: str) -> None:
        await series.invite(self._graph, booking, event)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The ports that Outlook implements. Close it when the program ends."""

    sign_in: SignIn
    consent: AdminConsent
    calendars: CalendarDirectory
    reader: EventReader
    delta: DeltaReader
    subscriptions: Subscriptions
    writer: EventWriter
    answers: EventAnswers
    graph: GraphClient
    entra: Entra
    calls: CallCounts

    async def aclose(self) -> None:
        await self.graph.aclose()
        self.entra.close()


def build_outlook(
    settings: OutlookSettings,
    transactions: Transactions,
    vault: TokenVault,
    connections: ConnectionRepository,
    clock: Clock,
    *,
    observer: Observer = unobserved,
) -> Outlook:
    """Opens connection pools, but sends nothing yet. Keeps the vendors' own logs to warnings."""
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    entra = Entra(settings)
    calls = CallCounts(observer)
    wire = GraphWire(settings.graph_url, observer=calls)
    callbacks = settings.callbacks_url
    addresses = CallbackAddresses(f"{callbacks}/notifications", f"{callbacks}/lifecycle") if callbacks else None
    tokens = TokenSource(settings, entra, transactions=transactions, vault=vault, connections=connections, clock=clock)
    graph = GraphClient(wire, tokens, clock, tenant_of=Tenants(transactions, connections))
    return Outlook(
        sign_in=EntraSignIn(settings, entra, wire),
        consent=EntraAdminConsent(settings),
        calendars=GraphDirectory(graph),
        reader=GraphReader(graph),
        delta=GraphDelta(graph),
        subscriptions=GraphSubscriptions(graph, addresses),
        writer=GraphWriter(graph),
        answers=GraphAnswers(graph),
        graph=graph,
        entra=entra,
        calls=calls,
    )
