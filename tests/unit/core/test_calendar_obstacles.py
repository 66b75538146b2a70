"""The picker's obstacles: each said once, each step offered once."""

from core.availability import ONLY_BUSY
from core.connection.model import READ_SHARED, Access
from core.dialogue.commands import AddAccount, AskAdmin, ShowCalendars
from core.dialogue.screens import CalendarPicker, ConnectOffer
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.world import World, build

SHARED = frozenset({READ_SHARED})


async def test_calendars_of_a_read_only_account_are_allowed_bookings_by_one_button(world: World) -> None:
    world.join("ada")
    world.mailbox("ada@contoso.com").add_calendar("Projects")
    await world.connected("ada", Access.READ)
    (told,) = (await ask(world, ShowCalendars(), CalendarPicker)).obstacles
    assert read(told.why) == [f"You connected read-only, so bookings can't be written to {DEFAULT} and Projects."]
    assert told.action is not None
    assert isinstance(told.action.command, AddAccount)
    assert told.action.name is not None
    assert read(told.action.name) == [f"Allow bookings in {DEFAULT} and Projects"]


async def test_calendars_shared_read_only_are_told_one_by_one_with_one_way_to_look_again(world: World) -> None:
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    world.sign_in.always_grants = SHARED
    for name in ("Launch", "Team"):
        box.add_calendar(name, owner_name="Ben", owner_address="ben@contoso.com", can_edit=False)
    await world.connected("ada")
    told = (await ask(world, ShowCalendars(), CalendarPicker)).obstacles
    assert [sentence.split(" is ")[0] for sentence in read(*(one.why for one in told))] == ["Launch", "Team"]
    assert [one.action is not None for one in told] == [True, False]


async def test_the_three_obstacles_have_three_texts_and_one_next_step_each() -> None:
    told: dict[str, tuple[str, type]] = {}
    for highest, access in (
        (Access.READ_WRITE, Access.READ),
        (Access.READ_WRITE, Access.READ_WRITE),
        (Access.READ, Access.READ),
    ):
        world = build(highest=highest)
        world.sign_in.always_grants = SHARED
        world.join("ada")
        box = world.mailbox("ada@contoso.com")
        if access is Access.READ_WRITE:
            box.add_calendar("Launch", owner_name="Ben", owner_address="ben@contoso.com", can_edit=False)
        await world.connected("ada", access)
        (one,) = (await ask(world, ShowCalendars(), CalendarPicker)).obstacles
        assert one.action is not None
        told[read(one.why)[0]] = (read(one.action.label)[0], type(one.action.command))
    assert told == {
        f"You connected read-only, so bookings can't be written to {DEFAULT}.": ("Allow bookings", AddAccount),
        "Launch is shared read-only by Ben. Ask Ben for the right to edit it, or pick another.": (
            "Look again", ShowCalendars,
        ),
        f"Your organisation allows Clearhour to read only, so {DEFAULT} can't take bookings. "
        "Ask your admin to allow writing.": ("Ask my admin", AskAdmin),
    }  # fmt: skip


async def test_a_calendar_that_nobody_owns_by_name_is_told_by_its_owners_address(world: World) -> None:
    world.sign_in.always_grants = SHARED
    world.join("ada")
    world.mailbox("ada@contoso.com").add_calendar(
        "Room 4", owner_name="", owner_address="room4@contoso.com", can_edit=False
    )
    await world.connected("ada")
    (one,) = (await ask(world, ShowCalendars(), CalendarPicker)).obstacles
    assert "by room4@contoso.com" in read(one.why)[0]


async def test_many_calendars_behind_one_obstacle_are_counted_not_listed(world: World) -> None:
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    for number in range(40):
        box.add_calendar(f"Project {number:02}")
    await world.connected("ada", Access.READ)
    (one,) = (await ask(world, ShowCalendars(), CalendarPicker)).obstacles
    (why,) = read(one.why)
    assert why.endswith(f"{DEFAULT}, Project 00, Project 01, Project 02, Project 03 and 36 others.")


async def test_the_upgrade_is_one_more_consent_of_the_same_account_and_loses_nothing(world: World) -> None:
    world.join("ada")
    world.mailbox("ada@contoso.com").add_calendar("Projects")
    await world.connected("ada", Access.READ)
    before = await world.configuring.choose_advanced(
        await world.person("ada"), ONLY_BUSY, linked_blocks=True, warned=frozenset()
    )
    (one,) = (await ask(world, ShowCalendars(), CalendarPicker)).obstacles
    assert one.action is not None
    assert one.action.command is not None
    offer = await ask(world, one.action.command, ConnectOffer)
    assert offer.repairs == "ada@contoso.com"
    await world.follow(str(offer.actions[0].url), "ada@contoso.com")
    await world.work()
    after = await world.setup("ada")
    assert [item.id for item in after.connections] == [item.id for item in before.connections]
    assert {item.id for item in after.calendars} == {item.id for item in before.calendars}
    assert {item.id for item in after.blocking} == {item.id for item in before.blocking}
    assert after.preferences.blocking == ONLY_BUSY
    assert after.preferences.unwarned_own == before.preferences.unwarned_own
    assert after.linked is not None
    picker = await ask(world, ShowCalendars(), CalendarPicker)
    assert picker.obstacles == ()
