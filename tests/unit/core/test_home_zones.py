"""Outlook is in another zone: asked once, and nothing is moved by itself."""

from datetime import timedelta

from core.availability import Hours
from core.configuration.ports import MailboxSettings
from core.dialogue.screens import JourneyCard, SettingsCard
from core.dialogue.settings_commands import KeepHours, SaveHours, ShowSettings, TakeOutlookHours
from tests.unit.core.asking import actor, ask, read
from tests.unit.world import World, build, user

NEW_YORK, LISBON = "America/New_York", "Europe/Lisbon"
NIGHT = timedelta(days=1)


async def desk(zone: str | None = None) -> World:
    world = build()
    await world.connected("ada")
    await world.work()
    if zone is not None:
        moves_to(world, zone)
    return world


def moves_to(world: World, zone: str) -> None:
    world.box("ada").settings = MailboxSettings(zone, Hours.parse({"tue": [["14:00", "15:00"]]}))


async def nights(world: World, count: int = 1) -> None:
    """The tick of each day, and the night after it."""
    for _ in range(count):
        await world.rooms.watching.daily()
        await world.work(through=NIGHT)


def asked(world: World) -> list[JourneyCard]:
    return [one for one in world.messenger.to(user("ada")) if isinstance(one, JourneyCard)]


async def home(world: World) -> str:
    chosen = (await world.configuring.setup((await world.meeting.person(user("ada"))).id)).preferences
    return chosen.home_zone


async def test_another_zone_in_outlook_is_asked_about_once_and_moves_nothing() -> None:
    world = await desk(NEW_YORK)
    await nights(world, 4)
    (card,) = asked(world)
    assert read(card.heading, *card.lines, *(one.label for one in card.actions)) == [
        "Outlook is in New York time now. Which hours count?",
        "Your hours are meant by the clock in Berlin. Until you say otherwise they stay so.",
        "Use Outlook's hours",
        "Keep Berlin hours",
    ]
    assert await home(world) == "Europe/Berlin"


async def test_either_answer_is_the_last_word() -> None:
    for answer, zone in ((TakeOutlookHours(), NEW_YORK), (KeepHours(), "Europe/Berlin")):
        world = await desk(NEW_YORK)
        await nights(world)
        assert answer in [one.command for one in asked(world)[0].actions]
        await ask(world, answer, SettingsCard)
        await nights(world, 2)
        assert (len(asked(world)), await home(world)) == (1, zone)


async def test_a_third_zone_or_the_same_one_after_coming_home_is_asked_about_again() -> None:
    world = await desk(NEW_YORK)
    await nights(world)
    moves_to(world, LISBON)
    await nights(world)
    moves_to(world, "Europe/Berlin")
    await nights(world)
    moves_to(world, NEW_YORK)
    await nights(world)
    assert [read(card.heading)[0][:30] for card in asked(world)] == [
        "Outlook is in New York time no", "Outlook is in Lisbon time now.", "Outlook is in New York time no",
    ]  # fmt: skip


async def test_own_hours_and_a_silent_outlook_ask_nothing() -> None:
    world = await desk(NEW_YORK)
    world.outlook.down = True
    await nights(world)
    assert asked(world) == []
    world.outlook.down = False
    await world.dialogue.handle(actor(), SaveHours(tue="09:00-12:00", zone="Europe/Berlin"))
    await nights(world)
    assert asked(world) == []
    assert isinstance(await world.dialogue.handle(actor(), ShowSettings()), SettingsCard)
