"""Which meetings clash, read straight from Outlook: every two events compared, nothing remembered, nothing shared with
core.conflicts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import combinations

from core.sync.model import Event

Meeting = tuple[str, datetime]
"""Which meeting it is, in every calendar: its uid and start."""

Clash = frozenset[Meeting]
HOUR = timedelta(hours=1)


def clashes(events: Iterable[Event], begin: datetime, end: datetime) -> Mapping[Clash, frozenset[str]]:
    """Two different meetings that overlap between the two instants, with the kinds that the clash may be of: one for
    each two copies of the meetings."""
    found: dict[Clash, set[str]] = defaultdict(set)
    for one, other in combinations([event for event in events if _takes_time(event)], 2):
        first, last = max(one.start, other.start, begin), min(one.end, other.end, end)
        clash = frozenset(((one.uid, one.start), (other.uid, other.start)))
        if first < last and len(clash) == 2:
            found[clash].add(_kind(one, other))
    return {clash: frozenset(kinds) for clash, kinds in found.items()}


def _takes_time(event: Event) -> bool:
    shown = event.show_as in {"busy", "oof", "tentative", "unknown"}
    return shown and event.response != "declined" and not event.is_cancelled and event.start < event.end


def _kind(*both: Event) -> str:
    """What may make it harmless, the first that applies to either."""
    answers = {"organizer": "mine", "none": "mine", "accepted": "accepted", "tentativelyAccepted": "tentative"}
    roles = [answers.get(one.response, "unanswered") for one in both]
    shown = {one.show_as for one, role in zip(both, roles, strict=True) if role != "unanswered"}
    reasons = {
        "long": any(one.end - one.start >= 8 * HOUR for one in both),
        "unknown": any(one.show_as == "unknown" for one in both),
        "tentative": "tentative" in roles or "tentative" in shown,
        "unanswered": "unanswered" in roles,
        "crowd": any(one.attendee_count >= 20 for one in both),
        "appointment": any(role == "mine" and not one.attendee_count for one, role in zip(both, roles, strict=True)),
    }
    return next((kind for kind, applies in reasons.items() if applies), "meeting")
