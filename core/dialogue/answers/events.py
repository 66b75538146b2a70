"""An event as its owner sees it, and its calendars by name."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from core.dialogue.answers.asker import Asker
from core.dialogue.screens import Action, Day, Names, Text, UserText, When, say
from core.shared.ranges import Range
from core.sync.model import Event

ADDRESS = re.compile(r"https?://[^\s<>\"|]{1,1900}")
"""What a button may lead to."""


def event_range(asker: Asker, event: Event) -> Range:
    """The event's time; all-day events from midnight to midnight in the reader's zone."""
    return event.lies(asker.reader.zone)


def event_when(asker: Asker, event: Event) -> When | Text:
    """When it is, in words: an all-day event is on its days, not from midnight to midnight."""
    if event.first_day is None or event.end_day is None:
        return When(event_range(asker, event))
    return all_day(event.first_day, event.end_day)


def all_day(first: date, end: date) -> Text:
    """The days from the first on; `end` not included."""
    last = end - timedelta(days=1)
    if last <= first:
        return say("conflict.all_day", day=Day(first))
    return say("conflict.all_days", first=Day(first), last=Day(last))


def event_title(event: Event) -> UserText | Text:
    return subject(event.subject, hidden=event.is_hidden)


def subject(words: str, *, hidden: bool) -> UserText | Text:
    """For its owner's eyes only, unless they want it hidden."""
    if hidden:
        return say("event.hidden")
    return UserText(words) if words.strip() else say("event.untitled")


def in_outlook(link: str | None, when: When | Text, title: UserText | Text) -> tuple[Action, ...]:
    """The button that opens a meeting there, where its link is an address."""
    if link is None or not ADDRESS.fullmatch(link):
        return ()
    return (Action(say("action.open"), url=link, name=say("name.open_at", when=when, title=title)),)


def few(names: Sequence[str], most: int) -> Names:
    """The first ones by name, the others counted."""
    more = len(names) - most
    named = tuple(UserText(one) for one in names[:most])
    return Names((*named, say("names.others", count=more)) if more > 1 else tuple(UserText(one) for one in names))
