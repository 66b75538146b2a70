"""What a round of reading says, and what becomes of the copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.availability import Blocking, BusyTime, blocks
from core.sync.model.events import Event

Copy = Mapping[str, Event]
"""The events of one calendar by their ids."""


class SyncReset(Exception):
    """Outlook has forgotten where we were (410, or a token it can't read): begin anew."""


class DeltaRefused(Exception):
    """Outlook doesn't tell changes of this calendar (400, 404, 501); it may still show it."""


@dataclass(frozen=True, slots=True)
class DeltaRound:
    """Everything one complete round said.

    `full`: `events` is all there is in the window. Else: `events` are single events added or changed, `removed` are ids
    (of events, or of whole series) that went, and `series` holds each touched series as it is now, None when it is
    gone. `link` is where the next round goes on; None when there is nothing to go on from.
    """

    full: bool
    events: tuple[Event, ...]
    removed: frozenset[str] = frozenset()
    series: Mapping[str, tuple[Event, ...] | None] = field(default_factory=dict)
    link: str | None = None


def merged(before: Copy, read: DeltaRound) -> dict[str, Event]:
    """The copy after the round. Removals of what we never had are nothing: events that move outside the window come as
    such. Applying a round twice is applying it once."""
    if read.full:
        return {event.id: event for event in read.events}
    replaced = {event.id for event in read.events} | read.removed | read.series.keys()
    after = {id_: event for id_, event in before.items() if id_ not in replaced and event.series not in replaced}
    after.update((event.id, event) for events in read.series.values() for event in events or ())
    after.update((event.id, event) for event in read.events)
    return after


def blocking_times(copy: Copy, blocking: Blocking) -> frozenset[tuple[object, ...]]:
    """What a person's free time and conflicts depend on: two copies with the same value mean the same to them."""
    return frozenset(
        (*_time(one), *_meeting(one))
        for one in copy.values()
        if blocks(BusyTime(one.start, one.end, one.show_as, one.is_cancelled, one.response), blocking)
    )


def answers_of(copy: Copy) -> frozenset[tuple[object, ...]]:
    """What the invited answered to the meetings that this mailbox organises, each at its time."""
    return frozenset(
        (one.id, one.start, one.end, who.address, who.response, who.answered_at, who.proposed)
        for one in copy.values()
        if one.is_organizer
        for who in one.attendees
    )


def _time(one: Event) -> tuple[object, ...]:
    return one.id, one.start, one.end, one.is_all_day, one.show_as, one.response


def _meeting(one: Event) -> tuple[object, ...]:
    """Which meeting it is, whose, and who of how many must come."""
    optional = frozenset(who.address for who in one.attendees if who.is_optional)
    return one.uid, one.ical_uid, one.series, one.is_organizer, one.attendee_count, optional
