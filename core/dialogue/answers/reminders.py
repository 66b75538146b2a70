"""The card of a reminder, as its meeting is now, and the switch on it."""

from dataclasses import replace
from datetime import datetime

from core.booking.usecases.gathering import A_DAY
from core.configuration.messages import ChoosingMessages
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.events import ADDRESS, event_title, in_outlook
from core.dialogue.answers.routing import Routes
from core.dialogue.morning_commands import OpenDayMessages, TellReminders
from core.dialogue.reminders_model import AHEAD, Reminded, is_attended, meetings, reminder_subject, watched
from core.dialogue.screens import (
    Action,
    Instant,
    NewsCard,
    ReminderCard,
    Screen,
    Style,
    Text,
    UserText,
    When,
    length,
    say,
)
from core.shared.ranges import Range
from core.shared.transaction import Transactions
from core.sync.ports import MirrorRepository
from core.sync.usecases import Reading


class ReminderAnswers:
    """Every press and every edit is answered by the present state."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        configuring: Configuring,
        choosing: ChoosingMessages,
        reading: Reading,
        mirror: MirrorRepository,
    ) -> None:
        self._transactions = transactions
        self._configuring = configuring
        self._choosing = choosing
        self._reading = reading
        self._mirror = mirror

    @property
    def routes(self) -> Routes:
        """They raise NotConnected."""
        return {TellReminders: self._tell}

    async def copied(self, setup: Setup, now: datetime) -> tuple[Reminded, ...]:
        """What the copies hold, however old they are: Outlook isn't asked."""
        calendars = watched(setup)
        async with self._transactions.read() as tx:
            found = await self._mirror.events(tx, [item.id for item in calendars], _window(now))
        return meetings(calendars, found)

    async def known(self, setup: Setup, now: datetime) -> tuple[Reminded, ...]:
        """The same from copies that are fresh; from older ones where Outlook can't be read: a reminder of what was
        true an hour ago is better than none."""
        calendars = watched(setup)
        readings = await self._reading.calendars(calendars, _window(now))
        unread = [item.calendar.id for item in readings if not item.readable]
        async with self._transactions.read() as tx:
            older = await self._mirror.events(tx, unread, _window(now)) if unread else {}
        fresh = {item.calendar.id: item.events for item in readings if item.readable}
        return meetings(calendars, {**older, **fresh})

    async def card(self, asker: Asker, meeting: str, start: datetime, detail: str) -> ReminderCard:
        """What became of the meeting that began at this time; `detail` is its id in Outlook. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        same = [one for one in await self.known(setup, asker.now) if one.meeting == meeting]
        there = next((one for one in same if one.start == start), None)
        moved = next((one for one in same if one.event.id == detail), there)
        on = setup.preferences.reminder_minutes
        actions = (_switch(on, meeting, start),)
        if there is not None and is_attended(there.event):
            return _card(there, say("reminder.heading", at=Instant(start)), (*_ways(there), *actions), start)
        if moved is not None and is_attended(moved.event):
            return _card(moved, say("reminder.moved", at=Instant(start)), (*_ways(moved), *actions), start)
        if moved is None:
            return _gone(meeting, start, actions)
        return _card(moved, say("reminder.off_now", at=Instant(start)), actions, start)

    async def _tell(self, asker: Asker, command: TellReminders) -> Screen:
        wanted = command.minutes or None
        await self._choosing.choose(asker.person, lambda now: replace(now, reminder_minutes=wanted))
        if command.start is not None:
            return await self.card(asker, command.meeting, command.start, "")
        change = Action(say("action.day_messages"), OpenDayMessages())
        return NewsCard(reminders_line(wanted), (say("day.change_any_time"),), (change,))


def reminders_line(minutes: int | None) -> Text:
    """What holds now."""
    return say("day.no_reminders") if minutes is None else say("day.reminders", length=length(minutes))


def _window(now: datetime) -> Range:
    return Range(now - A_DAY, now + AHEAD + A_DAY)


def _card(one: Reminded, heading: Text, actions: tuple[Action, ...], start: datetime) -> ReminderCard:
    event = one.event
    when = When(Range(event.start, event.end))
    organizer = event.organizer_name.strip()
    lines = (say("reminder.by", name=UserText(organizer)),) if organizer and not event.is_organizer else ()
    return ReminderCard(heading, event_title(event), when, lines, actions, reminder_subject(one.meeting, start))


def _gone(meeting: str, start: datetime, actions: tuple[Action, ...]) -> ReminderCard:
    """It isn't in the calendars any more, and its title with it."""
    return ReminderCard(
        say("reminder.gone", at=Instant(start)), say("reminder.a_meeting"), None, (), actions,
        reminder_subject(meeting, start),
    )  # fmt: skip


def _ways(one: Reminded) -> tuple[Action, ...]:
    """To join, and to look."""
    event, title = one.event, event_title(one.event)
    found = []
    if event.join_url is not None and ADDRESS.fullmatch(event.join_url):
        found.append(
            Action(
                say("label.join"), url=event.join_url, style=Style.PRIMARY, name=say("name.join_meeting", title=title)
            )
        )
    return (*found, *in_outlook(event.web_link, When(Range(event.start, event.end)), title))


def _switch(minutes: int | None, meeting: str, start: datetime) -> Action:
    if minutes is None:
        return Action(say("action.tell_reminders"), TellReminders(10, meeting, start))
    return Action(say("action.tell_no_reminders"), TellReminders(0, meeting, start))
