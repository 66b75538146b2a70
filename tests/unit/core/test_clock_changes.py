"""A clock that changes between now and a time that is shown."""

from datetime import date, datetime

from core.dialogue.commands import BookEarliest, Find
from core.dialogue.screens import BookingAsk, SlotsCard
from core.shared.clock import UTC
from tests.unit.core.asking import ask, read
from tests.unit.world import World

FORWARD = "The clock in Berlin goes 1 h forward on Sun 28 Mar. Times after that are by the new clock."
BACK = "The clock in Berlin goes 1 h back on Sun 31 Oct. Times after that are by the new clock."


async def lines(world: World, first: date, last: date) -> list[str]:
    card = await ask(world, Find(since=first, until=last), SlotsCard)
    assert card.days
    return read(*card.unknown)


async def test_a_list_of_times_says_that_the_clock_changes_before_its_last(two: World) -> None:
    assert await lines(two, date(2027, 3, 26), date(2027, 3, 29)) == [FORWARD]
    assert await lines(two, date(2027, 3, 30), date(2027, 3, 30)) == [FORWARD]
    assert await lines(two, date(2027, 3, 25), date(2027, 3, 26)) == []


async def test_the_clock_that_went_back_is_said_too_and_what_changed_before_now_is_not(two: World) -> None:
    two.clock.set(datetime(2027, 10, 4, 8, 0, tzinfo=UTC))
    assert await lines(two, date(2027, 11, 2), date(2027, 11, 2)) == [BACK]
    two.clock.set(datetime(2027, 11, 1, 8, 0, tzinfo=UTC))
    assert await lines(two, date(2027, 11, 2), date(2027, 11, 2)) == []


async def test_the_question_before_booking_says_it(two: World) -> None:
    asked = await ask(two, BookEarliest(Find(since=date(2027, 3, 29), until=date(2027, 3, 29))), BookingAsk)
    assert FORWARD in read(*asked.lines)
