"""Hostile words in every screen, in Teams: valid, no markup of others, and each button means what it did."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from adapters.teams import render as in_teams
from adapters.teams.http import encoded
from adapters.teams.render import Opened, Surface
from adapters.teams.render.limits import CARD_MOST_BYTES, escape
from core.dialogue.commands import ChooseCalendars, Command, PreviewCalendars, ShowHelp
from core.dialogue.payloads import to_payload
from core.dialogue.screens import CalendarPicker, Form, Screen
from core.dialogue.texts import Words
from sandbox.teams.cards import card_problems, dialog_problems
from sandbox.teams.cards.finding import actions_of, every_object
from tests.judges import facts, schemas
from tests.judges.hostile import MADE, Recipe, recipes
from tests.unit.teams import pressing
from tests.unit.test_parity import form_meant, meant_by

OPENED = Opened("f" * 16, ShowHelp(), "1700000000000")
LINKS = ("https://bot.example/connect/", "https://teams.example/j", "https://x.example/", "http://x.example")
Json = pressing.Json


@pytest.mark.parametrize("kind", [*in_teams.CARDS, *in_teams.FORMS], ids=lambda kind: kind.__name__)
def test_a_screen_of_hostile_words_is_as_good_as_any_other_in_teams(kind: type[Screen]) -> None:
    @MADE
    @given(recipes(kind))
    def judged(made: Recipe) -> None:
        judge(made.screen, made.words)

    judged()


def judge(screen: Screen, words: Words) -> None:
    """Everything that is asked of a screen in Teams."""
    if isinstance(screen, Form):
        made = in_teams.render_form(screen, words, OPENED)
        valid(made.card, Surface.DIALOG)
        assert 0 < len(made.title) <= 64
        said, meant = pressing.submit(made.card).ask.said, form_meant(screen)
        assert facts.same(screen, said, meant), (said, meant)
        return
    for surface in Surface:
        message = in_teams.render(screen, words, surface)
        valid(message.card, surface)
        assert len(message.summary) <= 200
        says_everything(screen, message.card, words)
        pressed_is_meant(screen, words, message.card, surface)


def valid(card: Json, surface: Surface) -> None:
    """By Microsoft's schema, by what that doesn't say, and by size; names differ, nobody's words are markup."""
    problems = [*schemas.teams_card(card), *(card_problems if surface is Surface.MESSAGE else dialog_problems)(card)]
    assert problems == [], problems
    assert card["version"] == "1.5"
    assert len(encoded(card)) <= CARD_MOST_BYTES
    names = Counter(one["tooltip"] for one in outer_actions(card))
    twice = [name for name, times in names.items() if times > 1]
    assert twice == [], twice
    nothing_of_others(card)


def outer_actions(card: Json) -> list[Json]:
    """Every action of the card but those inside a question."""
    found = [one for one in every_object(card, shown_cards=False) if str(one.get("type")).startswith("Action.")]
    return [one for one in found if one.get("title")]


def nothing_of_others(card: Json) -> None:
    """No function, no link and no Markdown but ours: where Teams reads Markdown, there are no links in the words."""
    for one in every_object(card):
        assert "{{" not in str(one.get("text", "")), one
        for title in (one.get("title", ""), *(choice["title"] for choice in one.get("choices", ()))):
            if str(one["type"]).startswith("Input."):
                assert "](" not in title, title
                assert "<" not in title or "<http" not in title, title
    for action in actions_of(card):
        if action["type"] == "Action.OpenUrl":
            assert action["url"].startswith(LINKS), action["url"]


def says_everything(screen: Screen, card: Json, words: Words) -> None:
    """Every fact is in the fallback text, in the order in which the card shows them."""
    text = card["fallbackText"]
    unsaid = facts.unsaid(screen, text, replace(words, escape=escape))
    assert unsaid == [], (unsaid, text)
    runs = ["".join(run["text"] for run in one["inlines"]) for one in card["body"] if one["type"] == "RichTextBlock"]
    missing = facts.in_order([one for one in runs if not one.endswith("…")], text)
    assert missing == [], (missing, text)


def pressed_is_meant(screen: Screen, words: Words, card: Json, surface: Surface) -> None:
    """Each button asks for what the screen meant; what didn't fit is left out, and that is said."""
    press = pressing.click if surface is Surface.MESSAGE else pressing.press_in_dialog
    found = [press(card, one).said for one in pressing.buttons(card)]
    asked, meant = (Counter(map(to_payload, plain(screen, some))) for some in (found, meant_by(screen)))
    assert not asked - meant, (asked - meant, meant - asked)
    left_out = replace(words, escape=escape).sentence("label.left_out")
    assert not meant - asked or left_out in json.dumps(card, ensure_ascii=False)


def plain(screen: Screen, asked: Sequence[object]) -> list[Command]:
    """Of a picker with too many calendars, Save carries what it listed: tests/unit/test_calendar_picker_sizes.py."""
    assert all(isinstance(one, Command) for one in asked), asked
    left = (ChooseCalendars, PreviewCalendars) if isinstance(screen, CalendarPicker) else ()
    return [one for one in asked if isinstance(one, Command) and not isinstance(one, left)]
