"""In German every card and form is whole in both chats: nothing is too long, and no English is left on it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.commands import ShowHelp
from core.people.model import Reader
from sandbox.teams.cards import card_problems, dialog_problems
from tests.unit.slack.examples import WORDS, Examples
from tests.unit.slack.rules import Json, message_problems, view_problems

GERMAN = replace(WORDS, reader=Reader("Europe/Berlin", "de-DE"))
OPENED = in_teams.Opened("form-1", ShowHelp())
SHOWN = {"text", "title", "label", "placeholder", "altText", "errorMessage", "tooltip", "accessibility_label"}
ALIKE = re.compile(r"\W*(Work\b.*|In Outlook: |(\d h )?\d+ min|\d h|English|Deutsch|Teams|Name)\W*")
"""What is the same in both languages, and the name in the examples."""


def shown(found: object) -> Iterator[str]:
    """Everything that a person reads or hears of a message, a card or a form."""
    if isinstance(found, dict):
        yield from (value for key, value in found.items() if key in SHOWN and isinstance(value, str))
    for one in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from shown(one)


def left(english: object, german: object) -> set[str]:
    alike = set(shown(english)) & set(shown(german))
    return {text for text in alike if re.search("[A-Za-z]{2}", text) and not ALIKE.fullmatch(text)}


def test_every_card_is_german_and_whole_in_both_chats() -> None:
    for screen in Examples("Work", 2).cards():
        message, card = in_slack.render(screen, GERMAN), in_teams.render(screen, GERMAN).card
        assert message_problems(message.text, message.blocks) == []
        assert card_problems(card) == []
        english: Json = in_teams.render(screen, WORDS).card
        assert left(in_slack.render(screen, WORDS).blocks, message.blocks) | left(english, card) == set(), screen


def test_every_form_is_german_and_whole_in_both_chats() -> None:
    for form in Examples("Work", 2).forms():
        view, dialog = in_slack.render_form(form, GERMAN, in_slack.Origin()), in_teams.render_form(form, GERMAN, OPENED)
        assert view_problems(view) == []
        assert dialog_problems(dialog.card) == []
        english = in_slack.render_form(form, WORDS, in_slack.Origin())
        there = in_teams.render_form(form, WORDS, OPENED)
        assert left(english, view) | left(there.card, dialog.card) == set(), form
        assert "…" not in view["title"]["text"] + view["submit"]["text"] + dialog.title
