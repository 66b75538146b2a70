"""What one language adds to the reader; the names of its days and months are CLDR's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from babel import Locale

from core.dialogue.reading.roles import Role, Roles

FORMS = ("format", "stand-alone")
WIDTHS = ("wide", "abbreviated")


@dataclass(frozen=True, slots=True)
class Language:
    """Words and phrases, lower case, several of one meaning separated by "|".

    `commands`: whole lines, by the name of the command they stand for. `verbs`: what a line of words begins with, by
    the verb. `last_verbs`: the same at its end ("morgen 30 min finden"). `lead_ins`: polite beginnings that mean
    nothing, `endings` the same at the end. `words`: by role, with the value beside them; `plain`: roles without values.
    `each`: what makes "every Monday" of the name of a day. `weak`: names of days that are everyday words in another
    language, for whose readers they are no days. `joins`: compounds of a weekday and a part of the day are one word;
    `pairs`: other words that are two.
    """

    code: str
    commands: Mapping[str, str]
    verbs: Mapping[str, str]
    last_verbs: Mapping[str, str]
    lead_ins: str
    plain: Mapping[Role, str]
    words: Mapping[Role, Mapping[str, int]]
    days: Mapping[str, int]
    each: str
    endings: str = ""
    weak: frozenset[str] = frozenset()
    joins: bool = False
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def vocabulary(self) -> Iterator[tuple[str, Role, int]]:
        """Every word and phrase with one role and its value."""
        for role, phrases in self.plain.items():
            for phrase in split(phrases):
                yield phrase, role, 0
        for role, valued in self.words.items():
            for phrases, value in valued.items():
                for phrase in split(phrases):
                    yield phrase, role, value
        for name, number in (*self._names("days"), *self.days.items()):
            yield name, Role.WEEKDAY, number
        for name, number in self._names("days", ("wide",)):
            yield name + self.each, Role.EACH_WEEKDAY, number
        for name, number in self._names("months"):
            yield name, Role.MONTH, number

    def compounds(self) -> Iterator[tuple[str, str, str]]:
        """ "freitagnachmittag" with the two words it is made of."""
        for word, (one, other) in self.pairs.items():
            yield word, one, other
        if not self.joins:
            return
        parts = [one for phrases in self.words[Role.PART] for one in split(phrases) if " " not in one]
        for day, _ in self._names("days", ("wide",)):
            for part in parts:
                yield day + part, day, part

    def _names(self, kind: str, widths: tuple[str, ...] = WIDTHS) -> Iterator[tuple[str, int]]:
        cldr = getattr(Locale(self.code), kind)
        for form in FORMS:
            for width in widths:
                for number, name in cldr[form][width].items():
                    yield name.casefold().rstrip("."), number


def split(phrases: str) -> list[str]:
    return [one.strip() for one in phrases.split("|")]


def spellings(phrase: str) -> set[str]:
    """As it is written, and without umlauts; all as `lexemes.folded` leaves them."""
    plain = phrase.casefold()
    for one, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(one, two)
    return {phrase.casefold(), plain}


def roles_of(languages: tuple[Language, ...]) -> dict[tuple[str, ...], Roles]:
    """Every phrase of all languages, as words, with what it can be."""
    found: dict[tuple[str, ...], Roles] = {}
    for language in languages:
        for phrase, role, value in language.vocabulary():
            for spelled in spellings(phrase):
                found.setdefault(tuple(spelled.split()), {}).setdefault(role, value)
    return found
