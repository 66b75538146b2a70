"""Whether a proposed time suits everybody, and the hold that takes it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.availability import Attendee, Mode, Request, slot_starts
from core.booking.model import Booking
from core.booking.usecases.arranging import Arranging
from core.booking.usecases.gathering import Aside, Basis, Evidence, Gathering
from core.booking.usecases.moving import Moving
from core.booking.usecases.other_times import OtherTimes
from core.shared.errors import Gone
from core.shared.ranges import Range

AROUND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Suits:
    """What is known of a proposed time. `free` counts everybody who is free, the host too; `busy` None stands for the
    host. Nobody knows of the `unknown`."""

    free: int
    busy: tuple[str | None, ...]
    unknown: tuple[str | None, ...]


class Proposals:
    """Times that invited people propose."""

    def __init__(self, *, times: OtherTimes, arranging: Arranging, gathering: Gathering, moving: Moving) -> None:
        self._times = times
        self._arranging = arranging
        self._gathering = gathering
        self._moving = moving

    async def judge(self, booking: Booking, when: Range) -> Suits:
        """Who is free then, by the rules that it was booked by; the meeting itself stands in nobody's way. Hours don't
        count: somebody asked for this time. Raises NotConnected, Gone, and what Outlook raises."""
        known = await self._times.known(booking.host, booking.calendar, booking.outlook_id or "")
        aside = Aside(frozenset({booking.id}), known.event)
        invitees = tuple(one for one in booking.plan.invitees if one.required)
        rules = await self._arranging.setup_of(booking)
        gathered = await self._gathering.gather(rules, invitees, when.widened(AROUND), aside=aside)
        host = booking.behalf.name if booking.behalf is not None else None
        found: dict[bool | None, list[str | None]] = {True: [], False: [], None: []}
        for attendee, evidence in zip(gathered.attendees, gathered.evidence, strict=True):
            found[_is_free(attendee, evidence, when)].append(evidence.invitee.name if evidence.invitee else host)
        return Suits(len(found[True]), tuple(found[False]), tuple(found[None]))

    async def prepare(self, booking: Booking, when: Range, zone: str, request_key: str) -> Booking:
        """The hold that moves the booking there, as `Holding.hold` takes it. Raises what `Moving.prepare` raises, Gone
        for a time that isn't one."""
        if when.minutes <= 0:
            raise Gone
        hold = await self._moving.prepare_booking(booking, when.start, zone, request_key)
        return replace(hold, plan=replace(hold.plan, when=when))


def _is_free(attendee: Attendee, evidence: Evidence, when: Range) -> bool | None:
    if evidence.basis is Basis.UNKNOWN or evidence.unreadable:
        return None
    around = when.widened(AROUND)
    asked = Request(
        window=(around.start, around.end),
        duration_minutes=when.minutes,
        interval_minutes=1,
        mode=Mode.COLLECTIVE,
        attendees=(replace(attendee, readable=True, available=((around.start, around.end),), limits=None),),
    )
    return when.start in slot_starts(asked)
