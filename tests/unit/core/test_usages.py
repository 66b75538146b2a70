"""What help says is typed, in every language, is read as the command that it stands for."""

import pytest

from core.dialogue.answers.help import EVERYBODY, usage
from core.dialogue.catalogue.translations import available
from core.dialogue.commands import ShowHelp
from core.dialogue.reading import read_command
from core.dialogue.texts import Words
from core.people.model import Platform, Reader
from tests.unit.world import MONDAY


def typed(name: str, language: str) -> str:
    """As Teams shows it, which has addresses for people."""
    return Words(Reader("Europe/Berlin", language), MONDAY).say(usage(name, Platform.TEAMS))


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("name", [name for _, name in EVERYBODY])
def test_the_words_of_help_are_read_in_every_language(name: str, language: str) -> None:
    english, own = (read_command(typed(name, one), MONDAY.date(), "/schedule") for one in ("en", language))
    assert not isinstance(own, ShowHelp)
    assert own == english
