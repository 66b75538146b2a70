"""The table of what a person can do twice: one row per act. Add a row for every new act that changes something.

A row prepares a world, says what is pressed (a command, or a coroutine for what isn't one) and counts what the act did.
tests/unit/core/test_twice.py does each in every way that a person, a platform or a second device can.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from core.booking.model import Booking
from core.connection.model import Access, Connected
from core.dialogue.answer_commands import TellOfAnswers
from core.dialogue.booking_commands import MoveBooking, TellOfBookings
from core.dialogue.commands import (
    Book,
    BookEarliest,
    CancelBooking,
    ChooseCalendars,
    Command,
    DeclineMeeting,
    Disconnect,
    Find,
    FollowOutlook,
    KeepBoth,
    MoveTo,
    OfferMove,
    OfferProposal,
    PutBack,
)
from core.dialogue.health_commands import BookAgain
from core.dialogue.model import Actor
from core.dialogue.screens import Action, BookingAsk, ConflictCard, Screen
from core.shared.errors import ClearhourError, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core import clashing, disagreeing, invited
from tests.unit.core.asking import BEN, actor, ask
from tests.unit.core.booking_scene import HOUR, TEN, hold, now_of
from tests.unit.world import World, build

NOON = TEN + 2 * HOUR
TOMORROW = TEN + timedelta(days=1)
FAMILY = "Family"
Press = Callable[[World, Actor], Awaitable[Screen | None]]


@dataclass
class Scene:
    """What a row prepared. `press` may be done twice; `counts` names what it did, by then; `key`: who presses."""

    world: World
    press: Press
    counts: Callable[[], dict[str, object]]
    key: str = "ada"


@dataclass(frozen=True)
class Row:
    """`once`: what `counts` says after the act was done once, and after it was done twice."""

    name: str
    prepare: Callable[[], Awaitable[Scene]]
    once: dict[str, object] = field(default_factory=dict)


def does(command: Command) -> Press:
    async def press(world: World, by: Actor) -> Screen | None:
        return await world.dialogue.handle(by, command)

    return press


def calls(world: World, *names: str) -> Callable[[], dict[str, object]]:
    """How often Outlook was asked to write, from now on."""
    before = len(world.outlook.calls)
    return lambda: {name: sum(call == name for call, _ in world.outlook.calls[before:]) for name in names}


async def _two() -> World:
    world = build()
    for key in ("ada", "ben"):
        await world.connected(key)
    return world


async def _booked(world: World) -> Booking:
    booking = await hold(world)
    await world.work()
    return now_of(world, booking)


async def book() -> Scene:
    world = await _two()
    return Scene(world, does(Book(TEN, 60, (BEN,), "Planning")), calls(world, "create", "cancel"))


async def book_earliest() -> Scene:
    world = await _two()
    asked = await ask(world, BookEarliest(Find(people=(BEN,))), BookingAsk)
    assert asked.actions[0].command is not None
    return Scene(world, does(asked.actions[0].command), calls(world, "create", "cancel"))


async def book_anyway() -> Scene:
    world = await _two()
    world.box("ben").unreadable[DEFAULT] = PermissionMissing("calendar")
    stopped = await hold(world)
    await world.work()
    counts = calls(world, "create")
    return Scene(world, does(BookAgain(stopped.id, anyway=True, confirmed=True)), counts)


async def book_again() -> Scene:
    world = await _two()
    world.box("ben").unreadable[DEFAULT] = PermissionMissing("calendar")
    stopped = await hold(world)
    await world.work()
    world.box("ben").unreadable.clear()
    return Scene(world, does(BookAgain(stopped.id)), calls(world, "create"))


async def move() -> Scene:
    world = await _two()
    booking = await _booked(world)
    return Scene(world, does(MoveBooking(booking.id, NOON, TEN, confirmed=True)), calls(world, "move", "create"))


async def cancel() -> Scene:
    world = await _two()
    booking = await _booked(world)
    press = does(CancelBooking(booking.id, confirmed=True, start=TEN, comment="I'm ill"))
    return Scene(world, press, calls(world, "cancel", "create"))


async def cancel_on_a_card_of_before_the_move() -> Scene:
    world = await _two()
    booking = await _booked(world)
    await world.dialogue.handle(actor(), MoveBooking(booking.id, NOON, TEN, confirmed=True))
    await world.work()
    return Scene(world, does(CancelBooking(booking.id, confirmed=True, start=TEN)), calls(world, "cancel"))


async def cancel_again_after_it_was_moved() -> Scene:
    world = await _two()
    booking = await _booked(world)
    await world.dialogue.handle(actor(), MoveBooking(booking.id, NOON, TEN, confirmed=True))
    await world.work()
    return Scene(world, does(CancelBooking(booking.id, confirmed=True, start=NOON)), calls(world, "cancel"))


async def follow_outlook() -> Scene:
    world = await disagreeing.desk()
    booking = await disagreeing.booked(world, TOMORROW)
    world.drag(booking, TOMORROW + 2 * HOUR)
    await world.told(disagreeing.STOOD)

    def counts() -> dict[str, object]:
        return {"hours later": (now_of(world, booking).plan.when.start - TOMORROW) // HOUR, **written()}

    written = calls(world, "move", "create", "cancel")
    return Scene(world, does(FollowOutlook(booking.id)), counts)


async def put_back() -> Scene:
    world = await disagreeing.desk()
    booking = await disagreeing.booked(world, TOMORROW)
    world.drag(booking, TOMORROW + 2 * HOUR)
    await world.told(disagreeing.STOOD)
    written = calls(world, "move", "create")
    return Scene(
        world, does(PutBack(booking.id)), lambda: {"hours later": (world.lies(booking) - TOMORROW) // HOUR, **written()}
    )


async def _clash() -> tuple[World, ConflictCard, str]:
    """Ada's own review, and Ben's planning that she has accepted."""
    world = await clashing.desk()
    clashing.meeting(world, "ben", "ada", TOMORROW, "Planning")
    mine = world.outlook.meet(world.box("ada"), (("ben@contoso.com", "Ben"),), TOMORROW, TOMORROW + HOUR, "Review")
    world.box("ada").change(mine, response=Response.ACCEPTED)
    await clashing.noticed(world)
    card = clashing.told(world)[0]
    assert isinstance(card, ConflictCard)
    return world, card, mine


def _asked_for(actions: tuple[Action, ...], kind: type[Command]) -> Command:
    return next(one.command for one in actions if isinstance(one.command, kind))


async def keep_both() -> Scene:
    world, card, _ = await _clash()
    person = await world.person("ada")

    def counts() -> dict[str, object]:
        ledger = world.store.transactions.tables.ledgers[person]
        return {"kept": sorted(ledger.rules.keeps.values())}

    return Scene(world, does(_asked_for(card.actions, KeepBoth)), counts)


async def decline_and_propose() -> Scene:
    world, card, _ = await _clash()
    offer = await clashing.press(world, _asked_for(card.actions, OfferProposal))
    assert isinstance(offer, ConflictCard)
    command = _asked_for(offer.times, DeclineMeeting)
    return Scene(world, does(command), lambda: {"heard": len(world.outlook.heard)})


async def move_out_of_a_clash() -> Scene:
    world, card, mine = await _clash()
    offer = await clashing.press(world, OfferMove(card.cause, mine))
    assert isinstance(offer, ConflictCard)
    return Scene(world, does(_asked_for(offer.times, MoveTo)), calls(world, "move"))


async def choose_calendars() -> Scene:
    world = await _two()
    world.box("ada").add_calendar(FAMILY)
    person = await world.person("ada")
    await world.configuring.refresh(person)
    setup = await world.setup("ada")
    (family,) = (one.id for one in setup.calendars if one.name == FAMILY)

    def counts() -> dict[str, object]:
        chosen = world.store.transactions.tables.preferences[person]
        return {"linked as before": chosen.linked == setup.preferences.linked, "family": chosen.conflicts == {family}}

    return Scene(world, does(ChooseCalendars(setup.preferences.linked, (family,))), counts)


async def connect() -> Scene:
    """The second press of the sign-in page's button: the link was used up."""
    world = build()
    world.join("ada")
    world.mailbox("ada@contoso.com")
    person = await world.person("ada")
    url = await world.connecting.offer(person, actor().user, Access.READ_WRITE)

    async def press(world: World, _: Actor) -> Screen | None:
        try:
            await world.follow(url, "ada@contoso.com")
        except ClearhourError:  # the page says that the link was used
            return None
        return None

    def counts() -> dict[str, object]:
        tables = world.store.transactions.tables
        return {"connections": len(tables.connections), "told": len(world.facts(Connected))}

    return Scene(world, press, counts)


