"""Reminders: N minutes before each meeting that is attended, once, at its present time."""

from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.dialogue.morning_commands import TellReminders
from core.dialogue.screens import Action, NewsCard, ReminderCard, SettingsCard
from core.dialogue.settings_commands import ShowSettings
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core import day_scene as scene
from tests.unit.core.asking import ask, read
from tests.unit.core.clashing import press

MINUTE = scene.MINUTE
LATE = timedelta(seconds=31)


async def test_p24_each_meeting_is_reminded_of_once_whatever_ticks_late_or_twice() -> None:
    world = await scene.day(reminders=10)
    ada = await world.person("ada")
    start = scene.at(world, 11)
    scene.meet(world, start)
    await scene.changed(world)
    await scene.until(world, start - 10 * MINUTE - timedelta(seconds=1))
    await world.listeners.telling.days.reminders.remind(ada)
    assert scene.reminders(world) == [], "none early"
    await scene.until(world, start - 10 * MINUTE + LATE)
    assert scene.reminders(world) == ["At 11:00: Review"], "none missing"
    for _ in range(3):  # ticks, a change that is none, a restart with its job still there
        await world.listeners.telling.days.reminders.remind(ada)
        await scene.changed(world)
        await world.restart()
    await scene.until(world, start + scene.HOUR)
    assert scene.reminders(world) == ["At 11:00: Review"], "and none twice"


async def test_p24_a_late_tick_still_reminds_until_the_meeting_starts_and_not_after() -> None:
    world = await scene.day(reminders=10)
    first, second = scene.at(world, 11), scene.at(world, 13)
    scene.meet(world, first, "Review")
    scene.meet(world, second, "Plan")
    await scene.changed(world)
    world.clock.set(first - MINUTE)  # nothing ran for nine minutes
    await world.work()
    assert scene.reminders(world) == ["At 11:00: Review"]
    world.clock.set(second)
    await world.work()
    assert scene.reminders(world) == ["At 11:00: Review"], "the other one has begun"


async def test_p24_a_meeting_added_three_minutes_before_is_reminded_of_at_once() -> None:
    world = await scene.day(reminders=10)
    world.clock.set(scene.at(world, 10, 57))
    scene.meet(world, scene.at(world, 11), "Quick one")
    await scene.changed(world)
    assert scene.reminders(world) == ["At 11:00: Quick one"]


async def test_p24_a_moved_meeting_is_reminded_of_at_its_new_time_and_the_old_message_says_so() -> None:
    world = await scene.day(reminders=10)
    start, later = scene.at(world, 11), scene.at(world, 15)
    event = scene.meet(world, start)
    await scene.changed(world)
    await scene.until(world, start - 5 * MINUTE)
    world.box("ada").change(event, start=later, end=later + scene.HOUR)
    await scene.changed(world)
    assert scene.reminders(world) == ["No longer at 11:00: it was moved: Review"]
    await scene.until(world, later - 10 * MINUTE + LATE)
    assert scene.reminders(world) == ["No longer at 11:00: it was moved: Review", "At 15:00: Review"]


async def test_a_meeting_moved_before_its_reminder_is_reminded_of_once_at_its_new_time() -> None:
    world = await scene.day(reminders=10)
    start, earlier = scene.at(world, 15), scene.at(world, 11)
    event = scene.meet(world, start)
    await scene.changed(world)
    world.box("ada").change(event, start=earlier, end=earlier + scene.HOUR)
    await scene.changed(world)
    await scene.until(world, start + scene.HOUR)
    assert scene.reminders(world) == ["At 11:00: Review"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_cancelled": True}, "it was cancelled, declined, or marked free: Review"),
        ({"response": Response.DECLINED}, "it was cancelled, declined, or marked free: Review"),
        (None, "it isn't in your calendar any more: The meeting you were reminded of"),
    ],
)
async def test_a_meeting_that_is_off_after_its_reminder_says_so_in_the_same_message(
    change: dict[str, object] | None, said: str
) -> None:
    world = await scene.day(reminders=10)
    start = scene.at(world, 11)
    event = scene.meet(world, start)
    await scene.changed(world)
    await scene.until(world, start - 5 * MINUTE)
    if change is None:
        world.box("ada").remove(event)
    else:
        world.box("ada").change(event, **change)
    await scene.changed(world)
    assert scene.reminders(world) == [f"No longer at 11:00: {said}"]


@pytest.mark.parametrize(
    "more", [{"response": Response.DECLINED}, {"show_as": ShowAs.FREE}, {"is_cancelled": True}], ids=str
)
async def test_declined_free_and_cancelled_meetings_are_not_reminded_of(more: dict[str, object]) -> None:
    world = await scene.day(reminders=10)
    scene.meet(world, scene.at(world, 11), **more)
    await scene.changed(world)
    await scene.until(world, scene.at(world, 12))
    assert scene.reminders(world) == []


