"""The agenda in the morning: once a working day, where the person is, with what waited for the morning inside it."""

from datetime import date, timedelta

import pytest

from core.configuration.occasions import spread
from core.dialogue.commands import ChooseCalendars, KeepBoth
from core.dialogue.morning_commands import OpenDayMessages, SaveDayMessages, TellAgenda
from core.dialogue.mornings import SPREAD
from core.dialogue.screens import CalendarPicker, ConflictsCard, MorningCard, NewsCard, Problem, SettingsCard
from core.dialogue.settings_commands import SaveDays, SaveTravel, ShowSettings
from core.people.model import PersonId
from tests.unit.core import clashing
from tests.unit.core import day_scene as scene
from tests.unit.core.asking import ask, read
from tests.unit.core.clashing import press
from tests.unit.world import World

LATE = SPREAD + timedelta(seconds=1)
EIGHT = 8 * 60


def heading(world: World) -> list[str]:
    return [read(card.heading)[0] for card in scene.agendas(world)]


async def test_it_comes_on_working_days_at_the_chosen_time_and_on_no_others() -> None:
    world = await scene.day(agenda=480)
    await scene.until(world, scene.at(world, 8, days=1) - timedelta(seconds=1))
    assert scene.agendas(world) == [], "it is Monday past eight: the first one is tomorrow's"
    for _ in range(6):
        await scene.until(world, scene.at(world, 8, days=1) + LATE)
        await world.rooms.listeners.watching.daily()
    assert heading(world) == [
        "Your day: Tue 2 Mar",
        "Your day: Wed 3 Mar",
        "Your day: Thu 4 Mar",
        "Your day: Fri 5 Mar",
        "Your day: Mon 8 Mar",
    ]


async def test_it_holds_the_days_events_and_says_that_there_are_none() -> None:
    world = await scene.day(agenda=480)
    scene.meet(world, scene.at(world, 14, days=1), join_url="https://teams.example/join")
    await scene.changed(world)
    await scene.until(world, scene.at(world, 9, days=2))
    first, second = scene.agendas(world)
    (item,) = first.day.items
    assert read(item.start, item.title) == ["14:00", "Review"]
    assert item.join_url == "https://teams.example/join"
    assert second.day.items == ()
    assert "Calendar" in read(*first.sources)[0]


async def test_what_was_held_back_stands_in_it_and_no_digest_comes_beside_it() -> None:
    world = await scene.day(agenda=480)
    ada = await world.person("ada")
    await scene.until(world, scene.at(world, 21))  # quiet hours
    for name in ("Plan", "Review"):
        clashing.meeting(world, "ben", "ada", scene.at(world, 14, days=1), name)
    await clashing.noticed(world)
    assert clashing.told(world) == []
    await scene.until(world, scene.at(world, 12, 30, days=1))
    assert clashing.told(world) == [], "no message of its own"
    (card,) = scene.agendas(world)
    assert read(card.held_heading) == ["Double bookings since yesterday: 1"]
    assert {read(one.title)[0] for line in card.held for one in line.meetings} == {"Plan", "Review"}
    assert await scene.told_today(world, ada) == 0, "its person switched it on"


async def test_what_it_carries_is_edited_when_it_is_solved_in_outlook() -> None:
    world = await _with_a_held_one()
    copy = next(one for one in world.box("ada").all_events() if one.subject == "Plan")
    world.box("ada").remove(copy.id)
    await clashing.noticed(world)
    (card,) = scene.agendas(world)
    assert "Plan" in " ".join(read(*(line.state for line in card.held)))
    assert clashing.told(world) == []


async def test_a_press_on_what_it_carries_is_answered_in_its_place() -> None:
    world = await _with_a_held_one()
    (card,) = scene.agendas(world)
    keep = next(one.command for line in card.held for one in line.actions if isinstance(one.command, KeepBoth))
    await press(world, keep, scene.message(world, MorningCard))
    (answer,) = clashing.told(world)
    assert not isinstance(answer, ConflictsCard)
    assert scene.agendas(world) == [], "the message shows the answer, and stays so"
    await clashing.noticed(world)
    assert len(clashing.told(world)) == 1


