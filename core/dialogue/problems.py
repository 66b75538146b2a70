"""Every error as a card: what happened, what it means, one next step, and a reference for the logs."""

import secrets

import structlog

from core.dialogue.booking_commands import OfferTimes
from core.dialogue.catalogue import ENGLISH
from core.dialogue.commands import (
    AddAccount,
    BookEarliest,
    Command,
    Connect,
    Find,
    OpenFindForm,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConflicts,
    ShowConnections,
    ShowHelp,
    Why,
)
from core.dialogue.screens import Action, Instant, Problem, say
from core.dialogue.type_commands import ShowTypes
from core.people.searching import SEARCHES_MOST
from core.shared.errors import ClearhourError, InvalidChoice, OutlookUnavailable, PermissionMissing, TooManySearches

log = structlog.get_logger()

CONNECT = Action(say("action.connect"), Connect())
CONNECTIONS = Action(say("action.connections"), ShowConnections())
CALENDARS = Action(say("action.calendars"), ShowCalendars())
BOOKINGS = Action(say("action.bookings"), ShowBookings())
TYPES = Action(say("action.types"), ShowTypes())
FIND = Action(say("action.find"), OpenFindForm())
ANYTHING = Action(say("action.help"), ShowHelp())

NEXT_STEPS = {
    "not_connected": CONNECT,
    "reconnect_needed": CONNECTIONS,
    "permission_missing": CALENDARS,
    "permission_missing.write": Action(say("action.upgrade"), AddAccount()),
    "not_yours": ANYTHING,
    "gone": BOOKINGS,
    "slot_taken": FIND,
    "calendar_unreadable": CONNECTIONS,
    "types.no_address": CONNECT,
    "choice.connected_read_only": CONNECTIONS,
}
"""By the error's code, or the reason of a choice."""

OF_FIELD = {
    **dict.fromkeys(("people", "duration_minutes", "start", "proposed"), FIND),
    **dict.fromkeys(("linked", "conflicts", "warned", "kind", "boss"), CALENDARS),
    **dict.fromkeys(("connection", "hidden_titles", "platform"), CONNECTIONS),
    **dict.fromkeys(("booking", "dates", "to"), BOOKINGS),
    "type": TYPES,
    "code": CONNECT,
}
"""Where it is chosen anew."""

LOOKS = (Find, Why, BookEarliest, OfferTimes, ShowAgenda, ShowBookings, ShowCalendars, ShowConflicts, ShowConnections)
"""Commands that change nothing, so that they can be given again as they were."""


def problem(error: ClearhourError, asked: Command | None = None) -> Problem:
    """The card for an error that a person can do something about; where Outlook is silent, `asked` is what they try
    again. Logs its code and reference, nothing else."""
    code, otherwise = error.code, ANYTHING
    if isinstance(error, TooManySearches):
        return _too_many(error)
    if isinstance(error, InvalidChoice):
        code, otherwise = error.reason, OF_FIELD.get(error.field, ANYTHING)
        texts = ("problem.choice.what", error.reason)
    else:
        if isinstance(error, PermissionMissing) and error.what == "write":
            code = "permission_missing.write"
        worded = code if f"problem.{code}.what" in ENGLISH else _worded(type(error))
        texts = (f"problem.{worded}.what", f"problem.{worded}.means")
    if isinstance(error, OutlookUnavailable) and isinstance(asked, LOOKS):
        otherwise = Action(say("action.retry"), asked)
    found = _card(texts, NEXT_STEPS.get(code, otherwise))
    log.info("problem_shown", code=code, reference=found.reference)
    return found


def _too_many(error: TooManySearches) -> Problem:
    """With the time from which on it goes on."""
    means = say("problem.too_many_searches.means", n=SEARCHES_MOST)
    if error.until is not None:
        means = say("problem.too_many_searches.until", n=SEARCHES_MOST, until=Instant(error.until))
    log.info("problem_shown", code=error.code)
    return Problem(say("problem.too_many_searches.what"), means, BOOKINGS, new_reference())


def _worded(error: type[ClearhourError]) -> str:
    """The nearest kind of error that a person has words for."""
    codes = (getattr(cls, "code", "") for cls in error.__mro__)
    return next((code for code in codes if f"problem.{code}.what" in ENGLISH), "unexpected")


def unexpected(reference: str | None) -> Problem:
    """The card for a fault of ours."""
    return _card(("problem.unexpected.what", "problem.unexpected.means"), ANYTHING, reference)


def outdated() -> Problem:
    """The card for a button of another version, or one that was tampered with."""
    return _card(("problem.outdated.what", "problem.outdated.means"), ANYTHING)


def new_reference() -> str:
    """Eight characters that stand on the card and in the log."""
    return secrets.token_hex(4)


def _card(texts: tuple[str, str], action: Action, reference: str | None = None) -> Problem:
    what, means = texts
    return Problem(say(what), say(means), action, reference or new_reference())
