"""Ada's booking with Ben, Carol and Dina, and what these answer in their own Outlook."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.model import Booking
from core.booking.responses import Answers
from core.dialogue.commands import Command
from core.dialogue.model import MessageRef
from core.dialogue.screens import AnswersCard, Screen
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.sync.model import Response
from tests.unit.core.asking import actor, read
from tests.unit.core.booking_scene import HOUR, TEN, now_of
from tests.unit.core.disagreeing import STOOD, Desk, booked, desk
from tests.unit.world import user

AT = TEN + timedelta(days=2)
LATER = Range(AT + 4 * HOUR, AT + 5 * HOUR)
GUESTS = ("ben", "carol", "dina")
ACCEPTED, DECLINED, MAYBE = Response.ACCEPTED, Response.DECLINED, Response.TENTATIVE


async def party(*guests: str) -> Desk:
    """Ada's desk with her guests, Ben, Carol and Dina unless others are named, all connected."""
    world = await desk()
    for key in guests or GUESTS:
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    return world


async def invited(world: Desk, start: datetime = AT, guests: tuple[str, ...] = GUESTS) -> Booking:
    return await booked(world, start, guests=guests)


def answers(
    world: Desk,
    booking: Booking,
    key: str,
    response: Response,
    proposed: Range | None = None,
    at: datetime | None = None,
) -> None:
    """Somebody answers in Outlook: it stands on the list of the organizer's event, and nowhere of ours yet."""
    (mine,) = world.box("ada").written(booking.id)
    said = {"response": response, "answered_at": at or world.clock.now(), "proposed": proposed}
    listed = tuple(
        replace(who, **said) if who.address == f"{key}@contoso.com" else who  # type: ignore[arg-type]
        for who in mine.attendees
    )
    world.box("ada").change(mine.id, attendees=listed)


async def answered(
    world: Desk, booking: Booking, key: str, response: Response, proposed: Range | None = None, stood: bool = True
) -> None:
    """The same, and Outlook notifies; `stood`: for so long that it is told."""
    answers(world, booking, key, response, proposed)
    await world.told(STOOD if stood else timedelta(seconds=5))


def messages(world: Desk, key: str = "ada") -> list[AnswersCard]:
    """Every message about answers, as it is shown now."""
    return [one for one in world.messenger.to(user(key)) if isinstance(one, AnswersCard)]


def ref_of(world: Desk) -> MessageRef:
    """The one message about answers."""
    (found,) = [ref for ref, one in world.messenger.messages.items() if isinstance(one.screen, AnswersCard)]
    return found


def words(card: AnswersCard) -> list[str]:
    return read(card.heading, *card.lines)


def labels(card: AnswersCard) -> list[str]:
    return read(*(action.label for action in card.actions))


def command_of(card: AnswersCard, label: str) -> Command:
    found = [action.command for action in card.actions if read(action.label) == [label]]
    assert found, labels(card)
    command = found[0]
    assert command is not None
    return command


async def press(world: Desk, label: str, card: MessageRef | None = None, request: str = "") -> Screen | None:
    """Presses a button of the message, as the chat does: the answer takes the message's place."""
    shown = messages(world)[-1]
    return await give(world, command_of(shown, label), card or ref_of(world), request)


async def give(world: Desk, command: Command, card: MessageRef | None = None, request: str = "") -> Screen | None:
    who = actor("ada", card, request or new_id())
    screen = await world.dialogue.handle(who, command)
    if screen is not None and card is not None:
        await world.messenger.show(user("ada"), screen, world.messenger.messages[card].reader, card)
        await world.dialogue.delivered(who, screen, card)
    return screen


def known(world: Desk, booking: Booking) -> Answers:
    return world.store.transactions.tables.booking_answers[booking.id]


def lies_at(world: Desk, booking: Booking) -> tuple[Range, datetime]:
    """Where we have it, and where Outlook has it."""
    return now_of(world, booking).plan.when, world.lies(booking)
