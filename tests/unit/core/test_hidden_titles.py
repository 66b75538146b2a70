"""A further account that is personal, or of another organisation: busy everywhere, named nowhere, until opted in."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import DEFAULT_BLOCKING, ShowAs
from core.configuration.usecases import Setup
from core.connection.model import ConnectionId
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import (
    Book,
    BookEarliest,
    CancelBooking,
    Command,
    Connect,
    DeclineMeeting,
    Disconnect,
    Find,
    MoveTo,
    OpenAdvanced,
    OpenFindForm,
    OpenWhyForm,
    SaveAdvanced,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConflicts,
    ShowConnections,
    ShowHelp,
    Why,
)
from core.dialogue.screens import Action, AgendaCard, Screen, Text
from core.dialogue.settings_commands import ShowSettings
from core.shared.errors import InvalidChoice
from tests.fakes.outlook import DEFAULT, Mailbox
from tests.unit.core.asking import actor, ask, read
from tests.unit.world import CONSUMERS, CONTOSO, ELSEWHERE, MONDAY, World, build

HOME = "ada@outlook.example"
SECRET = "zqz-secret"
DAY = date(2027, 3, 2)
STARTS: tuple[Command, ...] = (
    ShowAgenda("today"), ShowAgenda("tomorrow"), ShowAgenda("week"), Find(duration_minutes=30), BookEarliest(Find()),
    ShowCalendars(), OpenAdvanced(), ShowConflicts(), ShowBookings(), ShowConnections(), ShowSettings(), ShowHelp(),
    Connect(), Disconnect(), OpenFindForm(), OpenWhyForm(), *(Why(DAY, hour * 60) for hour in range(9, 17)),
)  # fmt: skip
MOST_SCREENS = 90
LASTING = (Disconnect, SaveAdvanced, Book, CancelBooking, DeclineMeeting)
"""Not pressed by the crawl: what they end or write is not what is asked here."""


@dataclass(frozen=True)
class Entry:
    """One event at home; `clashes`: a meeting of the job lies over it."""

    hour: int
    minutes: int
    whole_day: bool
    show_as: ShowAs
    guests: int
    clashes: bool


ENTRIES = st.builds(
    Entry,
    st.integers(8, 15),
    st.sampled_from([30, 60, 90]),
    st.booleans(),
    st.sampled_from([ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.FREE, ShowAs.OOF]),
    st.integers(0, 2),
    st.booleans(),
)


async def with_home(world: World, tid: str = CONSUMERS) -> Mailbox:
    """Ada's account at work, and then one more."""
    await world.connected("ada")
    world.clock.advance(timedelta(minutes=1))
    box = world.mailbox(HOME, tid)
    finished = await world.sign("ada", HOME)
    await world.connecting.type_code(await world.person("ada"), finished.code)
    await world.work()
    return box


def fill(world: World, home: Mailbox, entries: list[Entry]) -> None:
    for number, one in enumerate(entries):
        start = MONDAY.replace(hour=one.hour) + timedelta(days=1)
        more = {"show_as": one.show_as, "organizer_name": f"{SECRET} boss", "web_link": f"https://x.example/{SECRET}"}
        if one.whole_day:
            home.add_days(DAY, DAY + timedelta(days=1), f"{SECRET} {number}", **more)
        elif one.guests:
            guests = tuple((f"g{at}@contoso.com", f"G{at}") for at in range(one.guests))
            world.outlook.meet(home, guests, start, start + timedelta(minutes=one.minutes), f"{SECRET} {number}")
        else:
            home.add(start, start + timedelta(minutes=one.minutes), f"{SECRET} {number}", **more)
        if one.clashes:
            world.box("ada").add(start, start + timedelta(minutes=30), "Work")


async def crawl(world: World) -> list[Screen]:
    """Every screen that the commands and the buttons on them lead to."""
    seen, waiting = set[str](), list(STARTS)
    screens: list[Screen] = []
    while waiting and len(screens) < MOST_SCREENS:
        command = waiting.pop(0)
        if repr(command) in seen or isinstance(command, LASTING):
            continue
        seen.add(repr(command))
        found = [await world.dialogue.handle(actor(), command)]
        if isinstance(command, FORM_COMMANDS):
            found.append(await world.dialogue.form(actor(), command))
        screens += [one for one in found if one is not None]
        await world.work(through=timedelta(minutes=2) if isinstance(command, MoveTo) else timedelta())
        waiting += [action.command for one in found for action in actions(one) if action.command is not None]
    return screens


def actions(found: object) -> Iterator[Action]:
    if isinstance(found, Action):
        yield found
    for part in found if isinstance(found, tuple) else ():
        yield from actions(part)
    for name in getattr(type(found), "__dataclass_fields__", {}):
        yield from actions(getattr(found, name))


