"""Open in Outlook, filled in: for who can't book from here, and how the meeting is recognised when it arrives.

Outlook's own form opens with everything typed in; nothing is written before the person presses Save there. Nothing of
ours survives that form but what the person leaves in it, and the copies hold no bodies, so there is no hidden mark: the
event is recognised by start, end and subject, all three unchanged. Who changes one of them in Outlook has the event all
the same (it blocks like any other); only the card doesn't follow.

https://learn.microsoft.com/answers/a/9590 and the add-to-calendar links that Outlook on the web itself makes
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from core.booking.model import MeetingPlan
from core.configuration.model import Obstacle
from core.configuration.usecases import Configuring, Setup
from core.connection.model import Connection
from core.dialogue.answers.asker import Asker
from core.dialogue.commands import AddAccount, AskAdmin, Find, Named, ShowCalendars
from core.dialogue.screens import Action, ComposeCard, Names, Style, Text, UserText, When, say
from core.people.model import Invitee
from core.shared.days import day_at
from core.shared.errors import ClearhourError, InvalidChoice, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import Event

WORK, PERSONAL = "https://outlook.office.com", "https://outlook.live.com"
COMPOSE = "/calendar/0/deeplink/compose"
LINK_MOST = 1900
"""Teams takes addresses of 2,000 characters."""

COMPOSED = "composed:"


@dataclass(frozen=True)
class CannotBook(Exception):
    """The plan can't be written from here, for a reason that Outlook's own form doesn't have."""

    plan: MeetingPlan
    refused: ClearhourError

    def search(self, zone: str) -> Find:
        """Times for the same meeting with the same people, as they were named, from its day on, read in this zone."""
        day = day_at(self.plan.when.start, zone)
        return Find(tuple(_named(self.plan.invitees)), self.plan.when.minutes, since=day, title=self.plan.title)


def _named(invitees: tuple[Invitee, ...]) -> Iterator[Named]:
    for one in invitees:
        if one.user is not None:
            yield Named("user", one.user.user, not one.required)
        elif one.address is not None:
            yield Named("address", one.address, not one.required)


def consents(card: ComposeCard) -> bool:
    """Whether its next step is a sign-in, after which the person goes on."""
    return any(isinstance(one.command, AddAccount) for one in card.actions)


def stops_here_only(refused: ClearhourError) -> bool:
    """Whether the person could write the meeting in Outlook themself: they, or nobody, gave us the right."""
    if isinstance(refused, InvalidChoice):
        return refused.reason == "booking.no_linked"
    return isinstance(refused, PermissionMissing)


def compose_link(account: Connection, plan: MeetingPlan) -> tuple[str, int]:
    """The address of Outlook's form, and how many people had no room in it (then from the end of the list)."""
    host = PERSONAL if account.account.is_personal else WORK
    addresses = [item.address for item in plan.invitees if item.address]
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": plan.title,
        "startdt": _moment(plan.when.start),
        "enddt": _moment(plan.when.end),
        "location": "",
        "body": plan.note,
    }
    for note, people in [(plan.note, len(addresses)), *(("", count) for count in range(len(addresses), -1, -1))]:
        link = _link(host, {**fields, "body": note, "to": ",".join(addresses[:people])})
        if len(link) <= LINK_MOST:
            return link, len(addresses) - people
    return _link(host, {**fields, "body": "", "subject": plan.title[:100]}), len(addresses)


def _link(host: str, fields: dict[str, str]) -> str:
    """Everything percent-encoded, a blank too: Outlook shows a plus sign as it is."""
    filled = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    return f"{host}{COMPOSE}?{filled}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def marker_of(when: Range, title: str) -> str:
    """What the meeting is recognised by; no one can read the title from it without knowing it."""
    words = f"{_moment(when.start)}|{_moment(when.end)}|{' '.join(title.split()).casefold()}"
    return f"{COMPOSED}{int(when.end.timestamp())}:{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def is_over(marker: str, now: datetime) -> bool:
    """Whether the meeting would be over by now, so that nobody waits for it any more."""
    end = marker.removeprefix(COMPOSED).split(":")[0]
    return not end.isdigit() or int(end) < now.timestamp()


def recognised(event: Event, marker: str) -> bool:
    """Whether the event is the one that was opened in Outlook's form."""
    if event.is_all_day or event.is_cancelled or event.transaction_id is not None:
        return False
    return marker_of(Range(event.start, event.end), event.subject) == marker


class ComposeAnswers:
    """The card with the link."""

    def __init__(self, *, configuring: Configuring) -> None:
        self._configuring = configuring

    async def card(self, asker: Asker, stopped: CannotBook) -> ComposeCard:
        """Why it can't be booked here, Outlook's form filled in, and what would change that. Raises NotConnected."""
        setup = await self._configuring.setup(asker.person)
        account = _account(setup)
        plan = stopped.plan
        link, left_out = compose_link(account, plan)
        why, step = self._why(setup, account, stopped.refused)
        lines = [why, say("compose.how")]
        if left_out:
            lines.append(say("compose.left_out", count=left_out))
        title = UserText(plan.title)
        opened = Action(say("compose.open"), url=link, style=Style.PRIMARY, name=say("compose.name", title=title))
        return ComposeCard(
            heading=say("compose.heading"),
            title=title,
            when=When(plan.when),
            people=tuple(UserText(item.name) for item in plan.invitees),
            lines=tuple(lines),
            done=False,
            actions=(opened, step, Action(say("action.other_times"), stopped.search(asker.reader.zone))),
            marker=marker_of(plan.when, plan.title),
        )

    def _why(self, setup: Setup, account: Connection, refused: ClearhourError) -> tuple[Text, Action]:
        linked = setup.linked
        obstacle = self._configuring.obstacle(setup, linked) if linked else None
        if obstacle is Obstacle.ADMIN_READ_ONLY or self._configuring.reads_only:
            return say("compose.admin"), Action(say("action.ask_admin"), AskAdmin())
        if obstacle is Obstacle.SHARED_READ_ONLY and linked is not None:
            owner = UserText(linked.owner_name or linked.owner_address)
            why = say("obstacle.shared_read_only", name=Names((UserText(linked.name),)), owner=owner)
            return why, Action(say("action.calendars"), ShowCalendars())
        if isinstance(refused, InvalidChoice):
            return say("booking.no_linked"), Action(say("action.calendars"), ShowCalendars())
        return say("compose.read_only"), Action(say("action.upgrade"), AddAccount(account.id))


def arrived(marker: str, event: Event, people: tuple[UserText, ...]) -> ComposeCard:
    """The card when Outlook has it. `marker`: it stays known which meeting this message is about."""
    title = UserText(event.subject)
    opened = (Action(say("action.open"), url=event.web_link, name=say("name.open", title=title)),)
    return ComposeCard(
        heading=say("compose.done"),
        title=title,
        when=When(Range(event.start, event.end)),
        people=people,
        lines=(say("compose.yours"),),
        done=True,
        actions=opened if event.web_link else (),
        marker=marker,
    )


def _account(setup: Setup) -> Connection:
    """Whose Outlook opens: that of the linked calendar, else the account that was connected first."""
    linked = setup.linked
    return (setup.connection(linked.connection) if linked else None) or setup.connections[0]
