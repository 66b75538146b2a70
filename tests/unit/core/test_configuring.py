"""Choices: the defaults that are in force from sign-in on, what can be linked, what stays after changes in Outlook."""

from dataclasses import replace

import pytest

from core.availability import DEFAULT_BLOCKING, Hours
from core.configuration.model import CalendarId, CalendarKind, CalendarsChosen, Obstacle
from core.configuration.ports import MailboxSettings
from core.configuration.usecases import Setup
from core.configuration.workspace import OFFICE_HOURS
from core.connection.model import Access
from core.shared.errors import InvalidChoice, NotConnected, OutlookUnavailable
from tests.fakes.outlook import DEFAULT, Mailbox
from tests.unit.world import CONTOSO, NINE_TO_FIVE, World, build, user


def names(setup: Setup) -> tuple[str | None, set[str]]:
    """Linked and conflict calendars, by name."""
    linked = setup.linked.name if setup.linked else None
    return linked, {item.name for item in setup.calendars if item.id in setup.preferences.conflicts}


def id_of(setup: Setup, name: str) -> CalendarId:
    return next(item.id for item in setup.calendars if item.name == name)


def desk(world: World) -> Mailbox:
    """Ada's mailbox: default, second, holidays, one shared to write and one to read."""
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    box.add_calendar("Projects")
    box.add_calendar("Holidays", can_edit=False, automatic=True)
    box.add_calendar("Team", owner_name="Ben", owner_address="ben@contoso.com")
    box.add_calendar("Launch", owner_name="Ben", owner_address="ben@contoso.com", can_edit=False)
    return box


async def test_the_defaults_take_own_calendars_and_leave_holidays_and_shared_ones_out(world: World) -> None:
    desk(world)
    await world.connected("ada")
    setup = await world.setup("ada")
    assert names(setup) == (DEFAULT, {"Projects"})
    assert {item.name for item in setup.blocking} == {DEFAULT, "Projects"}
    assert setup.preferences.blocking == DEFAULT_BLOCKING
    assert (setup.preferences.hours, setup.preferences.home_zone) == (NINE_TO_FIVE, "Europe/Berlin")
    kinds = {item.name: item.kind for item in setup.calendars}
    assert kinds["Holidays"] is CalendarKind.AUTOMATIC
    assert kinds["Team"] is CalendarKind.SHARED


async def test_without_hours_in_outlook_it_is_monday_to_friday_nine_to_five(world: World) -> None:
    desk(world).settings = MailboxSettings("Asia/Kolkata", None)
    await world.connected("ada")
    rules = (await world.setup("ada")).preferences
    assert (rules.hours, rules.home_zone) == (OFFICE_HOURS, "Asia/Kolkata")
    assert Hours.of(dict.fromkeys(range(5), ((540, 1020),))) == OFFICE_HOURS


async def test_hours_in_outlook_count(world: World) -> None:
    night = Hours.parse({"sat": [["22:00", "06:00"]]})
    desk(world).settings = MailboxSettings("Europe/London", night)
    await world.connected("ada")
    assert (await world.setup("ada")).preferences.hours == night


@pytest.mark.parametrize("reason", ["connected read-only", "default calendar can't be written"])
async def test_a_default_calendar_that_cannot_be_written_blocks_but_is_not_linked(world: World, reason: str) -> None:
    box = desk(world)
    read_only = reason == "connected read-only"
    box.listed[DEFAULT] = replace(box.listed[DEFAULT], can_edit=read_only)
    await world.connected("ada", Access.READ if read_only else Access.READ_WRITE)
    assert names(await world.setup("ada")) == (None, {DEFAULT, "Projects"})


async def test_the_three_obstacles_are_told_apart() -> None:
    found = {}
    for highest, access in (
        (Access.READ_WRITE, Access.READ_WRITE),
        (Access.READ_WRITE, Access.READ),
        (Access.READ,) * 2,
    ):
        world = build(highest=highest)
        desk(world)
        await world.connected("ada", access)
        setup = await world.setup("ada")
        of = {item.name: world.configuring.obstacle(setup, item) for item in setup.calendars}
        found[highest, access] = (of["Projects"], of["Team"], of["Launch"])
    assert found == {
        (Access.READ_WRITE, Access.READ_WRITE): (None, None, Obstacle.SHARED_READ_ONLY),
        (Access.READ_WRITE, Access.READ): (
            Obstacle.CONNECTED_READ_ONLY, Obstacle.CONNECTED_READ_ONLY, Obstacle.SHARED_READ_ONLY,
        ),
        (Access.READ, Access.READ): (Obstacle.ADMIN_READ_ONLY,) * 3,
    }  # fmt: skip


