"""Home: what this is before connecting, how things stand afterwards."""

from core.dialogue.commands import Connect, OpenFindForm, ShowConflict
from core.dialogue.home_commands import ShowHome
from core.dialogue.screens import HomeScreen
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.clashing import HALF, desk, meeting, noticed
from tests.unit.world import World


async def test_home_says_what_this_is_in_three_lines_before_connecting(world: World) -> None:
    world.join("ada")
    found = await ask(world, ShowHome(), HomeScreen)
    assert (len(found.lines), found.actions[0].command, found.today) == (3, Connect(), None)
    assert found.tip is not None


async def test_home_shows_the_state_and_the_day_once_connected(world: World) -> None:
    await world.connected("ada")
    world.box("ada").add(TEN, TEN + HOUR, "Stand-up")
    found = await ask(world, ShowHome(), HomeScreen)
    assert found.today is not None
    assert [read(one.title)[0] for one in found.today.items] == ["Stand-up"]
    assert read(*found.lines) == ["ada@contoso.com: Works", "Your bookings go to Calendar."]
    assert (found.actions[0].command, found.clashes, found.calm is not None) == (OpenFindForm(), (), True)


async def test_home_names_each_double_booking_with_the_way_to_it() -> None:
    world = await desk()
    meeting(world, "ada", "ben", TEN, "Review")
    meeting(world, "ben", "ada", TEN + HALF, "Talk")
    await noticed(world)
    found = await ask(world, ShowHome(), HomeScreen)
    (clash,) = found.clashes
    assert {read(one.title)[0] for one in clash.meetings} == {"Review", "Talk"}
    assert isinstance(clash.actions[0].command, ShowConflict)
    assert found.calm is None
