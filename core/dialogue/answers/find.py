"""find: free times as buttons, with the honest lines beneath them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from core.booking.usecases import Basis, Evidence, Finding, Found, Inviting
from core.configuration.usecases import Configuring, Setup
from core.dialogue.answers.agenda import minutes_ago, sources
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.clock_changes import clock_lines
from core.dialogue.answers.offer_button import with_offer
from core.dialogue.answers.optional import missed_lines
from core.dialogue.answers.routing import Forms, Routes
from core.dialogue.answers.slot_buttons import SlotButtons, slot_button
from core.dialogue.answers.wish import find_request, is_over, kept, understood
from core.dialogue.commands import (
    OWN,
    Find,
    Named,
    OpenBookingForm,
    OpenFindForm,
    OpenWhyForm,
    ShowCalendars,
    Terms,
)
from core.dialogue.health_commands import LookAgain
from core.dialogue.screens import (
    Action,
    Ago,
    Day,
    FindForm,
    Instant,
    Names,
    OfDay,
    PersonChoice,
    SlotDay,
    SlotsCard,
    Text,
    UserText,
    When,
    Zone,
    length,
    say,
)
from core.people.model import ChatUser, Invitee, PersonId
from core.people.searching import Searching
from core.shared.errors import InvalidChoice
from core.shared.ranges import Range

if TYPE_CHECKING:
    from core.dialogue.answers.types_find import ArrangedFind

DURATIONS = (15, 30, 45, 60, 90, 120)
DAYS_SHOWN = 3
PER_DAY = 6  # of several days: spread over the day
ON_ONE_DAY = 18
MOST_PEOPLE = 20  # a button carries them all


class FindAnswers:
    """Free times for the asker and the people they name."""

    def __init__(
        self,
        *,
        configuring: Configuring,
        finding: Finding,
        inviting: Inviting,
        arranged: ArrangedFind,
        searching: Searching,
        buttons: SlotButtons,
    ) -> None:
        self._searching = searching
        self._buttons = buttons
        self._arranged = arranged
        self._configuring = configuring
        self._finding = finding
        self._inviting = inviting

    @property
    def routes(self) -> Routes:
        """They raise NotConnected, InvalidChoice("people"), TooManySearches."""
        return {Find: self.slots, OpenFindForm: lambda asker, command: self.slots(asker, command.find)}

    @property
    def forms(self) -> Forms:
        return {OpenFindForm: self.form}

    async def slots(self, asker: Asker, command: Find, *, taken: Text | None = None) -> SlotsCard:
        """The card with the next free times. Raises NotConnected, InvalidChoice("people")."""
        if command.terms != OWN:
            await self.count(asker, command.people, command.terms)
            return await self._arranged.slots(asker, command, self.invitees, taken)
        invitees, found = await self.search(asker, command)
        minutes = command.duration_minutes or found.setup.preferences.duration_minutes
        asked = replace(command, duration_minutes=minutes, channel=asker.channel or command.channel)
        zone, setup = Zone(asker.reader.zone), found.setup
        one_tap = await self._buttons.one_tap(asker, setup)
        card = slots_card(
            asker,
            asked,
            found,
            _heading(minutes, invitees),
            lambda start: slot_button(start, asked, zone, setup, one_tap=one_tap),
            lambda last: _actions(asked, found, last),
            taken,
        )
        return with_offer(card, asked)

    async def setup(self, person: PersonId) -> Setup:
        """What is in force for the person, from memory while it is right. Raises NotConnected."""
        return await self._finding.setup(person)

    async def search(self, asker: Asker, command: Find) -> tuple[tuple[Invitee, ...], Found]:
        """The people meant, and what is free. Raises TooManySearches."""
        await self.count(asker, command.people, command.terms)
        if command.terms != OWN:
            arranged = await self._arranged.request(asker, command, self.invitees)
            return arranged.asked.invitees, await self._arranged.search(arranged)
        invitees = await self.invitees(asker.person, asker.user, command.people)
        setup = await self._finding.setup(asker.person)
        minutes = command.duration_minutes or setup.preferences.duration_minutes
        request = find_request(asker, command, asker.person, invitees, minutes, setup.preferences.horizon_days)
        return invitees, await self._finding.find(request)

    async def count(self, asker: Asker, people: tuple[Named, ...], terms: Terms = OWN) -> None:
        """A question about others is one of so many an hour, also by a meeting type. Raises TooManySearches."""
        if people or terms != OWN:
            await self._searching.count(asker.person)

    async def invitees(self, person: PersonId, user: ChatUser, people: tuple[Named, ...]) -> tuple[Invitee, ...]:
        """Who is meant; the asker is never their own guest. Raises InvalidChoice("people")."""
        if len(people) > MOST_PEOPLE:
            raise InvalidChoice("people", "choice.too_many")
        users = {one: ChatUser(user.platform, user.workspace, one.value) for one in people if one.kind == "user"}
        known = await self._inviting.by_users(frozenset(users.values()), person)
        found = []
        for named in people:
            meant = known[users[named]] if named in users else await self._inviting.by_address(user, named.value)
            found.append(replace(meant, required=False) if named.optional else meant)
        once: dict[object, Invitee] = {}
        for item in found:
            once.setdefault(item.person or (item.address or "").casefold() or item.user, item)
        return tuple(item for item in once.values() if item.person != person and item.user != user)

    async def form(self, asker: Asker, command: OpenFindForm) -> FindForm:
        """The form with pickers. Raises NotConnected."""
        find = command.find
        offered, usual = await self.durations(asker, find)
        minutes = find.duration_minutes or usual
        return FindForm(
            durations=tuple(sorted({*offered, minutes})),
            duration_minutes=minutes,
            people=await self.choices(asker, find.people),
            submit=replace(find, duration_minutes=minutes, after=None),
            kept=kept(find),
        )

    async def durations(self, asker: Asker, find: Find) -> tuple[tuple[int, ...], int]:
        """What a form offers, and the usual one. Raises NotConnected."""
        if find.terms != OWN:
            return await self._arranged.durations(asker, find.terms, self.invitees)
        return DURATIONS, (await self._configuring.setup(asker.person)).preferences.duration_minutes

    async def choices(self, asker: Asker, people: tuple[Named, ...]) -> tuple[PersonChoice, ...]:
        """The named people with the names that a form shows."""
        found = []
        for named in people:
            found += [
                PersonChoice(named, UserText(invitee.name))
                for invitee in await self.invitees(asker.person, asker.user, (named,))
            ]
        return tuple(found)


def slots_card(
    asker: Asker,
    asked: Find,
    found: Found,
    heading: Text,
    slot: Callable[[datetime], Action],
    actions: Callable[[datetime | None], tuple[Action, ...]],
    taken: Text | None,
) -> SlotsCard:
    """The times that were found. `slot` makes a time's button, `actions` the others: it is told the last time that is
    shown where there are more behind it."""
    shown, more = _shown(asker, asked, found.slots)
    return SlotsCard(
        heading=heading,
        taken=taken,
        understood=understood(asker, asked),
        days=tuple(SlotDay(Day(day), tuple(slot(start) for start in starts)) for day, starts in shown),
        zone=Zone(asker.reader.zone),
        second_zone=asker.second_zone(found.setup.preferences.home_zone, asker.now),
        sources=read_lines(found.evidence, asker.now),
        unknown=(
            *(clock_lines(asker, shown[-1][1][-1]) if shown else ()),
            *(_unknown(item) for item in found.evidence if item.basis is Basis.UNKNOWN),
            *missed_lines(found.missed, [start for _, starts in shown for start in starts], asker),
        ),
        nothing=None if found.slots else _nothing(asker, asked, found),
        actions=actions(shown[-1][1][-1] if shown and more else None),
    )


def default_title(asker_name: str, invitees: tuple[Invitee, ...]) -> str:
    """ "Ada / Bob": first names, at most four; the asker's alone when nobody else comes."""
    names = [asker_name, *(invitee.name for invitee in invitees[:3])]
    return " / ".join((name.split("@")[0].split() or name.split())[0] for name in names if name.split())


