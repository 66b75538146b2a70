"""Every state of what a day brings by itself, with hostile words in it."""

from datetime import datetime, timedelta

from core.dialogue.commands import KeepBoth, OpenFindForm, ShowAgenda, ShowConflicts
from core.dialogue.morning_commands import TellAgenda, TellReminders
from core.dialogue.screens import (
    Action,
    AgendaDay,
    AgendaItem,
    ClashingMeeting,
    ConflictLine,
    Day,
    Instant,
    MorningCard,
    ReminderCard,
    Screen,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.shared.ranges import Range

HOUR = timedelta(hours=1)
BERLIN = Zone("Europe/Berlin")


def morning_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    """`size`: how many events, and how many double bookings."""
    when = When(Range(start, start + HOUR))
    timed = AgendaItem(Instant(start), Instant(start + HOUR), name, name, (says,), "https://teams.example/j?a=1&b=2")
    whole = AgendaItem(None, None, say("event.untitled"), name, (), "javascript:alert(1)")
    meeting = ClashingMeeting(name, when, says)
    kept = tuple(
        Action(say("action.keep_both"), KeepBoth(f"c{number}"), name=say("name.again", name=says, number=number))
        for number in range(min(size, 6))
    )
    held = tuple(ConflictLine((meeting, meeting), (says,), None, (one,)) for one in kept)
    ways = (
        Action(say("action.conflicts"), ShowConflicts()),
        Action(say("action.today"), ShowAgenda()),
        Action(say("action.find"), OpenFindForm()),
        Action(say("action.tell_no_agenda"), TellAgenda()),
    )
    day = Day(start.date())
    busy = AgendaDay(day, (timed, whole) * size)
    switch = Action(say("action.tell_no_reminders"), TellReminders(0, "uid", start))
    joins = say("name.join_meeting", title=name)
    join = Action(say("label.join"), url="https://bot.example/connect/join", style=Style.PRIMARY, name=joins)
    look = Action(say("action.open"), url="https://outlook.example/e", name=say("name.open_at", when=when, title=name))
    heading = say("morning.heading", day=day)
    subject = "reminder:20261201T130000Z:uid"
    return [
        MorningCard(heading, busy, BERLIN, (says,), say("digest.heading", count=size), held, size, ways),
        MorningCard(heading, AgendaDay(day, ()), BERLIN, (says,), None, (), 0, ways[1:]),
        ReminderCard(
            say("reminder.heading", at=Instant(start)),
            name,
            when,
            (say("reminder.by", name=name),),
            (join, look, switch),
            subject,
        ),
        ReminderCard(say("reminder.moved", at=Instant(start)), name, when, (), (switch,), subject),
        ReminderCard(say("reminder.gone", at=Instant(start)), say("reminder.a_meeting"), None, (), (switch,), subject),
    ]
