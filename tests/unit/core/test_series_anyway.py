"""A date that was booked anyway over an event of one's own."""

from core.dialogue.commands import ShowConflicts
from core.dialogue.screens import ConflictsCard
from tests.unit.core.asking import ask
from tests.unit.core.booking_scene import HOUR
from tests.unit.core.clashing import desk, noticed
from tests.unit.core.series_scene import anyway, hold_series, week


async def test_what_was_booked_over_is_in_the_list_of_double_bookings() -> None:
    world = await desk()
    world.box("ada").add(week(1), week(1) + HOUR, "Dentist")
    await noticed(world)
    await hold_series(world, anyway(1))
    await world.work()
    await noticed(world)
    listed = await ask(world, ShowConflicts(), ConflictsCard)
    assert len(listed.conflicts) + len(listed.soft) == 1, listed
