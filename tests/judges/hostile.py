"""Screens full of hostile words, built from the type hints of their dataclasses: whoever adds a screen is judged too.

Hypothesis chooses the words, the sizes and a number; the rest is drawn from a random generator seeded by that number,
so that three hundred calendars cost it nothing and a failing example shrinks to few words and few things.
"""

import os
import re
import string
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import settings
from hypothesis import strategies as st

from core.dialogue.catalogue import ENGLISH
from core.dialogue.commands import ChooseCalendars, Command, Find, Named, PreviewCalendars, ShowHelp
from core.dialogue.payloads import COMMANDS, BadPayload, from_payload, plain, to_payload
from core.dialogue.reading_commands import NotUnderstood
from core.dialogue.screens import Action, AgendaItem, Instant, Screen, Style, Text, UserText, Zone, say
from core.dialogue.screens.words import Day, When
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.ranges import Range
from tests.judges.hostile_screens import SPECIAL

START = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
MADE = settings(max_examples=int(os.environ.get("CLEARHOUR_SCREENS") or 10))
"""How many screens of each kind: 100 in `make crash`, 30 on the build machine, 5,000 in `make soak`."""

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "Etc/UTC")
READERS = tuple(
    Words(Reader(zone, locale), START - timedelta(days=6))
    for zone, locale in (("Europe/Berlin", "en-GB"), ("America/New_York", "en-US"), ("Asia/Kolkata", "de-DE"))
)
LINKS = (
    "https://teams.example/j?a=1&b=2",
    "javascript:alert(1)",
    "https://x.example|<!channel>",
    "https://x.example/ y",
    "",
    "https://x.example/" + "ä" * 3000,
    "http://x.example",
)
"""What Outlook may give as the address of a meeting."""

HOSTILE = (
    "<!channel>",
    "<@U0BEN0001>",
    "<@U1|x> <#C1|general> <!here|now>",
    "*x* _y_ ~z~ `w` ```v```",
    "[a](javascript:alert(1))",
    "[click](https://evil.example) <https://evil.example|safe> https://evil.example",
    "<at>Ada</at> {{DATE(x, SHORT)}}",
    "&lt;!channel&gt; &amp;amp; & < >",
    "👩\u200d👩\u200d👧\u200d👦" * 40,
    "שלום \u202eevil\u202c \u2066x",
    "\u200b\u2060\ufeff",
    "line\nbreak\r\n\t*When:* tomorrow",
    "x" * 700,
    "Ein sehr langer Name für Größe & Würde, " * 20,
    "",
    " ",
    "a,b;c:d|e\"f'g\\h",
    "\u0000\u0007\ud800",
    "{n} {x!r} %s",
    "會議" * 150,
    ">quoted",
    "1. list\n- item\n# head",
    "Z\u0351\u036b\u0343" * 60,
)
WORDS = st.sampled_from([plain(one) for one in HOSTILE]) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40
)
"""Core takes lone surrogates and NUL out of whatever comes in."""

MANY = {"selectable": 300, "linkable": 300, "warnable": 300, "people": 60, "items": 90, "accounts": 30, "parts": 12}
"""So many there may be of some things; of everything else at most 20."""

SENTENCES = sorted(ENGLISH)
FEW = {"actions": 6, "times": 3, "durations": 6, "days": 7, "slots": 18, "meetings": 5}
GAP = re.compile(r"\{(\w+)\}")
COUNTED = {"n", "count", "all", "days", "minutes", "k", "h"}
PRESSED = [kind for kind in COMMANDS.values() if kind not in (PreviewCalendars, ChooseCalendars, NotUnderstood)]
"""What a button may carry; those of the picker's own buttons are made with it, and one is only ever typed."""


@dataclass(frozen=True)
class Recipe:
    """How a screen is made, and for whom: short where the screen itself is long."""

    kind: type[Screen]
    texts: tuple[str, ...]
    size: int
    seed: int
    reader: int

    @property
    def screen(self) -> Screen:
        return Maker(self.texts, self.size, Random(self.seed)).screen(self.kind)

    @property
    def words(self) -> Words:
        return READERS[self.reader]


