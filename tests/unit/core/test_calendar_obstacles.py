"""The picker's obstacles: each said once, each step offered once."""

from core.connection.model import READ_SHARED, Access
from core.dialogue.commands import AddAccount, ShowCalendars
from core.dialogue.screens import CalendarPicker
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.world import World

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
