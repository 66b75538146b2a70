"""Ada's desk with a calendar that is two-way, switched by the card's own buttons."""

from datetime import datetime, timedelta
from typing import TypeVar

from core.booking.model import Booking, BookingState
from core.dialogue.commands import CancelBooking, Command, ShowBookings
from core.dialogue.model import MessageRef
from core.dialogue.screens import BookingsCard, Screen, SyncPreferenceCard
from core.dialogue.sync_commands import AskSyncPreference, ChooseSyncPreference, UndoSyncPreference
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR
from tests.unit.core.disagreeing import Desk

S = TypeVar("S", bound=Screen)
SWITCHED = MessageRef("DUADA", "42.0")


async def dry_run(desk: Desk, key: str = "ada") -> SyncPreferenceCard:
    return await ask(desk, AskSyncPreference(two_way=True), SyncPreferenceCard, key)


async def switch(desk: Desk, key: str = "ada") -> SyncPreferenceCard:
    """The dry run, and its Confirm."""
    choose = chosen(await dry_run(desk, key))
    card = await ask(desk, choose, SyncPreferenceCard, key)
    await desk.work()
    return card


async def back(desk: Desk) -> SyncPreferenceCard:
    asked = await ask(desk, AskSyncPreference(two_way=False), SyncPreferenceCard)
    card = await ask(desk, chosen(asked), SyncPreferenceCard)
    await desk.work()
    return card


async def undo(desk: Desk) -> SyncPreferenceCard:
    card = await ask(desk, UndoSyncPreference(), SyncPreferenceCard)
    await desk.work()
    return card


def chosen(card: SyncPreferenceCard) -> ChooseSyncPreference:
    """What the card's first button asks for."""
    command = card.actions[0].command
    assert isinstance(command, ChooseSyncPreference), command
    return command


def keys(card: SyncPreferenceCard) -> list[str]:
    return [line.key for line in card.lines]


def buttons(card: SyncPreferenceCard) -> list[str]:
    return [action.label.key for action in card.actions]


def words(card: SyncPreferenceCard) -> list[str]:
    return read(card.heading, card.calendar, *card.lines, *card.small)


async def listed(desk: Desk, key: str = "ada") -> list[tuple[str, datetime]]:
    """Title and start of everything under `bookings`."""
    card = await ask(desk, ShowBookings(), BookingsCard, key)
    return [(read(line.title)[0], line.when.range.start) for line in card.bookings]


async def offered(desk: Desk, title: str) -> list[Command]:
    """What the booking's line in `bookings` can be asked for."""
    card = await ask(desk, ShowBookings(), BookingsCard)
    (line,) = (one for one in card.bookings if one.title == title)
    return [action.command for action in line.actions if action.command is not None]


async def can_be_cancelled(desk: Desk, title: str) -> bool:
    return any(isinstance(command, CancelBooking) for command in await offered(desk, title))


def adopted(desk: Desk) -> list[Booking]:
    """Bookings made in Outlook, that are bookings now."""
    found = desk.store.transactions.tables.bookings.values()
    return [one for one in found if one.adopted is not None and one.state is BookingState.CONFIRMED]


def made(desk: Desk, start: datetime, subject: str = "Dentist", length: timedelta = HOUR, **more: object) -> str:
    """Ada makes an event in Outlook."""
    return desk.box("ada").add(start, start + length, subject, **more)
