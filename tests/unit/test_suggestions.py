"""What a message suggests as the title of a meeting about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.edge.suggestions import TITLE_MOST, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Launch & budget?", "Launch & budget"),
        ("Can we meet? I have news.", "Can we meet"),
        ("  Roadmap\nsecret figures below", "Roadmap"),
        ("Please look at v2.1 of the plan.", "Please look at v2.1 of the plan"),
        ("https://x.example/a b", "b"),
        ("...\n\u200b\nThen this", "Then this"),
        ("", ""),
        ("word " * 30, ("word " * 8).strip()),
    ],
)
def test_it_is_the_first_sentence_cut_between_words(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(max_size=300))
def test_whatever_was_written_it_is_one_short_line(text: str) -> None:
    title = title_of(text)
    assert len(title) <= TITLE_MOST
    assert len(title.splitlines()) <= 1
