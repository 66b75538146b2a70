"""Every error as a card: what happened, what it means, one next step, and a reference for the logs."""

import secrets

import structlog

from core.dialogue.catalogue import ENGLISH
from core.dialogue.commands import AddAccount, Connect, ShowBookings, ShowCalendars, ShowConnections, ShowHelp
from core.dialogue.screens import Action, Instant, Problem, say
from core.dialogue.type_commands import ShowTypes
from core.people.searching import SEARCHES_MOST
from core.shared.errors import ClearhourError, InvalidChoice, PermissionMissing, TooManySearches

log = structlog.get_logger()

NEXT_STEPS = {
    "not_connected": Action(say("action.connect"), Connect()),
    "reconnect_needed": Action(say("action.connections"), ShowConnections()),
    "permission_missing": Action(say("action.calendars"), ShowCalendars()),
    "permission_missing.write": Action(say("action.upgrade"), AddAccount()),
    "not_yours": Action(say("action.help"), ShowHelp()),
    "gone": Action(say("action.bookings"), ShowBookings()),
    "calendar_unreadable": Action(say("action.connections"), ShowConnections()),
    "types.not_writable": Action(say("action.types"), ShowTypes()),
    "types.members_gone": Action(say("action.types"), ShowTypes()),
    "types.owner_gone": Action(say("action.types"), ShowTypes()),
    "types.no_address": Action(say("action.connect"), Connect()),
    "boss.not_shared": Action(say("action.calendars"), ShowCalendars()),
    "booking.no_linked": Action(say("action.calendars"), ShowCalendars()),
    "booking.linked_gone": Action(say("action.calendars"), ShowCalendars()),
}
ANYTHING = Action(say("action.help"), ShowHelp())


def problem(error: ClearhourError) -> Problem:
    """The card for an error that a person can do something about. Logs its code and reference, nothing else."""
    code = error.code
    if isinstance(error, TooManySearches):
        return _too_many(error)
    if isinstance(error, InvalidChoice):
        code = error.reason
        texts = ("problem.choice.what", error.reason)
    else:
        if isinstance(error, PermissionMissing) and error.what == "write":
            code = "permission_missing.write"
        worded = code if f"problem.{code}.what" in ENGLISH else _worded(type(error))
        texts = (f"problem.{worded}.what", f"problem.{worded}.means")
    found = _card(texts, NEXT_STEPS.get(code, ANYTHING))
    log.info("problem_shown", code=code, reference=found.reference)
    return found


def _too_many(error: TooManySearches) -> Problem:
    """With the time from which on it goes on."""
    means = say("problem.too_many_searches.means", n=SEARCHES_MOST)
    if error.until is not None:
        means = say("problem.too_many_searches.until", n=SEARCHES_MOST, until=Instant(error.until))
    log.info("problem_shown", code=error.code)
    step = Action(say("action.bookings"), ShowBookings())
    return Problem(say("problem.too_many_searches.what"), means, step, new_reference())


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
