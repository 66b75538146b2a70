"""Single calendars that can't be read, and the ways past: leave out, ignore for a while, another linked calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.connection.model import Access
from core.dialogue.commands import Find, Named, ShowCalendars
from core.dialogue.health_commands import IgnoreUntil, LeaveOut, LookAgain
from core.dialogue.screens import NewsCard, Problem, Screen, SlotsCard
from core.shared.errors import OutlookRejected, OutlookUnavailable, PermissionMissing
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.core.sickness import DAY, buttons, cards, clinic, days, headings, lose, polled, shown, words
from tests.unit.world import World

OLD = "ada@oldjob.com"
FORBIDDEN, GONE, AWAY = PermissionMissing("calendar"), OutlookRejected(404, "ErrorItemNotFound"), OutlookUnavailable()


async def with_old_job() -> World:
    """Ada has a second account, of her old job, whose calendar blocks."""
    world = await clinic()
    world.mailbox(OLD).add_calendar("Old job")
    await world.connecting.type_code(await world.person("ada"), (await world.sign("ada", OLD)).code)
    await world.work()
    assert len(await world.connections("ada")) == 2
    return world


async def with_family() -> World:
    """Ada's own second calendar blocks too."""
    world = await clinic()
    world.box("ada").add_calendar("Family")
    await ask(world, ShowCalendars(), Screen)
    setup = await world.setup("ada")
    (family,) = [item.id for item in setup.calendars if item.name == "Family"]
    await world.configuring.choose(await world.person("ada"), setup.preferences.linked, frozenset({family}))
    await world.work()
    return world


def press(card: NewsCard, label: str) -> object:
    return next(action.command for action in card.actions if read(action.label)[0].startswith(label))


async def pressed(world: World, label: str) -> NewsCard:
    """The button of the newest card."""
    return await ask(world, press(cards(world)[-1], label), NewsCard)  # type: ignore[arg-type]


def sources(card: SlotsCard) -> str:
    return " ".join(read(*card.sources))


async def test_p3_a_dead_old_job_account_is_named_with_its_effect_and_ways_past_it() -> None:
    world = await with_old_job()
    await lose(world, address=OLD)
    (card,) = cards(world)
    assert "ada@oldjob.com can't be read any more" in words(card)
    assert "No times are offered" in words(card)
    assert buttons(card)[:3] == ["Reconnect", "Remove from conflicts", "Ignore until Mon 8 Mar"]
    slots = await ask(world, Find(), SlotsCard)
    assert slots.days == ()
    assert "can't be read" in read(slots.nothing)[0]
    assert "What can I do?" in read(*(action.label for action in slots.actions))
    assert (await ask(world, LookAgain(), NewsCard)).heading == card.heading


async def test_p3_removed_from_the_conflicts_it_stops_nothing_and_is_never_told_again() -> None:
    world = await with_old_job()
    await lose(world, address=OLD)
    card = await pressed(world, "Remove from conflicts")
    assert read(card.heading) == ["ada@oldjob.com stops nothing any more"]
    await world.work()
    slots = await ask(world, Find(), SlotsCard)
    assert slots.days
    assert "Old job" not in sources(slots)
    assert await days(world, 10) == []
    assert headings(world) == ["ada@oldjob.com stops nothing any more"]


async def test_p3_an_ignored_one_is_said_on_every_list_until_its_day_is_over() -> None:
    world = await with_old_job()
    await lose(world, address=OLD)
    card = await pressed(world, "Ignore until")
    assert "times are offered without it" in words(card)
    await world.work()
    slots = await ask(world, Find(), SlotsCard)
    assert slots.days
    assert "Not read: Old job. You chose to ignore it until Mon 8 Mar" in sources(slots)
    came = await days(world, 6.5)
    assert came == [], "who ignores it is left alone"
    world.clock.set(world.clock.now() + 2 * DAY)
    await polled(world)
    assert (await ask(world, Find(), SlotsCard)).days == ()
    assert "No times are offered" in words(cards(world)[-1])


async def test_an_ignored_calendar_blocks_as_soon_as_it_can_be_read() -> None:
    world = await with_family()
    world.box("ada").unreadable["Family"] = FORBIDDEN
    await days(world, 0.1, timedelta(minutes=30))
    await pressed(world, "Ignore until")
    world.box("ada").unreadable.clear()
    world.box("ada").add(world.clock.now(), world.clock.now() + 60 * DAY, "Trip", "Family")
    await days(world, 0.1, timedelta(minutes=30))
    again = await ask(world, Find(), SlotsCard)
    assert again.days == ()
    assert "ignore" not in sources(again)
    assert "No free time" in read(again.nothing)[0]


async def test_who_looks_for_times_with_somebody_who_ignores_a_calendar_is_told_so() -> None:
    world = await with_family()
    world.box("ada").unreadable["Family"] = FORBIDDEN
    await days(world, 0.1, timedelta(minutes=30))
    assert (await ask(world, Find(people=(_ada(),)), SlotsCard, "ben")).days == ()
    await pressed(world, "Ignore until")
    found = await ask(world, Find(people=(_ada(),)), SlotsCard, "ben")
    assert found.days
    assert "Ada Example: 1 calendar read, 1 not read, which they chose to ignore" in sources(found)
    assert "Family" not in sources(found)


