"""The ways out of a double booking, as buttons."""

from collections import Counter
from dataclasses import replace

from core.configuration.model import CalendarKind, Obstacle
from core.conflicts.model import CauseKind, Engagement
from core.dialogue.answers.conflict_case import Case, is_mine, others
from core.dialogue.answers.events import in_outlook, subject
from core.dialogue.commands import (
    AddAccount,
    DeclineAll,
    IgnoreSeries,
    KeepBoth,
    NeverWarn,
    OfferMove,
    OfferProposal,
    ShowConflict,
    ShowConflicts,
)
from core.dialogue.screens import Action, Instant, Style, Text, UserText, When, say

MOST_WAYS = 3
"""So many meetings get a way out on one card; the list shows the others when these are solved."""

ALL = Action(say("action.conflicts"), ShowConflicts())


def ways(case: Case) -> tuple[Action, ...]:
    """What can be done about what stands, what solves it first."""
    if case.absence is not None and declined_by_all(case):
        solving = _away(case)
    else:
        solving = _each(case, case.meetings)
    return told_apart((*_primary(solving), *_keeping(case), *_allowing(case)), Counter())


def told_apart(actions: tuple[Action, ...], named: Counter[Text | Instant]) -> tuple[Action, ...]:
    """The same with names that no other button of the card has (`named`): meetings may look quite alike."""
    found = []
    for one in actions:
        name = one.name or one.label
        named[name] += 1
        again = named[name] > 1 and isinstance(name, Text)
        found.append(replace(one, name=say("name.again", name=name, number=named[name])) if again else one)
    return tuple(found)


def ways_of(case: Case, one: Engagement) -> tuple[Action, ...]:
    """The way out by this meeting alone."""
    way = _way(case, one, several=False)
    return (way,) if way else ()


def after(case: Case) -> tuple[Action, ...]:
    """What can be done when nothing stands any more: the rule that a third Keep offers, and the others."""
    rule = () if case.rule is None else (Action(say(f"never.{case.rule}"), NeverWarn(case.rule.value)),)
    return (*rule, ALL)


def back(case: Case) -> Action:
    return Action(say("action.back"), ShowConflict(case.cause.id))


def opened(one: Engagement) -> tuple[Action, ...]:
    """The meeting in Outlook, where its address is one."""
    return in_outlook(one.web_link, When(one.when), title(one))


def title(one: Engagement) -> UserText | Text:
    return subject(one.title, hidden=one.is_hidden)


def _each(case: Case, meetings: tuple[Engagement, ...]) -> list[Action]:
    """A way for each of up to three meetings: first those that I can move, then those that I can decline."""
    ordered = sorted(meetings, key=lambda one: (not _movable(case, one), is_mine(one), one.when))
    if len(ordered) > MOST_WAYS:
        ordered = [one for one in ordered if _movable(case, one) or _answerable(case, one)] or ordered
    several = len(ordered) > 1
    found = (_way(case, one, several=several) for one in ordered[:MOST_WAYS])
    return [one for one in found if one is not None]


def _way(case: Case, one: Engagement, *, several: bool) -> Action | None:
    """Move, decline, or look into Outlook where I can't write."""
    by_title = several and _alike(case, one)
    if _movable(case, one):
        named = say("name.move", when=When(one.when), title=title(one))
        label = say("action.move_title", title=title(one)) if by_title else say("action.move")
        return Action(label, OfferMove(case.cause.id, one.event), name=named)
    if _answerable(case, one):
        named = say("name.decline_title" if by_title else "name.decline", when=When(one.when), title=title(one))
        label = say("action.decline_title", title=title(one)) if by_title else say("action.decline")
        return Action(label, OfferProposal(case.cause.id, one.event), name=named)
    return next(iter(opened(one)), None)


def _alike(case: Case, one: Engagement) -> bool:
    """Whether another meeting of the card gets the same button."""
    return sum(is_mine(item) == is_mine(one) for item in case.meetings) > 1


def _movable(case: Case, one: Engagement) -> bool:
    return is_mine(one) and not one.is_all_day and case.writable(one)


def _answerable(case: Case, one: Engagement) -> bool:
    """Invitations of the person's own mailbox; somebody else's calendar isn't theirs to answer for."""
    calendar = case.setup.calendar(one.calendar)
    return not is_mine(one) and case.writable(one) and calendar is not None and calendar.kind is CalendarKind.OWN


def declined_by_all(case: Case) -> tuple[Engagement, ...]:
    """The meetings that "Decline all" declines."""
    return tuple(one for one in others(case.meetings) if one != case.absence and _answerable(case, one))


def _away(case: Case) -> list[Action]:
    return [
        Action(say("action.decline_all", count=len(declined_by_all(case))), DeclineAll(case.cause.id)),
        Action(say("action.choose"), ShowConflict(case.cause.id, each=True)),
    ]


def _primary(actions: list[Action]) -> list[Action]:
    """The first one stands out if it does something here."""
    if not actions or actions[0].command is None:
        return actions
    return [replace(actions[0], style=Style.PRIMARY), *actions[1:]]


def _keeping(case: Case) -> list[Action]:
    meetings = case.meetings
    keep, name = ("action.keep_both", "name.keep_both") if len(meetings) == 2 else ("action.keep_all", "name.keep_all")
    named = say(name, when=When(case.next.pair.overlap), title=title(meetings[0]))
    found = [Action(say(keep), KeepBoth(case.cause.id), name=named)]
    series = next((one for one in meetings if one.series is not None), None)
    if series is not None and case.cause.kind is not CauseKind.AWAY:
        named = say("name.ignore_series", when=When(case.next.pair.overlap), title=title(series))
        found.append(Action(say("action.ignore_series"), IgnoreSeries(case.cause.id), name=named))
    return found


def _allowing(case: Case) -> list[Action]:
    """The consent that is missing, once."""
    for one in case.meetings:
        calendar = case.setup.calendar(one.calendar)
        if calendar is not None and case.obstacles.get(calendar.id) is Obstacle.CONNECTED_READ_ONLY:
            return [Action(say("action.allow_changes"), AddAccount(calendar.connection))]
    return []
