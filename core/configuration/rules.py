"""Changing one's hours and rules, each in one locked transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.availability import Hours
from core.availability.hours import DayHours
from core.configuration.model import CalendarsChosen, Journey, Preferences, SeenBy
from core.configuration.ports import CalendarDirectory, MailboxSettings, OwnChoices, PreferencesRepository
from core.configuration.workspace import HOURS, MANNERS, RULES, SHARING, InWorkspace
from core.connection.ports import ConnectionRepository
from core.people.model import Invitee, PersonId
from core.people.ports import PersonRepository
from core.shared.errors import InvalidChoice, NotConnected
from core.shared.transaction import Transactions

DAYS_MOST = 366
"""So many days may one exception or one journey last (our choice)."""

Change = Callable[[Preferences], Preferences]


@dataclass(frozen=True, slots=True)
class BookingRules:
    """What holds for meetings that are offered. All in minutes, but the days of the horizon; no limit: None."""

    duration: int
    step: int
    buffer_before: int
    buffer_after: int
    notice: int
    horizon_days: int
    daily_limit: int | None


class Rules:
    """A person's hours, exceptions, journeys, rules and manners. Every use case raises NotConnected."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        connections: ConnectionRepository,
        preferences: PreferencesRepository,
        directory: CalendarDirectory,
        own_choices: OwnChoices,
        in_workspace: InWorkspace,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._connections = connections
        self._preferences = preferences
        self._directory = directory
        self._own_choices = own_choices
        self._in_workspace = in_workspace

    async def set_hours(self, person: PersonId, week: tuple[DayHours, ...], zone: str) -> None:
        """Own hours from now on, seven days, Monday first. Exceptions stay."""
        await self._save(
            person,
            lambda chosen: replace(chosen, hours=Hours(week, chosen.hours.overrides), home_zone=zone, own_hours=True),
            HOURS,
        )

    async def tell_of_bookings(self, person: PersonId, *, on: bool) -> None:
        """Whether the person is told of bookings that others make with them."""
        await self._save(person, lambda chosen: replace(chosen, told_of_bookings=on))

    async def take_outlooks_hours(self, person: PersonId) -> None:
        """Outlook's hours and zone as they are now, also where the workspace's come first; the workspace's where it has
        none. Raises what Outlook raises; nothing is changed then."""
        mailbox = await self._mailbox(person)
        await self._save(
            person,
            lambda chosen: replace(
                chosen, outlook_hours=mailbox.hours, home_zone=mailbox.zone or chosen.home_zone, own_hours=False
            ),
            HOURS,
            follows=True,
        )

    async def keep_hours(self, person: PersonId) -> None:
        """The hours that hold now become the person's own."""
        await self._save(person, lambda chosen: replace(chosen, own_hours=True), HOURS)

    async def follow_outlook(self, person: PersonId) -> str | None:
        """Outlook's hours as they are now, or the workspace's, for who has no hours of their own. Another zone
        there changes nothing by itself: it is returned, to be asked about. Raises what Outlook raises."""
        mailbox = await self._mailbox(person)
        chosen = await self._save(person, lambda chosen: _followed(chosen, mailbox), follows=True)
        return None if chosen.own_hours or _is_same_zone(chosen, mailbox) else mailbox.zone

    async def set_days(self, person: PersonId, first: date, last: date, ranges: DayHours, today: date) -> None:
        """Other hours on these days, `last` included; none: away. Days before `today` are forgotten. Raises
        InvalidChoice("last")."""
        days = _days(first, last, today)
        await self._save(person, lambda chosen: _with_days(chosen, dict.fromkeys(days, ranges), today))

    async def clear_days(self, person: PersonId, first: date, last: date) -> None:
        """The usual hours again on these days."""
        await self._save(person, lambda chosen: _without_days(chosen, first, last))

    async def set_journey(self, person: PersonId, journey: Journey, was: date | None, today: date) -> None:
        """Adds a journey, in place of the one that began on `was`. Raises InvalidChoice("last") also where another
        journey lies."""
        _days(journey.first, journey.last, today)
        await self._save(person, lambda chosen: _with_journey(chosen, journey, was, today))

    async def clear_journey(self, person: PersonId, first: date) -> None:
        """There is no journey that begins on this day."""
        await self._save(
            person,
            lambda chosen: replace(chosen, travel=tuple(one for one in chosen.travel if one.first != first)),
        )

    async def set_rules(self, person: PersonId, rules: BookingRules) -> None:
        """What holds for meetings that are offered from now on."""
        await self._save(
            person,
            lambda chosen: replace(
                chosen,
                duration_minutes=rules.duration,
                step_minutes=rules.step,
                buffer_before_minutes=rules.buffer_before,
                buffer_after_minutes=rules.buffer_after,
                minimum_notice_minutes=rules.notice,
                horizon_days=rules.horizon_days,
                daily_limit=rules.daily_limit,
            ),
            RULES,
        )

    async def set_manners(self, person: PersonId, *, warnings: bool, quiet: tuple[int, int]) -> None:
        """Whether and when double bookings are told; two equal minutes: no quiet hours."""
        await self._save(
            person,
            lambda chosen: replace(chosen, warnings=warnings, quiet_from_minute=quiet[0], quiet_to_minute=quiet[1]),
            MANNERS,
        )

    async def told_of_answers(self, person: PersonId) -> bool:
        """Whether the person is told of answers; who chose nothing is."""
        async with self._transactions.read() as tx:
            chosen = await self._preferences.get(tx, person)
        return chosen is None or chosen.told_of_answers

    async def set_told_of_answers(self, person: PersonId, *, on: bool) -> None:
        """Whether declined meetings and other times proposed are told."""
        await self._save(person, lambda chosen: replace(chosen, told_of_answers=on))

    async def set_sharing(self, person: PersonId, seen_by: SeenBy, shown_to: tuple[Invitee, ...]) -> None:
        """Who may see when the person is free, from now on."""
        await self._save(person, lambda chosen: replace(chosen, seen_by=seen_by, shown_to=shown_to), SHARING)

    async def _mailbox(self, person: PersonId) -> MailboxSettings:
        """Of the account that was connected first."""
        async with self._transactions.read() as tx:
            connections = await self._connections.of_person(tx, person)
        if not connections:
            raise NotConnected
        return await self._directory.settings(connections[0].id)

    async def _save(self, person: PersonId, change: Change, group: str = "", *, follows: bool = False) -> Preferences:
        """What holds afterwards. Under the person's lock; the copies and warnings follow only where the change concerns
        them. `group`: what the person chose for themselves by that, whatever an admin decides for everybody. `follows`:
        the hours of who has none of their own are put together anew."""
        async with self._transactions.write() as tx:
            await self._persons.lock(tx, frozenset({person}))
            before = await self._preferences.get(tx, person)
            if before is None:
                raise NotConnected
            if group:
                await self._own_choices.add(tx, person, group)
            after = change(before)
            if follows:
                known = await self._in_workspace.of_person_in(tx, person)
                after = known.defaults.with_hours(after, known.own)
            if after != before:
                await self._preferences.save(tx, after)
                await self._persons.raise_busy_version(tx, person)
                if after.reach != before.reach:
                    tx.publish(CalendarsChosen(person))
        return after


