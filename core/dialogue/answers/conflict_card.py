"""The card of one double booking, through its life."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from core.booking.model import Booking
from core.conflicts.model import CauseKind, Conflict, End, Engagement, Role, State, Weight
from core.dialogue.answers.conflict_case import Case
from core.dialogue.answers.conflict_ways import after, back, title, ways
from core.dialogue.answers.events import all_day
from core.dialogue.commands import DeclineAll, ShowConflict
from core.dialogue.screens import (
    Action,
    ClashingMeeting,
    ConflictCard,
    Day,
    Names,
    Style,
    Text,
    UserText,
    When,
    say,
)

MEETINGS_SHOWN = 8
DATES_SHOWN = 4
A_WEEK = timedelta(days=7)


def conflict_card(case: Case, *, said: tuple[Text, ...] = ()) -> ConflictCard:
    """The cause as it stands now. `said`: what has just happened to it, before everything else."""
    if not case.standing:
        return _settled(case, said)
    moving = case.moving()
    if moving is not None and moving.moves is not None:
        one = case.meeting(moving.moves.outlook_id)
        named = title(one) if one else plan_title(moving)
        line = say("conflict.moving", title=named, when=When(moving.plan.when))
        return _standing(case, (line,), (_check_again(case),))
    return _standing(case, said, ways(case))


def in_progress(case: Case, declined: tuple[str, ...]) -> ConflictCard:
    """While Outlook is asked to decline these meetings."""
    known = [one for one in map(case.meeting, declined) if one is not None]
    if not case.standing or not known:
        return conflict_card(case)
    many = say("conflict.declining_all", count=len(known))
    line = say("conflict.declining", title=title(known[0])) if len(known) == 1 else many
    return _standing(case, (line,), (_check_again(case),))


def decline_all_ask(case: Case, meetings: tuple[Engagement, ...]) -> ConflictCard:
    """What "Decline all" declines, before it does."""
    count = len(meetings)
    yes = DeclineAll(case.cause.id, confirmed=True)
    left = count - MEETINGS_SHOWN
    return ConflictCard(
        heading=say("answer.all_heading", count=count),
        meetings=tuple(meeting_line(case, one) for one in meetings[:MEETINGS_SHOWN]),
        lines=(*((say("label.more", n=left),) if left > 0 else ()), say("answer.all_told")),
        times=(),
        done=False,
        actions=(Action(say("action.decline_all_sure", count=count), yes, style=Style.DANGER), back(case)),
        cause=case.cause.id,
    )


def _check_again(case: Case) -> Action:
    return Action(say("action.refresh"), ShowConflict(case.cause.id), name=say("name.refresh_conflict"))


def plan_title(move: Booking) -> UserText | Text:
    """What is being moved; a hidden title was never asked for."""
    return UserText(move.plan.title) if move.plan.title.strip() else say("event.hidden")


def meeting_line(case: Case, one: Engagement) -> ClashingMeeting:
    """One meeting with whose it is."""
    return ClashingMeeting(title(one), when_of(case, one), role(one))


def when_of(case: Case, one: Engagement) -> When | Text:
    if not one.is_all_day:
        return When(one.when)
    return all_day(*case.days(one))


def role(one: Engagement) -> Text:
    """Whose it is, and what the person answered."""
    if one.role is Role.MINE:
        return say("role.mine_with", count=one.people) if one.people else say("role.mine_alone")
    key = "optional" if one.is_optional else str(one.role)
    if not one.organizer.strip():
        return say(f"role.invited_{key}")
    return say(f"role.invited_by_{key}", name=UserText(one.organizer))


def heading(case: Case) -> Text:
    """What overlaps, and when."""
    overlap = When(case.next.pair.overlap)
    if case.absence is not None:
        return say("conflict.heading_away", count=len(case.meetings) - 1)
    more = len(case.dates) - 1
    if case.cause.kind is CauseKind.SERIES and more:
        return say("conflict.heading_series", when=overlap, count=more)
    return say("conflict.heading", when=overlap)


def facts(case: Case) -> tuple[Text, ...]:
    """Why it doesn't interrupt, and on which dates it is so."""
    kind = case.next.pair.kind
    soft = () if case.weight is Weight.HARD else (say(f"soft.{kind}"),)
    left_out = len(case.meetings) - MEETINGS_SHOWN
    more = (say("conflict.more_meetings", count=left_out),) if left_out > 0 else ()
    return (*more, *soft, *_dates(case))


