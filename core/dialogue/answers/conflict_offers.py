"""The card with other times: for one's own meeting to move to, or to propose for somebody else's."""

from datetime import datetime, timedelta

from core.booking.usecases import Offer
from core.conflicts.model import Engagement
from core.dialogue.answers.conflict_card import heading, meeting_line, when_of
from core.dialogue.answers.conflict_case import Case
from core.dialogue.answers.conflict_ways import back, opened, title
from core.dialogue.commands import Command, DeclineMeeting, Find, MoveTo, Named, OfferMove
from core.dialogue.screens import (
    Action,
    ConflictCard,
    Day,
    Instant,
    Names,
    Style,
    Text,
    UserText,
    When,
    Zone,
    say,
)
from core.shared.errors import SlotTaken
from core.shared.ranges import Range

NAMED = 6
SEARCHED_FOR = 12
"""A button carries the addresses of those who are searched for; a meeting with more people is moved in Outlook."""

SEARCH_DAYS = 14


DAY_FULL = "day_full"
LOST = {SlotTaken.code: say("offer.taken"), DAY_FULL: say("offer.day_full")}
"""Failures of a move after which new times are shown at once."""


def move_offer(case: Case, one: Engagement, offer: Offer, lost: str | None = None) -> ConflictCard:
    """Three times that a press moves the meeting to; who is told stands before them. `lost`: why the one that was
    chosen is gone, a key of LOST."""
    if not offer.starts:
        again = Action(say("action.look_again"), OfferMove(case.cause.id, one.event))
        actions = (*_more_days(case, offer), *opened(one), again, back(case))
        return _card(case, one, (_no_times(offer), say("offer.more_days")), (), actions)
    key = "offer.move" if offer.invitees else "offer.move_alone"
    lead = LOST[lost] if lost else say(key, title=title(one), when=when_of(case, one))
    times = tuple(
        _time(case, one, start, MoveTo(case.cause.id, one.event, start), "name.move_to") for start in offer.starts
    )
    return _card(case, one, (lead, _told(offer), *_unknown(offer)), times, (*opened(one), back(case)))


def proposal_offer(case: Case, one: Engagement, offer: Offer) -> ConflictCard:
    """Three times that a press proposes, with the decline; or the decline alone."""
    plain = Action(
        say("action.decline_only"),
        DeclineMeeting(case.cause.id, one.event),
        name=say("name.decline_only", when=When(one.when), title=title(one)),
    )
    actions = (plain, *opened(one), back(case))
    if not offer.event.takes_proposals:
        return _card(case, one, (say("offer.no_proposals"), _organizer_told(one)), (), actions)
    if not offer.starts:
        return _card(case, one, (say("offer.nothing_to_propose"), _organizer_told(one)), (), actions)
    times = tuple(
        _time(case, one, start, DeclineMeeting(case.cause.id, one.event, start), "name.propose")
        for start in offer.starts
    )
    lead = say("offer.propose", title=title(one), when=when_of(case, one))
    return _card(case, one, (lead, _organizer_told(one), *_unknown(offer)), times, actions)


def declining_only(case: Case, one: Engagement) -> ConflictCard:
    """The organizer took no proposal: nothing was answered."""
    plain = Action(
        say("action.decline_only"),
        DeclineMeeting(case.cause.id, one.event),
        style=Style.PRIMARY,
        name=say("name.decline_only", when=When(one.when), title=title(one)),
    )
    return _card(case, one, (say("answer.no_proposals"), _organizer_told(one)), (), (plain, *opened(one), back(case)))


def _card(
    case: Case,
    one: Engagement,
    lines: tuple[Text, ...],
    times: tuple[Action, ...],
    actions: tuple[Action, ...],
) -> ConflictCard:
    return ConflictCard(
        heading=heading(case),
        meetings=(meeting_line(case, one),),
        lines=lines,
        times=times,
        done=False,
        actions=actions,
        cause=case.cause.id,
    )


def _time(case: Case, one: Engagement, start: datetime, command: Command, name: str) -> Action:
    """A button that is day and time."""
    day = Day(case.asker.local_date(start))
    when = When(Range(start, start + (one.when.end - one.when.start)))
    named = say(name, title=title(one), when=when, zone=Zone(case.asker.reader.zone))
    return Action(say("offer.time", day=day, start=Instant(start)), command, name=named)


def _told(offer: Offer) -> Text:
    """Who hears of it, before anything is pressed."""
    names = tuple(UserText(item.name) for item in offer.invitees)
    if not names:
        return say("offer.nobody_told")
    left = len(names) - NAMED + offer.unasked
    if left > 0:
        return say("offer.told_many", names=Names(names[:NAMED]), count=left)
    return say("offer.told", names=Names(names))


def _organizer_told(one: Engagement) -> Text:
    if not one.organizer.strip():
        return say("offer.organizer_told_nameless")
    return say("offer.organizer_told", name=UserText(one.organizer))


def _unknown(offer: Offer) -> tuple[Text, ...]:
    """Whose time the offered times say nothing of."""
    names = tuple(UserText(item.invitee.name) for item in offer.unknown if item.invitee is not None)
    return (say("offer.unknown", names=Names(names[:NAMED])),) if names else ()


def _no_times(offer: Offer) -> Text:
    for item in offer.unreadable:
        if item.invitee is None:
            return say("offer.none_mine", name=UserText(item.unreadable[0].calendar.name))
        return say("offer.none_unread", name=UserText(item.invitee.name))
    return say("offer.none")


def _more_days(case: Case, offer: Offer) -> tuple[Action, ...]:
    """A search among more days for the same people, as far as one button can name them."""
    people = tuple(Named("address", item.address) for item in offer.invitees if item.address)
    if len(people) > SEARCHED_FOR or offer.unasked or sum(len(one.value) for one in people) > 600:
        return ()
    event = offer.event
    since = max(case.asker.today, case.asker.local_date(event.start))
    minutes = max(1, min(24 * 60, int((event.end - event.start).total_seconds() // 60)))
    until = since + timedelta(days=SEARCH_DAYS)
    search = Find(people, minutes, since, until, title=event.subject[:100])
    return (Action(say("action.more_days"), search, style=Style.PRIMARY),)
