"""Examples of the screens of double bookings; the size says how much of everything there is."""

from datetime import datetime, timedelta

from core.dialogue.commands import (
    AddAccount,
    DeclineAll,
    DeclineMeeting,
    FollowOutlook,
    IgnoreSeries,
    KeepBoth,
    MoveTo,
    NeverWarn,
    OfferMove,
    OfferProposal,
    PutBack,
    ShowConflict,
    ShowConflicts,
)
from core.dialogue.screens import (
    Action,
    ClashingMeeting,
    ConflictCard,
    ConflictLine,
    ConflictsCard,
    Day,
    DisagreementCard,
    Screen,
    Style,
    Text,
    UserText,
    When,
    say,
)
from core.shared.ranges import Range

HOUR = timedelta(hours=1)
LINK = "https://bot.example/connect/event?x=1&y=2"


def conflict_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    when = When(Range(start, start + HOUR))
    all_day = say("conflict.all_day", day=Day(start.date()))
    meetings = (
        ClashingMeeting(name, when, say("role.mine_with", count=4)),
        ClashingMeeting(say("event.untitled"), all_day, say("role.invited_by_accepted", name=name)),
    ) * min(size, 6)
    heading = say("conflict.heading", when=when)
    lines = (says,) * min(size, 6)
    solving = (
        Action(says, OfferMove("c", name[:60]), style=Style.PRIMARY, name=says),
        Action(says, OfferProposal("c", "AAMkAGI2 äöü/+=" * 10)),
        Action(say("action.open"), url=LINK, name=says),
    )
    keeping = (
        Action(say("action.keep_both"), KeepBoth("c")),
        Action(say("action.ignore_series"), IgnoreSeries("c")),
        Action(say("action.allow_changes"), AddAccount("a")),
    )
    times = tuple(
        Action(say("offer.time", day=Day(start.date()), start=name), MoveTo("c", "e", start + HOUR * number), name=says)
        for number in range(3)
    )
    proposals = tuple(Action(says, DeclineMeeting("c", "e", start + HOUR * number)) for number in range(3))
    line = ConflictLine(meetings[:4], lines, None, (*solving, *keeping))
    over = ConflictLine((), (), say("resolved.moved", title=name, when=when), ())
    back = (Action(say("action.back"), ShowConflict("c")), Action(say("action.conflicts"), ShowConflicts()))
    sure = Action(says, DeclineAll("c", confirmed=True), style=Style.DANGER)
    away = (Action(says, DeclineAll("c")), Action(say("action.choose"), ShowConflict("c", each=True)))
    followed = (Action(says, FollowOutlook("b"), style=Style.PRIMARY), Action(says, PutBack("b")))
    return [
        ConflictCard(heading, meetings, lines, (), False, (*solving, *keeping), "c"),
        ConflictCard(heading, meetings * 2, lines, (), False, (*away, *keeping), "c"),
        ConflictCard(heading, meetings, lines, times, False, back, "c"),
        ConflictCard(heading, meetings, lines, proposals, False, (*back, Action(says, DeclineMeeting("c", "e"))), "c"),
        ConflictCard(heading, (), (), (), False, (sure, *back), "c"),
        ConflictCard(
            say("resolved.moved", title=name, when=when), meetings[:1], (), (), True,
            (Action(say("never.tentative"), NeverWarn("tentative")), *back), "c",
        ),
        ConflictsCard(heading, (line, over) * min(size, 4), (line,) * min(size, 3), 300, None, lines, back),
        ConflictsCard(say("conflicts.title"), (), (), 0, say("conflicts.none"), lines, back[1:]),
        ConflictsCard(says, (line,), (), 0, None, (), back, "c"),
        DisagreementCard(heading, name, when, when, lines, False, followed),
        DisagreementCard(heading, name, when, None, (), True, ()),
    ]  # fmt: skip
