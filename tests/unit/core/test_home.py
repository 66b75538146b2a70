"""Home: what this is before connecting, how things stand afterwards."""

from datetime import timedelta

from core.dialogue.commands import Connect, OpenFindForm, ShowConflict
from core.dialogue.home_commands import ShowHome
from core.dialogue.home_tabs import OPENED_LATELY
from core.dialogue.screens import HomeScreen
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.clashing import HALF, desk, meeting, noticed
from tests.unit.world import World, user


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


def shown(world: World) -> list[HomeScreen]:
    """What ada's Home tab showed, one after the other."""
    return [one for who, one in world.messenger.homes if who == user("ada") and isinstance(one, HomeScreen)]


async def test_an_opened_tab_follows_what_happens_and_is_shown_only_when_it_says_something_new() -> None:
    world = await desk()
    await world.dialogue.home_opened(user("ada"))
    assert [one.calm is None for one in shown(world)] == [False]
    meeting(world, "ada", "ben", TEN, "Review")
    meeting(world, "ben", "ada", TEN + HALF, "Talk")
    await noticed(world)
    assert shown(world)[-1].clashes
    before = len(shown(world))
    await world.rooms.listeners.telling.homes.changed(await world.person("ada"))
    await world.work(through=timedelta(minutes=1))
    assert len(shown(world)) == before


async def test_many_changes_show_a_tab_three_times_a_minute_at_most() -> None:
    world = await desk()
    await world.dialogue.home_opened(user("ada"))
    for number in range(30):
        world.box("ada").add(TEN + number * HALF, TEN + (number + 1) * HALF, f"Meeting {number}")
        await noticed(world, through=timedelta(seconds=2))
    await world.work(through=timedelta(seconds=40))
    assert 2 <= len(shown(world)) <= 2 + 100 / 20
    assert shown(world)[-1].more_today


async def test_who_never_opened_the_tab_or_long_ago_is_left_alone_until_they_do() -> None:
    world = await desk()
    await world.rooms.listeners.telling.homes.changed(await world.person("ada"))
    await world.work(through=timedelta(minutes=1))
    assert shown(world) == []
    await world.dialogue.home_opened(user("ada"))
    world.clock.set(world.clock.now() + OPENED_LATELY + HOUR)
    await world.rooms.listeners.telling.homes.changed(await world.person("ada"))
    world.box("ada").add(world.clock.now(), world.clock.now() + HOUR, "New")
    await world.work(through=timedelta(minutes=1))
    assert len(shown(world)) == 1


async def test_a_slack_that_is_busy_is_shown_the_tab_later() -> None:
    world = await desk()
    await world.dialogue.home_opened(user("ada"))
    world.box("ada").add(TEN, TEN + HOUR, "New")
    world.messenger.fails = 1
    await noticed(world, through=timedelta(minutes=1))
    assert shown(world)[-1].today is not None
    assert shown(world)[-1].today.items  # type: ignore[union-attr]


async def test_the_tab_says_what_this_is_again_after_disconnecting() -> None:
    world = await desk()
    await world.dialogue.home_opened(user("ada"))
    (account,) = await world.connections("ada")
    await world.connecting.disconnect(await world.person("ada"), account.id)
    await world.work(through=timedelta(minutes=1))
    assert shown(world)[-1].actions[0].command == Connect()


async def test_a_tab_that_the_chat_refuses_for_certain_is_not_tried_again() -> None:
    world = await desk()
    await world.dialogue.home_opened(user("ada"))
    world.messenger.closed.add(user("ada"))
    world.box("ada").add(TEN, TEN + HOUR, "New")
    await noticed(world, through=timedelta(minutes=1))
    assert world.failures == []
    assert len(shown(world)) == 1
