"""What the service remembers for delta: rounds being paged through, tokens it has forgotten, and the switches."""

import uuid
from collections import OrderedDict
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.graph.delta.rounds import Entry

Json = dict[str, Any]
KEPT_ROUNDS = 300
CHOICES = {
    "deleted_occurrence": ("series", "master", "occurrences"),
    "removed_series": ("master", "instances"),
}


@dataclass(slots=True)
class Switches:
    """How delta behaves where the service's own behaviour is unsure or troublesome.

    `deleted_occurrence`: what comes when a day of a series was deleted; `removed_series`: whose removal is told when a
    series went; `duplicates`: every row twice; `replay`: so many of the last changes come again in the next round;
    `empty_first_page`: a round begins with a page without rows.
    """

    deleted_occurrence: str = "series"
    removed_series: str = "master"
    duplicates: bool = False
    replay: int = 0
    empty_first_page: bool = False

    def set(self, values: Json) -> None:
        """Take over what is named; raises ValueError for a name or value there is none of."""
        known = {one.name: type(one.default) for one in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"delta has no switch '{name}'; there are {', '.join(known)}, expire, malform")
            if type(value) is not known[name] or (name in CHOICES and value not in CHOICES[name]):
                raise ValueError(f"{name} is {' or '.join(CHOICES.get(name, (known[name].__name__,)))}")
        for name, value in values.items():
            setattr(self, name, value)


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it was when it began: its rows, and the change number it reaches to."""

    entries: "list[Entry]"
    reaches: int


class Delta:
    """Part of the world. Tokens carry the era of their mailbox; another era than today's is a forgotten state."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all tokens and rounds; the switches back to what the service most likely does."""
        self.switches = Switches()
        self._first = uuid.uuid4().hex[:8]
        self._eras: dict[str, int] = {}
        self._malformed: set[str] = set()
        self._rounds: OrderedDict[str, Round] = OrderedDict()

    def era(self, address: str) -> str:
        """The mark that this mailbox's tokens carry at present."""
        return f"{self._first}-{self._eras.get(address, 0)}"

    def expire(self, address: str) -> None:
        """Forget what was given out for a mailbox: all its links answer 410."""
        self._eras[address] = self._eras.get(address, 0) + 1

    def malform(self, address: str) -> None:
        """As `expire`, but the links answer 400 as if they had never been any."""
        self._malformed.add(f"{address}/{self.era(address)}")
        self.expire(address)

    def is_malformed(self, address: str, era: str) -> bool:
        """Whether tokens of this era of a mailbox count as malformed."""
        return f"{address}/{era}" in self._malformed

    def keep(self, entries: "list[Entry]", reaches: int) -> str:
        """Keep a round for its later pages; old ones are forgotten."""
        name = uuid.uuid4().hex[:12]
        self._rounds[name] = Round(entries, reaches)
        while len(self._rounds) > KEPT_ROUNDS:
            self._rounds.popitem(last=False)
        return name

    def round(self, name: str) -> Round | None:
        """A kept round; None when it is forgotten."""
        return self._rounds.get(name)

    def dump(self) -> Json:
        """Delta links survive a restart, half-read rounds do not."""
        return {
            "first": self._first,
            "eras": self._eras,
            "malformed": sorted(self._malformed),
            "switches": asdict(self.switches),
        }

    def load(self, data: Json) -> None:
        """Back from `dump`."""
        self._first, self._eras = data["first"], data["eras"]
        self._malformed = set(data.get("malformed", ()))
        self.switches.set(data["switches"])
