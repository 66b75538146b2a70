"""From typed words to a command: deterministic, and what isn't understood is named, never guessed.

Understood so far: a command word (with synonyms), and for `find` and `book` durations ("30m", "1h", "90 min", "1h30"),
people (mentions, mail addresses; one behind "for" is for whom it is), days ("today", "tomorrow", "friday", "next week",
"this week", "2026-12-01", "1 Dec"), parts of the day ("morning", "afternoon"), ranges ("14-17", "9:30-12"), "not
friday", and a quoted title;
for `why` one time ("14:00", "3pm"), and a day, duration and people in the same words.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from core.dialogue.booking_commands import ChooseBooking
from core.dialogue.commands import (
    YEARS,
    BookEarliest,
    Command,
    Connect,
    Disconnect,
    Find,
    Named,
    OpenFindForm,
    OpenWhyForm,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConflicts,
    ShowConnections,
    ShowHelp,
    Terms,
    TypeCode,
    Why,
)
from core.dialogue.payloads import plain
from core.dialogue.reading_time import time_of_day
from core.dialogue.settings_commands import ShowSettings
from core.dialogue.type_commands import ShowTypes

SIMPLE: dict[str, Command] = {
    "": ShowHelp(),
    "help": ShowHelp(),
    "connect": Connect(),
    "link": Connect(),
    "connections": ShowConnections(),
    "accounts": ShowConnections(),
    "status": ShowConnections(),
    "calendars": ShowCalendars(),
    "calendar": ShowCalendars(),
    "settings": ShowSettings(),
    "preferences": ShowSettings(),
    "hours": ShowSettings(),
    "today": ShowAgenda("today"),
    "agenda": ShowAgenda("today"),
    "tomorrow": ShowAgenda("tomorrow"),
    "week": ShowAgenda("week"),
    "bookings": ShowBookings(),
    "cancel": ChooseBooking("cancel"),
    "reschedule": ChooseBooking("move"),
    "move": ChooseBooking("move"),
    "conflicts": ShowConflicts(),
    "conflict": ShowConflicts(),
    "clashes": ShowConflicts(),
    "double bookings": ShowConflicts(),
    "double booking": ShowConflicts(),
    "disconnect": Disconnect(),
    "types": ShowTypes(),
    "type": ShowTypes(),
    "meeting types": ShowTypes(),
    "meeting type": ShowTypes(),
    "find": OpenFindForm(),
    "book": OpenFindForm(),
    "why": OpenWhyForm(),
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
FILLERS = frozenset({"with", "and", "for", "on", "in", "at", "the", "a", "meeting", "please", "me", "between", "from"})
A_WEEK = 7
PARTS: dict[str, Literal["morning", "afternoon"]] = {"morning": "morning", "afternoon": "afternoon"}

_MENTION = re.compile(r"<@([A-Za-z0-9-]+)(?:\|[^>]*)?>")
_ADDRESS = re.compile(r"[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+")
_SOMEBODY = rf"(?:{_MENTION.pattern.replace('(', '(?:', 1)}|{_ADDRESS.pattern})"
_OPTIONAL = re.compile(
    rf"\boptional(?:ly)?:?((?:(?:\s|,|\band\b|\bwith\b)*{_SOMEBODY})+)",
    re.IGNORECASE,
)
"""People who may miss it: named right behind the word."""
_FOR = re.compile(rf"\bfor (?:{_MENTION.pattern}|({_ADDRESS.pattern}))", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”]([^\"“”]{1,200})[\"“”]|(?<!\w)'([^']{1,200})'(?!\w)")
_DURATION = re.compile(r"^(?:(\d{1,2})h(?:ours?)?)?(?:(\d{1,3})(?:m|min|mins|minutes)?)?$")
_RANGE = re.compile(r"^(\d{1,2})(?::([0-5]\d))?[-–](\d{1,2})(?::([0-5]\d))?$")


def read_command(text: str, today: date, command_name: str = "") -> Command:
    """The command in a line of text; `ShowHelp(unknown=…)` when there is none in it.

    `today` is the reader's date. A leading command name ("/schedule" or "schedule") is left out.
    """
    line = plain(text).strip()
    name = command_name.lstrip("/")
    line = re.sub(rf"^/?{re.escape(name)}\b\s*", "", line, flags=re.IGNORECASE) if name else line
    word, _, rest = line.partition(" ")
    verb, rest = word.casefold(), rest.strip()
    if verb in {"find", "book"} and rest:
        return _finding(verb, rest, today)
    if verb == "why" and rest:
        return _asking_why(rest, today)
    if verb in {"reschedule", "move"} and rest:
        return _moving(rest, today)
    if verb == "code" and rest:
        return TypeCode(rest)
    return SIMPLE.get(" ".join(line.casefold().split()), ShowHelp(unknown=line))


def _finding(verb: str, rest: str, today: date) -> Command:
    words = _Words(today)
    find = words.read(rest)
    if words.unknown:
        return ShowHelp(unknown=" ".join(words.unknown))
    return find if verb == "find" else BookEarliest(find)


def _moving(rest: str, today: date) -> Command:
    """When a booking shall be instead; who and how long is the booking's."""
    words = _Words(today)
    find = words.read(rest.removeprefix("to "))
    if words.unknown or find.people or find.title or find.duration_minutes:
        return ShowHelp(unknown=" ".join(words.unknown) or rest)
    return ChooseBooking("move", find)