def _ada() -> Named:
    return Named("user", "UADA")


@pytest.mark.parametrize(
    ("error", "why"),
    [(FORBIDDEN, "may not read it any more"), (GONE, "it was deleted, or it isn't shared")],
)
async def test_a_calendar_that_was_unshared_or_deleted_is_told_by_its_name_and_heals(
    error: Exception, why: str
) -> None:
    world = await with_family()
    world.box("ada").unreadable["Family"] = error
    await days(world, 0.1, timedelta(minutes=30))
    (card,) = cards(world)
    assert read(card.heading) == ["Family can't be read any more"]
    assert why in words(card)
    assert (await ask(world, Find(), SlotsCard)).days == ()
    world.box("ada").unreadable.clear()
    await days(world, 0.1, timedelta(minutes=30))
    assert headings(world) == ["Family can be read and used again"]


async def test_an_outlook_that_is_away_for_hours_is_nobodys_message_until_a_day_is_over() -> None:
    world = await with_family()
    world.box("ada").unreadable["Family"] = AWAY
    await days(world, 0.9, timedelta(hours=1))
    assert cards(world) == []
    await days(world, 0.3, timedelta(hours=1))
    assert headings(world) == ["Family can't be read any more"]


async def test_looking_again_reads_at_once() -> None:
    world = await with_family()
    world.box("ada").unreadable["Family"] = FORBIDDEN
    await days(world, 0.1, timedelta(minutes=30))
    world.box("ada").unreadable.clear()
    card = await pressed(world, "Look again")
    assert read(card.heading) == ["Family can be read and used again"]


async def test_p19_a_linked_calendar_that_cannot_be_read_is_neither_ignored_nor_replaced() -> None:
    world = await clinic()
    world.box("ada").unreadable[DEFAULT] = GONE
    await days(world, 0.1, timedelta(minutes=30))
    (card,) = cards(world)
    assert buttons(card) == ["Calendars", "Look again"]
    before = (await world.setup("ada")).preferences.linked
    await days(world, 8)
    assert (await world.setup("ada")).preferences.linked == before


async def test_p19_a_linked_calendar_that_is_gone_stops_booking_and_never_falls_back() -> None:
    world = await with_family()
    world.box("ada").remove_calendar(DEFAULT)
    await days(world, 0.1, timedelta(minutes=30))
    assert headings(world) == ["Calendar can't be read any more"]
    await ask(world, ShowCalendars(), Screen)
    await world.listeners.telling.health.changed(await world.person("ada"))
    await world.work()
    (card,) = cards(world)
    assert "I never fall back to another calendar" in words(card)
    setup = await world.setup("ada")
    assert (setup.linked, setup.preferences.linked is not None) == (None, True)
    (family,) = [item.id for item in setup.calendars if item.name == "Family"]
    await world.configuring.choose(setup.preferences.person, family, frozenset())
    await world.work()
    assert [one.heading.key for one in cards(world)] == ["health.settled"]


async def test_a_linked_calendar_that_became_read_only_is_told_at_night() -> None:
    world = await clinic()
    box = world.box("ada")
    box.listed[DEFAULT] = replace(box.listed[DEFAULT], can_edit=False)
    await world.listeners.relisting.nightly(await world.person("ada"))
    await world.work()
    (card,) = cards(world)
    assert "Calendar takes no bookings any more" in words(card)
    assert "Nothing is booked while this is so" in words(card)
    box.listed[DEFAULT] = replace(box.listed[DEFAULT], can_edit=True)
    await world.listeners.relisting.nightly(await world.person("ada"))
    await world.work()
    assert headings(world) == ["Calendar can be read and used again"]


async def test_the_nightly_list_takes_no_calendar_away() -> None:
    world = await with_family()
    before = await world.setup("ada")
    world.box("ada").remove_calendar("Family")
    await world.listeners.relisting.nightly(await world.person("ada"))
    assert (await world.setup("ada")).calendars == before.calendars


async def test_a_reconnect_without_the_right_to_write_says_that_nothing_is_booked() -> None:
    world = await clinic()
    connection = await lose(world)
    await world.sign("ada", "ada@contoso.com", Access.READ, reconnects=connection.id)
    await polled(world)
    assert any("takes no bookings any more" in one for one in headings(world))


@pytest.mark.parametrize("until", [date(2027, 2, 28), date(2027, 6, 1)])
async def test_nothing_is_ignored_until_yesterday_or_for_ever(until: date) -> None:
    world = await with_family()
    (family,) = [item for item in (await world.setup("ada")).calendars if item.name == "Family"]
    found = await ask(world, IgnoreUntil(f"calendar:{family.id}", until), Problem)
    assert "too far away" in read(found.means)[0]


@pytest.mark.parametrize("command", [LeaveOut("calendar:nobodys"), LookAgain("connection:nobodys")])
async def test_what_is_somebody_elses_is_not_there(command: object) -> None:
    world = await clinic()
    found = await ask(world, command, Problem)  # type: ignore[arg-type]
    assert "doesn't exist any more" in read(found.what)[0]


async def test_with_everything_well_there_is_nothing_to_do() -> None:
    world = await clinic()
    card = await ask(world, LookAgain(), NewsCard)
    assert read(card.heading) == ["Everything you use can be read."]
    assert shown(world) == {}
