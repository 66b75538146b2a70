"""The words of every screen, for one reader: language, zone and clock habit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time, get_timezone_location

from core.dialogue.catalogue import ENGLISH
from core.dialogue.catalogue.sentence import Counted
from core.dialogue.catalogue.translations import (
    MOST,
    SOURCE,
    chain,
    in_language,
    language_of,
    language_read,
    translated,
    translations,
)
from core.dialogue.screens.words import Ago, Day, Instant, Names, OfDay, Text, UserText, Value, When, Zone, clock, say
from core.people.model import Reader

DAY_MINUTES = 24 * 60
AGO = (("ago.hours", 3600, 3600), ("ago.minutes", 60, 60), ("ago.seconds", 5, 1))
"""(sentence, from how many seconds on, seconds of one)."""
TIMES = {True: "h:mm a", False: "HH:mm"}
"""How a time is written where the reader's clock isn't the one that goes with the language they read."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
BRITISH = Locale("en", "GB")
ABBREVIATED = re.compile(r"(?<=[^\W\d])\.")


@lru_cache(MOST)
def spoken(locale: str) -> tuple[Locale, bool]:
    """How dates are written for a reader of `locale`, and whether their clock counts to twelve.

    The language is that of the sentences, the country the reader's, the clock the reader's own: French without a
    French catalogue reads "Tue 1 Dec 14:30". British English for a locale that nobody knows.
    """
    language = language_of(locale)
    own = _known(locale) or (BRITISH if language == SOURCE else _known(language) or BRITISH)
    if own.language == chain(language)[-1]:
        return own, _twelve(own)
    return _known(in_language(locale, language)) or BRITISH, _twelve(own)


def clock_face(at: time, tag: str) -> str:
    """ "14:00" or "2:00 PM"."""
    locale, twelve = spoken(tag)
    words: str = format_time(at, "short" if _twelve(locale) == twelve else TIMES[twelve], locale=locale)
    return words.replace("\u202f", " ")


def _known(locale: str) -> Locale | None:
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _twelve(locale: Locale) -> bool:
    return "h" in str(locale.time_formats["short"].pattern)


def _as_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """Turns the typed values of a screen into text.

    `escape` is the platform's own: applied to everything that is not ours (UserText), and to nothing else.
    """

    reader: Reader
    now: datetime
    escape: Callable[[str], str] = _as_is

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.reader.zone)

    @property
    def locale(self) -> Locale:
        """How dates are written: in the language of the sentences, as the reader's country does it."""
        return spoken(self.tag)[0]

    @property
    def tag(self) -> str:
        """The reader's locale, in the language that they read."""
        language = language_read(self.reader)
        return in_language(self.reader.locale, language) if language else self.reader.locale

    def sentence(self, key: str, values: Mapping[str, Value] | None = None) -> str:
        """The sentence in the reader's language, its gaps open. Raises KeyError for one that isn't in the catalogue."""
        source, count = ENGLISH[key], None
        if isinstance(source, Counted):
            given = (values or {}).get(source.by)
            count = given if isinstance(given, int) else None
        return translated(key, source, translations(self.tag), count)

    def say(self, value: Value) -> str:
        """The words for one value. Raises KeyError for a sentence that isn't in the catalogue."""
        match value:
            case Text(key, values):
                gaps = {name: self.say(item) for name, item in values}
                words = self.sentence(key, dict(values)).format_map(gaps)
            case UserText():
                words = self.escape(value)
            case Instant(at):
                words = self.time(at)
            case Day():
                words = self.day(value)
            case OfDay(minute):
                words = self.of_day(minute)
            case When():
                words = self.when(value)
            case Zone():
                words = self.city(value)
            case Ago(seconds):
                words = self.ago(seconds)
            case Names(items):
                words = self.names([self.say(item) for item in items])
            case _:
                words = str(value)
        return words

    def time(self, at: datetime) -> str:
        """ "14:00" or "2:00 PM"."""
        return clock_face(at.astimezone(self.zone).time(), self.tag)

    def of_day(self, minute: int) -> str:
        """ "14:00" or "2:00 PM"; "24:00" at the end of a day, where hours are counted to 24."""
        if minute == DAY_MINUTES and not spoken(self.tag)[1]:
            return clock(minute)
        hour, rest = divmod(minute % DAY_MINUTES, 60)
        return clock_face(time(hour, rest), self.tag)

    def at(self, when: When, zone: Zone | None = None) -> str:
        """When something is, in the reader's zone unless told otherwise; the zone is named."""
        words = replace(self, reader=replace(self.reader, zone=zone.name)) if zone else self
        return words.say(say("booking.at", when=when, zone=Zone(words.reader.zone)))

    def day(self, day: Day) -> str:
        """ "Tue 1 Dec", "Di 1. Dez"; with the year when it isn't this year's. Without the full stops of abbreviations,
        which would meet those of sentences."""
        this_year = self.now.astimezone(self.zone).year
        skeleton = "MMMEd" if day.on.year == this_year else "yMMMEd"
        text: str = format_skeleton(skeleton, day.on, locale=self.locale)
        return ABBREVIATED.sub("", text.replace(",", ""))

    def when(self, when: When) -> str:
        """ "Tue 1 Dec 15:30–16:00"; the end's date too when it is another day."""
        start, end = (at.astimezone(self.zone) for at in (when.range.start, when.range.end))
        first, last = f"{self.day(Day(start.date()))} {self.time(start)}", self.time(end)
        return f"{first}–{last}" if start.date() == end.date() else f"{first} – {self.day(Day(end.date()))} {last}"

    def city(self, zone: Zone) -> str:
        """ "Berlin" for Europe/Berlin."""
        try:
            name: str = get_timezone_location(zone.name, locale=self.locale, return_city=True)
        except KeyError:  # a language that Babel knows without the names of regions
            return zone.name.rsplit("/", 1)[-1].replace("_", " ")
        return name

    def ago(self, seconds: int) -> str:
        for key, least, unit in AGO:
            if seconds >= least:
                return self.say(say(key, n=seconds // unit))
        return self.say(say("ago.now"))

    def names(self, items: list[str]) -> str:
        """ "Ana", "Ana and Ben", "Ana, Ben and Carol"."""
        *first, last = items or [""]
        return self.sentence("names.and").format(first=", ".join(first), last=last) if first else last


def sentence(key: str, reader: Reader, otherwise: str = "") -> str:
    """A sentence without gaps, where only a string will do; `otherwise`: the key to take for one that isn't there."""
    known = key if key in ENGLISH or not otherwise else otherwise
    return translated(known, ENGLISH[known], translations(Words(reader, NEVER).tag))