def _shown(asker: Asker, command: Find, slots: tuple[datetime, ...]) -> tuple[list[tuple[date, list[datetime]]], bool]:
    """The days and times on the card, and whether there are more behind them."""
    days = [(day, list(starts)) for day, starts in groupby(slots, key=asker.local_date)]
    if command.since is not None and command.since == command.until:
        return [(day, starts[:ON_ONE_DAY]) for day, starts in days], any(len(item) > ON_ONE_DAY for _, item in days)
    shown = [(day, _spread(starts, PER_DAY)) for day, starts in days[:DAYS_SHOWN]]
    return shown, len(days) > DAYS_SHOWN


def _spread(starts: list[datetime], count: int) -> list[datetime]:
    """At most `count` of the times, the first and the last among them, evenly between."""
    if len(starts) <= count:
        return starts
    return [starts[round(number * (len(starts) - 1) / (count - 1))] for number in range(count)]


def _slot(start: datetime, asked: Find, zone: Zone) -> Action:
    """A button that is the time."""
    minutes = asked.duration_minutes or 0
    name = say("slot.name", when=When(Range(start, start + timedelta(minutes=minutes))), zone=zone)
    return Action(Instant(start), OpenBookingForm(start, minutes, asked.people, asked.title), name=name)


def _heading(minutes: int, invitees: tuple[Invitee, ...]) -> Text:
    if not invitees:
        return say("slots.heading_alone", minutes=minutes)
    return say("slots.heading", minutes=minutes, names=Names(tuple(UserText(item.name) for item in invitees)))


