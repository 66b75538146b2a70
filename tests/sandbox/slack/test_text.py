"""Typed text: nothing a person types can pass for a reference."""

import re

from hypothesis import given
from hypothesis import strategies as st

from sandbox.people import PEOPLE
from sandbox.slack.model import Channel
from sandbox.slack.text import command_text, message_text, pieces

CHANNELS = [Channel("C0GENERAL", "general", "channel", [])]
WORDS = st.lists(
    st.sampled_from(["<@U0BEN0001>", "@Ben", "@ada", "&", "<!here>", "a@b.example", "https://x.example", "#general"])
    | st.text(max_size=8)
).map(" ".join)
REFERENCE = re.compile(r"<(@U0[A-Z0-9]+(\|[^<>]+)?|#C0GENERAL\|general|mailto:[^<>]+|https?://[^<>]+)>")


@given(WORDS)
def test_only_the_references_we_make_hold_angle_brackets(typed: str) -> None:
    found = list(pieces(typed, PEOPLE, CHANNELS))
    for sent in (command_text(found, should_escape=True), message_text(found)):
        rest = REFERENCE.sub("", sent)
        assert "<" not in rest
        assert ">" not in rest


@given(WORDS)
def test_an_unescaped_command_is_the_typed_text_with_entities(typed: str) -> None:
    found = list(pieces(typed, PEOPLE, CHANNELS))
    sent = command_text(found, should_escape=False)
    assert "<" not in sent
    assert sent.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == typed
    assert "".join(piece.typed for piece in found) == typed
