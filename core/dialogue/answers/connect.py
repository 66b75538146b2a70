"""connect, code, connections, disconnect."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from core.availability.hours import WEEKDAYS
from core.booking.usecases import Holding
from core.configuration.model import Calendar, CalendarId
from core.configuration.usecases import Configuring, Setup
from core.configuration.workspace import InWorkspace
from core.connection.model import Access, Connection, ConnectionId, ConnectionState
from core.connection.usecases import Connecting
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.events import few
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import (
    AddAccount,
    Connect,
    Disconnect,
    Find,
    SetHome,
    ShowCalendars,
    ShowConnections,
    TypeCode,
)
from core.dialogue.screens import (
    AccountHealth,
    Action,
    CalendarHealth,
    ConnectDone,
    ConnectionsCard,
    ConnectOffer,
    Day,
    DisconnectAsk,
    DisconnectDone,
    Instant,
    Line,
    OfDay,
    Style,
    Text,
    UserText,
    Zone,
    length,
    say,
)
from core.people.model import Platform
from core.shared.errors import Gone, InvalidChoice, NotConnected
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Upkeep
from core.sync.usecases import Keeping, Reading
from core.sync.usecases.due import POLL_WHEN_BLIND

TELL_IN = {Platform.SLACK: "action.tell_in_slack", Platform.TEAMS: "action.tell_in_teams"}
CONFLICTS_NAMED = 12


def other_homes(chats: Sequence[Platform]) -> tuple[Action, ...]:
    """Where messages could come instead of the first of these; nothing for who speaks from one chat."""
    home, *others = chats
    return tuple(
        Action(say(TELL_IN[platform]), SetHome(platform.value))
        for platform in dict.fromkeys(others)
        if platform is not home
    )


class ConnectAnswers:
    """Everything about being connected."""

    def __init__(
        self,
        *,
        connecting: Connecting,
        configuring: Configuring,
        holding: Holding,
        reading: Reading,
        keeping: Keeping,
        highest_access: Access,
        in_workspace: InWorkspace,
    ) -> None:
        self._connecting = connecting
        self._configuring = configuring
        self._holding = holding
        self._reading = reading
        self._keeping = keeping
        self._highest_access = highest_access
        self._in_workspace = in_workspace

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, Gone, NotYours, InvalidChoice."""
        return {
            Connect: self._connect_or_show,
            AddAccount: self._add_account,
            TypeCode: self._type_code,
            ShowConnections: lambda asker, _: self.connections(asker),
            SetHome: self.set_home,
            Disconnect: self.disconnect,
        }

    async def _connect_or_show(self, asker: Asker, _: Connect) -> ConnectionsCard | ConnectOffer:
        return await self.connections(asker) if await self.connected(asker) else await self.offer(asker)

    async def _add_account(self, asker: Asker, command: AddAccount) -> ConnectOffer:
        repaired = ConnectionId(command.connection) if command.connection else None
        return await self.offer(asker, reconnects=repaired, shared=command.shared)

    async def _type_code(self, asker: Asker, command: TypeCode) -> Line:
        await self._connecting.type_code(asker.person, command.code)
        return Line(say("code.right"))

    async def connected(self, asker: Asker) -> bool:
        return bool(await self._connecting.of_person(asker.person))

    async def offer(
        self, asker: Asker, *, kept: Text | None = None, reconnects: ConnectionId | None = None, shared: bool = False
    ) -> ConnectOffer:
        """Two one-time links: with writing (unless the operator forbids it) and without, in the order that an admin
        decided. `shared`: one, for the
        calendars that others share with this account; it leaves the access as it is."""
        if reconnects is not None and shared:
            return await self._offer_shared(asker, reconnects)
        read = await self._connecting.offer(asker.person, asker.user, Access.READ, reconnects)
        repairs = None
        if reconnects is not None:
            known = [item for item in await self._connecting.of_person(asker.person) if item.id == reconnects]
            repairs = UserText(known[0].account.address)
        if self._highest_access is Access.READ:
            allows = say("connect.reads")
            actions: tuple[Action, ...] = (Action(say("action.connect_read_only"), url=read, style=Style.PRIMARY),)
        else:
            allows = say("connect.reads_or_writes")
            write = await self._connecting.offer(asker.person, asker.user, Access.READ_WRITE, reconnects)
            both = [(say("action.connect"), write), (say("action.connect_read_only"), read)]
            if reconnects is None and (await self._in_workspace.defaults(asker.user.where)).read_only_first:
                both.reverse()
            (first, first_url), (second, second_url) = both
            actions = (Action(first, url=first_url, style=Style.PRIMARY), Action(second, url=second_url))
        return ConnectOffer(actions, kept, repairs, allows)

    async def _offer_shared(self, asker: Asker, account: ConnectionId) -> ConnectOffer:
        """Raises Gone for an account that isn't the person's (any more)."""
        known = next((one for one in await self._connecting.of_person(asker.person) if one.id == account), None)
        if known is None:
            raise Gone
        if not known.may_show_shared:
            raise InvalidChoice("connection", "choice.personal_shared")
        url = await self._connecting.offer(asker.person, asker.user, known.access, account, shared=True)
        allow = Action(say("action.allow_shared"), url=url, style=Style.PRIMARY)
        return ConnectOffer((allow,), None, UserText(known.account.address))

    async def done(self, setup: Setup, connection: Connection) -> ConnectDone:
        """What was connected and which defaults are in force."""
        linked = setup.linked
        obstacle = None
        if linked is None:
            read_only = connection.access is Access.READ
            obstacle = say("connected.read_only") if read_only else say("connected.no_writable")
            if setup.preferences.linked is not None:
                obstacle = say("booking.linked_gone")
        conflicts = few([item.name for item in setup.blocking], CONFLICTS_NAMED).items
        return ConnectDone(
            address=UserText(connection.account.address),
            writes=connection.access is Access.READ_WRITE,
            linked=UserText(linked.name) if linked else None,
            conflicts=conflicts,
            zone=Zone(setup.preferences.home_zone),
            hours=_hours(setup),
            obstacle=obstacle,
            actions=(
                Action(say("action.try_find"), Find(duration_minutes=30), style=Style.PRIMARY),
                Action(say("action.change_calendars"), ShowCalendars()),
                Action(say("action.not_me"), Disconnect(connection.id)),
            ),
        )

    async def connections(self, asker: Asker) -> ConnectionsCard:
        """All accounts with their health, read now. Raises NotConnected."""
        accounts = await self._connecting.of_person(asker.person)
        if not accounts:
            raise NotConnected
        try:
            setup = await self._configuring.setup(asker.person)
            used = await self._reading.live(setup.shown, Range(asker.now, asker.now + timedelta(days=1)))
            calendars = [(reading, role(setup, reading.calendar)) for reading in used]
        except NotConnected:  # signed in a moment ago: the defaults come in the next
            calendars = []
        kept = await self._reading.upkeep({one.calendar.id for one, _ in calendars})
        healths = tuple(self._health(asker, account, calendars, kept) for account in accounts)
        homes = other_homes([item.user.platform for item in await self._connecting.chats(asker.person)])
        return ConnectionsCard(healths, (Action(say("action.add_account"), AddAccount()), *homes))

    async def set_home(self, asker: Asker, command: SetHome) -> ConnectionsCard:
        """Unasked messages come to the other chat from now on. Raises InvalidChoice for a chat the person isn't in."""
        await self._connecting.set_home(asker.person, Platform(command.platform))
        return await self.connections(asker)

    def _health(
        self,
        asker: Asker,
        account: Connection,
        used: list[tuple[CalendarReading, Text]],
        kept: Mapping[CalendarId, Upkeep],
    ) -> AccountHealth:
        """`kept`: those of the calendars that are copied."""
        mine = [
            _calendar_health(asker, one, what, kept.get(one.calendar.id))
            for one, what in used
            if one.calendar.connection == account.id
        ]
        broken = account.state is ConnectionState.NEEDS_RECONNECT
        actions = []
        if broken:
            actions.append(Action(say("action.reconnect"), AddAccount(account.id), style=Style.PRIMARY))
        elif account.access is Access.READ and self._highest_access is not Access.READ:
            actions.append(Action(say("action.upgrade"), AddAccount(account.id), style=Style.PRIMARY))
        actions.append(Action(say("action.change_calendars"), ShowCalendars()))
        actions.append(Action(say("action.disconnect"), Disconnect(account.id)))
        state = account_state(account)
        writes = account.access is Access.READ_WRITE
        return AccountHealth(
            address=UserText(account.account.address),
            access=say("connection.writes") if writes else say("connection.reads"),
            state=state,
            calendars=tuple(mine),
            actions=tuple(actions),
        )

    async def disconnect(self, asker: Asker, command: Disconnect) -> DisconnectAsk | DisconnectDone:
        """Asks once, naming what stops; then disconnects. Raises NotConnected, Gone, NotYours."""
        accounts = await self._connecting.of_person(asker.person)
        if not accounts:
            raise NotConnected
        if command.connection is None and len(accounts) > 1:
            choices = tuple(
                Action(say("action.disconnect_one", address=UserText(item.account.address)), Disconnect(item.id))
                for item in accounts
            )
            return DisconnectAsk(None, (), choices)
        wanted = ConnectionId(command.connection) if command.connection else accounts[0].id
        if command.confirmed:
            if any(item.id == wanted for item in accounts):
                await self._keeping.leave(wanted)
            gone = await self._connecting.disconnect(asker.person, wanted)
            again = Action(say("action.connect_again"), Connect())
            return DisconnectDone(UserText(gone.account.address), (again,))
        known = next((item for item in accounts if item.id == wanted), None)
        if known is None:
            raise Gone
        upcoming = [item for item in await self._holding.upcoming(asker.person) if item.connection == known.id]
        stops = [say("disconnect.stops_finding"), say("disconnect.erases")]
        if upcoming:
            stops.append(say("disconnect.bookings", count=len(upcoming)))
        stops.append(say("disconnect.outlook_stays"))
        return DisconnectAsk(
            UserText(known.account.address),
            tuple(stops),
            (
                Action(say("action.disconnect"), Disconnect(known.id, confirmed=True), style=Style.DANGER),
                Action(say("action.keep"), ShowConnections()),
            ),
        )


