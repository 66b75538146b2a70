"""Nobody gets more than five messages a day that they didn't ask for: what isn't pressing waits for the morning."""

from datetime import datetime, timedelta

import pytest

from core.booking.model import Booking
from core.dialogue.commands import CancelBooking
from core.dialogue.screens import BookingCard
from tests.unit.core.asking import actor, read
from tests.unit.core.booking_scene import HOUR, TEN, hold
from tests.unit.core.disagreeing import STOOD, Desk, booked
from tests.unit.core.invited import DECLINED, answered, invited, messages, party, words
from tests.unit.world import user

DAY = timedelta(days=1)
COLLEAGUES = ("ben", "carol", "dina")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
FAR = [TEN + DAY * days + HOUR * hour for days in (3, 7, 8) for hour in (0, 2, 4)]
MORE = [TEN + DAY * 9 + HOUR * hour for hour in (0, 2, 4)]
MORNING = TEN + DAY - 2 * HOUR  # 08:00 in Berlin


@pytest.fixture
async def ada() -> Desk:
    world = await party("ben", "carol", "dina", "erin")
    await world.work(through=timedelta(minutes=5))
    return world


async def books_ada(world: Desk, start: datetime, host: str = "ben") -> Booking:
    booking = await hold(world, host, ("ada",), start)
    await world.work(through=timedelta(seconds=5))
    return booking


def from_others(world: Desk) -> list[BookingCard]:
    return [one for one in world.messenger.to(user("ada")) if isinstance(one, BookingCard)]


def starts(world: Desk) -> list[datetime]:
    return sorted(card.when.range.start for card in from_others(world))


async def moved_in_outlook(world: Desk, booking: Booking) -> None:
    world.drag(booking, booking.plan.when.start + 2 * HOUR)
    await world.told(STOOD)
    assert len(world.cards()) == 1


async def count(world: Desk) -> int:
    return world.store.transactions.tables.told_counts[await world.person("ada")][1]


async def until(world: Desk, moment: datetime) -> None:
    await world.work(through=moment - world.clock.now())
    world.clock.set(moment)
    await world.work()


async def test_nine_bookings_and_four_declines_are_five_messages_and_the_rest_next_morning(ada: Desk) -> None:
    mine = await invited(ada, TEN + 4 * DAY, ("ben", "carol", "dina", "erin"))
    for start, host in zip(FAR, COLLEAGUES * 3, strict=True):
        await books_ada(ada, start, host)
    for key in ("ben", "carol", "dina", "erin"):
        await answered(ada, mine, key, DECLINED)
    await until(ada, MORNING - SECOND)
    assert (len(from_others(ada)), messages(ada)) == (5, [])
    await until(ada, MORNING + MINUTE)
    assert starts(ada) == FAR
    (card,) = messages(ada)
    assert all(any(name in line for line in words(card)) for name in ("Ben", "Carol", "Dina", "Erin"))
    await until(ada, MORNING + 2 * DAY)
    assert (starts(ada), len(messages(ada))) == (FAR, 1)
    assert ada.failures == []


async def test_a_morning_has_no_more_than_five_either_and_what_comes_soon_waits_for_none(ada: Desk) -> None:
    soon = TEN + DAY - HOUR
    for start in [*FAR, *MORE]:
        await books_ada(ada, start)
    assert len(from_others(ada)) == 5
    await books_ada(ada, soon)
    assert soon in starts(ada)
    await until(ada, MORNING + MINUTE)
    assert len(from_others(ada)) == 11
    await until(ada, MORNING + DAY + MINUTE)
    assert starts(ada) == sorted([*FAR, *MORE, soon])


async def test_what_is_cancelled_before_its_morning_is_never_told_and_edits_are_not_counted(ada: Desk) -> None:
    six = [await books_ada(ada, start) for start in FAR[:6]]
    for booking in (six[0], six[5]):
        await ada.dialogue.handle(actor("ben"), CancelBooking(booking.id, confirmed=True))
        await ada.work(through=timedelta(seconds=5))
    assert await count(ada) == 5
    await until(ada, MORNING + MINUTE)
    assert starts(ada) == FAR[:5]
    assert sum(read(one.heading) == ["A meeting with you was cancelled"] for one in from_others(ada)) == 1


async def test_every_kind_takes_from_the_same_five(ada: Desk) -> None:
    mine = await booked(ada, TEN + 4 * DAY, guests=("carol",))
    await moved_in_outlook(ada, mine)
    for start in FAR[:5]:
        await books_ada(ada, start)
    assert starts(ada) == FAR[:4]


async def test_a_disagreement_is_told_on_a_full_day_too(ada: Desk) -> None:
    mine = await booked(ada, TEN + 4 * DAY, guests=("carol",))
    for start in FAR[:5]:
        await books_ada(ada, start)
    await moved_in_outlook(ada, mine)
    assert await count(ada) == 6


async def test_a_message_that_was_sent_lately_takes_more_answers_when_the_day_is_full(ada: Desk) -> None:
    mine = await invited(ada, TEN + 4 * DAY, ("ben", "carol", "dina", "erin"))
    for start in FAR[:4]:
        await books_ada(ada, start)
    await answered(ada, mine, "ben", DECLINED)
    assert len(messages(ada)) == 1
    await answered(ada, mine, "carol", DECLINED)
    (card,) = messages(ada)
    assert any("Carol" in line for line in words(card))
    await books_ada(ada, FAR[5])
    assert starts(ada) == FAR[:4]
