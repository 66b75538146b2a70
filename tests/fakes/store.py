"""Everything stored, in memory, under the same names as core.storage.Store."""

from dataclasses import dataclass

from tests.fakes.booking import FakeBookings
from tests.fakes.configuration import FakeCalendars, FakePreferences
from tests.fakes.connection import FakeConnections, FakeConnectLinks, FakeTokens
from tests.fakes.dialogue import FakeKeptCommands, FakeNotices, FakeSeenRequests
from tests.fakes.jobs import FakeJobQueue
from tests.fakes.memory import Memory
from tests.fakes.people import FakeAudit, FakePersons


@dataclass(frozen=True, slots=True)
class FakeStore:
    """The fields of core.storage.Store. `transactions.published` lists the committed facts."""

    transactions: Memory
    jobs: FakeJobQueue
    persons: FakePersons
    audit: FakeAudit
    connections: FakeConnections
    tokens: FakeTokens
    links: FakeConnectLinks
    calendars: FakeCalendars
    preferences: FakePreferences
    bookings: FakeBookings
    notices: FakeNotices
    kept_commands: FakeKeptCommands
    seen_requests: FakeSeenRequests

    async def ready(self) -> bool:
        return True

    async def close(self) -> None:
        return None


def fake_store(memory: Memory | None = None) -> FakeStore:
    """A store of its own, or a second process over the same memory."""
    memory = memory or Memory()
    return FakeStore(
        transactions=memory,
        jobs=FakeJobQueue(memory),
        persons=FakePersons(),
        audit=FakeAudit(),
        connections=FakeConnections(),
        tokens=FakeTokens(),
        links=FakeConnectLinks(),
        calendars=FakeCalendars(),
        preferences=FakePreferences(),
        bookings=FakeBookings(),
        notices=FakeNotices(),
        kept_commands=FakeKeptCommands(),
        seen_requests=FakeSeenRequests(),
    )
