"""Every sentence exists, is used, and is whole: read from the source, so that no path has to be walked."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import adapters
import bot
import core.outlook.build
import core.storage.errors  # noqa: F401 (all errors count)
from adapters.edge.fields import REPEATS
from core.availability import ShowAs
from core.availability.hours import WEEKDAYS
from core.booking.adoption import EVERY, SOME
from core.booking.model import BookingState
from core.booking.repeats import Every
from core.booking.usecases import pushing, succession
from core.configuration.meeting_types.model import TypeMode
from core.configuration.meeting_types.usecases import NEEDS_MEMBERS
from core.configuration.model import Obstacle, ToldInvitations
from core.conflicts.model import End, Kind, Role
from core.connection.health import Why
from core.connection.usecases import Outcome
from core.connection.usecases.approving import STALLED
from core.dialogue.answers.booking_card import NAMES_CALENDAR
from core.dialogue.answers.help import EVERYBODY
from core.dialogue.answers.wish import PARTS
from core.dialogue.catalogue import ENGLISH, MODULES
from core.dialogue.health import CalendarWhy
from core.dialogue.invitations_model import InvitationState
from core.dialogue.problems import problem
from core.dialogue.texts import AGO, Words
from core.people.model import Platform, Reader
from core.shared.errors import ClearhourError, InvalidChoice, PermissionMissing, SettingsError
from tests.unit.world import MONDAY

ROOT = Path(bot.__file__).parents[1]
REFUSALS = {refused.code for refused in pushing.CERTAIN_REFUSALS}
HAND_OVER = {succession.CHANGED, succession.UNREACHABLE}
STATES = {state.value for state in ShowAs}
ROLES = {role.value for role in Role if role is not Role.MINE} | {"optional"}
READING_ERRORS = {
    "outlook_unavailable", "outlook_rejected", "reconnect_needed", "permission_missing", "operator_needed",
    "not_connected",
}  # fmt: skip


def subclasses(of: type[ClearhourError]) -> Iterator[type[ClearhourError]]:
    """All errors below this one that the program defines."""
    for cls in (one for one in of.__subclasses__() if not one.__module__.startswith("tests.")):
        yield cls
        yield from subclasses(cls)


NEVER_IN_CHAT = {InvalidChoice.code, SettingsError.code}
CODES = {cls.code for cls in subclasses(ClearhourError) if cls.__module__ == "core.shared.errors"} - NEVER_IN_CHAT
ENDINGS = ({outcome.value for outcome in Outcome} - {"connected", "code", "join", "joined"}) | {STALLED}
BUILT: dict[str, set[str]] = {
    "signin.*": ENDINGS,
    "signin.*.means": ENDINGS,
    "chat.*": {platform.value for platform in Platform},
    "agenda.*": {"today", "tomorrow", "week"},
    "action.*": {"today", "tomorrow", "week"},
    "show_as.*": STATES,
    "state.*": STATES | {state.value for state in BookingState} - {"failed"},
    "state.*_there": {state.value for state in NAMES_CALENDAR},
    "day.*": set(WEEKDAYS),
    "bookings.*": {"move", "cancel"},
    "booking.*": {state.value for state in BookingState},
    "failed.*": REFUSALS
    | HAND_OVER
    | {"day_full", "slot_taken", "series_taken", "lapsed", "calendar_unreadable", "outcome_unknown"},
    "note.*": {f"cancel.{code}" for code in REFUSALS} | {"read_back.missing", succession.STAYS},
    "move.*": REFUSALS | {"slot_taken", "day_full", "series_taken", "lapsed", "calendar_unreadable", "outcome_unknown"},
    "answer.*": {"declined", "proposed"},
    "series.rule.*": {every.value for every in Every},
    "form.repeats.*": set(REPEATS),
    "adopted.*": {"single", SOME, "workdays", *EVERY.values()},
    "role.invited_*": ROLES,
    "role.invited_by_*": ROLES,
    "soft.*": {kind.value for kind in Kind},
    "never.*": {kind.value for kind in Kind},
    "resolved.*": {End.GONE.value, End.FREE.value},
    "obstacle.*": {obstacle.value for obstacle in Obstacle},
    "choice.*": {obstacle.value for obstacle in Obstacle},
    "reason.*": READING_ERRORS,
    "health.why.*": {why.value for why in (*Why, *CalendarWhy)},
    "problem.*.what": CODES | {"permission_missing.write"},
    "problem.*.means": CODES | {"permission_missing.write"},
    "form.*.label": {"since", "until"},
    "form.part.*": set(PARTS),
    "advanced.blocking.*": {"default", "only_busy", "custom"},
    "settings.never.*": {kind.value for kind in Kind if kind is not Kind.MEETING},
    "settings.again.*": {kind.value for kind in Kind if kind is not Kind.MEETING},
    "settings.form.*": set(WEEKDAYS),
    "usage.*": {name for _, name in EVERYBODY},
    "help.*": {name for _, name in EVERYBODY},
    "types.mode.*": {mode.value for mode in TypeMode},
    "types.people.*": {mode.value for mode in NEEDS_MEMBERS} | {TypeMode.TEAM.value},
    "day.invitations.*": {one.value for one in ToldInvitations},
    "invitation.heading.*": {one.value for one in InvitationState},
    "invitation.heading.*_in_outlook": {"accepted", "tentative", "declined"},
    "name.invitation_*": {"accept", "tentative", "decline", "propose", "again"},
    "day.form.*": {one.value for one in ToldInvitations},
    "settings.name.*": {"hours", "rules", "blocking", "warnings"},
    "advanced.blocking.*_hint": {"default", "only_busy", "custom"},
}
"""Keys that the program puts together, with everything that can stand in the gap."""


def built() -> set[str]:
    return {pattern.replace("*", part) for pattern, parts in BUILT.items() for part in parts}


@cache
def trees() -> tuple[ast.AST, ...]:
    files = [path for package in ("core", "adapters", "bot") for path in (ROOT / package).rglob("*.py")]
    return tuple(ast.parse(path.read_text()) for path in files if "catalogue" not in path.parts)


@cache
def nodes(kind: type[ast.AST]) -> tuple[ast.AST, ...]:
    return tuple(node for tree in trees() for node in ast.walk(tree) if isinstance(node, kind))


@cache
def pieces() -> frozenset[int]:
    """The parts of f-strings that stand there as they are."""
    return frozenset(id(part) for node in nodes(ast.JoinedStr) for part in node.values)  # type: ignore[attr-defined]


def constants() -> set[str]:
    """Every string of the program outside of f-strings."""
    found = (node for node in nodes(ast.Constant) if id(node) not in pieces())
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def patterns() -> set[str]:
    """The f-strings that look like keys, with a star for each gap."""
    families = {key.split(".")[0] + "." for key in ENGLISH}
    found = set()
    for node in nodes(ast.JoinedStr):
        assert isinstance(node, ast.JoinedStr)
        shown = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        if any(shown.startswith(family) for family in families) and " " not in shown:
            found.add(shown)
    return found


def said() -> set[str]:
    """The keys given to say, label and InvalidChoice as they stand."""
    found = set()
    for node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"say": 0, "label": 0, "InvalidChoice": 1}.get(name)
        if place is not None and len(node.args) > place:
            keys = ast.walk(node.args[place]) if name != "InvalidChoice" else [node.args[place]]
            whole = (key for key in keys if isinstance(key, ast.Constant) and id(key) not in pieces())
            found |= {str(key.value) for key in whole if "." in str(key.value)}
    return found


def test_the_program_says_something_at_all() -> None:
    assert len(said()) > 100
    assert adapters.__doc__ is not None


def test_every_sentence_that_is_said_exists() -> None:
    assert said() - ENGLISH.keys() == set()


def test_every_key_that_is_put_together_is_listed_here_and_exists_with_every_part() -> None:
    assert patterns() - {"booking.*"} == BUILT.keys() - {"booking.*"}
    assert built() - ENGLISH.keys() == set()


def test_no_sentence_is_unused() -> None:
    ages = {key for key, _, _ in AGO}
    assert ENGLISH.keys() - constants() - built() - ages == set()


def test_no_key_stands_in_two_files() -> None:
    folder = ROOT / "core/dialogue/catalogue"
    files = {
        path.stem for path in folder.glob("*.py") if re.search(r"^[A-Z_]+(: .*)? = {$", path.read_text(), re.MULTILINE)
    }
    assert MODULES.keys() == files - {"__init__"}
    assert sum(len(part) for part in MODULES.values()) == len(ENGLISH)


def test_every_failure_that_a_booking_can_end_with_has_its_words() -> None:
    codes = set()
    for node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "_fail" and len(node.args) > 1:
            codes |= {part.value for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)}
    failures = {str(code) for code in codes} | REFUSALS | {"lapsed"}
    assert {"slot_taken", "calendar_unreadable", "not_connected"} <= failures
    assert {f"failed.{code}" for code in failures} <= ENGLISH.keys()


ROOMS_ERRORS = [cls for cls in subclasses(ClearhourError) if cls.__module__.startswith("core.")]
"""Adapters bring errors of their own, and whether they are imported depends on the other tests."""


@pytest.mark.parametrize("error", sorted(ROOMS_ERRORS, key=lambda cls: cls.__name__))
def test_every_error_becomes_a_card_with_words_a_next_step_and_a_reference(error: type[ClearhourError]) -> None:
    samples = {
        "InvalidChoice": lambda: InvalidChoice("linked", "choice.calendar_gone"),
        "PermissionMissing": lambda: PermissionMissing("calendar"),
        "SettingsError": lambda: SettingsError(()),
        "CalendarUnreadable": lambda: error(("Work",)),
    }
    plain = (lambda: error(404, "ErrorItemNotFound")) if issubclass(error, _rejected()) else error
    card = problem(samples.get(error.__name__, plain)())
    words = Words(Reader("UTC", "en-GB"), MONDAY)
    assert words.say(card.what)
    assert words.say(card.means)
    assert card.next_step is not None
    assert len(card.reference) == 8


def _rejected() -> type[ClearhourError]:
    from core.shared.errors import OutlookRejected

    return OutlookRejected


@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_is_short_plain_and_its_gaps_have_names(key: str) -> None:
    text = ENGLISH[key]
    assert text.strip() == text != ""
    assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))
    assert len(text) <= 200
    assert not any(word in text.casefold() for word in ("error", "exception", "token", "null", "graph", "oops"))


def test_every_sentence_is_filled_with_the_gaps_it_has() -> None:
    """`say("key", name=…)`: the names are those of the sentence."""
    wrong = []
    for node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name not in {"say", "label"} or not node.args or any(one.arg is None for one in node.keywords):
            continue
        key = node.args[0]
        if isinstance(key, ast.Constant) and key.value in ENGLISH:
            gaps = {gap for _, gap, _, _ in string.Formatter().parse(ENGLISH[str(key.value)]) if gap}
            given = {str(one.arg) for one in node.keywords}
            if gaps != given:
                wrong.append((key.value, gaps, given))
    assert wrong == []
