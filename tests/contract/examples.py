"""Example values for the contract suites: three people and what belongs to them."""

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from core.availability import DEFAULT_BLOCKING, Hours, ShowAs
from core.booking.model import HOLD_LEASE, Booking, BookingId, BookingState, MeetingPlan
from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.connection.model import (
    Access,
    Connection,
    ConnectionId,
    ConnectionState,
    ConnectLink,
    LinkState,
    MicrosoftAccount,
)
from core.people.model import ChatProfile, ChatUser, Invitee, Person, PersonId, Platform
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.shared.transaction import Transaction
from core.sync.model import Event, Response, SyncState

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA, BEN, CLEO = PersonId("person-ada"), PersonId("person-ben"), PersonId("person-cleo")
PEOPLE = (ADA, BEN, CLEO)


Answer = TypeVar("Answer")


def outside(work: Coroutine[Any, Any, Answer]) -> "asyncio.Task[Answer]":
    """The work of somebody else: of a task that knows nothing of what this one holds open."""
    return asyncio.create_task(work, context=Context())


def chat_user(person: str) -> ChatUser:
    return ChatUser(Platform.SLACK, "T1", f"U-{person}")


def profile(person: str, **changes: Any) -> ChatProfile:
    plain = ChatProfile(chat_user(person), person.title(), f"{person}@example.org", "Europe/Berlin", "de-DE")
    return replace(plain, **changes)


async def meet(store: Any, tx: Transaction, person: PersonId) -> None:
    """Adds the person as their first command does."""
    await store.persons.add(tx, Person(person, chat_user(person), NOW), profile(person), NOW)


def account(person: str, **changes: Any) -> MicrosoftAccount:
    address = f"{person}@contoso.example"
    plain = MicrosoftAccount("tenant-1", f"oid-{person}", address, person.title(), frozenset({address}))
    return replace(plain, **changes)


def connection(person: PersonId, **changes: Any) -> Connection:
    plain = Connection(
        id=ConnectionId(f"connection-{person}"),
        person=person,
        account=account(person),
        access=Access.READ_WRITE,
        scopes=frozenset({"Calendars.ReadWrite", "User.Read"}),
        state=ConnectionState.OK,
        created_at=NOW,
    )
    return replace(plain, **changes)


def link(person: PersonId, **changes: Any) -> ConnectLink:
    plain = ConnectLink(
        id=new_id(),
        person=person,
        user=chat_user(person),
        access=Access.READ,
        token_hash=new_id(),
        status=LinkState.NEW,
        expires_at=NOW + timedelta(minutes=10),
    )
    return replace(plain, **changes)


def calendar(owner: ConnectionId, name: str, **changes: Any) -> Calendar:
    plain = Calendar(
        id=CalendarId(new_id()),
        connection=owner,
        outlook_id=f"AAMk{name}=",
        name=name,
        kind=CalendarKind.OWN,
        owner_name="Ada",
        owner_address="ada@contoso.example",
        can_edit=True,
        is_default=False,
    )
    return replace(plain, **changes)


def preferences(person: PersonId, **changes: Any) -> Preferences:
    plain = Preferences(
        person=person,
        linked=CalendarId("linked"),
        conflicts=frozenset({CalendarId("a"), CalendarId("b")}),
        linked_blocks=True,
        blocking=DEFAULT_BLOCKING,
        hours=Hours.parse({"mon": [["09:00", "12:00"], ["22:00", "02:00"]]}, {"2026-12-24": []}),
        home_zone="Europe/Berlin",
    )
    return replace(plain, **changes)


def booking(host: PersonId = ADA, at: datetime = NOW + HOUR, **changes: Any) -> Booking:
    """An hour held by the host for themselves; `title`, `invitees` and `note` go into the plan."""
    plan = MeetingPlan(
        title=changes.pop("title", "Planning"),
        when=Range(at, at + HOUR),
        invitees=changes.pop("invitees", (Invitee("Ben", "ben@contoso.example", BEN, chat_user(BEN)),)),
        note=changes.pop("note", "Bring numbers"),
    )
    plain = Booking(
        id=BookingId(new_id()),
        host=host,
        connection=ConnectionId(f"connection-{host}"),
        calendar=CalendarId("linked"),
        outlook_calendar_id="AAMk=",
        plan=plan,
        zone="Europe/Berlin",
        protected=frozenset({host}),
        state=BookingState.HELD,
        request_key=new_id(),
        created_at=NOW,
        lease_until=NOW + HOLD_LEASE,
    )
    return replace(plain, **changes)


def event(name: str, start: datetime = NOW, **changes: Any) -> Event:
    plain = Event(
        id=name,
        ical_uid=f"uid-{name}",
        series=None,
        start=start,
        end=start + HOUR,
        first_day=None,
        end_day=None,
        show_as=ShowAs.BUSY,
        is_cancelled=False,
        response=Response.ACCEPTED,
        is_private=True,
        subject="Poisoned subject",
        organizer_name="Poisoned name",
        attendee_count=3,
        join_url="https://teams.example/poisoned",
        web_link=None,
        transaction_id=None,
    )
    return replace(plain, **changes)


def state(of: CalendarId, **changes: Any) -> SyncState:
    return replace(SyncState(of, poll_at=NOW, compare_at=NOW + timedelta(days=1)), **changes)
