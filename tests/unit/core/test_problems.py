"""Cards about what went wrong: the next step leads to where it can be put right."""

import pytest

from core.dialogue.commands import (
    Book,
    Command,
    Connect,
    Find,
    OpenFindForm,
    ShowBookings,
    ShowCalendars,
    ShowConnections,
    ShowHelp,
)
from core.dialogue.problems import problem
from core.dialogue.type_commands import ShowTypes
from core.shared.errors import InvalidChoice, OutlookUnavailable
from tests.unit.core.booking_scene import TEN

STEPS = [
    ("people", "choice.person_unknown", OpenFindForm()),
    ("start", "booking.time_is_over", OpenFindForm()),
    ("linked", "choice.calendar_gone", ShowCalendars()),
    ("linked", "choice.connected_read_only", ShowConnections()),
    ("platform", "choice.home_unknown", ShowConnections()),
    ("booking", "booking.still_writing", ShowBookings()),
    ("type", "types.owner_gone", ShowTypes()),
    ("code", "code.used_up", Connect()),
    ("note", "choice.note_long", ShowHelp()),
]


@pytest.mark.parametrize(("field", "reason", "step"), STEPS)
def test_what_cannot_be_chosen_is_chosen_anew_where_its_next_step_leads(field: str, reason: str, step: Command) -> None:
    shown = problem(InvalidChoice(field, reason)).next_step
    assert shown is not None
    assert shown.command == step


@pytest.mark.parametrize(("asked", "step"), [(Find(), Find()), (Book(TEN, 30), ShowHelp()), (None, ShowHelp())])
def test_while_outlook_is_silent_a_look_is_tried_again_and_nothing_that_changes_something(
    asked: Command | None, step: Command
) -> None:
    shown = problem(OutlookUnavailable(), asked).next_step
    assert shown is not None
    assert shown.command == step
