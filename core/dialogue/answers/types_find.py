"""Free times by a meeting type, or for somebody whose calendar is shared: the same card, by other rules."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.booking.usecases import Basis, Evidence, Explained, Finding, FindRequest, Found
from core.booking.usecases.arranging import Arrangement, Arranging, Asking
from core.configuration.meeting_types.model import MeetingTypeId
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import DURATIONS, slots_card
from core.dialogue.answers.wish import find_request
from core.dialogue.commands import Find, Named, OpenBookingForm, OpenFindForm, OpenWhyForm, Terms
from core.dialogue.screens import Action, Instant, Names, SlotsCard, Text, UserText, When, Zone, say
from core.dialogue.type_commands import ShowTypes
from core.people.model import ChatUser, Invitee, PersonId
from core.shared.ranges import Range

Resolve = Callable[[PersonId, ChatUser, tuple[Named, ...]], Awaitable[tuple[Invitee, ...]]]


@dataclass(frozen=True, slots=True)
class ArrangedRequest:
    """A search by an arrangement. `named`: whom the asker named; `asked` is what the engine is asked, of everybody."""

    arrangement: Arrangement
    named: tuple[Invitee, ...]
    asked: FindRequest


class ArrangedFind:
    """Answers what is asked by a meeting type or for somebody else."""

    def __init__(self, *, arranging: Arranging, finding: Finding) -> None:
        self._arranging = arranging
        self._finding = finding

    async def arrangement(self, asker: Asker, terms: Terms, resolve: Resolve) -> Arrangement:
        """Raises NotConnected, Gone, NotYours, InvalidChoice."""
        asking = Asking(asker.person, asker.user, asker.name)
        if terms.type is not None:
            return await self._arranging.by_type(asking, MeetingTypeId(terms.type))
        if terms.boss is None:
            return await self._arranging.plain(asking)
        (boss, *_) = await resolve(asker.person, asker.user, (terms.boss,)) or (None,)
        if boss is None:  # for oneself
            return await self._arranging.plain(asking)
        return await self._arranging.for_boss(asking, boss)

    async def request(self, asker: Asker, command: Find, resolve: Resolve) -> ArrangedRequest:
        """Whom and what the command means. Raises like `arrangement`."""
        arrangement = await self.arrangement(asker, command.terms, resolve)
        named = await resolve(asker.person, asker.user, command.people)
        kind, usual = arrangement.type, arrangement.setup.preferences.duration_minutes
        minutes = command.duration_minutes or usual
        if kind is not None and minutes not in kind.durations:
            minutes = kind.durations[0]
        everybody = together(arrangement, named)
        asked = find_request(
            asker, command, arrangement.host, everybody, minutes, arrangement.setup.preferences.horizon_days
        )
        return ArrangedRequest(arrangement, named, await self.by_rules(arrangement, asked))

    async def by_rules(self, arrangement: Arrangement, asked: FindRequest) -> FindRequest:
        """The request with the arrangement's rules."""
        pool = {item.person for item in arrangement.pool if item.person is not None}
        if arrangement.is_round_robin:
            pool.add(arrangement.host)
        return replace(
            asked,
            rules=arrangement.setup,
            pool=frozenset(pool),
            needed=arrangement.needed,
            closed=await self._arranging.closed_days(arrangement, asked.window),
        )

    async def search(self, request: ArrangedRequest) -> Found:
        found = await self._finding.find(request.asked)
        return replace(found, evidence=discreet(request.arrangement, found.evidence))

    async def why(self, request: ArrangedRequest, start: datetime) -> Explained:
        return await self._finding.why(request.asked, start)

    async def slots(self, asker: Asker, command: Find, resolve: Resolve, taken: Text | None = None) -> SlotsCard:
        """The card with the next free times."""
        request = await self.request(asker, command, resolve)
        found = await self.search(request)
        minutes = request.asked.duration_minutes
        asked = replace(command, duration_minutes=minutes, channel=asker.channel or command.channel)
        zone = Zone(asker.reader.zone)
        return slots_card(
            asker,
            asked,
            found,
            heading(asker, request, minutes),
            lambda start: _slot(start, asked, zone),
            lambda last: _actions(asked, found, request, last),
            taken,
        )

    async def durations(self, asker: Asker, terms: Terms, resolve: Resolve) -> tuple[tuple[int, ...], int]:
        """What a form offers, and the usual one."""
        arrangement = await self.arrangement(asker, terms, resolve)
        usual = arrangement.setup.preferences.duration_minutes
        return (arrangement.type.durations if arrangement.type else DURATIONS), usual


def together(arrangement: Arrangement, named: tuple[Invitee, ...]) -> tuple[Invitee, ...]:
    """Everybody besides the host, each once."""
    once: dict[object, Invitee] = {}
    for item in (*arrangement.guests, *arrangement.pool, *named):
        once.setdefault(item.person or (item.address or "").casefold() or item.user, item)
    return tuple(item for item in once.values() if item.person is None or item.person not in arrangement.protects)


def discreet(arrangement: Arrangement, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Calendars that aren't the asker's are said by whose they are, not by their names."""
    if arrangement.booked_by is None and arrangement.boss is None:
        return evidence
    host = Invitee(arrangement.host_name, None, arrangement.host)
    return tuple(
        replace(item, invitee=host, basis=Basis.CONNECTED) if item.invitee is None else item for item in evidence
    )


def heading(asker: Asker, request: ArrangedRequest, minutes: int) -> Text:
    """ "30 min: Intro with Ada", "30 min with Ben, for Cleo"."""
    arrangement = request.arrangement
    people = [item.name for item in (*arrangement.guests, *request.named) if item.person != asker.person]
    if arrangement.booked_by is not None and (arrangement.type is None or arrangement.type.has_one_host):
        people.insert(0, arrangement.host_name)
    names = Names(tuple(UserText(name) for name in dict.fromkeys(people)))
    if arrangement.boss is not None:
        boss = UserText(arrangement.boss.name)
        if not people:
            return say("types.slots_for_alone", minutes=minutes, boss=boss)
        return say("types.slots_for", minutes=minutes, names=names, boss=boss)
    name = UserText(arrangement.type.name if arrangement.type else "")
    if not people:
        return say("types.slots_alone", minutes=minutes, type=name)
    return say("types.slots", minutes=minutes, type=name, names=names)


def _slot(start: datetime, asked: Find, zone: Zone) -> Action:
    minutes = asked.duration_minutes or 0
    name = say("slot.name", when=When(Range(start, start + timedelta(minutes=minutes))), zone=zone)
    form = OpenBookingForm(start, minutes, asked.people, asked.title, asked.terms, asked.channel)
    return Action(Instant(start), form, name=name)


def _actions(asked: Find, found: Found, request: ArrangedRequest, last: datetime | None) -> tuple[Action, ...]:
    actions = []
    if last is not None:
        actions.append(Action(say("action.more_times"), replace(asked, after=last)))
    if not found.slots and found.unreadable:
        actions.append(Action(say("action.look_again"), replace(asked, after=None)))
    if not found.slots and asked.until is not None:
        wider = replace(asked, since=None, until=None, after=None)
        actions.append(Action(say("action.two_weeks"), wider))
    actions.append(Action(say("action.change"), OpenFindForm(replace(asked, after=None))))
    why = OpenWhyForm(asked.since, None, asked.duration_minutes, asked.people, asked.terms)
    actions.append(Action(say("action.why"), why))
    if request.arrangement.type is not None:
        actions.append(Action(say("action.types"), ShowTypes()))
    return tuple(actions)
