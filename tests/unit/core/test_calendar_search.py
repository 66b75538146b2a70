"""Long lists of calendars are searched by typing: one's own, and nobody else's; a choice is checked again on Save."""

from core.dialogue.commands import ChooseCalendars, ShowCalendars
from core.dialogue.screens import CalendarPicker, Problem
from tests.unit.core.asking import actor, read
from tests.unit.world import World


async def found(world: World, which: str, typed: str, key: str = "ada") -> list[str]:
    return [read(one.name)[0] for one in await world.dialogue.options(actor(key), which, typed)]


async def test_a_calendar_is_found_by_a_part_of_its_name_its_account_or_its_owner(world: World) -> None:
    await world.connected("ada")
    await world.connected("ben")
    box = world.box("ada")
    for number in range(130):
        box.add_calendar(f"Project {number:03}")
    await world.dialogue.handle(actor("ada"), ShowCalendars())
    assert await found(world, "conflicts", "project 017") == ["Project 017"]
    assert await found(world, "linked", "PROJECT 12") == [f"Project 12{number}" for number in range(10)]
    assert len(await found(world, "conflicts", "")) == 100
    assert len(await found(world, "conflicts", "ada@contoso")) == 100
    assert await found(world, "conflicts", "nothing") == []
    assert await found(world, "conflicts", "project", "ben") == []
    assert await found(world, "unheard of", "") == []


async def test_who_is_not_connected_has_nothing_to_find(world: World) -> None:
    world.join("ada")
    assert await found(world, "conflicts", "") == []


async def test_somebody_elses_calendar_is_refused_whatever_the_list_offered(world: World) -> None:
    await world.connected("ada")
    await world.connected("ben")
    theirs = (await world.setup("ben")).calendars[0].id
    mine = (await world.setup("ada")).preferences
    for command in (ChooseCalendars(mine.linked, (theirs,)), ChooseCalendars(theirs, ())):
        screen = await world.dialogue.handle(actor("ada"), command)
        assert isinstance(screen, Problem) or (isinstance(screen, CalendarPicker) and theirs not in screen.conflicts)
    now = (await world.setup("ada")).preferences
    assert (now.linked, now.conflicts) == (mine.linked, mine.conflicts)
