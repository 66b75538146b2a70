"""An event as its owner sees it, and its calendars by name."""

from collections.abc import Sequence
from datetime import timedelta

from core.dialogue.answers.asker import Asker
from core.dialogue.screens import Names, Text, UserText, say
from core.shared.ranges import Range
from core.sync.model import Event


def event_range(asker: Asker, event: Event) -> Range:
    """The event's time; all-day events from midnight to midnight in the reader's zone."""
    if event.first_day is not None and event.end_day is not None:
        return asker.local_days(event.first_day, event.end_day - timedelta(days=1))
    return Range(event.start, event.end)


def event_title(event: Event) -> UserText | Text:
    """The subject, for its owner's eyes only, unless they want it hidden."""
    if event.is_hidden:
        return say("event.hidden")
    return UserText(event.subject) if event.subject.strip() else say("event.untitled")


def few(names: Sequence[str], most: int) -> Names:
    """The first ones by name, the others counted."""
    more = len(names) - most
    named = tuple(UserText(one) for one in names[:most])
    return Names((*named, say("names.others", count=more)) if more > 1 else tuple(UserText(one) for one in names))
