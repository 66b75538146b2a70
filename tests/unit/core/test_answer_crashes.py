"""kill -9 at every step between an answer in Outlook and its message, and between Accept proposal and the move."""

from datetime import timedelta
from functools import partial

from core.dialogue.answer_commands import AcceptProposal
from tests.unit.core.booking_scene import killed_at
from tests.unit.core.disagreeing import STOOD, Desk
from tests.unit.core.invited import (
    DECLINED,
    LATER,
    MAYBE,
    answered,
    answers,
    give,
    invited,
    known,
    lies_at,
    messages,
    party,
    words,
)

MOST_STEPS = 100


async def test_a_refusal_killed_at_any_step_is_told_and_at_most_twice() -> None:
    for step in range(MOST_STEPS):
        world = await party("ben")
        booking = await invited(world, guests=("ben",))
        answers(world, booking, "ben", DECLINED)
        killed = await killed_at(step, world, partial(world.told, STOOD))
        await world.told(STOOD * 2)
        assert known(world, booking).messages == 1
        assert 1 <= len(messages(world)) <= 1 + killed
        assert all(words(one)[0] == "Ben Example declined" for one in messages(world)[-1:])
        if not killed:
            assert step > 10
            return
    raise AssertionError("it was never through")


async def test_an_accepted_proposal_killed_at_any_step_moves_once_when_it_is_pressed_again() -> None:
    for step in range(MOST_STEPS):
        world = await party("ben")
        booking = await invited(world, guests=("ben",))
        await answered(world, booking, "ben", MAYBE, LATER)
        command = AcceptProposal(booking.id, LATER.start, LATER.end)

        async def press(world: Desk = world, command: AcceptProposal = command) -> None:
            await give(world, command)
            await world.work()

        killed = await killed_at(step, world, press)
        world.clock.advance(timedelta(minutes=2))  # what was held only has lapsed
        await world.work(through=STOOD)
        await press()
        await press()
        await world.told(STOOD)
        assert lies_at(world, booking) == (LATER, LATER.start)
        assert words(messages(world)[0])[0] == "Moved"
        if not killed:
            assert step > 5
            return
    raise AssertionError("it was never through")
