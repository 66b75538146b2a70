"""The vendors' schemas refuse what the vendors refuse, and take what we send."""

from typing import Any

import pytest

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.commands import ShowHelp
from tests.judges import schemas
from tests.unit.slack.examples import HOSTILE, WORDS, Examples

Json = dict[str, Any]
BUTTON: Json = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "a", "value": "1"}
SECTION: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
RUN: Json = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "Hello"}]}
CARD: Json = {"type": "AdaptiveCard", "version": "1.5", "body": [RUN]}
MODAL: Json = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [SECTION]}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "sektion", "text": SECTION["text"]},
        {"type": "actions", "elements": [{**BUTTON, "style": "huge"}]},
        {"type": "actions", "elements": [{**BUTTON, "text": SECTION["text"]}]},
        {"type": "actions", "elements": [{**BUTTON, "colour": "red"}]},
        {"type": "header", "text": SECTION["text"]},
        {"type": "image", "image_url": "https://x.example/a.png"},
        {"text": SECTION["text"]},
    ],
)
def test_slacks_own_types_refuse_what_slack_refuses(block: Json) -> None:
    message = schemas.slack_type("Message")
    assert message.is_valid({"text": "x", "blocks": [SECTION, {"type": "actions", "elements": [BUTTON]}]})
    assert not message.is_valid({"text": "x", "blocks": [SECTION, block]})


def test_slacks_own_types_refuse_a_modal_without_a_title() -> None:
    modal = schemas.slack_type("Modal")
    assert modal.is_valid(MODAL)
    assert not modal.is_valid({key: value for key, value in MODAL.items() if key != "title"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": [{"type": "RichTekst", "inlines": []}]},
        {"body": [{"type": "TextBlock", "text": "x", "weight": "Heavy"}]},
        {"body": [{"type": "TextBlock", "text": "x", "wrapp": True}]},
        {"body": [{"type": "Input.Text", "label": "x"}]},
        {"body": [{"type": "Input.ChoiceSet", "id": "x", "choices": [{"title": "x"}]}]},
        {"actions": [{"type": "Action.Run", "title": "x"}]},
        {"actions": [{"type": "Action.Execute", "title": "x", "verb": 3}]},
        {"body": RUN},
    ],
)
def test_microsofts_schema_refuses_what_teams_misdraws(wrong: Json) -> None:
    assert schemas.teams_card(CARD) == []
    assert not schemas.adaptive_card().is_valid({**CARD, **wrong})


@pytest.mark.parametrize(("text", "size"), [("Work", 2), ("", 0), (HOSTILE, 3)])
def test_every_example_of_a_screen_is_valid_by_both_schemas(text: str, size: int) -> None:
    examples = Examples(text, size)
    for screen in examples.cards():
        message = in_slack.render(screen, WORDS)
        assert schemas.slack_message(message.text, message.blocks) == [], screen
        for surface in in_teams.Surface:
            assert schemas.teams_card(in_teams.render(screen, WORDS, surface).card) == [], screen
    for form in examples.forms():
        assert schemas.slack_modal(in_slack.render_form(form, WORDS, in_slack.Origin())) == [], form
        made = in_teams.render_form(form, WORDS, in_teams.Opened("form-1", ShowHelp()))
        assert schemas.teams_card(made.card) == [], form