async def _with_a_held_one() -> World:
    world = await scene.day(agenda=480)
    await scene.until(world, scene.at(world, 21))
    for name in ("Plan", "Review"):
        clashing.meeting(world, "ben", "ada", scene.at(world, 14, days=1), name)
    await clashing.noticed(world)
    await scene.until(world, scene.at(world, 8, 30, days=1))
    return world


async def test_where_it_is_off_the_digest_comes_by_itself() -> None:
    world = await scene.day()
    await scene.until(world, scene.at(world, 21))
    for name in ("Plan", "Review"):
        clashing.meeting(world, "ben", "ada", scene.at(world, 14, days=1), name)
    await clashing.noticed(world)
    await scene.until(world, scene.at(world, 8, 1, days=1))
    assert scene.agendas(world) == []
    assert len(clashing.told(world)) == 1


async def test_a_digest_waits_for_a_later_agenda_and_comes_by_itself_on_a_day_without_one() -> None:
    world = await scene.day(agenda=600)
    await ask(world, SaveDays(date(2027, 3, 2), None, "away"), SettingsCard)
    for days, names in enumerate((("Plan", "Review"), ("Launch", "Retro"))):
        await scene.until(world, scene.at(world, 21, days=min(days, 1)))
        for name in names:
            clashing.meeting(world, "ben", "ada", scene.at(world, 14, days=3), name)
        await clashing.noticed(world)
    await scene.until(world, scene.at(world, 8, 30, days=1))
    assert len(clashing.told(world)) == 1, "Tuesday is off: a message of its own; Wednesday's waits"
    await scene.until(world, scene.at(world, 10) + LATE)
    _, card = scene.agendas(world)  # Monday had one
    assert {read(one.title)[0] for line in card.held for one in line.meetings} == {"Launch", "Retro"}
    assert len(clashing.told(world)) == 1


@pytest.mark.parametrize(("hour", "comes"), [(11, True), (12, False)])
async def test_a_late_tick_still_sends_it_until_noon(hour: int, comes: bool) -> None:
    world = await scene.day(agenda=480)
    world.clock.set(scene.at(world, hour, days=1))
    await world.work()
    assert heading(world) == (["Your day: Tue 2 Mar"] if comes else [])
    await scene.until(world, scene.at(world, 9, days=1))
    assert heading(world)[-1] == "Your day: Wed 3 Mar", "and the next one comes in any case"


async def test_restarts_and_second_ticks_send_it_once() -> None:
    world = await scene.day(agenda=480)
    ada = await world.person("ada")
    await scene.until(world, scene.at(world, 8, 10, days=1))
    for _ in range(3):
        await world.restart()
        await world.listeners.telling.days.mornings.plan(ada)
        await world.listeners.telling.days.mornings.run(ada)
        await world.work()
    assert len(scene.agendas(world)) == 1


async def test_a_changed_time_or_place_sends_no_second_one_that_day() -> None:
    world = await scene.day(agenda=480)
    await scene.until(world, scene.at(world, 8, 10, days=1))
    await scene.choose(world, agenda=600)
    await ask(world, SaveTravel(date(2027, 3, 2), date(2027, 3, 5), "London", "local"), SettingsCard)
    await scene.until(world, scene.at(world, 10, days=1))
    assert heading(world) == ["Your day: Tue 2 Mar"]
    await scene.until(world, scene.at(world, 11) + LATE)
    assert heading(world) == ["Your day: Tue 2 Mar", "Your day: Wed 3 Mar"], "ten o'clock in London is eleven here"


async def test_a_chat_that_is_down_until_noon_gets_what_it_was_to_carry_by_itself() -> None:
    world = await scene.day(agenda=480)
    await scene.until(world, scene.at(world, 21))
    for name in ("Plan", "Review"):
        clashing.meeting(world, "ben", "ada", scene.at(world, 14, days=1), name)
    await clashing.noticed(world)
    world.messenger.fails = 1000
    await scene.until(world, scene.at(world, 14, days=1))
    world.messenger.fails = 0
    await scene.until(world, scene.at(world, 20))
    assert scene.agendas(world) == []
    assert len(clashing.told(world)) == 1


