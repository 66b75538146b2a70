"""today, tomorrow, week: every event with its marks, for its owner's eyes."""

from datetime import date, timedelta

import pytest

from core.availability import DEFAULT_BLOCKING
from core.dialogue.commands import ShowAgenda, ShowCalendars
from core.dialogue.screens import AgendaCard, AgendaItem, CalendarPicker
from core.shared.errors import OutlookUnavailable
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT, Mailbox
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.world import World, user

HALF = timedelta(minutes=30)


@pytest.fixture
async def box(world: World) -> Mailbox:
    await world.connected("ada")
    return world.box("ada")


async def items(world: World, span: str = "today") -> dict[str, list[str]]:
    """Title -> marks, of all days."""
    card = await ask(world, ShowAgenda(span), AgendaCard)  # type: ignore[arg-type]
    return {read(item.title)[0]: read(*item.marks) for day in card.days for item in day.items}


async def test_marks_say_in_words_what_an_event_is(world: World, box: Mailbox) -> None:
    for number, (name, more) in enumerate(
        {
            "busy": {}, "free": {"show_as": "free"}, "tentative": {"show_as": "tentative"}, "away": {"show_as": "oof"},
            "elsewhere": {"show_as": "workingElsewhere"}, "declined": {"response": Response.DECLINED},
            "cancelled": {"is_cancelled": True}, "private": {"is_private": True},
        }.items()
    ):  # fmt: skip
        box.add(TEN + number * HALF, TEN + number * HALF + HALF, name, **more)
    assert await items(world) == {
        "busy": [], "free": ["free"], "tentative": ["tentative"], "away": ["away"], "elsewhere": ["working elsewhere"],
        "declined": ["declined"], "cancelled": ["cancelled"], "private": ["private"],
    }  # fmt: skip


async def test_what_blocks_outside_of_ones_hours_is_marked(world: World, box: Mailbox) -> None:
    """Hours are 9 to 17 in Berlin, where TEN is ten."""
    box.add(TEN + 6 * HOUR, TEN + 7 * HOUR, "To the last minute")
    box.add(TEN + 7 * HOUR - HALF, TEN + 8 * HOUR, "Too long")
    box.add(TEN + 9 * HOUR, TEN + 10 * HOUR, "Late")
    box.add(TEN + 11 * HOUR, TEN + 12 * HOUR, "Sport", show_as="free")
    marked = {title for title, marks in (await items(world)).items() if "outside your hours" in marks}
    assert marked == {"Too long", "Late"}


async def test_overlaps_are_marked_on_both_sides_also_of_nested_events(world: World, box: Mailbox) -> None:
    box.add(TEN, TEN + 3 * HOUR, "Long")
    box.add(TEN + HOUR, TEN + 2 * HOUR, "Nested")
    box.add(TEN + 2 * HOUR + HALF, TEN + 4 * HOUR, "Late")
    box.add(TEN + 4 * HOUR, TEN + 5 * HOUR, "Touching")
    assert await items(world) == {
        "Long": ["overlaps Nested"], "Nested": ["overlaps Long"], "Late": ["overlaps Long"], "Touching": [],
    }  # fmt: skip


async def test_what_does_not_block_overlaps_nothing(world: World, box: Mailbox) -> None:
    box.add(TEN, TEN + HOUR, "Busy")
    box.add(TEN, TEN + HOUR, "Free", show_as="free")
    box.add(TEN, TEN + HOUR, "Declined", response=Response.DECLINED)
    box.add(TEN, TEN + HOUR, "Cancelled", is_cancelled=True)
    box.add_days(date(2027, 3, 1), date(2027, 3, 2), "Whole day")
    assert (await items(world))["Busy"] == []


async def test_an_overlap_with_an_event_without_a_title_can_be_read(world: World, box: Mailbox) -> None:
    box.add(TEN, TEN + HOUR, "Review")
    box.add(TEN, TEN + HOUR, "  ")
    found = await items(world)
    assert found == {"Review": ["overlaps (no title)"], "(no title)": ["overlaps Review"]}


