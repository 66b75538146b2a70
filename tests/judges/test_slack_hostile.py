"""Hostile words in every screen, in Slack: valid, no markup of others, and each button means what it did."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from adapters.slack import render as in_slack
from adapters.slack.render import Message, Origin
from adapters.slack.render.blocks import _without_marks
from adapters.slack.render.limits import escape
from core.dialogue.commands import Command
from core.dialogue.model import MessageRef
from core.dialogue.payloads import to_payload
from core.dialogue.screens import Form, Screen
from core.dialogue.texts import Words
from tests.judges import facts, schemas
from tests.judges.hostile import MADE, Recipe, recipes
from tests.unit.slack import pressing
from tests.unit.slack.rules import elements, texts
from tests.unit.test_parity import form_meant, meant_by

OURS = re.compile(r"<https://[^\s<>|\"]+\|(?:Join|Beitreten|Teilnehmen)>")
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
ORIGIN = Origin(MessageRef("D1", "17.1"), "D1", "https://hooks.example/1")


@pytest.mark.parametrize("kind", [*in_slack.CARDS, *in_slack.FORMS], ids=lambda kind: kind.__name__)
def test_a_screen_of_hostile_words_is_as_good_as_any_other_in_slack(kind: type[Screen]) -> None:
    @MADE
    @given(recipes(kind))
    def judged(made: Recipe) -> None:
        judge(made.screen, made.words)

    judged()


def judge(screen: Screen, words: Words) -> None:
    """Everything that is asked of a screen in Slack."""
    if isinstance(screen, Form):
        view = in_slack.render_form(screen, words, ORIGIN)
        assert schemas.slack_modal(view) == [], schemas.slack_modal(view)
        nothing_of_others(view["blocks"])
        said, meant = pressing.submit(view).said, form_meant(screen)
        assert facts.same(screen, said, meant), (said, meant)
        return
    message = in_slack.render(screen, words)
    problems = schemas.slack_message(message.text, message.blocks)
    assert problems == [], problems
    nothing_of_others(message.blocks, message.text)
    names = Counter(one["accessibility_label"] for one in elements(message.blocks) if one["type"] == "button")
    twice = [name for name, times in names.items() if times > 1]
    assert twice == [], twice
    says_everything(screen, message, words)
    pressed_is_meant(screen, words, message)
    elsewhere(screen, words)


def elsewhere(screen: Screen, words: Words) -> None:
    """The same screen as a Home tab, and as a window of its own."""
    home, notice = in_slack.render_home(screen, words), in_slack.render_notice(screen, words)
    assert schemas.slack_view("Home", home) == [], home
    assert schemas.slack_view("Modal", notice) == [], notice
    assert max(len(home["blocks"]), len(notice["blocks"])) <= 100


def nothing_of_others(blocks: list[pressing.Json], fallback: str = "") -> None:
    """No link and no mention that we didn't make."""
    for one in [*(text["text"] for text in texts(blocks)), fallback]:
        assert not re.search(r"[<>]", OURS.sub("", one)), one
        assert not ENTITY.search(one), one
    urls = [one["url"] for one in elements(blocks) if "url" in one]
    assert all(one.startswith("https://bot.example/connect/") for one in urls)


def says_everything(screen: Screen, message: Message, words: Words) -> None:
    """Every fact is in the fallback text, in the order in which the card shows them."""
    plain = replace(words, escape=escape)
    unsaid = facts.unsaid(screen, message.text, plain)
    assert unsaid == [], (unsaid, message.text)
    shown = [one for block in message.blocks for one in _texts(block)]
    lines = [_without_marks(line) for text in shown for line in text.split("\n")]
    missing = facts.in_order([one for one in lines if not one.endswith("…")], message.text)
    assert missing == [], (missing, message.text)


def _texts(block: pressing.Json) -> list[str]:
    if block["type"] in ("header", "section"):
        return [block["text"]["text"]]
    return [one["text"] for one in block["elements"]] if block["type"] == "context" else []


def pressed_is_meant(screen: Screen, words: Words, message: Message) -> None:
    """Each button asks for what the screen meant; what didn't fit is left out, and that is said."""
    buttons = [one for one in elements(message.blocks) if "value" in one]
    pressed = [ask.said for one in buttons if (ask := pressing.click(message, one))]
    assert all(isinstance(one, Command) for one in pressed), pressed
    asked, meant = (Counter(map(to_payload, found)) for found in (pressed, meant_by(screen)))
    assert not asked - meant, (asked - meant, meant - asked)
    if meant - asked:
        assert replace(words, escape=escape).sentence("label.left_out") in str(message.blocks)