def _asking_why(rest: str, today: date) -> Command:
    """One time of one day, today unless said otherwise; the form asks for a time that is missing."""
    minute, without = time_of_day(rest.removesuffix("?"))
    words = _Words(today)
    asked = words.read(without)
    if asked.from_minute is not None and asked.to_minute is not None and minute is None:  # "14:00-15:00"
        minute, minutes = asked.from_minute, asked.to_minute - asked.from_minute
        asked = replace(asked, from_minute=None, to_minute=None, duration_minutes=asked.duration_minutes or minutes)
    told = Find(asked.people, asked.duration_minutes, asked.since, asked.until, terms=asked.terms)
    if words.unknown or asked != told or asked.since != asked.until:
        return ShowHelp(unknown=" ".join(words.unknown) or rest)
    if minute is None:
        return OpenWhyForm(asked.since, None, asked.duration_minutes, asked.people, asked.terms)
    return Why(asked.since or today, minute, asked.duration_minutes, asked.people, asked.terms)


@dataclass
class _Words:
    """Takes a line apart, word by word; what no rule takes is kept in `unknown`."""

    today: date
    unknown: list[str] = field(default_factory=list)

    def read(self, line: str) -> Find:
        find = Find()
        quoted = _QUOTED.search(line)
        if quoted:
            find, line = replace(find, title=(quoted[1] or quoted[2]).strip()), line.replace(quoted[0], " ")
        boss = _FOR.search(line)
        if len(_FOR.findall(line)) > 1:  # for whom of them isn't guessed
            self.unknown.append("for")
        if boss:
            named = Named("user", boss[1]) if boss[1] else Named("address", boss[2].rstrip(".").casefold())
            find, line = replace(find, terms=Terms(boss=named)), line.replace(boss[0], " ", 1)
        may = [one for found in _OPTIONAL.findall(line) for one in _named(found, optional=True)]
        line = _OPTIONAL.sub(" ", line)
        people = _named(line)
        may = [one for one in may if replace(one, optional=False) not in people]
        line = _ADDRESS.sub(" ", _MENTION.sub(" ", line))
        find = replace(find, people=tuple(dict.fromkeys((*people, *may))))
        tokens = [word.strip(".,;").casefold() for word in line.split()]
        tokens = _joined(tokens)
        while tokens:
            find = self._one(find, tokens)
        return find

    def _one(self, find: Find, tokens: list[str]) -> Find:
        """Takes one or two words off the front."""
        word = tokens.pop(0)
        if word in FILLERS or not word:
            return find
        for rule in (self._duration, self._part, self._range, self._excluded, self._days):
            found = rule(find, word, tokens)
            if found is not None:
                return found
        self.unknown.append(word)
        return find

    def _duration(self, find: Find, word: str, _: list[str]) -> Find | None:
        match = _DURATION.match(word)
        if match is None or not (match[1] or match[2]) or word.isdigit() or find.duration_minutes is not None:
            return None
        minutes = int(match[1] or 0) * 60 + int(match[2] or 0)
        return replace(find, duration_minutes=minutes) if 0 < minutes <= 24 * 60 else None

    def _part(self, find: Find, word: str, _: list[str]) -> Find | None:
        return replace(find, part=PARTS[word]) if word in PARTS and find.part == "any" else None

    def _range(self, find: Find, word: str, _: list[str]) -> Find | None:
        match = _RANGE.match(word)
        if match is None or find.to_minute is not None:
            return None
        start, end = int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)
        return replace(find, from_minute=start, to_minute=end) if start < end <= 24 * 60 else None

    def _excluded(self, find: Find, word: str, tokens: list[str]) -> Find | None:
        if word not in {"not", "except"} or not tokens:
            return None
        days = []
        while tokens and (day := _weekday(tokens[0])) is not None:
            days.append(day)
            tokens.pop(0)
            if tokens[:1] in (["and"], ["or"]) and _weekday(" ".join(tokens[1:2])) is not None:
                tokens.pop(0)
        return replace(find, weekdays_off=(*find.weekdays_off, *days)) if days else None

    def _days(self, find: Find, word: str, tokens: list[str]) -> Find | None:
        if find.since is not None:  # two wishes for the day: which one is meant isn't guessed
            return None
        span = self._span(word, tokens)
        return replace(find, since=span[0], until=span[1]) if span else None

    def _span(self, word: str, tokens: list[str]) -> tuple[date, date] | None:
        monday = self.today - timedelta(days=self.today.weekday())
        if word in {"next", "this"} and tokens and tokens[0] == "week":
            tokens.pop(0)
            return self._week(monday) if word == "this" else (monday + timedelta(7), monday + timedelta(13))
        if word == "next" and tokens and (day := _weekday(tokens[0])) is not None:
            tokens.pop(0)
            on = monday + timedelta(A_WEEK + day)
            return on, on
        on_day = self._day(word, tokens)
        return (on_day, on_day) if on_day else None

    def _week(self, monday: date) -> tuple[date, date]:
        return max(self.today, monday), monday + timedelta(6)

    def _day(self, word: str, tokens: list[str]) -> date | None:
        if word in {"today", "tomorrow"}:
            return self.today + timedelta(word == "tomorrow")
        day = _weekday(word)
        if day is not None:
            return self.today + timedelta((day - self.today.weekday()) % A_WEEK or A_WEEK)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            return _date(*map(int, word.split("-")))
        number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\.?", word)
        if number and tokens and (month := _month(tokens[0])) is not None:
            tokens.pop(0)
            found = _date(self.today.year, month, int(number[1]))
            return found if found and found >= self.today else _date(self.today.year + 1, month, int(number[1]))
        return None


