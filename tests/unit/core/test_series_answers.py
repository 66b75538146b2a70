"""Who accepted, declined or hasn't answered a recurring booking as a whole."""

from dataclasses import replace
from datetime import timedelta

from core.booking.model import Booking
from core.dialogue.answer_commands import KeepAnswers
from core.dialogue.commands import ShowBooking, ShowBookings
from core.dialogue.screens import BookingCard, BookingsCard
from core.dialogue.series_commands import OfferDateMove, OfferSeriesMove
from core.shared.errors import OutlookUnavailable
from core.sync.model import Response
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.booking_scene import now_of
from tests.unit.core.disagreeing import Desk
from tests.unit.core.invited import ACCEPTED, DECLINED, messages, party
from tests.unit.core.series_scene import hold_series

DAY = timedelta(days=1)


async def series() -> tuple[Desk, Booking]:
    """Ada's weekly meeting with Ben and Carol, in Outlook and in her copy."""
    world = await party("ben", "carol")
    booking = await hold_series(world, guests=("ben", "carol"))
    await world.work(through=timedelta(seconds=5))
    await world.told()
    return world, now_of(world, booking)


def answers(world: Desk, booking: Booking, key: str, response: Response, dates: slice = slice(None)) -> None:
    """To all of it, which stands on the master and on every date; or to some of its dates only."""
    box, master = world.box("ada"), booking.outlook_id or ""
    at = world.clock.now()
    whole = dates == slice(None)
    for one in (*([box.masters[master]] if whole else []), *box.dates_of(master)[dates]):
        listed = tuple(
            replace(who, response=response, answered_at=at) if who.address == f"{key}@contoso.com" else who
            for who in one.attendees
        )
        if one.id == master:
            box.masters[master] = replace(one, attendees=listed)
        else:
            box.change(one.id, attendees=listed)


async def said(world: Desk, booking: Booking) -> str:
    card = await ask(world, ShowBooking(booking.id), BookingCard)
    return " ".join(read(*card.notes))


async def test_the_card_of_a_series_says_who_answered_to_all_of_it_and_is_edited_in_place() -> None:
    world, booking = await series()
    assert "Ben Example and Carol Example haven't answered." in await said(world, booking)
    answers(world, booking, "ben", ACCEPTED)
    answers(world, booking, "carol", DECLINED)
    await world.told()
    assert "Ben Example accepted, Carol Example declined." in await said(world, booking)
    listed = await ask(world, ShowBookings(), BookingsCard)
    (line,) = [read(one.state)[0] for one in listed.bookings]
    assert "Carol Example declined" in line


async def test_an_answer_to_one_date_is_not_said_of_the_series_and_is_told_with_the_way_to_that_date() -> None:
    world, booking = await series()
    answers(world, booking, "ben", DECLINED, slice(1, 2))
    await world.told(timedelta(minutes=10))
    assert "Ben Example and Carol Example haven't answered." in await said(world, booking)
    (message,) = messages(world)
    assert read(*message.lines)[0] == "Ben Example declined Mon 8 Mar 10:00–11:00."
    goals = [action.command for action in message.actions]
    assert OfferDateMove(booking.id, 1) in goals
    assert OfferSeriesMove(booking.id) in goals


async def test_who_declines_all_of_a_series_is_told_in_one_message_that_is_edited_and_can_be_kept() -> None:
    world, booking = await series()
    answers(world, booking, "ben", DECLINED)
    await world.told(timedelta(minutes=10))
    (message,) = messages(world)
    assert read(message.heading) == ["Ben Example declined"]
    assert read(*message.lines)[0] == "Ben Example declined all dates."
    card = await ask(world, ShowBooking(booking.id), BookingCard)
    assert "action.answers" in [getattr(action.label, "key", "") for action in card.actions]
    answers(world, booking, "carol", DECLINED, slice(2, 3))
    await world.told(timedelta(minutes=10))
    (message,) = messages(world)
    assert read(*message.lines)[:2] == [
        "Ben Example declined all dates.",
        "Carol Example declined Mon 15 Mar 10:00–11:00.",
    ]
    (keep,) = [action.command for action in message.actions if isinstance(action.command, KeepAnswers)]
    await world.dialogue.handle(actor(), keep)
    await world.told()
    (message,) = messages(world)
    assert read(message.heading) == ["Kept as it is"]


async def test_an_answer_to_a_date_that_was_taken_back_or_is_over_is_nothing_to_decide() -> None:
    world, booking = await series()
    answers(world, booking, "ben", DECLINED, slice(1, 2))
    await world.told(timedelta(minutes=10))
    answers(world, booking, "ben", ACCEPTED, slice(1, 2))
    await world.told(timedelta(minutes=10))
    (message,) = messages(world)
    assert read(message.heading) == ["Nothing is left to decide"]


async def test_answers_that_outlook_was_too_busy_to_tell_are_asked_for_again() -> None:
    world, booking = await series()
    answers(world, booking, "ben", ACCEPTED)
    real, asked = world.outlook.event, []

    async def busy_once(connection, calendar, event):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        if event == booking.outlook_id:
            asked.append(event)
            if len(asked) == 1:
                raise OutlookUnavailable
        return await real(connection, calendar, event)

    world.outlook.event = busy_once  # type: ignore[method-assign]
    await world.told(timedelta(minutes=1))
    assert len(asked) == 2
    assert "Ben Example accepted, Carol Example hasn't answered." in await said(world, booking)


async def test_a_date_that_moves_leaves_the_answers_to_the_series_alone() -> None:
    world, booking = await series()
    answers(world, booking, "ben", ACCEPTED)
    await world.told()
    before = await said(world, booking)
    world.box("ada").remove(world.box("ada").dates_of(booking.outlook_id or "")[2].id)
    await world.told(DAY)
    assert "Ben Example accepted, Carol Example hasn't answered." in before
    assert "Ben Example accepted, Carol Example hasn't answered." in await said(world, booking)