def role(setup: Setup, calendar: Calendar) -> Text:
    """What a calendar is used for."""
    if calendar.id != setup.preferences.linked:
        return say("role.conflict")
    return say("role.linked_and_conflict") if setup.preferences.linked_blocks else say("role.linked")


def account_state(account: Connection) -> Text:
    """What somebody else has to repair is said as the card about it says it."""
    if account.state is ConnectionState.NEEDS_RECONNECT:
        return say("connection.broken")
    well = account.state is ConnectionState.OK or account.why is None
    return say("connection.ok") if well else say(f"health.why.{account.why}")


def _calendar_health(asker: Asker, reading: CalendarReading, what: Text, kept: Upkeep | None) -> CalendarHealth:
    state = _kept(asker, kept)
    if not reading.readable:
        state = say("health.unreadable", reason=say(f"reason.{reading.error}"))
    return CalendarHealth(UserText(reading.calendar.name), what, state)


def _kept(asker: Asker, kept: Upkeep | None) -> Text:
    """Read as this card was made, and what keeps the copy right from then on."""
    if kept is None:
        return say("health.read")
    if kept.whole:
        return say("health.read_whole")
    if kept.renews_at is None:
        return say("health.read_polled", every=length(POLL_WHEN_BLIND // timedelta(minutes=1)))
    return say("health.read_told", day=Day(asker.local_date(kept.renews_at)), at=Instant(kept.renews_at))


def _hours(setup: Setup) -> Text:
    """ "Mon to Fri 09:00 to 17:00" where all days are alike, else how many days have hours of their own."""
    week = setup.preferences.hours.week
    days = [number for number, ranges in enumerate(week) if ranges]
    alike = {week[number] for number in days}
    if not days:
        return say("hours.none")
    if len(alike) == 1 and len(week[days[0]]) == 1 and days == list(range(days[0], days[-1] + 1)):
        start, end = week[days[0]][0]
        first, last = say(f"day.{WEEKDAYS[days[0]]}"), say(f"day.{WEEKDAYS[days[-1]]}")
        return say("hours.alike", first=first, last=last, start=OfDay(start), end=OfDay(end))
    return say("hours.mixed", count=len(days))
