"""An Outlook that takes two minutes for an answer, in virtual time: what happens to others who want the hour meanwhile.

Our client hears nothing for 30 seconds and gives up (core/outlook/http.py); the event is made all the same, at once or
in the end.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from core.booking.model import Booking, BookingState
from core.booking.ports import WrittenEvent
from core.outlook.http import TIMEOUT
from core.shared.errors import OutlookUnavailable, SlotTaken
from tests.fakes.outlook import FakeOutlook
from tests.unit.core.booking_scene import TEN, hold, scene, state_of
from tests.unit.world import World

TWO_MINUTES = timedelta(seconds=120)
GIVES_UP = timedelta(seconds=TIMEOUT.read or 0)


@dataclass
class SlowOutlook(FakeOutlook):
    """Its first two minutes: what is POSTed gets no answer in time. `early`: it is there at once, else only at their
    end, long after whoever asked has gone. `clock` is moved by the world."""

    early: bool = True
    answers_from: datetime | None = None
    late: list[Booking] = field(default_factory=list)
    world: World | None = None

    async def create(self, booking: Booking) -> WrittenEvent:
        assert self.world is not None
        clock = self.world.clock
        self.answers_from = self.answers_from or clock.now() + TWO_MINUTES
        if clock.now() >= self.answers_from:
            await self.arrive()
            return await super().create(booking)
        if self.early:
            await super().create(booking)
        else:
            self.late.append(booking)
        clock.advance(GIVES_UP)
        raise OutlookUnavailable

    async def arrive(self) -> None:
        """The requests that were under way for two minutes have their effect."""
        while self.late:
            await super().create(self.late.pop())


async def slow_scene(*, early: bool) -> tuple[World, SlowOutlook]:
    world = await scene("ada", "ben", "carol", outlook=SlowOutlook)
    outlook = world.outlook
    assert isinstance(outlook, SlowOutlook)
    outlook.early, outlook.world = early, world
    return world, outlook


@pytest.mark.parametrize("early", [True, False], ids=["made at once", "made in the end"])
async def test_p6_while_outlook_takes_two_minutes_for_one_booking_nobody_else_gets_the_hour(*, early: bool) -> None:
    world, outlook = await slow_scene(early=early)
    first = await hold(world)
    began, tried = world.clock.now(), 0
    await world.work()
    while world.clock.now() < began + TWO_MINUTES:
        assert state_of(world, first) == (BookingState.PUSHING, None)
        with pytest.raises(SlotTaken):
            await hold(world, host="carol", start=TEN)
        tried += 1
        await world.work(through=timedelta(seconds=20))
        world.clock.advance(timedelta(seconds=10))
    assert tried >= 2
    await world.work(through=timedelta(minutes=10))
    await outlook.arrive()
    assert state_of(world, first) == (BookingState.CONFIRMED, None)
    with pytest.raises(SlotTaken):
        await hold(world, host="carol", start=TEN)
    assert len(world.box("ada").written(first.id)) == 1
    assert len(world.box("ben").all_events()) == 1
    assert world.box("carol").all_events() == []
