"""The booking form and the hold by a meeting type, or for somebody whose calendar is shared."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.booking.model import Booking, MeetingPlan
from core.booking.usecases.arranged import Arranged
from core.booking.usecases.arranging import Arrangement
from core.booking.usecases.taking_turns import TakingTurns
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.find import DURATIONS, default_title
from core.dialogue.answers.types_find import ArrangedFind, ArrangedRequest, Resolve, together
from core.dialogue.commands import Book, Find, OpenBookingForm
from core.dialogue.screens import BookingForm, PersonChoice, Text, UserText, When, say
from core.people.model import Invitee
from core.shared.errors import InvalidChoice
from core.shared.ranges import Range
from core.shared.transaction import Transaction


class ArrangedBooking:
    """From an offered time to a hold."""

    def __init__(self, *, find: ArrangedFind, arranged: Arranged, turns: TakingTurns) -> None:
        self._find = find
        self._arranged = arranged
        self._turns = turns

    async def form(
        self, asker: Asker, command: OpenBookingForm, resolve: Resolve, people: tuple[PersonChoice, ...]
    ) -> BookingForm:
        """Everything filled in; submit books. Raises what stops a booking before it starts."""
        request = await self._request(asker, command, resolve)
        arrangement, kind = _unhosted(request.arrangement), request.arrangement.type
        request = replace(request, arrangement=arrangement)
        plan = _plan(asker, request, command.start, together(arrangement, request.named), command.title)
        prepared = await self._arranged.prepare(arrangement, plan, asker.reader.zone, asker.request)
        minutes = plan.when.minutes
        return BookingForm(
            when=When(plan.when),
            writes_to=_goes_to(arrangement, prepared),
            title=UserText(plan.title),
            people=people,
            durations=kind.durations if kind else tuple(sorted({*DURATIONS, minutes})),
            duration_minutes=minutes,
            online=plan.online,
            submit=Book(command.start, minutes, command.people, plan.title, online=plan.online, terms=command.terms),
        )

    async def prepare(self, asker: Asker, command: Book, resolve: Resolve) -> tuple[Booking, ...]:
        """The booking as it will be held; in round robin one for each member who could host it. Raises SlotTaken when
        not enough of the pool can come any more."""
        request = await self._request(asker, command, resolve)
        if not request.arrangement.is_round_robin:
            decided = await self._arranged.decided(request.arrangement, request.asked, command.start)
            return (await self._prepared(asker, command, replace(request, arrangement=decided)),)
        command = _untitled(asker, command, request)
        found, refused = [], None
        for arrangement in await self._arranged.turns(request.arrangement, request.asked, command.start):
            try:
                found.append(await self._prepared(asker, command, replace(request, arrangement=arrangement)))
            except InvalidChoice as stopped:  # a member whose calendar can't be written; the others may
                if stopped.field != "type":
                    raise
                refused = stopped
        if not found and refused is not None:
            raise refused
        return tuple(found)

    async def _prepared(self, asker: Asker, command: Book, request: ArrangedRequest) -> Booking:
        arrangement = request.arrangement
        people = together(arrangement, request.named)
        if any(item.address is None for item in people):
            raise InvalidChoice("people", "choice.no_address")
        plan = _plan(asker, request, command.start, people, command.title, command.note)
        if arrangement.type is None:
            plan = replace(plan, online=command.online)
        return await self._arranged.prepare(arrangement, plan, asker.reader.zone, asker.request)

    async def hold(self, tx: Transaction, asker: Asker, prepared: tuple[Booking, ...]) -> Booking:
        """Raises SlotTaken."""
        if len(prepared) == 1:
            return await self._arranged.hold(tx, prepared[0])
        return await self._turns.hold(tx, asker.person, prepared)

    async def about(self, asker: Asker, booking: Booking) -> tuple[Text, ...]:
        """By which meeting type it was booked, who hosts it when that isn't who reads, and for whom it is."""
        lines = []
        if booking.behalf is not None:
            lines.append(say("types.behalf", boss=UserText(booking.behalf.name)))
        kind, host = await self._arranged.origin(booking)
        if kind is not None:
            lines.append(say("types.by", type=UserText(kind.name)))
        if asker.person != booking.host and host:
            lines.append(say("types.host", host=UserText(host)))
        return tuple(lines)

    async def _request(self, asker: Asker, command: OpenBookingForm | Book, resolve: Resolve) -> ArrangedRequest:
        """The search around the one time."""
        find = Find(people=command.people, duration_minutes=command.duration_minutes, terms=command.terms)
        request = await self._find.request(asker, find, resolve)
        minutes = request.asked.duration_minutes if request.arrangement.type else command.duration_minutes
        when = Range(command.start, command.start + timedelta(minutes=minutes))
        asked = replace(request.asked, duration_minutes=minutes, window=when.widened(timedelta(days=1)))
        return replace(request, asked=await self._find.by_rules(request.arrangement, asked))


