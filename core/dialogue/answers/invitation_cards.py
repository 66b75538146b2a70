"""The card of an invitation, through its life."""

from dataclasses import dataclass
from datetime import datetime

from core.booking.usecases import Offer
from core.configuration.model import Obstacle, Preferences, ToldInvitations
from core.configuration.usecases import Setup
from core.conflicts.model import Engagement
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_card import role
from core.dialogue.answers.conflict_ways import title as meeting_title
from core.dialogue.answers.events import all_day, in_outlook, subject
from core.dialogue.commands import AddAccount, ShowConflicts
from core.dialogue.invitations_model import Invitation, InvitationState
from core.dialogue.morning_commands import (
    AcceptInvitation,
    DeclineInvitation,
    OfferOtherTimes,
    ShowInvitation,
    TellInvitations,
)
from core.dialogue.screens import (
    Action,
    ClashingMeeting,
    Day,
    Instant,
    InvitationCard,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.shared.days import day_at
from core.shared.ranges import Range

INVITATION = "invitation:"
SHOWN = 5
"""So many overlapping meetings are named."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An invitation for one reader. `overlapping`: what it overlaps now, soonest first; `web_link` opens it."""

    asker: Asker
    setup: Setup
    invitation: Invitation
    overlapping: tuple[Engagement, ...]
    obstacle: Obstacle | None
    web_link: str | None = None

    @property
    def waits(self) -> bool:
        return self.invitation.state is InvitationState.WAITING and self.invitation.when.end > self.asker.now


def invitation_card(shown: Shown, *, said: tuple[Text, ...] = ()) -> InvitationCard:
    """As it stands now. `said`: what has just happened to it."""
    ways = _answers(shown) if shown.waits else _after(shown)
    return _card(shown, _heading(shown), (*said, *_lines(shown)), (), (*ways, *_opened(shown), _switch(shown)))


def answering_card(shown: Shown) -> InvitationCard:
    """While Outlook is told."""
    again = Action(say("action.refresh"), ShowInvitation(shown.invitation.meeting), name=_name("again", shown))
    return _card(shown, say("invitation.answering"), _lines(shown), (), (again,))


def proposal_card(shown: Shown, offer: Offer) -> InvitationCard:
    """Three times that a press proposes with the no; or the no alone."""
    one = shown.invitation
    named = say("name.decline_only", when=_when(one), title=_title(one))
    plain = Action(say("action.decline_only"), DeclineInvitation(one.meeting), name=named)
    back = Action(say("action.back"), ShowInvitation(one.meeting))
    if not offer.event.takes_proposals:
        lines: tuple[Text, ...] = (say("offer.no_proposals"),)
    elif not offer.starts:
        lines = (say("offer.nothing_to_propose"),)
    else:
        lines = (say("invitation.propose"),)
    times = tuple(_time(shown, start) for start in offer.starts if offer.event.takes_proposals)
    return _card(shown, say("invitation.heading.waiting"), (*lines, _told(one)), times, (plain, *_opened(shown), back))


def invitations_line(which: ToldInvitations) -> Text:
    """What holds now."""
    return say(f"day.invitations.{which}")


def _card(
    shown: Shown, heading: Text, lines: tuple[Text, ...], times: tuple[Action, ...], actions: tuple[Action, ...]
) -> InvitationCard:
    one = shown.invitation
    left = len(shown.overlapping) - SHOWN
    more = (say("label.more", n=left),) if left > 0 else ()
    return InvitationCard(
        heading=heading,
        title=_title(one),
        when=_when(one),
        lines=(*lines, *more),
        overlapping=tuple(_overlapping(shown.setup.preferences, other) for other in shown.overlapping[:SHOWN]),
        times=times,
        done=not shown.waits,
        actions=actions,
        meeting=one.meeting,
    )


def _heading(shown: Shown) -> Text:
    one = shown.invitation
    if one.state is InvitationState.WAITING and not shown.waits:
        return say("invitation.heading.over")
    if one.state in (InvitationState.WAITING, InvitationState.WITHDRAWN, InvitationState.GONE):
        return say(f"invitation.heading.{one.state}")
    return say(f"invitation.heading.{one.state}" if one.by_me else f"invitation.heading.{one.state}_in_outlook")


def _lines(shown: Shown) -> tuple[Text, ...]:
    one, chosen = shown.invitation, shown.setup.preferences
    by = (say("reminder.by", name=UserText(one.organizer)),) if one.organizer.strip() else ()
    series = (say("invitation.dates", count=one.dates),) if one.dates > 1 else ()
    timed = one.first_day is None and one.when.minutes > 0
    outside = (say("note.outside_hours"),) if timed and shown.waits and not chosen.works_in(one.when) else ()
    return (*by, *series, *outside)


def _answers(shown: Shown) -> tuple[Action, ...]:
    """What can be pressed while an answer is asked for."""
    one = shown.invitation
    if shown.obstacle is not None:
        calendar = shown.setup.calendar(one.calendar)
        allowed = shown.obstacle is Obstacle.CONNECTED_READ_ONLY and calendar is not None
        return (Action(say("action.allow_changes"), AddAccount(calendar.connection)),) if allowed and calendar else ()
    found = [
        Action(say("action.accept"), AcceptInvitation(one.meeting), style=Style.PRIMARY, name=_name("accept", shown)),
        Action(say("action.tentative"), AcceptInvitation(one.meeting, tentative=True), name=_name("tentative", shown)),
        Action(say("action.decline_plain"), DeclineInvitation(one.meeting), name=_name("decline", shown)),
    ]
    if one.dates == 1 and one.first_day is None:
        found.append(Action(say("action.decline"), OfferOtherTimes(one.meeting), name=_name("propose", shown)))
    return tuple(found)


def _after(shown: Shown) -> tuple[Action, ...]:
    """What can be done about what it still overlaps."""
    return (Action(say("action.conflicts"), ShowConflicts()),) if shown.overlapping else ()


def _opened(shown: Shown) -> tuple[Action, ...]:
    return in_outlook(shown.web_link, _when(shown.invitation), _title(shown.invitation))


def _switch(shown: Shown) -> Action:
    meeting = shown.invitation.meeting
    if shown.setup.preferences.invitations is ToldInvitations.NONE:
        return Action(say("action.tell_invitations"), TellInvitations("clashing", meeting))
    return Action(say("action.tell_no_invitations"), TellInvitations("none", meeting))


def _time(shown: Shown, start: datetime) -> Action:
    """A button that is day and time."""
    one = shown.invitation
    when = When(Range(start, start + (one.when.end - one.when.start)))
    named = say("name.propose", title=_title(one), when=when, zone=Zone(shown.asker.reader.zone))
    label = say("offer.time", day=Day(shown.asker.local_date(start)), start=Instant(start))
    return Action(label, DeclineInvitation(one.meeting, start), name=named)


def _told(one: Invitation) -> Text:
    if not one.organizer.strip():
        return say("offer.organizer_told_nameless")
    return say("offer.organizer_told", name=UserText(one.organizer))


def _name(what: str, shown: Shown) -> Text:
    return say(f"name.invitation_{what}", title=_title(shown.invitation), when=_when(shown.invitation))


def _title(one: Invitation) -> UserText | Text:
    return subject(one.title, hidden=one.is_hidden)


def _when(one: Invitation) -> When | Text:
    if one.first_day is not None and one.end_day is not None:
        return all_day(one.first_day, one.end_day)
    return When(one.when)


def _overlapping(chosen: Preferences, other: Engagement) -> ClashingMeeting:
    if other.is_all_day:
        zone = chosen.home_zone
        first, end = (day_at(moment, zone) for moment in (other.when.start, other.when.end))
        return ClashingMeeting(meeting_title(other), all_day(first, end), role(other))
    return ClashingMeeting(meeting_title(other), When(other.when), role(other))
