"""A page belongs to nobody yet: it speaks the language that the browser asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages import accepted
from core.dialogue.catalogue.translations import language_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("de", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,de;q=0.8,en;q=0.7", "de"),
        ("fr-FR,en;q=0.5,de;q=0.7", "de"),
        ("en;q=0.5,de;q=0.5", "en"),
        ("de;q=0, en", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=nan", "en"),
        ("../../de", "en"),
    ],
)
def test_the_browsers_best_liked_language_that_there_is_is_spoken(header: str, language: str) -> None:
    assert language_of(accepted(header)) == language


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=300))
def test_any_header_leads_to_some_language(header: str) -> None:
    assert language_of(accepted(header)) in {"en", "de"}
