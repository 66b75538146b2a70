"""You're in New York time. Until when? Asked once a journey, in the chat the person chose."""

from dataclasses import replace
from datetime import date, timedelta

from core.dialogue.commands import ShowBookings
from core.dialogue.screens import JourneyCard, SettingsCard, SettingsForm
from core.dialogue.settings_commands import OpenTravel, SaveTravel
from core.people.model import Reader
from tests.unit.core.asking import actor, ask, read
from tests.unit.world import World, build, user

NEW_YORK = "America/New_York"
DAY = timedelta(days=1)
"""Monday, 1 March 2027, 09:00 in Berlin and 03:00 in New York."""


async def desk() -> World:
    world = build()
    await world.connected("ada")
    return world


async def speaks(world: World) -> None:
    await world.dialogue.handle(actor(), ShowBookings())


async def flies(world: World, zone: str) -> None:
    """Their computer changes its clock, and their profile at the chat with it."""
    world.directory.change(user("ada"), zone=zone)
    world.clock.set(world.clock.now() + timedelta(hours=7))  # profiles are remembered for six hours
    await speaks(world)


def asked(world: World) -> list[JourneyCard]:
    return [one for one in world.messenger.to(user("ada")) if isinstance(one, JourneyCard)]


async def test_a_day_abroad_is_asked_about_once() -> None:
    world = await desk()
    await flies(world, NEW_YORK)
    await world.work(through=DAY - timedelta(minutes=1))
    assert asked(world) == []
    await world.work(through=DAY)
    (card,) = asked(world)
    assert read(card.heading, *card.lines, *(one.label for one in card.actions)) == [
        "You're in New York time. Until when?",
        "Your hours are meant by the clock in Berlin. Until you say otherwise they stay so.",
        "Use New York hours",
        "Keep Berlin hours",
    ]
    for _ in range(3):
        await speaks(world)
        await world.work(through=2 * DAY)
    assert len(asked(world)) == 1


async def test_who_is_home_again_before_the_day_is_over_is_not_asked() -> None:
    world = await desk()
    await flies(world, NEW_YORK)
    await flies(world, "Europe/Berlin")
    await world.work(through=2 * DAY)
    assert asked(world) == []


async def test_who_came_home_without_a_word_is_not_asked() -> None:
    world = await desk()
    await flies(world, NEW_YORK)
    world.directory.change(user("ada"), zone="Europe/Berlin")
    await world.work(through=2 * DAY)
    assert asked(world) == []


async def test_the_next_journey_is_asked_about_again() -> None:
    world = await desk()
    for _ in range(2):
        await flies(world, NEW_YORK)
        await world.work(through=DAY)
        await flies(world, "Europe/Berlin")
    assert len(asked(world)) == 2


async def test_a_zone_with_the_clock_of_home_is_no_journey() -> None:
    world = await desk()
    await flies(world, "Europe/Paris")
    await world.work(through=2 * DAY)
    assert asked(world) == []


async def test_both_answers_lead_to_the_form_filled_in_and_saving_ends_the_question() -> None:
    world = await desk()
    await flies(world, NEW_YORK)
    await world.work(through=DAY)
    (card,) = asked(world)
    today = date(2027, 3, 2)
    use, keep = (one.command for one in card.actions)
    assert (use, keep) == (OpenTravel(today, NEW_YORK, "local"), OpenTravel(today, NEW_YORK, "home"))
    for command, whose in ((use, "local"), (keep, "home")):
        assert command is not None
        form = await world.dialogue.form(actor(), command)
        assert isinstance(form, SettingsForm)
        shown = {field.name: getattr(field, "chosen", getattr(field, "value", None)) for field in form.fields}
        assert shown == {"first": today, "last": None, "zone": NEW_YORK, "hours": whose}
    saved = await ask(world, SaveTravel(today, today + 10 * DAY, "New York", "local"), SettingsCard)
    assert "Tue 2 Mar to Fri 12 Mar in New York, with New York hours" in read(
        *(line for part in saved.parts for line in part.lines)
    )


async def test_who_told_of_the_journey_is_not_asked() -> None:
    world = await desk()
    await ask(world, SaveTravel(date(2027, 3, 1), date(2027, 3, 9), NEW_YORK, "home"), SettingsCard)
    await flies(world, NEW_YORK)
    await world.work(through=2 * DAY)
    assert asked(world) == []


async def test_a_zone_that_the_client_says_with_the_click_counts_at_once() -> None:
    """Teams sends the zone with every activity."""
    world = await desk()
    in_teams = replace(actor(), reads=Reader(NEW_YORK, "en-US"))
    await world.dialogue.handle(in_teams, ShowBookings())
    world.directory.change(user("ada"), zone=NEW_YORK)
    await world.work(through=DAY)
    assert len(asked(world)) == 1


async def test_after_disconnecting_nobody_is_asked() -> None:
    world = await desk()
    await flies(world, NEW_YORK)
    (connection,) = await world.connections("ada")
    await world.connecting.disconnect(await world.person("ada"), connection.id)
    await world.work(through=2 * DAY)
    assert asked(world) == []
