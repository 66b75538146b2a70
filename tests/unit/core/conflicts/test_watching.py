"""What is said of double bookings, when, and how often."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.conflicts.model import Form, State
from core.sync.model import Event
from tests.contract.examples import event
from tests.simulation.desk import Desk
from tests.unit.core.conflicts.conftest import MONDAY_TEN

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = MONDAY_TEN + DAY


def meeting(name: str, start: datetime = TOMORROW, **changes: Any) -> Event:
    return event(name, start, **changes)


async def states(desk: Desk) -> list[State]:
    return [one.state for one in (await desk.ledger()).conflicts.values()]


async def test_a_clash_is_said_once_when_it_has_stood_for_ninety_seconds(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(seconds=89))
    assert await states(desk) == [State.OPEN]
    assert desk.messages == {}
    await desk.work(MONDAY_TEN + timedelta(seconds=90))
    assert await states(desk) == [State.TOLD]
    (message,) = desk.messages.values()
    assert (message.form, message.came) == (Form.CAUSE, MONDAY_TEN + timedelta(seconds=90))
    await desk.work(MONDAY_TEN + HOUR)
    assert len(desk.messages) == 1
    assert message.edits == 0


async def test_a_clash_that_vanishes_within_ninety_seconds_is_never_said(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(seconds=60))
    await desk.change(meeting("b", TOMORROW + 3 * HOUR))
    await desk.work(MONDAY_TEN + DAY)
    assert desk.messages == {}


async def test_what_vanished_is_not_said_even_when_nobody_has_looked_since(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work()
    (cause,) = (await desk.ledger()).causes
    async with desk.store.transactions.write() as tx:
        await desk.store.mirror.change(tx, desk.calendars["Work"].id, [], ["b"])
    desk.clock.advance(timedelta(seconds=90))
    await desk.watching.say(desk.person, cause)
    assert await states(desk) == [State.RESOLVED]
    await desk.work(MONDAY_TEN + HOUR)
    assert desk.messages == {}


async def test_the_same_message_is_edited_when_the_overlap_has_gone(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(minutes=2))
    await desk.change(replace(meeting("b", TOMORROW + 3 * HOUR)))
    await desk.work()
    (message,) = desk.messages.values()
    assert message.edits == 1
    (one,) = (await desk.ledger()).conflicts.values()
    assert one.ending is not None
    assert one.ending.now is not None
    assert one.ending.now.start == TOMORROW + 3 * HOUR


async def test_a_meeting_that_was_moved_weeks_away_is_found_there(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(minutes=2))
    await desk.change(meeting("b", TOMORROW + 40 * DAY))
    await desk.work()
    (one,) = (await desk.ledger()).conflicts.values()
    assert one.ending is not None
    assert one.ending.now is not None
    assert one.ending.now.start == TOMORROW + 40 * DAY
