"""The process dies at any step of a switch, of following and of taking in: in the end everything is there, once."""

from datetime import timedelta

import pytest

from core.booking.model import BookingState
from core.dialogue.screens import SyncPreferenceCard
from core.dialogue.sync_commands import ShowSyncPreference
from tests.unit.core.asking import actor, ask
from tests.unit.core.booking_scene import HOUR, TEN, crashes, now_of
from tests.unit.core.crashing import Crash
from tests.unit.core.disagreeing import IN_TWO_DAYS, STOOD, Desk, booked, desk
from tests.unit.core.two_way import adopted, chosen, dry_run, listed, made, switch, undo

AT = TEN + IN_TWO_DAYS
LATER = AT + 2 * HOUR
DAY = timedelta(days=1)
STEPS = range(0, 36, 3)


async def survived(ada: Desk) -> None:
    await ada.restart()
    crashes(ada).countdown = None
    await ada.told()
    await ada.work(through=timedelta(minutes=5))


@pytest.mark.parametrize("steps", STEPS)
async def test_a_switch_happens_whole_or_not_at_all(steps: int) -> None:
    ada = await desk()
    moved = await booked(ada, AT)
    ada.drag(moved, LATER)
    made(ada, AT + DAY)
    await ada.told(STOOD)
    choose = chosen(await dry_run(ada))
    crashes(ada).countdown = steps
    try:
        await ada.dialogue.handle(actor(), choose)
        await ada.work()
    except Crash:
        await survived(ada)
    crashes(ada).countdown = None
    switched = (await ask(ada, ShowSyncPreference(), SyncPreferenceCard)).heading.key == "sync.two_way"
    assert len(adopted(ada)) == (1 if switched else 0)
    assert now_of(ada, moved).plan.when.start == (LATER if switched else AT)
    if switched:
        await undo(ada)
        assert (len(adopted(ada)), now_of(ada, moved).plan.when.start) == (0, AT)


@pytest.mark.parametrize("steps", STEPS)
async def test_following_happens_once_and_is_said_at_most_twice(steps: int) -> None:
    ada = await desk()
    await switch(ada)
    moved, gone = await booked(ada, AT), await booked(ada, AT + DAY, guests=())
    ada.drag(moved, LATER)
    ada.delete(gone)
    made(ada, AT + 2 * DAY)
    crashes(ada).countdown = steps
    try:
        await ada.told()
    except Crash:
        await survived(ada)
    crashes(ada).countdown = None
    assert now_of(ada, moved).plan.when.start == LATER
    assert now_of(ada, gone).state is BookingState.CANCELLED
    assert 1 <= len(ada.cards()) <= 2
    assert await listed(ada) == [("Planning", LATER), ("Dentist", AT + 2 * DAY)]
