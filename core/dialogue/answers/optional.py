"""What is said of people who needn't come."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from core.booking.usecases.optional import Missed
from core.dialogue.answers.asker import Asker
from core.dialogue.screens import Day, Instant, Names, Text, UserText, say
from core.people.model import Invitee


def missed_lines(missed: Iterable[Missed], shown: Sequence[datetime], asker: Asker) -> tuple[Text, ...]:
    """At which of the shown times each of them can't come; nothing of who can always."""
    lines = []
    for one in missed:
        away = [start for start in shown if start in one.starts]
        name = UserText(one.name)
        if away and len(away) == len(shown):
            lines.append(say("optional.never", name=name))
        elif away:
            times = Names(tuple(say("optional.at", day=Day(asker.local_date(at)), time=Instant(at)) for at in away))
            lines.append(say("optional.sometimes", name=name, times=times))
    return tuple(lines)


def optional_line(people: Iterable[Invitee]) -> tuple[Text, ...]:
    """Who of the people of a booking may miss it; nothing where nobody may."""
    names = tuple(UserText(one.name) for one in people if not one.required)
    return (say("optional.on_card", names=Names(names)),) if names else ()
