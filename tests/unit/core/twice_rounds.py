"""Rows of the table in twice.py: what members of a group can do twice."""

from core.dialogue.commands import Find
from core.dialogue.round_commands import HandOverTo
from core.dialogue.screens import BookingForm
from core.dialogue.type_commands import SaveType
from tests.fakes.outlook import FakeOutlook
from tests.unit.core import round_robin, test_team_calendar, types_scene
from tests.unit.core.asking import actor
from tests.unit.core.twice import Row, Scene, calls, does


async def hand_over() -> Scene:
    world = await round_robin.team("ada", "ben", "dana", outlook=FakeOutlook)
    booking = await round_robin.booked(world)
    return Scene(world, does(HandOverTo(booking.id, await world.person("ben"))), calls(world, "create", "cancel"))


async def book_by_round_robin() -> Scene:
    world = await types_scene.scene()
    members = await types_scene.members(world, "ada", "ben", "dan")
    await types_scene.add(world, mode=types_scene.TypeMode.ROUND_ROBIN, members=members)
    (offered, *_) = await types_scene.slots(world, "cleo", Find(terms=types_scene.terms()))
    form = await world.dialogue.form(actor("cleo"), offered)
    assert isinstance(form, BookingForm)
    return Scene(world, does(form.submit), calls(world, "create", "cancel"), "cleo")


async def make_a_team_calendar() -> Scene:
    world = await test_team_calendar.seen_by("ada", "ben")
    linked = await test_team_calendar.calendar(world, "ada")
    press = does(SaveType(draft="room-1", name="Tour", durations="60", mode="team", linked=linked))
    tables = lambda: world.store.transactions.tables  # noqa: E731
    return Scene(world, press, lambda: {"teams": len(tables().teams), "types": len(tables().meeting_types)})


ROUNDS = (
    Row("hand over", hand_over, {"create": 1, "cancel": 1}),
    Row("book by round robin", book_by_round_robin, {"create": 1, "cancel": 0}),
    Row("make a team calendar", make_a_team_calendar, {"teams": 1, "types": 1}),
)
