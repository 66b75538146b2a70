"""The form of why in both chats: what is typed wrong is said beside its field, never guessed."""

from datetime import date
from typing import Any

import pytest

from adapters.edge.fields import time_field
from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.commands import OpenWhyForm, Why
from core.dialogue.screens import WhyForm, clock
from core.shared.errors import InvalidChoice
from tests.unit.slack import pressing as slack_hands
from tests.unit.slack.examples import WORDS
from tests.unit.slack.rules import view_problems
from tests.unit.teams import pressing as teams_hands

TUESDAY = date(2026, 12, 1)
FORM = WhyForm(TUESDAY, 840, (15, 30, 60), 30, (), Why(TUESDAY, 840, 30))
VIEW = in_slack.render_form(FORM, WORDS, in_slack.Origin())
DIALOG = in_teams.render_form(FORM, WORDS, in_teams.Opened("form-1", OpenWhyForm())).card


def test_both_forms_show_the_time_and_ask_about_another_one() -> None:
    assert view_problems(VIEW) == []
    modal = slack_hands.submit(
        VIEW,
        on={"type": "datepicker", "selected_date": "2026-12-02"},
        time={"type": "timepicker", "selected_time": "09:45"},
    )
    dialog = teams_hands.submit(DIALOG, on="2026-12-02", time="09:45").ask
    assert modal.said == dialog.said == Why(date(2026, 12, 2), 585, 30)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("on", {"type": "datepicker", "selected_date": None}),
        ("time", {"type": "timepicker", "selected_time": None}),
        ("time", {"type": "timepicker", "selected_time": "25:00"}),
    ],
)
def test_a_field_that_is_empty_or_nonsense_is_refused_in_slack(field: str, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidChoice) as refused:
        slack_hands.submit(VIEW, **{field: changed})
    assert refused.value.field == field


def test_a_day_that_does_not_exist_is_no_command() -> None:
    said = slack_hands.submit(VIEW, on={"type": "datepicker", "selected_date": "2026-02-31"}).said
    assert not isinstance(said, Why)


@pytest.mark.parametrize("field", ["on", "time"])
def test_an_empty_field_is_refused_in_teams(field: str) -> None:
    (button,) = teams_hands.buttons(DIALOG)
    data = {**teams_hands.sent(DIALOG, button), field: ""}
    found = teams_hands.submission(teams_hands.activity(type="invoke", name="task/submit", value={"data": data}))
    assert found is not None
    assert found.wrong is not None
    assert found.wrong.field == field


def test_every_minute_comes_back_from_a_time_picker() -> None:
    assert [time_field(clock(minute)) for minute in range(1440)] == list(range(1440))
    for wrong in (None, "", "9", "9:5", "24:00", "14:60", "2 pm"):
        with pytest.raises(InvalidChoice):
            time_field(wrong)
