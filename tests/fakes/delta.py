"""Outlook's memory of what it told, and of whom it notifies, over the mailboxes of FakeOutlook."""

from dataclasses import dataclass, field
from datetime import datetime

from core.connection.model import ConnectionId
from core.shared.errors import Gone
from core.shared.ids import new_id
from core.shared.ranges import Range
from core.sync.model import DeltaRefused, DeltaRound, Event, Notification, Subscription, SyncReset
from tests.fakes.outlook import FakeOutlook

Shown = dict[str, Event]


@dataclass
class FakeDelta:
    """Implements DeltaReader. Each link stands for what the calendar showed when it was given.

    `refused`: tells no changes, `refused_for`: not of these calendars. `noise`: removals of what never was, and a
    change told again. `forget` makes every link of no use.
    """

    outlook: FakeOutlook
    refused: bool = False
    refused_for: set[str] = field(default_factory=set)
    noise: bool = True
    told: dict[str, tuple[str, Range, Shown]] = field(default_factory=dict)

    def forget(self) -> None:
        self.told.clear()

    async def changes(
        self, connection: ConnectionId, outlook_calendar_id: str, window: Range, link: str | None
    ) -> DeltaRound:
        self.outlook._mailbox("changes", connection)
        if self.refused or outlook_calendar_id in self.refused_for:
            raise DeltaRefused
        now = {one.id: one for one in await self.outlook.events(connection, outlook_calendar_id, window)}
        next_link = new_id()
        self.told[next_link] = (outlook_calendar_id, window, now)
        if link is None:
            return DeltaRound(full=True, events=tuple(now.values()), link=next_link)
        if link not in self.told:
            raise SyncReset
        calendar, told_window, before = self.told[link]
        assert (calendar, told_window) == (outlook_calendar_id, window), "a link belongs to its calendar and window"
        return self._round(before, now, next_link)

    def _round(self, before: Shown, now: Shown, link: str) -> DeltaRound:
        """As Outlook tells it: a series as a whole, whatever happened to a day of it."""
        different = {id_ for id_ in before.keys() | now.keys() if before.get(id_) != now.get(id_)}
        if self.noise and now:
            different.add(min(now))
        kinds = {id_: (now.get(id_) or before[id_]).series for id_ in different}
        series = {master: _days(now, master) for master in kinds.values() if master is not None}
        gone = {id_ for id_, master in kinds.items() if master is None and id_ not in now}
        gone |= {master for master, days in series.items() if days is None}
        if self.noise:
            gone.add("never-had-this-one")
        return DeltaRound(
            full=False,
            events=tuple(now[id_] for id_, master in kinds.items() if master is None and id_ in now),
            removed=frozenset(gone),
            series={master: days for master, days in series.items() if days is not None},
            link=link,
        )


def _days(shown: Shown, master: str) -> tuple[Event, ...] | None:
    days = tuple(one for one in shown.values() if one.series == master)
    return days or None


@dataclass
class Subscribed:
    """A subscription as Outlook keeps it."""

    connection: ConnectionId
    calendar: str
    client_state: str
    expires_at: datetime


@dataclass
class FakeSubscriptions:
    """Implements Subscriptions. `refused` is raised instead of subscribing to a calendar of that name."""

    outlook: FakeOutlook
    living: dict[str, Subscribed] = field(default_factory=dict)
    refused: dict[str, Exception] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    async def create(
        self, connection: ConnectionId, outlook_calendar_id: str, client_state: str, expires_at: datetime
    ) -> Subscription:
        self._asked("create", connection)
        if outlook_calendar_id in self.refused:
            raise self.refused[outlook_calendar_id]
        same = [
            key
            for key, one in self.living.items()
            if (one.connection, one.calendar) == (connection, outlook_calendar_id)
        ]
        for key in same:  # what a crash left behind
            del self.living[key]
        made = new_id()
        self.living[made] = Subscribed(connection, outlook_calendar_id, client_state, expires_at)
        return Subscription(made, expires_at)

    async def renew(self, connection: ConnectionId, subscription: str, expires_at: datetime) -> Subscription:
        self._known("renew", connection, subscription).expires_at = expires_at
        return Subscription(subscription, expires_at)

    async def reauthorize(self, connection: ConnectionId, subscription: str) -> None:
        self._known("reauthorize", connection, subscription)

    async def delete(self, connection: ConnectionId, subscription: str) -> None:
        self._asked("delete", connection)
        self.living.pop(subscription, None)

    def notifications(self, calendar: str, now: datetime) -> list[Notification]:
        """What Outlook would send about a change in this calendar."""
        return [
            Notification(key, one.client_state)
            for key, one in self.living.items()
            if one.calendar == calendar and one.expires_at > now
        ]

    def _known(self, call: str, connection: ConnectionId, subscription: str) -> Subscribed:
        self._asked(call, connection)
        if subscription not in self.living:
            raise Gone
        return self.living[subscription]

    def _asked(self, call: str, connection: ConnectionId) -> None:
        self.outlook._mailbox(call, connection)
        self.calls.append(call)
