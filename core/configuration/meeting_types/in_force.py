"""The rules of one search: what the host chose, and what the meeting type says instead."""

from dataclasses import replace

from core.configuration.meeting_types.model import MeetingType
from core.configuration.model import Preferences
from core.configuration.usecases import Setup


def in_force(kind: MeetingType, host: Setup) -> Setup:
    """What is in force for a host when somebody books by this type: the host's choices, the type's where it has any.

    Calendars of the type's own are the owner's, so they count for no other host (a round robin's member books in their
    own linked calendar). A linked calendar that vanished stays chosen, so that booking stops and says so.
    """
    chosen = host.preferences
    rules = replace(
        chosen,
        duration_minutes=kind.durations[0],
        buffer_before_minutes=_or(kind.buffer_before_minutes, chosen.buffer_before_minutes),
        buffer_after_minutes=_or(kind.buffer_after_minutes, chosen.buffer_after_minutes),
        minimum_notice_minutes=_or(kind.minimum_notice_minutes, chosen.minimum_notice_minutes),
        horizon_days=_or(kind.horizon_days, chosen.horizon_days),
    )
    if chosen.person == kind.owner:
        rules = _with_calendars(kind, rules, host)
    return replace(host, preferences=rules)


def _with_calendars(kind: MeetingType, rules: Preferences, host: Setup) -> Preferences:
    if kind.linked is None and kind.conflicts is None:
        return rules
    linked = kind.linked or rules.linked
    known = {item.id for item in host.calendars}
    blocking = rules.blocking_calendars if kind.conflicts is None else kind.conflicts & known
    return replace(rules, linked=linked, conflicts=blocking - {linked}, linked_blocks=True)


def _or(own: int | None, usual: int) -> int:
    return usual if own is None else own
