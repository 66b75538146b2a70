"""People with accounts and calendars, written straight into a database: 220 sign-ins would take minutes."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.availability import DEFAULT_BLOCKING, Hours
from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.connection.model import Access, Connection, ConnectionId, ConnectionState, MicrosoftAccount
from core.people.model import ChatProfile, ChatUser, Invitee, Person, PersonId, Platform
from core.storage import Store

BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
ALWAYS = Hours.parse({day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")})


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody by their key. `calendars`: Outlook's ids, the linked one first; all of them block."""

    key: str
    calendars: tuple[str, ...]
    address: str = field(default="")

    @property
    def person(self) -> PersonId:
        return PersonId(f"person-{self.key}")

    @property
    def connection(self) -> ConnectionId:
        return ConnectionId(f"connection-{self.key}")

    @property
    def user(self) -> ChatUser:
        return ChatUser(Platform.SLACK, "T1", f"U{self.key.upper()}")

    @property
    def mail(self) -> str:
        return self.address or f"{self.key}@contoso.com"

    @property
    def profile(self) -> ChatProfile:
        return ChatProfile(self.user, self.key.title(), self.mail, "Europe/Berlin", "en-GB")

    @property
    def account(self) -> MicrosoftAccount:
        return MicrosoftAccount("tid-contoso", f"oid-{self.key}", self.mail, self.key.title(), frozenset({self.mail}))

    @property
    def invitee(self) -> Invitee:
        return Invitee(self.key.title(), self.mail, self.person, self.user)

    def calendar(self, number: int) -> CalendarId:
        return CalendarId(f"{self.key}-{number}")


async def employ(store: Store, everybody: tuple[Employee, ...]) -> None:
    """Writes their rows: connected, every calendar blocks, the first is the linked one, free all day."""
    async with store.transactions.write() as tx:
        for one in everybody:
            await store.persons.add(tx, Person(one.person, one.user, BEGAN), one.profile, BEGAN)
            rights = frozenset({"Calendars.Read", "Calendars.ReadWrite"})
            connection = Connection(
                one.connection, one.person, one.account, Access.READ_WRITE, rights, ConnectionState.OK, created_at=BEGAN
            )
            await store.connections.save(tx, connection)
            await store.calendars.replace(tx, one.connection, _calendars(one))
            ids = [one.calendar(number) for number in range(len(one.calendars))]
            chosen = Preferences(
                person=one.person,
                linked=ids[0],
                conflicts=frozenset(ids[1:]),
                linked_blocks=True,
                blocking=DEFAULT_BLOCKING,
                hours=ALWAYS,
                home_zone="Europe/Berlin",
                own_hours=True,
            )
            await store.preferences.save(tx, chosen)


def _calendars(one: Employee) -> tuple[Calendar, ...]:
    return tuple(
        Calendar(
            id=one.calendar(number),
            connection=one.connection,
            outlook_id=outlook_id,
            name=f"Calendar {number}",
            kind=CalendarKind.OWN,
            owner_name=one.account.name,
            owner_address=one.mail,
            can_edit=True,
            is_default=number == 0,
        )
        for number, outlook_id in enumerate(one.calendars)
    )
