"""Warnings and quiet hours, as chosen under settings."""

from datetime import date, timedelta

from core.dialogue.screens import SettingsCard
from core.dialogue.settings_commands import SaveTravel, SaveWarnings
from tests.unit.core import clashing
from tests.unit.core.asking import ask


async def test_in_quiet_hours_a_double_booking_waits_for_the_morning_there() -> None:
    """It is 09:00 in Berlin and 03:00 in New York."""
    world = await clashing.desk()
    await ask(world, SaveWarnings(warnings=True, quiet="09:00-10:00"), SettingsCard)
    at_noon = world.clock.now() + timedelta(hours=28)
    for name in ("Plan", "Review"):
        clashing.meeting(world, "ben", "ada", at_noon, name)
    await clashing.noticed(world)
    assert clashing.told(world) == []


async def test_quiet_hours_are_those_of_where_one_is() -> None:
    for zone, count in (("Berlin", 1), ("New York", 0)):
        world = await clashing.desk()
        await ask(world, SaveTravel(date(2027, 3, 1), date(2027, 3, 9), zone, "home"), SettingsCard)
        at_noon = world.clock.now() + timedelta(hours=28)
        for name in ("Plan", "Review"):
            clashing.meeting(world, "ben", "ada", at_noon, name)
        await clashing.noticed(world)
        assert len(clashing.told(world)) == count, zone


async def test_without_warnings_nothing_is_told() -> None:
    world = await clashing.desk()
    await ask(world, SaveWarnings(warnings=False, quiet=""), SettingsCard)
    for name in ("Plan", "Review"):
        clashing.meeting(world, "ben", "ada", world.clock.now() + timedelta(hours=28), name)
    await clashing.noticed(world, through=timedelta(days=2))
    assert clashing.told(world) == []
