"""Several double bookings in one message: the list, the morning's digest, and what was there at the first look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.conflicts.model import LOOKS_AHEAD, Weight
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_card import conflict_card, ending, heading, meeting_line
from core.dialogue.answers.conflict_case import Case
from core.dialogue.answers.conflict_ways import told_apart, ways_of
from core.dialogue.commands import ShowAgenda, ShowConflict, ShowConflicts
from core.dialogue.screens import Action, ConflictLine, ConflictsCard, Day, Instant, Style, Text, When, say

LINES = 6
MEETINGS_IN_LINE = 4

REFRESH = Action(say("action.look_again"), ShowConflicts())


def conflicts_list(asker: Asker, cases: Iterable[Case], sources: tuple[Text, ...]) -> ConflictsCard:
    """What stands, soonest first: first what interrupts, then the rest."""
    standing = _by_time(case for case in cases if case.standing)
    hard = [case for case in standing if case.weight is Weight.HARD]
    soft = [case for case in standing if case.weight is Weight.SOFT]
    shown, quiet = hard[:LINES], soft[: max(0, LINES - len(hard))]
    named: Counter[Text | Instant] = Counter()
    last = asker.today + LOOKS_AHEAD
    looked = say("conflicts.looked", first=Day(asker.today), last=Day(last))
    return ConflictsCard(
        heading=say("conflicts.heading", count=len(hard)) if hard else say("conflicts.title"),
        conflicts=tuple(_line(case, named) for case in shown),
        soft=tuple(_line(case, named) for case in quiet),
        more=len(standing) - len(shown) - len(quiet),
        nothing=None if hard else say("conflicts.none") if not soft else say("conflicts.no_hard"),
        sources=(looked, *sources),
        actions=(REFRESH, Action(say("action.today"), ShowAgenda())),
    )


def digest(cases: Iterable[Case]) -> ConflictsCard:
    """What was put off, with what became of it since."""
    known = _by_time(cases)
    left = sum(1 for case in known if case.standing)
    named: Counter[Text | Instant] = Counter()
    return ConflictsCard(
        heading=say("digest.heading", count=left) if left else say("digest.resolved"),
        conflicts=tuple(_line(case, named) for case in known[:LINES]),
        soft=(),
        more=max(0, len(known) - LINES),
        nothing=None,
        sources=(),
        actions=(Action(say("action.conflicts"), ShowConflicts()),),
    )


def backlog(cases: Iterable[Case]) -> ConflictsCard:
    """One line about what was there before anybody looked."""
    left = sum(1 for case in cases if case.standing)
    show = Action(say("action.show_conflicts"), ShowConflicts(), style=Style.PRIMARY)
    return ConflictsCard(
        heading=say("backlog.heading", count=left) if left else say("backlog.resolved"),
        conflicts=(),
        soft=(),
        more=0,
        nothing=None,
        sources=(),
        actions=(show,) if left else (Action(say("action.conflicts"), ShowConflicts()),),
    )


def told_anew() -> ConflictsCard:
    """A message whose double bookings were told again in a later one, as they have grown."""
    return ConflictsCard(
        heading=say("conflicts.told_anew"),
        conflicts=(),
        soft=(),
        more=0,
        nothing=None,
        sources=(),
        actions=(Action(say("action.conflicts"), ShowConflicts()),),
    )


def each_meeting(case: Case) -> ConflictsCard:
    """The meetings of one cause one by one, for whoever wants to choose."""
    chosen = [one for one in case.meetings if one != case.absence]
    named: Counter[Text | Instant] = Counter()
    lines = tuple(
        ConflictLine((meeting_line(case, one),), (), None, told_apart(ways_of(case, one), named))
        for one in chosen[:LINES]
    )
    return ConflictsCard(
        heading=heading(case),
        conflicts=lines,
        soft=(),
        more=max(0, len(chosen) - LINES),
        nothing=None,
        sources=(),
        actions=(Action(say("action.back"), ShowConflict(case.cause.id)),),
        cause=case.cause.id,
    )


def _line(case: Case, named: Counter[Text | Instant]) -> ConflictLine:
    """One cause with its ways out; what is being moved says so."""
    if not case.standing:
        return ConflictLine((), (), ending(case), ())
    card = conflict_card(case)
    overlap = say("conflicts.overlap", when=When(case.next.pair.overlap))
    plain = tuple(replace(one, style=Style.PLAIN) for one in told_apart(card.actions, named))
    return ConflictLine(card.meetings[:MEETINGS_IN_LINE], (overlap, *card.lines), None, plain)


def _by_time(cases: Iterable[Case]) -> list[Case]:
    """What stands first, then by the first overlap."""

    def key(case: Case) -> tuple[bool, datetime]:
        conflicts = case.standing or case.conflicts
        return not case.standing, conflicts[0].pair.overlap.start

    return sorted((case for case in cases if case.conflicts), key=key)