def _unhosted(arrangement: Arrangement) -> Arrangement:
    """Before anybody knows whose turn it is, a round robin's meeting names none of its members."""
    if not arrangement.is_round_robin or arrangement.type is None:
        return arrangement
    return replace(arrangement, pool=(), host_name=arrangement.type.name)


def _goes_to(arrangement: Arrangement, prepared: Booking) -> Text:
    """How calendars are called is their owner's to know."""
    linked = arrangement.setup.calendar(prepared.calendar)
    if arrangement.is_round_robin:
        return say("types.goes_in_turn")
    if linked is not None and arrangement.booked_by is None:
        return say("ask.writes_to", calendar=UserText(linked.name))
    return say("types.goes_to", host=UserText(arrangement.host_name))


def _untitled(asker: Asker, command: Book, request: ArrangedRequest) -> Book:
    """What the form filled in before anybody knew the host is no title that was typed."""
    unhosted = replace(request, arrangement=_unhosted(request.arrangement))
    people = together(unhosted.arrangement, request.named)
    filled_in = _plan(asker, unhosted, command.start, people, "").title
    return replace(command, title="") if command.title.strip() == filled_in else command


def _plan(
    asker: Asker, request: ArrangedRequest, start: datetime, people: tuple[Invitee, ...], title: str, note: str = ""
) -> MeetingPlan:
    """Templates are filled in with the host, the guest and the type; a typed title wins, a typed note comes below."""
    arrangement = request.arrangement
    kind = arrangement.type
    guest = _guest(asker, arrangement, people)
    named = title.strip() or arrangement.title(guest) or _usual(asker, arrangement, people)
    notes = [part for part in (arrangement.note(guest), note.strip()) if part]
    return MeetingPlan(
        title=named,
        when=Range(start, start + timedelta(minutes=request.asked.duration_minutes)),
        invitees=people,
        online=kind.online if kind else bool(people),
        note="\n\n".join(notes),
        place=kind.place if kind else "",
    )


def _guest(asker: Asker, arrangement: Arrangement, people: tuple[Invitee, ...]) -> str:
    """Who asked; for the host's own search, whom they named."""
    if arrangement.booked_by is not None:
        return asker.name
    members = {item.person for item in (*arrangement.guests, *arrangement.pool)}
    return ", ".join(item.name for item in people if item.person is None or item.person not in members)


def _usual(asker: Asker, arrangement: Arrangement, people: tuple[Invitee, ...]) -> str:
    """ "Intro: Ada / Ben"; for somebody else without a type "Cleo / Ben"."""
    if arrangement.type is not None and not arrangement.type.has_one_host:
        guests = ", ".join(item.name for item in people)
        return f"{arrangement.type.name}: {guests}" if guests else arrangement.type.name
    names = default_title(arrangement.host_name or asker.name, people)
    return f"{arrangement.type.name}: {names}" if arrangement.type else names
