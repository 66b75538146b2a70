"""All words that the reader knows, of all its languages together: people mix them."""

from core.dialogue.reading.english import ENGLISH
from core.dialogue.reading.german import GERMAN
from core.dialogue.reading.language import Language, roles_of, spellings, split
from core.dialogue.reading.roles import Roles

LANGUAGES: tuple[Language, ...] = (ENGLISH, GERMAN)
"""One more language is one more module like these two. What "am" is in German, the rules know themselves."""

PHRASES: dict[tuple[str, ...], Roles] = roles_of(LANGUAGES)
LONGEST = max(map(len, PHRASES))
COMPOUNDS: dict[str, tuple[str, str]] = {
    spelled: (day, part)
    for language in LANGUAGES
    for word, day, part in language.compounds()
    for spelled in spellings(word)
}
WEAK: dict[str, str] = {word: language.code for language in LANGUAGES for word in language.weak}


def phrases_of(table: dict[str, str]) -> dict[tuple[str, ...], str]:
    """Every phrase of a table, as words, with the name it stands for."""
    return {
        tuple(spelled.split()): name
        for name, phrases in table.items()
        for phrase in split(phrases)
        for spelled in spellings(phrase)
    }


VERBS: dict[tuple[str, ...], str] = {
    phrase: verb for language in LANGUAGES for phrase, verb in phrases_of(dict(language.verbs)).items()
}
LAST_VERBS: dict[tuple[str, ...], str] = {
    phrase: verb for language in LANGUAGES for phrase, verb in phrases_of(dict(language.last_verbs)).items()
}
ENDINGS = frozenset(one for language in LANGUAGES for one in split(language.endings))
LEAD_INS = frozenset(
    tuple(spelled.split()) for one in LANGUAGES for phrase in split(one.lead_ins) for spelled in spellings(phrase)
)
