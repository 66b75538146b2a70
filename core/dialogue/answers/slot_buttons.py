"""A button that is a time: it opens the booking form, or books where the workspace wants that."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.configuration.usecases import Configuring, Setup
from core.configuration.workspace import InWorkspace
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.wish import ONCE
from core.dialogue.commands import Book, Find, OpenBookingForm
from core.dialogue.screens import Action, Instant, When, Zone, say
from core.shared.ranges import Range


class SlotButtons:
    """One tap is for who can be booked for at once: everybody else gets the form, which says what is in the way."""

    def __init__(self, *, configuring: Configuring, in_workspace: InWorkspace) -> None:
        self._configuring = configuring
        self._in_workspace = in_workspace

    async def one_tap(self, asker: Asker, setup: Setup) -> bool:
        """Whether a press books."""
        linked = setup.linked
        if linked is None or self._configuring.obstacle(setup, linked) is not None:
            return False
        return (await self._in_workspace.defaults(asker.user.where)).one_tap


def slot_button(start: datetime, asked: Find, zone: Zone, setup: Setup, *, one_tap: bool) -> Action:
    """What it books is what the form would say at first."""
    minutes = asked.duration_minutes or 0
    name = say("slot.name", when=When(Range(start, start + timedelta(minutes=minutes))), zone=zone)
    form = OpenBookingForm(start, minutes, asked.people, asked.title, channel=asked.channel)
    form = replace(form, repeats=asked.repeats, last_day=asked.last_day, dates=asked.dates)
    online = is_online(asked, setup)
    book = Book(start, minutes, asked.people, asked.title, online=online, channel=asked.channel)
    single = asked.repeats == ONCE  # what repeats is looked at date by date first
    return Action(Instant(start), book if one_tap and single else form, name=name)


def is_online(asked: Find, setup: Setup) -> bool:
    """With others, and from an account that knows Teams."""
    writing = setup.connection(setup.linked.connection) if setup.linked else None
    return bool(asked.people) and not (writing is not None and writing.account.is_personal)
