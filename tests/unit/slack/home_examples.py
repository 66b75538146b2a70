"""Home before and after connecting, filled with a given text."""

from datetime import datetime, timedelta

from core.dialogue.commands import Connect, OpenFindForm, ShowConflict, ShowHelp
from core.dialogue.home_commands import ShowHome
from core.dialogue.screens import (
    Action,
    AgendaDay,
    AgendaItem,
    ClashingMeeting,
    ConflictLine,
    Day,
    HomeScreen,
    Instant,
    Screen,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.shared.ranges import Range


def home_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    when = When(Range(start, start + timedelta(minutes=30)))
    event = AgendaItem(Instant(start), Instant(start + timedelta(hours=1)), name, name, (says,), None)
    clashes = tuple(
        ConflictLine(
            (ClashingMeeting(name, when, says),) * 2,
            (says,),
            None,
            (Action(say("action.show_conflicts"), ShowConflict(f"c{n}"), name=say("name.again", number=n, name=says)),),
        )
        for n in range(min(size, 3))
    )
    return [
        HomeScreen(says, (says,) * 3, (Action(say("action.connect"), Connect()),), tip=says),
        HomeScreen(
            says,
            (says,) * min(size, 5),
            (Action(say("action.find"), OpenFindForm()), Action(say("action.help"), ShowHelp())),
            today=AgendaDay(Day(start.date()), (event,) * min(size, 12)),
            more_today=size,
            zone=Zone("Europe/Berlin"),
            clashes=clashes,
            more_clashes=size,
            looked=Instant(start),
            sources=(says,) * min(size, 5),
            note=says,
        ),
        HomeScreen(
            says,
            (),
            (Action(says, ShowHome()),),
            today=AgendaDay(Day(start.date()), ()),
            calm=says,
        ),
    ]