def read_lines(evidence: tuple[Evidence, ...], now: datetime) -> tuple[Text, ...]:
    """The host's calendars by name; of others only how many, or that Outlook told free/busy."""
    lines: list[Text] = []
    for item in evidence:
        if item.invitee is None:
            lines += sources(item.readings, now)
        elif item.basis is Basis.CONNECTED:
            lines.append(_theirs(UserText(item.invitee.name), item, now))
        elif item.basis is Basis.FREE_BUSY:
            lines.append(say("sources.free_busy", name=UserText(item.invitee.name)))
    return tuple(lines)


def _theirs(name: UserText, item: Evidence, now: datetime) -> Text:
    """How many of a connected person's calendars were read, and how long ago the oldest of them was."""
    if item.unreadable:
        return say("sources.theirs_unread", name=name)
    read = [reading for reading in item.readings if reading.readable]
    if len(read) < len(item.readings):
        return say("sources.theirs_ignored", name=name, count=len(read), ignored=len(item.readings) - len(read))
    minutes = max((minutes_ago(reading, now) for reading in read), default=0)
    if minutes:
        return say("sources.theirs_ago", name=name, count=len(read), ago=Ago(minutes * 60))
    return say("sources.theirs", name=name, count=len(read))


def _unknown(item: Evidence) -> Text:
    assert item.invitee is not None
    name = UserText(item.invitee.name)
    return say("unknown.hides", name=name) if item.hides else say("unknown.person", name=name)


def _nothing(asker: Asker, asked: Find, found: Found) -> Text:
    """Why there are no times: the hours are over, none begins so, something required is unknown, everybody is busy."""
    if is_over(asker, asked):
        return say("nothing.over")
    step = found.setup.preferences.step_minutes
    if asked.at_minute is not None and asked.at_minute % step:
        return say("nothing.step", start=OfDay(asked.at_minute), step=length(step))
    for item in found.unreadable:
        if item.invitee is None:
            return say("nothing.mine", name=UserText(item.unreadable[0].calendar.name))
        return say("nothing.theirs", name=UserText(item.invitee.name))
    return say("nothing.busy" if asked.people else "nothing.busy_alone")


def _actions(asked: Find, found: Found, last: datetime | None) -> tuple[Action, ...]:
    actions = []
    if last is not None:
        actions.append(Action(say("action.more_times"), replace(asked, after=last)))
    if not found.slots and any(item.invitee is None for item in found.unreadable):
        actions.append(Action(say("action.look_again"), replace(asked, after=None)))
        actions.append(Action(say("action.ways_past"), LookAgain()))
    if not found.slots and asked.until is not None:
        wider = replace(asked, since=None, until=None, after=None)
        actions.append(Action(say("action.two_weeks"), wider))
    actions.append(Action(say("action.change"), OpenFindForm(replace(asked, after=None))))
    actions.append(Action(say("action.why"), OpenWhyForm(asked.since, None, asked.duration_minutes, asked.people)))
    actions.append(Action(say("action.calendars"), ShowCalendars()))
    return tuple(actions)
