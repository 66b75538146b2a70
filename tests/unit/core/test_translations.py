"""German is whole, its gaps fit, and another language is a folder of files and nothing else."""

import tomllib
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from core.dialogue import texts
from core.dialogue.catalogue import ENGLISH, MODULES, __main__, translations
from core.dialogue.catalogue.__main__ import brought_up_to_date, ids, update
from core.dialogue.catalogue.sentence import Counted, counted
from core.dialogue.catalogue.translations import (
    FOLDER,
    available,
    fits,
    forms,
    gaps,
    in_language,
    language_of,
    own_name,
    read,
    usable,
)
from core.dialogue.catalogue.writing import write
from core.dialogue.screens import Day, say
from core.dialogue.texts import Words
from core.people.model import Reader
from tests.unit.world import MONDAY

COMPLETE = ("de",)
"""Languages in which every sentence is said. The others may have fewer: what they lack is said in English."""
FILES = sorted((path.parent.name, path.stem) for path in FOLDER.glob("*/*.po"))


def words(locale: str) -> Words:
    return Words(Reader("Europe/Berlin", locale), MONDAY)


def entries(language: str, module: str) -> dict[str, Message]:
    found = [message for message in read(FOLDER / language / f"{module}.po") if message.id]
    assert len({message.context for message in found}) == len(found)
    return {str(message.context): message for message in found}


@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_is_translated_from_the_english_of_today(language: str, module: str) -> None:
    """If this fails: `make texts`, then fill the empty msgstr and look at what is marked fuzzy."""
    found = entries(language, module)
    assert list(found) == list(MODULES[module])
    assert {key for key, message in found.items() if message.id != ids(MODULES[module][key])} == set()
    assert [key for key, message in found.items() if not usable(message)] == []


@pytest.mark.parametrize(("language", "module"), FILES)
def test_a_translation_has_the_gaps_of_its_sentence_in_every_form(language: str, module: str) -> None:
    plurals = read(FOLDER / language / f"{module}.po").num_plurals
    found = {key: message for key, message in entries(language, module).items() if usable(message)}
    assert [key for key, message in found.items() if not fits(message)] == []
    assert [key for key, one in found.items() if len(forms(one)) != (plurals if isinstance(one.id, tuple) else 1)] == []
    assert [key for key, one in found.items() if gaps(forms(one)[-1]) != gaps(MODULES[module][key])] == []


@pytest.mark.parametrize(("language", "module"), FILES)
def test_the_files_are_written_as_make_texts_writes_them(language: str, module: str, tmp_path: Path) -> None:
    written = FOLDER / language / f"{module}.po"
    again = tmp_path / language / written.name
    write(again, brought_up_to_date(read(written), MODULES[module]), language)
    assert again.read_text() == written.read_text(), "run: make texts"


@pytest.mark.parametrize("key", [key for key, sentence in ENGLISH.items() if isinstance(sentence, Counted)])
def test_a_sentence_that_counts_has_its_forms(key: str) -> None:
    sentence = ENGLISH[key]
    assert isinstance(sentence, Counted)
    assert sentence.by in gaps(sentence)
    assert sentence.one != str(sentence)
    assert gaps(sentence) - {sentence.by} <= gaps(sentence.one) <= gaps(sentence)


def test_one_is_not_many() -> None:
    assert words("en-GB").say(say("ask.all_dates", n=1)) != words("en-GB").say(say("ask.all_dates", n=2))
    assert words("en-GB").say(say("duration.days", n=1)) == "1 day"
    assert words("de-DE").say(say("duration.days", n=1)) == "1 Tag"
    assert words("de-DE").say(say("duration.days", n=3)) == "3 Tage"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-GB", "Connect"), ("en-US", "Connect"), ("de-DE", "Verbinden"), ("de_AT", "Verbinden"), ("DE", "Verbinden"),
        ("fr-FR", "Connect"), ("xx", "Connect"), ("", "Connect"), ("../de", "Connect"),
    ],
)  # fmt: skip
def test_a_reader_gets_the_nearest_language_and_english_otherwise(locale: str, said: str) -> None:
    assert words(locale).say(say("action.connect")) == said


@pytest.mark.parametrize(
    ("locale", "language", "wanted"),
    [
        ("de-DE", "de", "de-DE"), ("de-AT", "de", "de-AT"), ("de-DE", "en", "en-DE"), ("en-GB", "de", "de-GB"),
        ("en", "de", "de-US"), ("xx", "de", "de"), ("", "en", "en"), ("de", "en", "en-DE"),
        ("de", "zh_Hant", "zh-Hant"), ("pt-PT", "pt_BR", "pt-BR"), ("pt-BR", "pt", "pt-BR"),
    ],
)  # fmt: skip
def test_a_chosen_language_leaves_the_readers_country(locale: str, language: str, wanted: str) -> None:
    assert in_language(locale, language) == wanted


