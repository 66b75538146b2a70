"""Several double bookings in one message, and messages that follow wherever they are."""

from datetime import timedelta

from core.availability import ShowAs
from core.configuration.model import CalendarId
from core.dialogue.commands import Disconnect, Find, KeepBoth, OpenAdvanced, SaveAdvanced, ShowConflict, ShowConflicts
from core.dialogue.model import MessageRef
from core.dialogue.screens import AdvancedForm, CalendarPicker, ConflictCard, ConflictsCard
from core.shared.errors import InvalidChoice
from core.sync.model import Response
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.booking_scene import TEN
from tests.unit.core.clashing import (
    DAY,
    HOUR,
    STOOD,
    button,
    desk,
    labels,
    meeting,
    message,
    noticed,
    press,
    told,
)
from tests.unit.core.crashing import Crash, CrashingMemory
from tests.unit.world import World, build, user

TUESDAY = TEN + DAY


def clash(world: World, number: int, subject: str = "Sync") -> str:
    """One more double booking of Ada's, on its own day. The id of her own meeting in it."""
    start = TUESDAY + DAY * number
    meeting(world, "ben", "ada", start, f"{subject} {number}")
    return world.box("ada").add(start, start + HOUR, f"Own {number}")


async def list_of(world: World) -> ConflictsCard:
    return await ask(world, ShowConflicts(), ConflictsCard)


async def test_without_a_double_booking_the_list_says_when_it_was_looked_and_for_which_days() -> None:
    world = await desk()
    card = await list_of(world)
    assert read(card.heading, card.nothing) == ["Double bookings", "No double bookings."]
    assert read(*card.sources) == ["Looked at Mon 1 Mar to Mon 15 Mar.", "Read just now: your Calendar"]
    assert labels(card) == ["Look again", "Today"]


async def test_the_list_is_by_time_and_what_may_be_meant_so_comes_last_with_its_reason() -> None:
    world = await desk()
    clash(world, 2)
    clash(world, 0)
    world.box("ada").add(TUESDAY + DAY, TUESDAY + DAY + HOUR, "Maybe", show_as=ShowAs.TENTATIVE)
    world.box("ada").add(TUESDAY + DAY, TUESDAY + DAY + HOUR, "Other")
    await noticed(world)
    card = await list_of(world)
    assert read(card.heading) == ["Double bookings: 2"]
    assert [str(line.meetings[0].title)[-1] for line in card.conflicts] == ["0", "2"]
    (soft,) = card.soft
    assert "One of them is tentative, so I don't interrupt you for this." in read(*soft.lines)


async def test_a_card_and_a_list_of_what_was_never_told_follow_outlook_too() -> None:
    """Soft ones interrupt nobody, so no message speaks of them; what was opened from the list does."""
    world = await desk()
    maybe = world.box("ada").add(TUESDAY, TUESDAY + HOUR, "Maybe", show_as=ShowAs.TENTATIVE)
    world.box("ada").add(TUESDAY, TUESDAY + HOUR, "Other")
    await noticed(world)
    assert told(world) == []
    shown_list, shown_card = MessageRef("D-ada", "list"), MessageRef("D-ada", "card")
    listed = await press(world, ShowConflicts(), shown_list)
    assert isinstance(listed, ConflictsCard)
    (soft,) = listed.soft
    cause = next(one.command.cause for one in soft.actions if isinstance(one.command, KeepBoth))
    await press(world, ShowConflict(cause), shown_card)
    world.box("ada").remove(maybe)
    await noticed(world)
    card, newest = world.messenger.messages[shown_card].screen, world.messenger.messages[shown_list].screen
    assert isinstance(card, ConflictCard)
    assert read(card.heading) == ["Resolved: Maybe is not in your calendar any more"]
    assert isinstance(newest, ConflictsCard)
    assert newest.soft == ()


async def test_what_was_there_at_the_first_look_is_one_line_that_opens_the_list() -> None:
    world = build(copied=True)
    await world.connected("ben")
    world.join("ada")
    world.mailbox("ada@contoso.com")
    for number in range(4):
        clash(world, number)
    await world.connected("ada")
    await world.work(through=timedelta(minutes=5))
    (line,) = told(world)
    assert read(line.heading) == ["I found 4 double bookings in the next 14 days"]
    assert labels(line) == ["Show"]
    ref = message(world)
    shown = await press(world, button(line, "Show"), ref)
    assert isinstance(shown, ConflictsCard)
    assert len(shown.conflicts) == 4
    world.box("ada").remove(next(one.id for one in world.box("ada").all_events() if one.subject == "Own 0"))
    await noticed(world)
    (now,) = told(world)
    assert isinstance(now, ConflictsCard)
    assert read(now.heading) == ["Double bookings: 3"]
    assert message(world) == ref


async def test_the_line_about_the_first_look_counts_what_is_left_and_ends_resolved() -> None:
    world = build(copied=True)
    await world.connected("ben")
    world.join("ada")
    world.mailbox("ada@contoso.com")
    own = [clash(world, number) for number in range(2)]
    await world.connected("ada")
    await world.work(through=timedelta(minutes=5))
    said = []
    for event in own:
        world.box("ada").remove(event)
        await noticed(world)
        said += read(told(world)[0].heading)
    assert said == [
        "I found a double booking in the next 14 days",
        "Resolved: the double bookings that I found at first",
    ]


async def test_what_exceeds_three_a_day_comes_in_one_message_the_next_morning() -> None:
    world = await desk()
    for number in range(5):
        clash(world, number)
        await noticed(world)
    assert len(told(world)) == 3
    await world.work(through=timedelta(hours=24))
    digest = told(world)[-1]
    assert isinstance(digest, ConflictsCard)
    assert read(digest.heading) == ["Double bookings since yesterday: 2"]
    assert len(digest.conflicts) == 2
    assert len(told(world)) == 4