def _followed(chosen: Preferences, mailbox: MailboxSettings) -> Preferences:
    follows = not chosen.own_hours and _is_same_zone(chosen, mailbox)
    return replace(chosen, outlook_hours=mailbox.hours) if follows else chosen


def _is_same_zone(chosen: Preferences, mailbox: MailboxSettings) -> bool:
    return mailbox.zone in (None, chosen.home_zone)


def _days(first: date, last: date, today: date) -> list[date]:
    if last < first:
        raise InvalidChoice("last", "settings.ends_before")
    if last < today:
        raise InvalidChoice("last", "settings.over")
    count = (last - first).days + 1
    if count > DAYS_MOST:
        raise InvalidChoice("last", "settings.too_long")
    return [first + timedelta(days=number) for number in range(count)]


def _with_days(chosen: Preferences, days: dict[date, DayHours], today: date) -> Preferences:
    kept = {day: ranges for day, ranges in chosen.hours.overrides if day >= today}
    return replace(chosen, hours=Hours(chosen.hours.week, tuple(sorted({**kept, **days}.items()))))


def _without_days(chosen: Preferences, first: date, last: date) -> Preferences:
    kept = tuple(one for one in chosen.hours.overrides if not first <= one[0] <= last)
    return replace(chosen, hours=Hours(chosen.hours.week, kept))


def _with_journey(chosen: Preferences, journey: Journey, was: date | None, today: date) -> Preferences:
    others = [one for one in chosen.travel if one.first != was and one.last >= today]
    if any(one.first <= journey.last and journey.first <= one.last for one in others):
        raise InvalidChoice("last", "settings.other_journey")
    return replace(chosen, travel=tuple(sorted([*others, journey], key=lambda one: one.first)))
