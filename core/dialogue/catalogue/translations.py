"""The translations: one folder of PO files for each locale, read when somebody first reads in it.

A new language is a new folder; see docs/texts.md.
"""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

import structlog
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from core.dialogue.catalogue import ENGLISH
from core.dialogue.catalogue.sentence import Counted
from core.people.model import Reader

log = structlog.get_logger()

FOLDER = Path(__file__).parent / "locales"
SOURCE = "en"
"""The language of the sentences in the catalogue's modules."""
MOST = 200
"""Locales kept in mind: clients name them, and may name any."""


def chain(locale: str) -> list[str]:
    """The locale and what it is a kind of, the nearest first: "zh_Hant_TW", "zh_Hant", "zh"."""
    parts = locale.replace("-", "_").split("_")
    return ["_".join(parts[:count]) for count in range(len(parts), 0, -1)]


def available() -> list[str]:
    """The languages that people can read in, the source first, then by code."""
    found = {path.parent.name for path in FOLDER.glob("*/*.po")}
    return [SOURCE, *sorted(found - {SOURCE})]


def language_of(locale: str) -> str:
    """The locale of the words that a reader of `locale` gets: the nearest that there is, else the source's."""
    there = {name.casefold(): name for name in available()}
    return next((there[name.casefold()] for name in chain(locale) if name.casefold() in there), SOURCE)


def is_there(locale: str) -> bool:
    """Whether a reader of `locale` gets words of their own language."""
    return language_of(locale) != SOURCE or chain(locale)[-1].casefold() == SOURCE


def language_read(reader: Reader) -> str:
    """The language that the reader chose, or their workspace's where that of their locale isn't there; "" for the
    locale's own."""
    return reader.language or ("" if is_there(reader.locale) else reader.otherwise)


def own_name(language: str) -> str:
    """ "Deutsch" for de: a language in its own words, as it is listed for whoever can't read the present one."""
    try:
        name = Locale.parse(language).get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


@lru_cache(MOST)
def in_language(locale: str, language: str) -> str:
    """The reader's locale with the language that they chose; their country stays, as far as it is known.

    "de-AT" in English is "en-AT"; where the language is the locale's own, the locale is unchanged.
    """
    if language.casefold() in {one.casefold() for one in chain(locale)}:
        return locale
    country = _territory(locale)
    return f"{language}-{country}" if country and "_" not in language else language.replace("_", "-")


def _territory(locale: str) -> str | None:
    tag = locale.replace("-", "_")
    try:
        found = Locale.parse(tag).territory
        likely = get_global("likely_subtags").get(tag)
        return found or (Locale.parse(likely).territory if likely else None)
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(MOST)
def translations(locale: str) -> NullTranslations:
    """gettext's look-up for a reader of `locale`; a sentence that is missing falls back to the less exact locale's,
    at last to the source itself."""
    return _chained(language_of(locale))


@lru_cache(MOST)
def _chained(language: str) -> NullTranslations:
    first = last = NullTranslations()
    for name in chain(language):
        if name != SOURCE and any((FOLDER / name).glob("*.po")):
            found = _compiled(FOLDER / name)
            last.add_fallback(found)
            last = found
    return first


def translated(key: str, sentence: str, found: NullTranslations, count: int | None = None) -> str:
    """The sentence in the language of `found`; `count` chooses among the plural forms of one that counts."""
    if isinstance(sentence, Counted):
        return found.npgettext(key, sentence.one, str(sentence), 2 if count is None else count)
    return found.pgettext(key, sentence)


def read(path: Path) -> Catalog:
    """One file of a locale's folder. Raises babel's PoFileError when it is none."""
    with path.open("rb") as file:
        return read_po(file, locale=_known(path.parent.name), abort_invalid=True)


def _known(name: str) -> str | None:
    """The name where Babel knows the locale, for its plural forms; else the file's own header must tell them."""
    try:
        return str(Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return None


def _compiled(folder: Path) -> GNUTranslations:
    """All files of a locale, as gettext reads them. What can't be used is left out, and the log says where: a slip of a
    translator costs one sentence, never an answer."""
    whole: Catalog | None = None
    for path in sorted(folder.glob("*.po")):
        try:
            part = read(path)
        except (PoFileError, ValueError) as error:
            log.warning("translation_unreadable", file=f"{folder.name}/{path.name}", error=str(error))
            continue
        kept = Catalog(locale=part.locale)
        kept.mime_headers = part.mime_headers
        whole = whole or kept
        for message in part:
            if message.id and usable(message):
                if fits(message):
                    whole.add(message.id, message.string, context=message.context)
                else:
                    log.warning("translation_left_out", file=f"{folder.name}/{path.name}", key=message.context)
    made = BytesIO()
    write_mo(made, whole or Catalog())
    made.seek(0)
    return GNUTranslations(made)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def usable(message: Message) -> bool:
    """Whether it is translated, in all its forms, and nobody has to look at it again."""
    return bool(message.string) and all(forms(message)) and not message.fuzzy


def fits(message: Message) -> bool:
    """Whether it can be filled in like its sentence: the same gaps, but for the number in a form that says it in words,
    and as many forms as a sentence of its kind has."""
    sentence = ENGLISH.get(str(message.context))
    if sentence is None or isinstance(sentence, Counted) != isinstance(message.string, list | tuple):
        return False
    try:
        found, whole = [gaps(form) for form in forms(message)], gaps(sentence)
    except ValueError:  # a brace alone
        return False
    needed = whole - {sentence.by} if isinstance(sentence, Counted) else whole
    return all(needed <= one <= whole for one in found)


def gaps(sentence: str) -> frozenset[str]:
    """What stands in its braces. Raises ValueError for braces that don't close."""
    return frozenset(gap for _, gap, _, _ in Formatter().parse(sentence) if gap is not None)