async def test_the_same_meeting_in_two_calendars_is_one_event(world: World, box: Mailbox) -> None:
    box.add_calendar("Projects")
    ada = await world.person("ada")
    setup = await world.configuring.refresh(ada)
    await world.configuring.choose(ada, setup.preferences.linked, frozenset(one.id for one in setup.calendars))
    box.add(TEN, TEN + HOUR, "Once", ical_uid="uid-1")
    box.add(TEN, TEN + HOUR, "Once", "Projects", ical_uid="uid-1")
    card = await ask(world, ShowAgenda(), AgendaCard)
    assert [str(item.title) for item in card.days[0].items] == ["Once"]
    assert card.days[0].items[0].marks == ()


async def test_two_events_without_an_icalendar_id_stay_two(world: World, box: Mailbox) -> None:
    box.add(TEN, TEN + HOUR, "One", ical_uid="")
    box.add(TEN, TEN + HALF, "Two", ical_uid="")
    assert set(await items(world)) == {"One", "Two"}
    box.add(TEN + timedelta(7), TEN + timedelta(7) + HOUR, "Three", ical_uid="")
    box.add(TEN + timedelta(7), TEN + timedelta(7) + HALF, "Four", ical_uid="")
    picker = await ask(world, ShowCalendars(), CalendarPicker)
    assert {str(line.title) for line in picker.preview} == {"Three", "Four"}


async def test_the_picker_names_the_days_of_all_day_entries_and_no_hours(world: World, box: Mailbox) -> None:
    monday = TEN.date() + timedelta(7)
    box.add_days(monday, monday + timedelta(1))
    box.add_days(monday + timedelta(1), monday + timedelta(4))
    box.add(TEN + timedelta(7), TEN + timedelta(7) + HOUR, "Retro")
    picker = await ask(world, ShowCalendars(), CalendarPicker)
    said = [read(line.when)[0] for line in picker.preview]
    assert said == ["Mon 8 Mar, all day", "Mon 8 Mar 10:00–11:00", "Tue 9 Mar to Thu 11 Mar, all day"]


async def test_an_all_day_event_stands_first_on_its_own_dates(world: World, box: Mailbox) -> None:
    box.add(TEN - HOUR, TEN, "Early")
    box.add_days(date(2027, 3, 1), date(2027, 3, 2), "Fair")
    card = await ask(world, ShowAgenda("week"), AgendaCard)
    assert [[str(item.title) for item in day.items] for day in card.days] == [["Fair", "Early"], [], [], [], [], [], []]
    assert (card.days[0].items[0].start, card.days[0].items[0].end) == (None, None)


async def test_tomorrow_is_the_readers_tomorrow(world: World, box: Mailbox) -> None:
    world.directory.change(user("ada"), zone="Pacific/Auckland")
    world.clock.advance(timedelta(hours=6))  # 14:00 UTC: already Tuesday in Auckland
    card = await ask(world, ShowAgenda("tomorrow"), AgendaCard)
    assert (card.days[0].day.on, card.zone.name) == (date(2027, 3, 3), "Pacific/Auckland")


async def test_an_event_over_midnight_stands_on_both_days(world: World, box: Mailbox) -> None:
    box.add(TEN + 13 * HOUR, TEN + 15 * HOUR, "Night")
    card = await ask(world, ShowAgenda("week"), AgendaCard)
    assert [len(day.items) for day in card.days] == [1, 1, 0, 0, 0, 0, 0]


async def test_a_calendar_that_cannot_be_read_is_named_not_left_out(world: World, box: Mailbox) -> None:
    box.unreadable[DEFAULT] = OutlookUnavailable()
    card = await ask(world, ShowAgenda(), AgendaCard)
    assert [line.key for line in card.sources] == ["sources.unread"]
    assert DEFAULT in read(*card.sources)[0]


async def test_the_linked_calendar_is_shown_although_it_does_not_block(world: World, box: Mailbox) -> None:
    await world.configuring.choose_advanced(await world.person("ada"), DEFAULT_BLOCKING, linked_blocks=False)
    box.add(TEN, TEN + HOUR, "Here")
    box.add(TEN, TEN + HOUR, "There")
    assert set(await items(world)) == {"Here", "There"}


async def test_an_items_times_and_link_are_outlooks(world: World, box: Mailbox) -> None:
    box.add(TEN, TEN + HOUR, "Call", join_url="https://teams.example/1")
    (item,) = (await ask(world, ShowAgenda(), AgendaCard)).days[0].items
    assert isinstance(item, AgendaItem)
    assert (read(item.start, item.end), item.join_url, item.calendar) == (
        ["10:00", "11:00"], "https://teams.example/1", DEFAULT,
    )  # fmt: skip
