"""Of invitations that fall due at once the soonest is told first."""

import asyncio
from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.configuration.model import ToldInvitations
from core.configuration.unasked import MOST_A_DAY
from core.dialogue.invitations_rules import FEW
from tests.unit.core import day_scene as scene
from tests.unit.core.asking import read
from tests.unit.core.day_scene import cards, invite

STOOD = timedelta(seconds=95)


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(hours=st.permutations(range(9, 17)), chosen=st.sampled_from(ToldInvitations))
def test_of_several_that_are_due_at_once_the_soonest_are_told_in_their_order(
    hours: list[int], chosen: ToldInvitations
) -> None:
    """Whatever order they came in, and however many of them the day takes."""

    async def told() -> tuple[list[str], list[str]]:
        world = await scene.day(invitations=chosen.value)
        scene.meet(world, scene.at(world, 9, days=2), "Focus", hours=8)
        for hour in hours:
            invite(world, hour, f"At {hour:02}")
        await scene.changed(world, through=STOOD)
        first = [read(card.title)[0] for card in cards(world)]
        await scene.until(world, scene.at(world, 8, 5, days=1))
        return first, [read(card.title)[0] for card in cards(world)][len(first) :]

    first, in_the_morning = asyncio.run(told())
    in_order = [f"At {hour:02}" for hour in sorted(hours)]
    assert first == in_order[: {"all": MOST_A_DAY, "clashing": FEW, "none": 0}[chosen.value]]
    assert in_the_morning == in_order[len(first) :][: len(in_the_morning)]