async def test_it_is_offered_once_when_calendars_are_chosen() -> None:
    world = await scene.day()
    setup = await world.setup("ada")
    save = ChooseCalendars(setup.preferences.linked, tuple(setup.preferences.conflicts))
    picker = await ask(world, save, CalendarPicker)
    assert picker.question is not None
    assert read(picker.question.text) == ["Want your day at 08:00, each morning you work?"]
    yes, no = (one.command for one in picker.question.answers)
    assert (yes, no) == (TellAgenda(EIGHT), TellAgenda(0))
    again = await ask(world, save, CalendarPicker)
    assert again.question is None, "offered once"
    assert yes is not None
    said = await ask(world, yes, NewsCard)
    assert read(said.heading) == ["Your day at 08:00, on days with hours."]
    await world.work()
    await scene.until(world, scene.at(world, 9, days=1))
    assert heading(world) == ["Your day: Tue 2 Mar"]


async def test_one_button_turns_it_off_and_the_next_one_on_again() -> None:
    world = await scene.day(agenda=480)
    await scene.until(world, scene.at(world, 9, days=1))
    (card,) = scene.agendas(world)
    off = next(one.command for one in card.actions if isinstance(one.command, TellAgenda))
    said = await press(world, off, scene.message(world, MorningCard))
    assert isinstance(said, NewsCard)
    assert read(said.heading) == ["No agenda in the morning."]
    await scene.until(world, scene.at(world, 9, days=2))
    assert scene.agendas(world) == []
    on = next(one.command for one in said.actions if isinstance(one.command, TellAgenda))
    await press(world, on, None)
    await scene.until(world, scene.at(world, 9, days=1))
    assert heading(world) == ["Your day: Fri 5 Mar"]


async def test_settings_say_what_holds_and_change_all_three_in_one_form() -> None:
    world = await scene.day()
    card = await ask(world, ShowSettings(), SettingsCard)
    part = next(one for one in card.parts if read(one.heading) == ["What your day brings"])
    assert read(*part.lines) == [
        "Invitations: those that overlap something.",
        "No agenda in the morning.",
        "No reminders.",
    ]
    assert part.actions[0].command == OpenDayMessages()
    saved = await ask(world, SaveDayMessages("none", 450, 15), SettingsCard)
    part = next(one for one in saved.parts if read(one.heading) == ["What your day brings"])
    assert read(*part.lines) == [
        "No word about invitations.",
        "Your day at 07:30, on days with hours.",
        "A reminder 15 min before each meeting.",
    ]


def test_a_wave_at_eight_is_spread_evenly_over_minutes_and_each_person_keeps_their_place() -> None:
    """Slack takes a message a second of a channel and some hundreds a minute of a workspace; a bot of Teams 50 a
    second of a tenant."""
    people = [PersonId(f"person-{number}") for number in range(3000)]
    late = sorted(spread(one, SPREAD) for one in people)
    assert timedelta() <= late[0]
    assert late[-1] < SPREAD
    a_minute = [sum(minute <= one / timedelta(minutes=1) < minute + 1 for one in late) for minute in range(5)]
    assert max(a_minute) < 750, "600 would be even"
    assert spread(PersonId("person-1"), SPREAD) == timedelta(seconds=216, microseconds=340269), "in every process"


async def test_a_chat_that_asks_for_quiet_is_left_alone_as_long_as_it_asks() -> None:
    """The job is put back, and not before the seconds that the chat named: see tests/unit/bot for the runner."""
    world = await scene.day(agenda=480)
    world.messenger.fails = 2
    await scene.until(world, scene.at(world, 9, days=1))
    assert heading(world) == ["Your day: Tue 2 Mar"]
    assert world.failures == ["chat_unavailable"] * 2


@pytest.mark.parametrize("chosen", [{"agenda": 780}, {"agenda": 1440}, {"reminders": 7}])
async def test_what_the_form_does_not_offer_is_not_taken(chosen: dict[str, int]) -> None:
    world = await scene.day()
    await ask(world, SaveDayMessages(**chosen), Problem)  # type: ignore[arg-type]
    assert (await world.setup("ada")).preferences.agenda_minute is None
