"""Both chats show every screen, and every button and form asks for exactly what the screen meant, in both."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue import screens
from core.dialogue.commands import (
    ChooseCalendars,
    Command,
    PreviewCalendars,
    SaveAdvanced,
    ShowHelp,
    Why,
)
from core.dialogue.payloads import from_payload, to_payload
from core.dialogue.screens import (
    Action,
    AdvancedForm,
    BookingForm,
    CalendarPicker,
    FindForm,
    Form,
    Screen,
    SettingsForm,
    WhyForm,
)
from core.dialogue.screens.settings import DayField, Field, ManyField, NoteField, PeopleField, SwitchField, TextField
from tests.unit.slack import pressing as slack_hands
from tests.unit.slack.examples import HOSTILE, WORDS, Examples
from tests.unit.slack.rules import elements
from tests.unit.teams import pressing as teams_hands

Said = list[Command]
OPENED = in_teams.Opened("form-1", ShowHelp())
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40) | st.just(HOSTILE)
"""Core takes NUL out of every command: no database keeps it."""


def meant_by(screen: Screen) -> Said:
    """What the buttons of a card may ask for; a picker's Save asks for what the picker shows."""
    found = [action.command for action in _actions(screen) if action.command is not None]
    return [*found, ChooseCalendars(*_shown(screen))] if isinstance(screen, CalendarPicker) else found


def _shown(picker: CalendarPicker) -> tuple[str | None, tuple[str, ...]]:
    ticked = dict.fromkeys([picker.linked, *picker.conflicts] if picker.linked_blocks else picker.conflicts)
    return picker.linked, tuple(one for one in ticked if one)


def form_meant(form: Form) -> Command:
    """What an untouched form asks for."""
    match form:
        case FindForm():
            people = tuple(one.named for one in form.people)
            return replace(form.submit, duration_minutes=form.duration_minutes, people=people)
        case BookingForm():
            return replace(
                form.submit,
                duration_minutes=form.duration_minutes,
                people=tuple(one.named for one in form.people),
                title=form.title.strip(),
                online=form.online,
                note=form.submit.note.strip(),
            )
        case AdvancedForm():
            ticked = tuple(name for name, blocks in form.states if blocks)
            warned = form.warned if form.warnable else None
            hidden = form.hidden if form.accounts else None
            return SaveAdvanced(form.blocking, ticked, form.linked_blocks, warned, hidden)  # type: ignore[arg-type]
        case WhyForm():
            people = tuple(one.named for one in form.people)
            return Why(form.on, form.minute, form.duration_minutes, people)
        case SettingsForm():
            filled = {field.name: _content(field) for field in form.fields}
            return from_payload(to_payload(form.submit), **filled)
    raise AssertionError(f"a form without a meaning here: {form}")


def _content(field: Field) -> object:
    """What an untouched field fills in."""
    match field:
        case TextField() | DayField():
            return field.value.strip() if isinstance(field.value, str) else field.value
        case NoteField():
            return field.value.strip()
        case SwitchField():
            return field.on
        case ManyField():
            return tuple(field.chosen)
        case PeopleField():
            return tuple(one.named for one in field.people)
    with suppress(ValueError):  # a time that can be chosen
        return datetime.strptime(field.chosen, "%Y-%m-%dT%H:%M%z")
    return int(field.chosen) if field.chosen.isdigit() else field.chosen


def slack_asks(screen: Screen) -> Said:
    message = in_slack.render(screen, WORDS)
    pressed = [slack_hands.click(message, one) for one in elements(message.blocks) if "value" in one]
    return [_command(ask.said) for ask in pressed if ask is not None]


def teams_asks(screen: Screen) -> Said:
    card = in_teams.render(screen, WORDS).card
    found = [_command(teams_hands.click(card, one).said) for one in teams_hands.buttons(card)]
    return [one for one in found if not isinstance(one, PreviewCalendars)]  # in Slack a changed input sends it


def dialog_asks(screen: Screen) -> Said:
    card = in_teams.render(screen, WORDS, in_teams.Surface.DIALOG).card
    found = [_command(teams_hands.press_in_dialog(card, one).said) for one in teams_hands.buttons(card)]
    return [one for one in found if not isinstance(one, PreviewCalendars)]


def test_every_screen_has_a_rendering_in_both_chats() -> None:
    found = [getattr(screens, name) for name in screens.__all__]
    concrete = {one for one in found if isinstance(one, type) and issubclass(one, Screen)} - {Screen, Form}
    assert set(in_slack.CARDS) | set(in_slack.FORMS) == concrete
    assert set(in_teams.CARDS) | set(in_teams.FORMS) == concrete
    examples = Examples("Work", 2)
    assert {type(one) for one in (*examples.cards(), *examples.forms())} == concrete


def test_screen_families_have_the_same_files_everywhere() -> None:
    families = _files("core/dialogue/screens") - {"__init__.py", "words.py"}
    assert families <= _files("adapters/slack/render")
    assert families <= _files("adapters/teams/render")


@pytest.mark.parametrize("asks", [slack_asks, teams_asks, dialog_asks])
@settings(max_examples=10)
@given(text=TEXTS)
def test_every_button_asks_for_what_its_screen_meant(asks: Callable[[Screen], Said], text: str) -> None:
    for screen in Examples(text, 2).cards():
        assert sorted(map(to_payload, asks(screen))) == sorted(map(to_payload, meant_by(screen))), screen


@settings(max_examples=10)
@given(text=TEXTS)
def test_an_untouched_form_asks_for_what_it_shows_in_both_chats(text: str) -> None:
    for form in Examples(text, 2).forms():
        in_modal = slack_hands.submit(in_slack.render_form(form, WORDS, in_slack.Origin())).said
        in_dialog = teams_hands.submit(in_teams.render_form(form, WORDS, OPENED).card).ask.said
        assert in_modal == in_dialog == form_meant(form)


def _actions(found: object) -> list[Action]:
    if isinstance(found, Action):
        return [found]
    if isinstance(found, tuple):
        return [action for one in found for action in _actions(one)]
    names = getattr(type(found), "__dataclass_fields__", {})
    return [action for name in names for action in _actions(getattr(found, name))]


def _files(folder: str) -> set[str]:
    return {one.name for one in (Path(__file__).parents[2] / folder).glob("*.py")}


def _command(said: object) -> Command:
    assert isinstance(said, Command)
    return said
