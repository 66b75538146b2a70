"""Example values for the contract suites: double bookings."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.availability import ShowAs
from core.configuration.model import CalendarId
from core.conflicts.model import (
    Cause,
    CauseId,
    CauseKind,
    Conflict,
    End,
    Ending,
    Engagement,
    Form,
    Kind,
    Ledger,
    Pair,
    Role,
    Rules,
    Silence,
    State,
    Warned,
    WarningId,
    Weight,
)
from core.shared.ranges import Range
from tests.contract.examples import ADA, HOUR, NOW

HALF = timedelta(minutes=30)


def engagement(event: str, start: datetime = NOW, **changes: Any) -> Engagement:
    plain = Engagement(
        event=event,
        calendar=CalendarId("work"),
        meeting=f"uid-{event}",
        series=None,
        when=Range(start, start + HOUR),
        is_all_day=False,
        show_as=ShowAs.BUSY,
        role=Role.MINE,
        is_optional=False,
        people=0,
        title="Poisoned title",
        organizer="Poisoned organizer",
        web_link=None,
    )
    return replace(plain, **changes)


def stands(first: Engagement, second: Engagement, **changes: Any) -> Conflict:
    plain = Conflict(Pair(first, second, Weight.HARD, Kind.MEETING), CauseId("cause-1"), State.OPEN, NOW)
    return replace(plain, **changes)


def ledger(*conflicts: Conflict, **changes: Any) -> Ledger:
    return replace(Ledger(ADA, conflicts={one.pair.key: one for one in conflicts}), **changes)


OPEN = stands(engagement("b"), engagement("a", NOW + HALF))
FULL = ledger(
    OPEN,
    stands(
        engagement("B", series="master", web_link="https://outlook.example/Ünïcode", people=25),
        engagement(
            "c", NOW + HALF, is_all_day=True, show_as=ShowAs.OOF, role=Role.UNANSWERED, is_optional=True, title="🙂"
        ),
        cause=CauseId("cause-2"),
        state=State.RESOLVED,
        since=NOW - HOUR,
        ending=Ending(End.MOVED, "c", Range(NOW + HOUR, NOW + 2 * HOUR)),
    ),
    stands(engagement("d"), engagement("e"), state=State.RESOLVED, ending=Ending(End.OVER)),
    causes={
        CauseId("cause-1"): Cause(CauseId("cause-1"), CauseKind.CLUSTER, "a b", say_at=NOW + HALF),
        CauseId("cause-2"): Cause(
            CauseId("cause-2"), CauseKind.SERIES, "uid-a uid-b", held=True, warning=WarningId("warning-1")
        ),
    },
    warnings={
        WarningId("warning-1"): Warned(WarningId("warning-1"), Form.CAUSE, NOW),
        WarningId("warning-2"): Warned(WarningId("warning-2"), Form.BACKLOG, NOW + HALF),
    },
    rules=Rules(
        frozenset({Silence("uid-a"), Silence("uid-a", "uid b")}),
        frozenset({Kind.TENTATIVE, Kind.ALL_DAY}),
        {Kind.OPTIONAL: 3, Kind.MEETING: 1},
    ),
)