def recipes(kind: type[Screen], texts: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[Recipe]:
    """Any screen of this kind."""
    several = st.lists(texts, min_size=1, max_size=4).map(tuple)
    sizes = st.sampled_from([1, 2, 3, 0, 7] * 4 + [300])
    return st.builds(Recipe, st.just(kind), several, sizes, st.integers(0, 10**6), st.sampled_from(range(len(READERS))))


class Maker:
    """Makes values of any type that a screen is made of. `size`: how long a list may be."""

    def __init__(self, texts: Sequence[str], size: int, random: Random) -> None:
        self.texts = texts
        self.size = size
        self.random = random
        self._hints: dict[type, dict[str, Any]] = {}

    def screen(self, kind: type[Screen]) -> Screen:
        made = SPECIAL.get(kind)
        return made(self) if made else self.built(kind)

    def built(self, kind: type[Any], /, **given: Any) -> Any:
        """A value of a dataclass, all its fields filled but those given."""
        return kind(
            **{name: self.of(hint, name) for name, hint in self.hints(kind).items() if name not in given} | given
        )

    def item(self) -> AgendaItem:
        """All day, or from one time to another."""
        both = (Instant(self.moment()), Instant(self.moment())) if self.random.random() < 0.7 else (None, None)
        found: AgendaItem = self.built(AgendaItem, start=both[0], end=both[1])
        return found

    def hints(self, kind: type[Any]) -> dict[str, Any]:
        if kind not in self._hints:
            known = get_type_hints(kind, include_extras=True)
            self._hints[kind] = {one.name: known[one.name] for one in fields(kind)}
        return self._hints[kind]

    def words(self) -> UserText:
        return UserText(self.random.choice(self.texts))

    def sentence(self) -> Text:
        """Any sentence of ours, somebody's words in each of its gaps."""
        key = self.random.choice(SENTENCES)
        gaps = dict.fromkeys(GAP.findall(ENGLISH[key]))
        if isinstance(given := getattr(ENGLISH[key], "one", None), str):
            gaps |= dict.fromkeys(GAP.findall(given))
        return say(key, **{name: self.random.randint(0, 300) if name in COUNTED else self.words() for name in gaps})

    def many(self, name: str) -> int:
        most = min(self.size, MANY.get(name, FEW.get(name, 20)))
        return self.random.randint(0, most) if self.random.random() < 0.5 else most

    def of(self, hint: Any, name: str) -> Any:
        """A value of a type; its field's name decides how many there are, and what a plain string may be."""
        origin, args = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._annotated(args[0], name)
        if origin is Literal:
            return self.random.choice(args)
        if origin in (Union, types.UnionType):
            return self.of(self.random.choice(args), name)
        if origin is tuple and args[-1] is Ellipsis:
            return tuple(self.of(args[0], name) for _ in range(self.many(name)))
        return tuple(self.of(one, name) for one in args) if origin is tuple else self._plain(hint, name)

    def _plain(self, hint: Any, name: str) -> Any:
        simple: dict[Any, Callable[[], Any]] = {
            UserText: self.words,
            Text: self.sentence,
            Action: self.action,
            AgendaItem: self.item,
            Command: self.command,
            When: self.when,
            Instant: lambda: Instant(self.moment()),
            Day: lambda: Day(self.day()),
            Zone: lambda: Zone(self.random.choice(ZONES)),
            datetime: self.moment,
            date: self.day,
            str: lambda: self.string(name),
            int: lambda: self.number(name),
            bool: lambda: self.random.random() < 0.5,
            type(None): lambda: None,
        }
        if hint in simple:
            return simple[hint]()
        if isinstance(hint, type) and issubclass(hint, Command):
            return self.command(hint)
        assert is_dataclass(hint), f"how is a {hint} made ({name})?"
        return self.built(hint)  # type: ignore[arg-type]

    def _annotated(self, plain: Any, name: str) -> Any:
        if plain is int:
            return self.random.randint(0, 6) if name in ("number", "weekdays_off") else self.random.choice((5, 45, 600))
        return self.of(plain, name)

    def number(self, name: str) -> int:
        if "minute" in name:
            return self.random.choice((5, 30, 45, 600))
        return self.random.choice((0, 1, 2, 300))

    def string(self, name: str) -> str:
        """Links as Outlook gives them, words as they are typed, ids as we make them."""
        if name == "join_url":
            return self.random.choice(LINKS)
        if name == "subject":
            return f"calendar:{self.random.randint(0, 99)}"
        if name == "zone":
            return self.random.choice(ZONES)
        if name in ("usage", "title", "note", "comment", "unknown"):
            return str(self.words())[:100]
        return "".join(self.random.choices(string.ascii_lowercase + string.digits, k=self.random.choice((1, 8, 36))))

    def day(self) -> date:
        return START.date() + timedelta(days=self.random.randint(-2, 400))

    def moment(self) -> datetime:
        return START + timedelta(minutes=15 * self.random.randint(0, 40_000))

    def when(self) -> When:
        start = self.moment()
        return When(Range(start, start + timedelta(minutes=self.random.choice((15, 30, 60, 24 * 60, 10 * 24 * 60)))))

    def command(self, kind: type[Command] | None = None) -> Command:
        """As large as core makes them: up to twenty people, words of a hundred characters."""
        for _ in range(20):
            made = self._one_of(kind or self.random.choice(PRESSED))
            if _comes_back(made):
                return made
        return kind() if kind else ShowHelp()

    def _one_of(self, kind: type[Command]) -> Command:
        given: dict[str, Any] = {}
        for name in self.hints(kind):
            if name == "people":
                given[name] = self.people()
            elif name in ("conflicts", "listed", "added", "removed", "states", "warned", "hidden_titles"):
                given[name] = ()
            elif name == "starts":
                given[name] = tuple(self.moment() for _ in range(12))
            elif name == "find":
                given[name] = self._one_of(Find)
            elif name == "search":
                given[name] = str(self.words())[:60]
        found: Command = self.built(kind, **given)
        return found

    def people(self) -> tuple[Named, ...]:
        addresses = (Named("address", f"somebody.{number}@contoso.example") for number in range(10))
        users = (Named("user", f"U0{number:07}") for number in range(10))
        return tuple([*users, *addresses][: self.random.randint(0, min(20, self.size))])

    def action(self) -> Action:
        """A button as core makes them: a command or a link of ours."""
        label: Text | Instant = self.sentence() if self.random.random() < 0.8 else Instant(self.moment())
        name = self.sentence() if self.random.random() < 0.5 else None
        if self.random.random() < 0.1:
            return Action(label, url=f"https://bot.example/connect/{self.random.randint(0, 99)}?x=1&y=2", name=name)
        return Action(label, self.command(), style=self.random.choice(list(Style)), name=name)


def _comes_back(command: Command) -> bool:
    try:
        return from_payload(to_payload(command)) == command
    except BadPayload:
        return False