@settings(max_examples=8, deadline=None)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=4))
def test_no_title_of_such_an_account_is_on_any_screen_of_any_command_until_its_owner_says_so(
    entries: list[Entry],
) -> None:
    asyncio.run(_no_title_anywhere(entries))


async def _no_title_anywhere(entries: list[Entry]) -> None:
    world = build(copied=True)
    home = await with_home(world)
    fill(world, home, entries)
    await world.work(through=timedelta(minutes=20))
    screens = await crawl(world)
    told = [shown.screen for shown in world.messenger.messages.values()]
    assert len(screens) > 30
    assert [one for one in (*screens, *told) if SECRET in repr(one)] == []
    await world.copies.close()


async def test_the_warning_about_it_and_the_agenda_say_personal_busy(world: World) -> None:
    home = await with_home(world)
    start = MONDAY + timedelta(hours=2)
    home.add(start, start + timedelta(hours=1), SECRET)
    world.box("ada").add(start, start + timedelta(hours=1), "Review")
    (day,) = (await ask(world, ShowAgenda("today"), AgendaCard)).days
    shown = {item.title if isinstance(item.title, str) else read(item.title)[0]: item for item in day.items}
    assert set(shown) == {"Personal: busy", "Review"}
    assert read(*shown["Review"].marks) == ["overlaps Personal: busy"]


@pytest.mark.parametrize(("tid", "hidden"), [(CONSUMERS, True), (ELSEWHERE, True), (CONTOSO, False)])
async def test_only_further_accounts_of_elsewhere_hide_their_titles_from_the_start(
    world: World, tid: str, hidden: bool
) -> None:
    await with_home(world, tid)
    setup = await world.setup("ada")
    first, second = setup.connections
    assert setup.preferences.hidden_titles == ({second.id} if hidden else frozenset())
    assert {item.connection for item in setup.calendars if item.hides_titles} == ({second.id} if hidden else set())
    assert first.account.address == "ada@contoso.com"


async def test_the_first_account_hides_nothing_also_when_it_is_personal(world: World) -> None:
    world.join("ada", email=HOME)
    world.mailbox(HOME, CONSUMERS)
    await world.sign("ada", HOME)
    await world.work()
    assert (await world.setup("ada")).preferences.hidden_titles == frozenset()


async def test_one_choice_shows_them_and_one_hides_them_again_also_those_of_the_first_account(world: World) -> None:
    home = await with_home(world)
    start = MONDAY + timedelta(hours=2)
    home.add(start, start + timedelta(hours=1), "Dentist")
    setup = await world.setup("ada")
    for hidden in ((), tuple(item.id for item in setup.connections)):
        await world.dialogue.submit(actor(), SaveAdvanced(hidden_titles=hidden))
        (day,) = (await ask(world, ShowAgenda("today"), AgendaCard)).days
        (item,) = day.items
        assert isinstance(item.title, Text) == bool(hidden)
        assert hidden or item.title == "Dentist"


async def test_the_choice_outlives_reconnecting_and_the_end_of_the_first_account(world: World) -> None:
    await with_home(world)
    first, second = (await world.setup("ada")).connections
    await world.sign("ada", HOME, reconnects=second.id)
    await world.work()
    assert await hidden(world) == {second.id}
    await world.connecting.disconnect(await world.person("ada"), first.id)
    await world.work()
    assert await hidden(world) == {second.id}


async def hidden(world: World) -> frozenset[ConnectionId]:
    setup: Setup = await world.setup("ada")
    return setup.preferences.hidden_titles


async def test_nobody_hides_the_titles_of_an_account_that_is_not_theirs(world: World) -> None:
    await world.connected("ada")
    with pytest.raises(InvalidChoice) as refused:
        await world.configuring.choose_advanced(
            await world.person("ada"), DEFAULT_BLOCKING, linked_blocks=True, hidden=frozenset({ConnectionId("ben's")})
        )
    assert refused.value.reason == "choice.account_gone"


async def test_a_meeting_of_such_an_account_can_be_moved_without_its_title_becoming_known(world: World) -> None:
    home = await with_home(world)
    start = MONDAY + timedelta(days=1, hours=2)
    event = home.add(start, start + timedelta(minutes=30), SECRET)
    setup = await world.setup("ada")
    calendar = next(item for item in setup.calendars if item.name == DEFAULT and item.hides_titles)
    held = await world.moving.prepare(
        setup.preferences.person, calendar.id, event, start + timedelta(hours=1), "Europe/Berlin", "r1"
    )
    assert held.plan.title == ""