async def disconnect() -> Scene:
    world = await _two()
    (mine,) = await world.connections("ada")

    def counts() -> dict[str, object]:
        return {"connections": len(world.store.transactions.tables.connections)}

    return Scene(world, does(Disconnect(mine.id, confirmed=True)), counts)


async def tell_no_bookings() -> Scene:
    world = await _two()
    booking = await _booked(world)
    person = await world.person("ben")

    def counts() -> dict[str, object]:
        return {"told": world.store.transactions.tables.preferences[person].told_of_bookings}

    return Scene(world, does(TellOfBookings(on=False, booking=booking.id)), counts, "ben")


async def _proposed() -> tuple[disagreeing.Desk, Booking]:
    """Ben proposes two hours later, and Ada was told."""
    world = await disagreeing.desk()
    booking = await disagreeing.booked(world, TOMORROW)
    later = Range(TOMORROW + 2 * HOUR, TOMORROW + 3 * HOUR)
    await invited.answered(world, booking, "ben", Response.TENTATIVE, later)
    return world, booking


async def accept_a_proposal() -> Scene:
    world, booking = await _proposed()
    command = invited.command_of(invited.messages(world)[0], "Accept proposal")
    written = calls(world, "move", "create")
    return Scene(world, does(command), lambda: {"hours later": (world.lies(booking) - TOMORROW) // HOUR, **written()})


async def keep_the_time() -> Scene:
    world, booking = await _proposed()
    command = invited.command_of(invited.messages(world)[0], "Keep")
    counts = calls(world, "move")
    return Scene(world, does(command), lambda: {"kept": len(invited.known(world, booking).kept), **counts()})


async def tell_no_answers() -> Scene:
    world, booking = await _proposed()
    person = booking.host

    def counts() -> dict[str, object]:
        return {"told": world.store.transactions.tables.preferences[person].told_of_answers}

    return Scene(world, does(TellOfAnswers(on=False, booking=booking.id)), counts)


ROWS = (
    Row("book", book, {"create": 1, "cancel": 0}),
    Row("book the earliest", book_earliest, {"create": 1, "cancel": 0}),
    Row("book anyway", book_anyway, {"create": 1}),
    Row("book again", book_again, {"create": 1}),
    Row("move", move, {"move": 1, "create": 0}),
    Row("cancel", cancel, {"cancel": 1, "create": 0}),
    Row("cancel on a card of before the move", cancel_on_a_card_of_before_the_move, {"cancel": 0}),
    Row("cancel again after it was moved", cancel_again_after_it_was_moved, {"cancel": 1}),
    Row("follow Outlook", follow_outlook, {"hours later": 2, "move": 0, "create": 0, "cancel": 0}),
    Row("put back", put_back, {"hours later": 0, "move": 1, "create": 0}),
    Row("keep both", keep_both, {"kept": [1]}),
    Row("decline and propose", decline_and_propose, {"heard": 1}),
    Row("move out of a clash", move_out_of_a_clash, {"move": 1}),
    Row("choose calendars", choose_calendars, {"linked as before": True, "family": True}),
    Row("connect", connect, {"connections": 1, "told": 1}),
    Row("disconnect", disconnect, {"connections": 1}),
    Row("tell no bookings", tell_no_bookings, {"told": False}),
    Row("accept a proposal", accept_a_proposal, {"hours later": 2, "move": 1, "create": 0}),
    Row("keep the time", keep_the_time, {"kept": 1, "move": 0}),
    Row("tell no answers", tell_no_answers, {"told": False}),
)
