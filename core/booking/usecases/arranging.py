"""In whose name, by which rules and with whom a meeting is looked for and booked.

Without a meeting type or somebody to book for, that is the asker with what they chose. By a meeting type the host is
its owner (or whom its mode names), and whoever asks is a guest. For somebody else the host is who asks, because their
right to write is used; the rules and the protected time are the other's.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.availability import DEFAULT_BLOCKING
from core.booking.model import Behalf, Booking
from core.booking.ports import BookingRepository
from core.booking.usecases.inviting import Inviting
from core.booking.usecases.type_days import TypeLimit, is_full
from core.configuration.meeting_types.in_force import in_force
from core.configuration.meeting_types.model import MeetingType, MeetingTypeId, TypeMode, filled_in
from core.configuration.meeting_types.usecases import MeetingTypes
from core.configuration.model import Calendar, CalendarKind
from core.configuration.sharing import may_see, organisations, same_organisation
from core.configuration.usecases import Configuring, Setup
from core.connection.ports import ConnectionRepository
from core.people.model import ChatUser, Invitee, PersonId, known_as
from core.people.ports import PersonRepository
from core.shared.clock import Clock
from core.shared.days import day_at, day_of, one_day
from core.shared.errors import DayFull, InvalidChoice, NotConnected, NotYours, PermissionMissing
from core.shared.ranges import Range
from core.shared.transaction import Transaction, Transactions


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How one meeting is looked for. `host` is in whose name it is booked, `setup` what is in force.

    `guests` come in any case: who asked, when that is not the host, and members who are always needed. Of the `pool`
    any `needed` come; in round robin the one who comes is the host. `booked_by` is who asked, when it isn't the host.
    `boss`: for whom the host arranges it.
    """

    host: PersonId
    setup: Setup
    guests: tuple[Invitee, ...] = ()
    pool: tuple[Invitee, ...] = ()
    needed: int = 0
    booked_by: PersonId | None = None
    type: MeetingType | None = None
    boss: Behalf | None = None
    host_name: str = ""

    @property
    def protects(self) -> frozenset[PersonId]:
        """Whose time is taken, besides that of the guests: of the host, or of whom they arrange it for."""
        return frozenset({self.setup.preferences.person})

    @property
    def is_round_robin(self) -> bool:
        return self.type is not None and self.type.mode is TypeMode.ROUND_ROBIN

    def title(self, guest: str) -> str:
        """The type's own title with the names in it; empty for the usual one."""
        kind = self.type
        return "" if kind is None else filled_in(kind.title, host=self.host_name, guest=guest, kind=kind.name).strip()

    def note(self, guest: str) -> str:
        kind = self.type
        return "" if kind is None else filled_in(kind.note, host=self.host_name, guest=guest, kind=kind.name).strip()


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and from which chat."""

    person: PersonId
    user: ChatUser
    name: str


class Arranging:
    """Knows the arrangement that a request means, and the rules under which a booking was made."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        configuring: Configuring,
        types: MeetingTypes,
        bookings: BookingRepository,
        inviting: Inviting,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._configuring = configuring
        self._types = types
        self._bookings = bookings
        self._inviting = inviting
        self._clock = clock

    async def plain(self, asking: Asking) -> Arrangement:
        """The asker's own. Raises NotConnected."""
        setup = await self._configuring.setup(asking.person)
        return Arrangement(asking.person, setup, host_name=asking.name)

    async def by_type(self, asking: Asking, kind: MeetingTypeId) -> Arrangement:
        """By a meeting type that the asker may book by.

        Raises Gone, NotYours (also for outsiders: they see nobody's times), InvalidChoice("type") when its host is not
        connected or its members are gone, InvalidChoice("people") for an asker whose address nobody knows.
        """
        found = await self._types.bookable(asking.person, asking.user.workspace, kind)
        setup, pool = await self._host_of(found)
        host = setup.preferences.person
        guests, candidates = await self._members(found, host)
        needed = found.k if found.mode is TypeMode.K_OF_N else 1 if pool else 0
        if found.mode is TypeMode.ROUND_ROBIN:
            candidates = tuple(item for item in pool if item.person != host)
        if needed > len(candidates) + (found.mode is TypeMode.ROUND_ROBIN):
            raise InvalidChoice("type", "types.members_gone")
        if asking.person != host and not any(item.person == asking.person for item in (*guests, *candidates)):
            guests = (await self._asker(asking, found.owner, setup), *guests)
        return Arrangement(
            host=host,
            setup=setup,
            guests=guests,
            pool=candidates,
            needed=needed,
            booked_by=asking.person if asking.person != host else None,
            type=found,
            host_name=await self._name(host, found),
        )

    async def for_boss(self, asking: Asking, boss: Invitee) -> Arrangement:
        """For somebody whose calendars are shared with the asker.

        Raises NotConnected, InvalidChoice("boss") when none of them is shared, or none of those can be written.
        """
        mine = await self._configuring.setup(asking.person)
        return await self._for(asking.person, mine, boss.person, await self._addresses(boss), boss.name)

    async def hosted_by(self, arrangement: Arrangement, member: PersonId) -> Arrangement:
        """The round robin's arrangement when it is this member's turn. Raises NotConnected."""
        if arrangement.type is None:
            return arrangement
        setup = in_force(arrangement.type, await self._configuring.setup(member))
        name = (await self._person(member)).name
        guests = tuple(item for item in arrangement.guests if item.person != member)
        booked_by = None if arrangement.booked_by == member else arrangement.booked_by
        return replace(
            arrangement,
            host=member,
            setup=setup,
            guests=guests,
            pool=(),
            needed=0,
            booked_by=booked_by,
            host_name=name,
        )

    async def setup_of(self, booking: Booking) -> Setup:
        """The rules under which the booking was made, as they are now. Raises NotConnected, PermissionMissing when the
        calendar of whom it was made for is no longer shared."""
        if booking.moves is not None and booking.moves.booking is not None:
            async with self._transactions.read() as tx:
                booking = await self._bookings.get(tx, booking.moves.booking) or booking
        kind = await self._types.known(booking.type)
        setup = await self._configuring.setup(booking.host)
        if kind is not None:
            return in_force(kind, setup)
        written = setup.calendar(booking.calendar)
        if booking.behalf is not None and written is not None:
            reached = await self._reached_by(written.owner_address, organisations(setup.connections))
            person = next(iter(booking.protected & reached), None)
            theirs = frozenset({written.owner_address})
            try:
                return (await self._for(booking.host, setup, person, theirs, written.owner_name)).setup
            except InvalidChoice as gone:
                raise PermissionMissing("calendar") from gone
        return setup

    async def closed_days(self, arrangement: Arrangement, window: Range) -> tuple[Range, ...]:
        """The host's days on which no more may be booked by this type."""
        kind = arrangement.type
        if kind is None or kind.daily_limit is None:
            return ()
        zone = ZoneInfo(arrangement.setup.preferences.home_zone)
        async with self._transactions.read() as tx:
            booked = await self._bookings.of_type(tx, kind.id, window.widened(timedelta(days=1)), self._clock.now())
        days = [day_at(booking.plan.when.start, zone) for booking in booked]
        full = sorted({day for day in days if days.count(day) >= kind.daily_limit})
        return tuple(one_day(day, zone) for day in full)

    async def limit_of(self, booking: Booking) -> TypeLimit | None:
        """The daily limit of the type it was booked by, if it has one. Raises NotConnected."""
        kind = await self._types.known(booking.type)
        if kind is None or kind.daily_limit is None:
            return None
        setup = await self._configuring.setup(booking.host)
        return TypeLimit(kind, ZoneInfo(setup.preferences.home_zone), booking)

    async def must_have_room(self, tx: Transaction, limit: TypeLimit, hold: Booking) -> None:
        """Raises DayFull when the hold moves the booking to another day that has as many of the type as it may. Those
        of one type are moved and made one after the other."""
        await self._persons.lock(tx, hold.protected | {limit.kind.owner})
        when, zone, booking = hold.plan.when, limit.zone, limit.booking
        if day_of(when.start, zone) == day_of(booking.plan.when.start, zone):
            return
        if await is_full(tx, self._bookings, limit.kind, when, zone, self._clock.now(), moves=booking.id):
            raise DayFull

    async def closed_to(self, booking: Booking, window: Range) -> tuple[Range, ...]:
        """The days to which the booking can't be moved."""
        limit = await self.limit_of(booking)
        if limit is None:
            return ()
        found, day, own = [], day_of(window.start, limit.zone), day_of(booking.plan.when.start, limit.zone)
        async with self._transactions.read() as tx:
            while day.start < window.end:
                if day != own and await is_full(
                    tx, self._bookings, limit.kind, day, limit.zone, self._clock.now(), moves=booking.id
                ):
                    found.append(day)
                day = day_of(day.end, limit.zone)
        return tuple(found)

    async def _host_of(self, kind: MeetingType) -> tuple[Setup, tuple[Invitee, ...]]:
        """What is in force for the host; in round robin the first connected member's, and all connected members."""
        if kind.mode is TypeMode.TEAM:
            return in_force(kind, await self._reached(kind)), ()
        if kind.mode is not TypeMode.ROUND_ROBIN:
            return in_force(kind, await self._connected(kind.owner)), ()
        pool, first = [], None
        for member in kind.members:
            try:
                setup = await self._configuring.setup(member.person)
            except NotConnected:
                continue
            first = first or in_force(kind, setup)
            pool.append(await self._person(member.person))
        if first is None:
            raise InvalidChoice("type", "types.members_gone")
        return first, tuple(pool)

    async def _connected(self, owner: PersonId) -> Setup:
        try:
            return await self._configuring.setup(owner)
        except NotConnected:
            raise InvalidChoice("type", "types.owner_gone") from None

    async def _reached(self, kind: MeetingType) -> Setup:
        """A team calendar stops when nobody can write it any more; it never falls back to somebody's own."""
        try:
            return await self._configuring.setup(kind.team or kind.owner)
        except NotConnected:
            raise InvalidChoice("type", "teams.unreachable") from None

    async def _members(self, kind: MeetingType, host: PersonId) -> tuple[tuple[Invitee, ...], tuple[Invitee, ...]]:
        """Who comes in any case, and of whom any k come."""
        if kind.mode not in (TypeMode.COLLECTIVE, TypeMode.K_OF_N):
            return (), ()
        always: list[Invitee] = []
        others: list[Invitee] = []
        for member in kind.members:
            if member.person == host:
                continue
            needed = kind.mode is TypeMode.COLLECTIVE or member.required
            (always if needed else others).append(await self._person(member.person))
        return tuple(always), tuple(others)

    async def _asker(self, asking: Asking, owner: PersonId, host: Setup) -> Invitee:
        found = await self._inviting.by_user(asking.user, owner)
        if found.outsider:
            async with self._transactions.read() as tx:
                mine = await self._connections.of_person(tx, asking.person)
            if not same_organisation(mine, host.connections):
                raise NotYours
        if found.address is None:
            raise InvalidChoice("people", "types.no_address")
        return replace(found, person=found.person or asking.person)

    async def _person(self, person: PersonId) -> Invitee:
        """A member as an invitee: by the name their chat shows, and the oldest address they connected."""
        async with self._transactions.read() as tx:
            identities = await self._persons.identities(tx, person)
            connections = await self._connections.of_person(tx, person)
        address = connections[0].account.address if connections else next((one.email for one in identities), None)
        name = known_as(identities, address or "")
        return Invitee(name, address, person, identities[0].user if identities else None)

    async def _name(self, person: PersonId, kind: MeetingType) -> str:
        return kind.name if kind.mode is TypeMode.TEAM else (await self._person(person)).name

    async def _addresses(self, boss: Invitee) -> frozenset[str]:
        known = {boss.address.casefold()} if boss.address else set()
        if boss.person is not None:
            async with self._transactions.read() as tx:
                for connection in await self._connections.of_person(tx, boss.person):
                    known |= {address.casefold() for address in connection.account.addresses}
        return frozenset(known)

    async def _reached_by(self, address: str, tenants: frozenset[str]) -> frozenset[PersonId]:
        async with self._transactions.read() as tx:
            connection = await self._connections.by_address(tx, address, tenants) if address else None
        return frozenset({connection.person}) if connection else frozenset()

    async def _other(self, asker: PersonId, mine: Setup, boss: PersonId | None) -> Setup | None:
        """What the other chose, if they are connected and show the asker when they are free."""
        if boss is None:
            return None
        try:
            other = await self._configuring.setup(boss)
        except NotConnected:
            return None
        async with self._transactions.read() as tx:
            chats = [item.user for item in await self._persons.identities(tx, asker)]
        return other if may_see(mine, chats, other) else None

    async def _for(
        self, asker: PersonId, mine: Setup, boss: PersonId | None, addresses: frozenset[str], name: str
    ) -> Arrangement:
        theirs = tuple(
            item
            for item in mine.calendars
            if item.kind is CalendarKind.SHARED and item.owner_address.casefold() in addresses
        )
        if not theirs:
            raise InvalidChoice("boss", "boss.not_shared")
        writable = [item for item in theirs if self._configuring.obstacle(mine, item) is None]
        linked = next((item for item in writable if item.is_default), None) or next(iter(writable), None)
        if linked is None:
            obstacle = self._configuring.obstacle(mine, theirs[0])
            raise InvalidChoice("boss", f"choice.{obstacle}")
        other = await self._other(asker, mine, boss)
        setup = _setup_for(mine, other, linked, theirs)
        behalf = Behalf(name, linked.owner_address)
        return Arrangement(asker, setup, boss=behalf, host_name=name)


def _setup_for(mine: Setup, other: Setup | None, linked: Calendar, shared: tuple[Calendar, ...]) -> Setup:
    """The other's own hours, rules and calendars besides what they share, when they are connected; else the asker's
    hours, with Outlook's usual states."""
    conflicts = frozenset(item.id for item in shared)
    if other is None:
        usual = replace(mine.preferences, blocking=DEFAULT_BLOCKING, daily_limit=None)
    else:
        usual, conflicts = other.preferences, conflicts | other.preferences.blocking_calendars
        mine = replace(
            mine, calendars=mine.calendars + other.calendars, connections=mine.connections + other.connections
        )
    rules = replace(usual, linked=linked.id, conflicts=conflicts - {linked.id}, linked_blocks=True, two_way=frozenset())
    return replace(mine, preferences=rules)
