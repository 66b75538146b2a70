"""What a wish is for: the command of its verb."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from core.dialogue.booking_commands import ChooseBooking
from core.dialogue.commands import BookEarliest, Command, Find, OpenFindForm, OpenWhyForm, Why
from core.dialogue.reading_commands import Verb
from core.shared.days import at_minute


def meant(verb: Verb, wish: Find, today: date, zone: str) -> Command | None:
    """None when the verb can't have that ("move" with people, "why" of a week). `today` and `zone` are the reader's."""
    match verb:
        case "find":
            return OpenFindForm() if wish == Find() else wish
        case "book":
            return OpenFindForm() if wish == Find() else BookEarliest(wish)
        case "move":
            return _moved(wish)
        case "why":
            return _why(wish, today, zone)


def _moved(wish: Find) -> Command | None:
    """When a booking shall be instead; who and how long is the booking's."""
    only_when = Find(terms=wish.terms) if wish.terms == Find().terms else None
    if only_when is None or wish.repeats != Find().repeats or wish.people or wish.title or wish.duration_minutes:
        return None
    return ChooseBooking("move", wish)


def _why(wish: Find, today: date, zone: str) -> Command | None:
    """One time of one day, today unless said otherwise; the form asks for a time that is missing."""
    minute, length = wish.at_minute, wish.duration_minutes
    if minute is None and wish.from_minute is not None and wish.to_minute is not None:  # "14:00-15:00"
        minute, length = wish.from_minute, length or wish.to_minute - wish.from_minute
        wish = replace(wish, from_minute=None, to_minute=None)
    told = Find(
        wish.people, wish.duration_minutes, wish.since, wish.since, at_minute=wish.at_minute, zone=wish.zone,
        terms=wish.terms,
    )  # fmt: skip
    if wish != told:
        return None
    if minute is None:
        return None if wish.zone else OpenWhyForm(wish.since, None, length, wish.people, wish.terms)
    on = wish.since or today
    if wish.zone:
        on, minute = _on_our_clock(on, minute, wish.zone, zone)
    return Why(on, minute, length, wish.people, wish.terms)


def _on_our_clock(on: date, minute: int, theirs: str, ours: str) -> tuple[date, int]:
    here = at_minute(on, minute, theirs).astimezone(ZoneInfo(ours))
    return here.date(), here.hour * 60 + here.minute