async def test_days_off_and_what_colleagues_share_are_not_reminded_of() -> None:
    world = await scene.day(reminders=10)
    today = world.clock.now().date()
    world.box("ada").add_days(today + scene.DAY, today + 2 * scene.DAY, "Trade fair")
    await scene.changed(world)
    await scene.until(world, scene.at(world, 12, days=1))
    assert scene.reminders(world) == []


async def test_reminders_are_off_until_they_are_chosen() -> None:
    world = await scene.day()
    scene.meet(world, scene.at(world, 11))
    await scene.changed(world)
    await scene.until(world, scene.at(world, 12))
    assert scene.reminders(world) == []


async def test_switched_on_minutes_before_a_meeting_it_is_reminded_of_at_once() -> None:
    world = await scene.day()
    scene.meet(world, scene.at(world, 9, 20))
    await scene.changed(world)
    await scene.choose(world, reminders=30)
    assert scene.reminders(world) == ["At 09:20: Review"]
    await scene.choose(world, reminders=5)
    await scene.until(world, scene.at(world, 10))
    assert scene.reminders(world) == ["At 09:20: Review"], "another length reminds of nothing twice"


async def test_the_same_meeting_in_two_calendars_is_one_reminder() -> None:
    world = await scene.day(reminders=10)
    box, start = world.box("ada"), scene.at(world, 11)
    event = box.get(scene.meet(world, start))
    assert event is not None
    box.add(start, start + scene.HOUR, "Review", DEFAULT, uid=event.uid, ical_uid=event.ical_uid)
    await scene.changed(world)
    await scene.until(world, start)
    assert scene.reminders(world) == ["At 11:00: Review"]


async def test_a_reminder_joins_opens_and_turns_itself_off_by_one_button() -> None:
    world = await scene.day(reminders=10)
    start = scene.at(world, 11)
    more = {"join_url": "https://teams.example/join", "web_link": "https://outlook.example/e"}
    scene.meet(world, start, **more, organizer_name="Carol", response=Response.ACCEPTED)
    scene.meet(world, start + scene.HOUR, "Plan")
    await scene.changed(world)
    await scene.until(world, start - MINUTE)
    (card,) = scene.sent(world, ReminderCard)
    assert isinstance(card, ReminderCard)
    assert read(*card.lines) == ["Invited by Carol"]
    assert [(read(one.label)[0], one.url) for one in card.actions] == [
        ("Join", "https://teams.example/join"),
        ("Open in Outlook", "https://outlook.example/e"),
        ("No reminders any more", None),
    ]
    again = await press(world, _switch(card).command, scene.message(world, ReminderCard))
    assert isinstance(again, ReminderCard)
    assert read(_switch(again).label) == ["Turn reminders on again"]
    await scene.until(world, start + 2 * scene.HOUR)
    assert scene.reminders(world) == ["At 11:00: Review"], "Plan at 12:00 wasn't reminded of"


async def test_reminders_are_no_unasked_messages_and_come_in_quiet_hours_too() -> None:
    world = await scene.day(reminders=10)
    ada = await world.person("ada")
    scene.meet(world, scene.at(world, 21))
    await scene.changed(world)
    await scene.until(world, scene.at(world, 21))
    assert scene.reminders(world) == ["At 21:00: Review"]
    assert await scene.told_today(world, ada) == 0


async def test_a_chat_that_is_down_gets_the_reminder_when_it_is_back_if_the_meeting_has_not_begun() -> None:
    world = await scene.day(reminders=10)
    first, second = scene.at(world, 11), scene.at(world, 13)
    scene.meet(world, first, "Review")
    scene.meet(world, second, "Plan")
    await scene.changed(world)
    world.messenger.fails = 2
    await scene.until(world, first)
    assert scene.reminders(world) == ["At 11:00: Review"]
    world.messenger.fails = 12  # for longer than ten minutes
    await scene.until(world, second + scene.HOUR)
    assert scene.reminders(world) == ["At 11:00: Review"]


async def test_who_disconnects_hears_nothing_more() -> None:
    world = await scene.day(reminders=10)
    scene.meet(world, scene.at(world, 11))
    await scene.changed(world)
    (connection,) = await world.connections("ada")
    await world.connecting.disconnect(await world.person("ada"), connection.id)
    await scene.until(world, scene.at(world, 12))
    assert scene.reminders(world) == []


async def test_a_press_without_a_message_says_what_holds() -> None:
    world = await scene.day(reminders=10)
    said = await ask(world, TellReminders(0), NewsCard)
    assert read(said.heading) == ["No reminders."]
    card = await ask(world, ShowSettings(), SettingsCard)
    words = [line for part in card.parts for line in read(*part.lines)]
    assert "No reminders." in words


def _switch(card: ReminderCard) -> Action:
    return card.actions[-1]