async def test_a_message_used_for_one_of_the_list_shows_that_one_until_it_goes_back() -> None:
    world = await desk()
    own = clash(world, 0)
    clash(world, 1)
    await noticed(world)
    ref = MessageRef("DUADA", "typed")
    listed = await press(world, ShowConflicts(), ref)
    assert isinstance(listed, ConflictsCard)
    offer = await press(world, listed.conflicts[0].actions[0].command, ref)
    assert isinstance(offer, ConflictCard)
    world.box("ada").remove(own)
    await noticed(world)
    shown = world.messenger.messages[ref].screen
    assert isinstance(shown, ConflictCard)
    assert shown.done
    back = await press(world, button(shown, "All double bookings"), ref)
    assert isinstance(back, ConflictsCard)
    assert len(back.conflicts) == 1


async def test_a_message_that_shows_something_else_by_now_is_left_alone() -> None:
    world = await desk()
    own = clash(world, 0)
    await noticed(world)
    ref = MessageRef("DUADA", "typed")
    card = await press(world, ShowConflict(told(world)[0].cause or ""), ref)  # type: ignore[union-attr]
    assert isinstance(card, ConflictCard)
    other = await press(world, OpenAdvanced(), ref)
    assert isinstance(other, CalendarPicker)
    world.box("ada").remove(own)
    await noticed(world)
    assert world.messenger.messages[ref].screen == other
    assert told(world)[0].heading.key.startswith("resolved.")


async def test_the_message_that_told_is_left_alone_once_it_shows_free_times() -> None:
    world = await desk()
    own = clash(world, 0)
    await noticed(world)
    ref = message(world)
    times = await press(world, Find(duration_minutes=30), ref)
    world.box("ada").remove(own)
    await noticed(world)
    assert world.messenger.messages[ref].screen == times
    back = await press(world, ShowConflicts(), ref)
    assert isinstance(back, ConflictsCard)
    clash(world, 1)
    await noticed(world)
    again = world.messenger.messages[ref].screen
    assert isinstance(again, ConflictsCard)
    assert len(again.conflicts) == 1


async def test_disconnecting_forgets_every_double_booking() -> None:
    world = await desk()
    clash(world, 0)
    await noticed(world)
    (connection,) = await world.connections("ada")
    await press(world, Disconnect(connection.id, confirmed=True))
    await world.work(through=timedelta(days=1))
    tables = world.store.transactions.tables
    ada = await world.person("ada")
    assert not tables.ledgers[ada].conflicts if ada in tables.ledgers else True
    assert not [key for key in tables.notices if key[0] == ada and key[1] != "connect"]


async def told_after_dying(point: int) -> tuple[bool, int]:
    """Whether the process died at this point of telling, and how many messages there are in the end."""
    memory, died = CrashingMemory(), False
    world = build(copied=True, memory=memory)
    for key in ("ada", "ben"):
        await world.connected(key)
    await world.work(through=timedelta(seconds=5))
    clash(world, 0)
    await noticed(world, through=timedelta(seconds=60))
    memory.crashes.countdown = point
    try:
        await world.work(through=STOOD)
    except Crash:
        died = True
        await world.restart()
    memory.crashes.countdown = None
    await world.work(through=timedelta(minutes=5))
    cards = told(world)
    assert all(isinstance(card, ConflictCard) and not card.done for card in cards)
    return died, len(cards)


async def test_a_process_that_dies_while_telling_says_it_once_or_when_it_had_just_sent_it_twice() -> None:
    counts = []
    for point in range(8, 60):
        died, count = await told_after_dying(point)
        if not died:
            break
        counts.append(count)
    assert len(counts) > 10
    assert set(counts) == {1, 2}
    assert counts.count(2) == 2  # sent, and neither that nor where was recorded


async def test_each_calendar_can_be_left_out_of_the_warnings_and_taken_in_again() -> None:
    world = await desk()
    form = await world.dialogue.form(actor(), OpenAdvanced())
    assert isinstance(form, AdvancedForm)
    (only,) = form.warnable
    assert (form.warned, str(only.name)) == ((only.id,), "Calendar")
    await world.dialogue.submit(actor(), SaveAdvanced(warned=()))
    assert (await world.setup("ada")).preferences.unwarned_own == frozenset({CalendarId(only.id)})
    await world.work(through=timedelta(seconds=5))
    clash(world, 0)
    await noticed(world)
    assert told(world) == []
    await world.dialogue.submit(actor(), SaveAdvanced(warned=(only.id,)))
    await world.work(through=timedelta(minutes=5))
    (line,) = told(world)
    assert read(line.heading) == ["I found a double booking in the next 14 days"]
    await world.dialogue.submit(actor(), SaveAdvanced())
    assert (await world.setup("ada")).preferences.unwarned_own == frozenset()


async def test_a_foreign_calendar_cannot_be_warned_of() -> None:
    world = await desk()
    theirs = (await world.setup("ben")).calendars[0].id
    wrong = await world.dialogue.submit(actor(), SaveAdvanced(warned=(theirs,)))
    assert isinstance(wrong, InvalidChoice)
    assert (wrong.field, wrong.reason) == ("warned", "choice.calendar_gone")


async def test_a_meeting_declined_elsewhere_resolves_the_message_that_told_of_it() -> None:
    world = await desk()
    clash(world, 0)
    await noticed(world)
    (theirs,) = [one for one in world.box("ada").all_events() if one.subject == "Sync 0"]
    world.box("ada").change(theirs.id, response=Response.DECLINED)
    await noticed(world)
    assert world.messenger.last(user("ada")) == told(world)[-1]
    assert told(world)[-1].heading.key.startswith("resolved.")