def ending(case: Case) -> Text:
    """How it ended, in one sentence."""
    moved = case.moved()
    if moved is not None and moved.moves is not None:
        one = case.meeting(moved.moves.outlook_id)
        named = title(one) if one else plan_title(moved)
        return say("resolved.moved", title=named, when=When(moved.plan.when))
    for event in sorted(case.declined):
        one = case.meeting(event)
        if one is not None:
            return say("resolved.declined", title=title(one))
    states = {one.state for one in case.conflicts}
    if State.KEPT in states:
        return say("kept.both")
    if State.MUTED in states:
        return say("kept.muted")
    return _resolved(case, case.conflicts)


def _resolved(case: Case, conflicts: tuple[Conflict, ...]) -> Text:
    """By the ending that says most: one that moved before one that is gone, and that before time."""
    order = (End.MOVED, End.GONE, End.FREE)
    found = [one.ending for one in conflicts if one.ending is not None and one.ending.end in order]
    for item in sorted(found, key=lambda item: order.index(item.end)):
        one = case.meeting(item.event) if item.event is not None else None
        if one is None:
            continue
        if item.end is End.MOVED and item.now is not None:
            return say("resolved.moved", title=title(one), when=When(item.now))
        if item.end is not End.MOVED:
            return say(f"resolved.{item.end}", title=title(one))
    return say("resolved.over")


def _standing(case: Case, said: tuple[Text, ...], actions: tuple[Action, ...]) -> ConflictCard:
    return ConflictCard(
        heading=heading(case),
        meetings=tuple(meeting_line(case, one) for one in case.meetings[:MEETINGS_SHOWN]),
        lines=(*said, *facts(case)),
        times=(),
        done=False,
        actions=actions,
        cause=case.cause.id,
    )


def _settled(case: Case, said: tuple[Text, ...]) -> ConflictCard:
    """What became of the meetings: where they lie now, without those that are gone."""
    conflicts = case.conflicts[:1] if case.cause.kind is CauseKind.SERIES else case.conflicts
    found = {one.event: one for conflict in conflicts for one in (conflict.pair.first, conflict.pair.second)}
    gone = case.declined | {one.ending.event for one in conflicts if one.ending and one.ending.end is End.GONE}
    left = [_now(case, one) for one in found.values() if one.event not in gone]
    return ConflictCard(
        heading=ending(case),
        meetings=tuple(meeting_line(case, one) for one in sorted(left, key=lambda one: (one.when, one.event)))[
            :MEETINGS_SHOWN
        ],
        lines=(*said, *((say("never.why"),) if case.rule is not None else ())),
        times=(),
        done=True,
        actions=after(case),
        cause=case.cause.id,
    )


def _now(case: Case, one: Engagement) -> Engagement:
    """The meeting where it lies now."""
    for conflict in case.conflicts:
        end = conflict.ending
        if end is not None and end.end is End.MOVED and end.event == one.event and end.now is not None:
            return replace(one, when=end.now)
    moved = case.moved()
    if moved is not None and moved.moves is not None and moved.moves.outlook_id == one.event:
        return replace(one, when=moved.plan.when)
    return one


def _dates(case: Case) -> tuple[Text, ...]:
    """The dates of two series; what is done here is done on the next one."""
    dates = case.dates
    if case.cause.kind is not CauseKind.SERIES or len(dates) < 2:
        return ()
    steps = {after - before for before, after in pairwise(dates)}
    if steps == {A_WEEK}:
        listed = say("conflict.every_week", first=Day(dates[0]))
    else:
        named = Names(tuple(say("slots.on", day=Day(one)) for one in dates[:DATES_SHOWN]))
        left = len(dates) - DATES_SHOWN
        listed = say("conflict.dates_more", dates=named, count=left) if left > 0 else say("conflict.dates", dates=named)
    return (listed, say("conflict.next_only", day=Day(case.asker.local_date(case.next.pair.overlap.start))))