def forget() -> None:
    """Every language is read anew when it is next needed."""
    for kept in (translations.translations, translations._chained, texts.spoken):
        kept.cache_clear()


@pytest.fixture
def dutch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A language that the program has never heard of, dropped in: one file with three sentences."""
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    forget()
    made = Catalog(locale="nl")
    made.add("Connect", "Verbinden maar", context="action.connect")
    made.add(("{n} day", "{n} days"), ("{n} dag", "{n} dagen"), context="duration.days")
    made.add("Today", "", context="action.today")
    made.add("Tomorrow", "Morgen?", flags=["fuzzy"], context="action.tomorrow")
    write(tmp_path / "nl" / "labels.po", made, "nl")
    yield tmp_path
    forget()


def test_another_language_is_a_folder_of_files_and_no_code(dutch: Path) -> None:
    assert available() == ["en", "nl"]
    assert (language_of("nl-BE"), language_of("de-DE"), own_name("nl")) == ("nl", "en", "Nederlands")
    reader = words("nl-BE")
    assert reader.say(say("action.connect")) == "Verbinden maar"
    assert [reader.say(say("duration.days", n=n)) for n in (1, 2)] == ["1 dag", "2 dagen"]
    assert [reader.say(say(key)) for key in ("action.today", "action.tomorrow")] == ["Today", "Tomorrow"]
    assert reader.say(Day(MONDAY.date())).startswith("ma")


def test_a_slip_of_a_translator_costs_one_sentence_and_no_answer(dutch: Path) -> None:
    made = Catalog(locale="nl")
    made.add("Connected as {address}", "Verbonden als {adres}", context="connected.as")
    made.add("Are you sure?", "Zeker {weten", context="confirm.title")
    made.add("{h} h {n} min", "{h} u {n} min {n!r}", context="duration.both")
    made.add("Go back", "Terug", context="confirm.deny")
    write(dutch / "nl" / "more.po", made, "nl")
    (dutch / "nl" / "broken.po").write_text('msgid "x\nmsgstr y"')
    forget()
    reader = words("nl")
    assert reader.say(say("connected.as", address="a@b.example")) == "Connected as a@b.example"
    assert [reader.say(say(key)) for key in ("confirm.title", "confirm.deny")] == ["Are you sure?", "Terug"]
    assert reader.say(say("action.connect")) == "Verbinden maar"


def test_a_country_may_say_some_things_its_own_way(dutch: Path) -> None:
    made = Catalog(locale="nl_BE")
    made.add("Connect", "Verbind", context="action.connect")
    write(dutch / "nl_BE" / "labels.po", made, "nl_BE")
    forget()
    reader = words("nl-BE")
    assert [reader.say(say("action.connect")), reader.say(say("duration.days", n=1))] == ["Verbind", "1 dag"]


def test_make_texts_keeps_what_is_translated_and_marks_what_changed(tmp_path: Path) -> None:
    old = Catalog(locale="nl")
    for key, sentence, translation in (("b", "Was", "Was 't"), ("a", "Same", "Zelfde"), ("gone", "Gone", "Weg")):
        old.add(sentence, translation, context=key)
    new = brought_up_to_date(old, {"a": "Same", "b": "Is", "c": counted("{n} one", "{n} more")})
    found = [(one.context, one.id, one.string, one.fuzzy) for one in new if one.id]
    assert found == [
        ("a", "Same", "Zelfde", False),
        ("b", "Is", "Was 't", True),
        ("c", ("{n} one", "{n} more"), ("", ""), False),
    ]
    assert update(tmp_path, "nl") == (0, len(ENGLISH), [])
    assert update(tmp_path, "nl") == (0, len(ENGLISH), [])
    assert __main__.update is update


def test_an_installed_program_brings_its_translations_along() -> None:
    project = tomllib.loads((FOLDER.parents[3] / "pyproject.toml").read_text())
    (pattern,) = project["tool"]["setuptools"]["package-data"]["core.dialogue.catalogue"]
    assert set(FOLDER.parent.glob(pattern)) == {FOLDER / language / f"{module}.po" for language, module in FILES}


def test_a_form_that_nobody_translated_is_said_in_english() -> None:
    many = counted("{n} day", "{n} days")
    assert translations.translated("duration.days", many, NullTranslations(), 1) == "{n} day"
