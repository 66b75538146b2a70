"""From typed words to a command: deterministic, and what isn't understood is named, never guessed."""

import re
import unicodedata
from datetime import date

from babel import Locale, UnknownLocaleError

from core.dialogue.catalogue.translations import language_read
from core.dialogue.commands import Command, Find, ShowHelp, TypeCode
from core.dialogue.payloads import plain
from core.dialogue.reading.draft import Draft, Said
from core.dialogue.reading.lexemes import folded, lexemes
from core.dialogue.reading.meaning import meant
from core.dialogue.reading.pieces import Context
from core.dialogue.reading.simple import SIMPLE
from core.dialogue.reading.vocabulary import ENDINGS, LAST_VERBS, LEAD_INS, VERBS
from core.dialogue.reading_commands import NotUnderstood, Verb
from core.people.model import Reader

MOST = 4000
"""Nobody types more to make an appointment; a longer line isn't read."""

SHOWN = 100
READER = Reader("Etc/UTC", "en-GB")
_WORD = re.compile(r"\S+")
Spot = tuple[str, int, int]


def read_command(text: str, today: date, command_name: str = "", reader: Reader = READER) -> Command:
    """The command in a line of text; `ShowHelp(unknown=…)` when there is none in it.

    `today` is the reader's date. A leading command name ("/schedule" or "schedule") is left out. Words of every
    language are understood whatever the reader's is; it decides where one word or number is two things.
    """
    line = unicodedata.normalize("NFC", plain(text)).strip()
    if len(line) > MOST:
        return ShowHelp(unknown=line[:SHOWN])
    name = command_name.lstrip("/")
    line = re.sub(rf"^/?{re.escape(name)}(?!\w)\s*", "", line, flags=re.IGNORECASE) if name else line
    words = _words(line)
    simple = _simple(words) or _simple(_without_lead_in(words))
    if simple is not None:
        return simple
    if words[0][0] == "code" and len(words) > 1:
        return TypeCode(line[words[1][1] :])
    return _Reading(line, today, reader).command(_without_lead_in(words))


def context_of(today: date, reader: Reader) -> Context:
    """How this reader means days and hours."""
    try:
        locale = Locale.parse(reader.locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "GB")
    hours, days = locale.time_formats["short"].pattern, locale.date_formats["short"].pattern
    return Context(
        today,
        language_read(reader) or locale.language,
        reader.zone,
        twelve="h" in hours,
        month_first=days.find("M") < days.find("d"),
    )


class _Reading:
    """One line that is no simple command."""

    def __init__(self, line: str, today: date, reader: Reader) -> None:
        self._line, self._today, self._reader = line, today, reader
        self._context = context_of(today, reader)

    def command(self, words: list[Spot]) -> Command:
        verb, start, stop = _verb(words, len(self._line))
        if verb is not None:
            return self._asked(verb, self._line[start:stop].strip(), whole=self._line)
        return self._without_verb(self._line[start:stop].strip())

    def _asked(self, verb: Verb, rest: str, whole: str) -> Command:
        if verb == "move":
            rest = re.sub(r"^(?:to|auf)\s+(?:(?:the|den|die|das)\s+)?", "", rest, flags=re.IGNORECASE)
        said = self._said(rest)
        clear = not (said.unknown or said.past or len(said.wishes) > 1)
        command = meant(verb, said.find, self._today, self._reader.zone)
        if command is not None and clear:
            return command
        if command is None or (said.unknown and not said.past and said.wishes == (Find(),)):
            return ShowHelp(unknown=" ".join(said.unknown) or rest or whole)
        return NotUnderstood(verb, said.wishes, said.unknown, said.past, said.doubtful)

    def _without_verb(self, rest: str) -> Command:
        """ "30m with Ana tomorrow": a search when it says how long or with whom, and nothing in it is unknown."""
        said = self._said(rest)
        if said.unknown or not (said.find.duration_minutes or said.find.people):
            return ShowHelp(unknown=self._line)
        return self._asked("find", rest, whole=self._line)

    def _said(self, rest: str) -> Said:
        return Draft(self._context, rest).read(lexemes(rest, self._context.language))


def _words(line: str) -> list[Spot]:
    """The words in lower case without the signs around them, and where they stand."""
    return [(folded(found[0]).strip(".,;:!?"), *found.span()) for found in _WORD.finditer(line)]


def _simple(words: list[Spot]) -> Command | None:
    found = [word for word, _, _ in words if word]
    while len(found) > 1 and found[-1] in ENDINGS:
        found.pop()
    return SIMPLE.get(" ".join(found))


def _without_lead_in(words: list[Spot]) -> list[Spot]:
    while True:
        length = _longest(words, LEAD_INS)
        if not length or length == len(words):
            return words
        words = words[length:]


def _longest(words: list[Spot], phrases: "frozenset[tuple[str, ...]] | dict[tuple[str, ...], str]") -> int:
    """How many words at the beginning are the longest of the phrases; 0: none."""
    return next((n for n in range(min(6, len(words)), 0, -1) if tuple(one[0] for one in words[:n]) in phrases), 0)


def _verb(words: list[Spot], end: int) -> tuple[Verb | None, int, int]:
    """The verb, and where the rest of the line begins and ends."""
    length = _longest(words, VERBS)
    if length:
        verb = VERBS[tuple(one[0] for one in words[:length])]
        return verb, words[length][1] if length < len(words) else end, end  # type: ignore[return-value]
    found = [one for one in words if one[0] not in ENDINGS]
    if len(found) > 1 and (found[-1][0],) in LAST_VERBS:
        return LAST_VERBS[(found[-1][0],)], words[0][1], found[-1][1]  # type: ignore[return-value]
    return None, words[0][1] if words else 0, end