async def test_choosing_says_which_obstacle_and_saves_nothing(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    before = await world.setup("ada")
    with pytest.raises(InvalidChoice) as refused:
        await world.configuring.choose(ada, id_of(before, "Launch"), frozenset())
    assert (refused.value.field, refused.value.reason) == ("linked", "choice.shared_read_only")
    assert await world.setup("ada") == before


async def test_the_linked_calendar_blocks_unless_it_was_taken_out(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    setup = await world.configuring.choose(ada, id_of(await world.setup("ada"), "Team"), frozenset())
    assert {item.name for item in setup.blocking} == {"Team"}
    setup = await world.configuring.choose_advanced(ada, DEFAULT_BLOCKING, linked_blocks=False)
    assert setup.blocking == ()
    assert {item.name for item in setup.shown} == {"Team"}


async def test_the_linked_calendar_is_never_listed_among_the_conflicts_as_well(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    setup = await world.setup("ada")
    everything = frozenset(item.id for item in setup.calendars)
    chosen = await world.configuring.choose(ada, id_of(setup, "Team"), everything)
    assert names(chosen) == ("Team", {DEFAULT, "Projects", "Holidays", "Launch"})
    assert len(chosen.blocking) == 5


@pytest.mark.parametrize("field", ["linked", "conflicts"])
async def test_a_calendar_of_another_person_is_refused(world: World, field: str) -> None:
    desk(world)
    ada = await world.connected("ada")
    await world.connected("mallory")
    before = await world.setup("ada")
    foreign = id_of(await world.setup("mallory"), DEFAULT)
    linked, conflicts = (foreign, frozenset()) if field == "linked" else (None, frozenset({foreign}))
    with pytest.raises(InvalidChoice) as refused:
        await world.configuring.choose(ada, linked, conflicts)
    assert (refused.value.field, refused.value.reason) == (field, "choice.calendar_gone")
    assert await world.setup("ada") == before


async def test_a_new_choice_is_told_and_raises_the_busy_version(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    told, version = len(world.facts(CalendarsChosen)), world.store.transactions.tables.busy_versions[ada]
    await world.configuring.choose(ada, None, frozenset())
    assert len(world.facts(CalendarsChosen)) == told + 1
    assert world.store.transactions.tables.busy_versions[ada] == version + 1


async def test_a_vanished_conflict_calendar_blocks_nothing_and_a_vanished_linked_one_is_never_replaced(
    world: World,
) -> None:
    box = desk(world)
    ada = await world.connected("ada")
    gone = id_of(await world.setup("ada"), DEFAULT)
    box.remove_calendar(DEFAULT)
    box.remove_calendar("Projects")
    setup = await world.configuring.refresh(ada)
    assert setup.preferences.linked == gone
    assert setup.linked is None
    assert setup.blocking == ()


async def test_reconnecting_does_not_put_another_calendar_in_the_place_of_a_vanished_linked_one(world: World) -> None:
    box = desk(world)
    ada = await world.connected("ada")
    setup = await world.configuring.choose(ada, id_of(await world.setup("ada"), "Projects"), frozenset())
    box.remove_calendar("Projects")
    for _ in range(2):
        await world.sign("ada", "ada@contoso.com", reconnects=setup.connections[0].id)
        await world.work()
        after = await world.setup("ada")
        assert after.linked is None
        assert after.preferences.linked == setup.preferences.linked


async def test_reconnecting_keeps_what_was_chosen_also_nothing(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    await world.configuring.choose(ada, id_of(await world.setup("ada"), "Team"), frozenset())
    chosen = await world.configuring.choose_advanced(ada, DEFAULT_BLOCKING, linked_blocks=False)
    await world.sign("ada", "ada@contoso.com", reconnects=chosen.connections[0].id)
    await world.work()
    assert names(await world.setup("ada")) == ("Team", set())


async def test_an_upgrade_from_read_only_links_the_default_calendar(world: World) -> None:
    desk(world)
    await world.connected("ada", Access.READ)
    (connection,) = await world.connections("ada")
    await world.sign("ada", "ada@contoso.com", Access.READ_WRITE, reconnects=connection.id)
    await world.work()
    assert names(await world.setup("ada")) == (DEFAULT, {"Projects"})


async def test_a_second_accounts_own_calendars_block_too_and_the_linked_one_stays(world: World) -> None:
    desk(world)
    await world.connected("ada")
    world.mailbox("ada@second.example", CONTOSO)
    finished = await world.sign("ada", "ada@second.example")
    await world.connecting.type_code(await world.person("ada"), finished.code)
    await world.work()
    setup = await world.setup("ada")
    assert setup.linked is not None
    assert setup.linked.owner_address == "ada@contoso.com"
    owners = sorted((item.name, item.owner_address) for item in setup.blocking)
    assert owners == [(DEFAULT, "ada@contoso.com"), (DEFAULT, "ada@second.example"), ("Projects", "ada@contoso.com")]


async def test_calendars_keep_their_ids_when_they_are_renamed(world: World) -> None:
    box = desk(world)
    ada = await world.connected("ada")
    before = id_of(await world.setup("ada"), "Projects")
    box.listed["Projects"] = replace(box.listed["Projects"], name="Projects 2027")
    assert id_of(await world.configuring.refresh(ada), "Projects 2027") == before


async def test_a_refresh_that_fails_loses_nothing(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    before = await world.setup("ada")
    world.outlook.down = True
    with pytest.raises(OutlookUnavailable):
        await world.configuring.refresh(ada)
    assert await world.setup("ada") == before


async def test_the_defaults_of_a_connection_are_not_for_somebody_else(world: World) -> None:
    desk(world)
    await world.connected("ada")
    mallory = await world.connected("mallory")
    (connection,) = await world.connections("ada")
    with pytest.raises(NotConnected):
        await world.configuring.set_up(mallory, connection.id)


async def test_after_the_last_disconnection_no_choice_is_left(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    (connection,) = await world.connections("ada")
    await world.connecting.disconnect(ada, connection.id)
    await world.work()
    with pytest.raises(NotConnected):
        await world.setup("ada")
    assert world.store.transactions.tables.preferences == {}


async def test_disconnecting_one_of_two_accounts_drops_its_calendars_only(world: World) -> None:
    desk(world)
    ada = await world.connected("ada")
    (first,) = await world.connections("ada")
    world.mailbox("ada@second.example")
    world.directory.change(user("ada"), email="ada@second.example")
    await world.sign("ada", "ada@second.example")
    await world.work()
    await world.connecting.disconnect(ada, first.id)
    await world.work()
    setup = await world.setup("ada")
    assert setup.linked is None
    assert setup.preferences.linked is None
    assert [item.owner_address for item in setup.blocking] == ["ada@second.example"]