def _named(line: str, *, optional: bool = False) -> list[Named]:
    """Everybody mentioned, then everybody named by address."""
    users = [Named("user", user, optional) for user in _MENTION.findall(line)]
    rest = _MENTION.sub(" ", line)
    return users + [Named("address", address.casefold(), optional) for address in _ADDRESS.findall(rest)]


def _joined(tokens: list[str]) -> list[str]:
    """ "30 min" as "30min", "1 h 30 m" as "1h30m", "14 - 17" and "between 14 and 17" as "14-17"."""
    line = " ".join(tokens)
    line = re.sub(r"\b(\d{1,3}) (m|min|mins|minutes|h|hours?)\b", r"\1\2", line)
    line = re.sub(r"\b(\d{1,2}h(?:ours?)?) (\d{1,3}(?:m|min|mins|minutes))\b", r"\1\2", line)
    line = re.sub(r"\bbetween (\d{1,2}(?::\d{2})?) and (\d{1,2}(?::\d{2})?)\b", r"\1-\2", line)
    line = re.sub(r"\b(\d{1,2}(?::\d{2})?) ?(?:-|–|to) ?(\d{1,2}(?::\d{2})?)\b(?![-\d])", r"\1-\2", line)
    return line.split()


def _weekday(word: str) -> int | None:
    """0 for "mon", "monday", "mondays"; None for anything else."""
    for number, name in enumerate(WEEKDAYS):
        if word in {name, name + "s", name[:3], name[:4]}:
            return number
    return None


def _month(word: str) -> int | None:
    """1 for "jan", "january"; None for anything else."""
    found = (number for number, name in enumerate(MONTHS, start=1) if len(word) > 2 and name.startswith(word))
    return next(found, None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
