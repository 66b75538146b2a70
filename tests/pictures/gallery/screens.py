"""The screens that are shown: those met by walks through our worlds, in order of families; others as examples."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from adapters.slack import render as in_slack
from adapters.slack.render.elements import Json
from adapters.teams import render as in_teams
from core.dialogue.commands import Command, ShowHelp
from core.dialogue.reading import SIMPLE
from core.dialogue.screens import (
    AgendaCard,
    BookingsCard,
    ConnectionsCard,
    Form,
    Problem,
    ReminderCard,
    Screen,
    Text,
    UserText,
)
from core.dialogue.texts import Words
from tests.judges.crawl_occasions import OCCASIONS
from tests.judges.crawl_safety import SECRET
from tests.judges.crawl_worlds import WORLDS, Scene, connected, not_connected
from tests.judges.crawler import WORDS, Crawl, Press, Shown
from tests.judges.test_crawl import EVERYWHERE, SHORT, TABS, typed
from tests.unit.core.test_invitations import clashing_one
from tests.unit.slack.examples import WORDS as EXAMPLES_WORDS
from tests.unit.slack.examples import Examples

DRAWN_BY: Mapping[Any, Callable[..., None]] = {**in_slack.CARDS, **in_slack.FORMS}
SENTENCES = ("heading", "what", "title", "text", "state")
"""Fields that tell one state of a screen from another."""

SECRET_WORD = re.compile(rf"{SECRET} (\w)")
LONG_TITLE = re.compile(r"(Quarterly alignment) .*", re.DOTALL)
REFERENCE = "1f400311"
"""Any: the real one is another each time."""
UNDATED = "admin.audit_title"
"""What the worlds' clock doesn't reach is shown by its example."""
FULLEST = (AgendaCard, BookingsCard, ConnectionsCard, ReminderCard)
"""Of these the fullest that is met, within reason; of others the first."""
IN_REASON = 5_000


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture of the gallery. `family`: the file that draws it, in both chats; `says`: keys of its sentences."""

    family: str
    kind: str
    says: str
    drawn: Json

    @property
    def name(self) -> str:
        """Of its file."""
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.kind), *re.split(r"[^a-z]+", self.says)
        return "-".join(one for one in words if one).lower()

    @property
    def size(self) -> int:
        return len(json.dumps(self.drawn["slack"]))


@dataclass
class Walk(Crawl):
    """Keeps each screen as it was met first; nobody else walks along."""

    met: dict[tuple[str, str], Sample] = field(default_factory=dict)

    async def _judge(self, screen: Screen, way: str) -> Shown | None:
        self._meet(screen, way)
        return await super()._judge(screen, way)

    def _filled(self, form: Form, way: str) -> Command:
        self._meet(form, way)
        return super()._filled(form, way)

    async def _stranger(self, one: Press) -> None:
        pass

    def _meet(self, screen: Screen, way: str) -> None:
        key = type(screen).__name__, _says(screen)
        if UNDATED in key or (key in self.met and not isinstance(screen, FULLEST)):
            return
        found = sample(screen, WORDS)
        if key not in self.met or self.met[key].size < found.size < IN_REASON:
            self.met[key] = found


async def samples() -> list[Sample]:
    """Every kind of screen."""
    met = dict[tuple[str, str], Sample]()
    for scene in (*WORLDS, clashing_one):
        whole = scene in (not_connected, connected)
        walk = Walk(await scene(), elsewhere=() if whole else EVERYWHERE, met=met)
        await walk.walk(_lines(scene))
    examples = Examples("Budget review", 2)
    for screen in (*examples.cards(), *examples.forms()):
        kind, says = type(screen).__name__, _says(screen)
        if kind not in {one for one, _ in met} or (says == UNDATED and (kind, says) not in met):
            met[kind, says] = sample(screen, EXAMPLES_WORDS)
    return sorted(met.values(), key=lambda one: (one.family, one.name))


def _lines(scene: Scene) -> dict[str, Command]:
    """What is typed there: all there is where everything is pressed, less in the others."""
    if scene in (not_connected, connected):
        return typed()
    return TABS if scene in (*OCCASIONS, clashing_one) else {line: SIMPLE[line] for line in SHORT}


def sample(screen: Screen, words: Words) -> Sample:
    family = DRAWN_BY[type(screen)].__module__.rsplit(".", 1)[-1]
    return Sample(family, type(screen).__name__, _says(screen), _drawn(_unveiled(screen), words))


def _says(screen: Screen) -> str:
    found = [getattr(screen, name, None) for name in SENTENCES]
    keys = [one.key if isinstance(one, Text) else one for one in found]
    return ", ".join(one for one in keys if isinstance(one, str) and re.fullmatch(r"[a-z_]+\.[a-z_.]+", one))


def _drawn(screen: Screen, words: Words) -> Json:
    """What sheet.js takes; `title`: that of a dialog."""
    if isinstance(screen, Form):
        view = in_slack.render_form(screen, words, in_slack.Origin())
        dialog = in_teams.render_form(screen, words, in_teams.Opened("form-1", ShowHelp()))
        return {"slack": view, "teams": dialog.card, "title": dialog.title}
    message = in_slack.render(screen, words)
    return {"slack": {"blocks": message.blocks}, "teams": in_teams.render(screen, words).card}


def _unveiled(found: Any) -> Any:
    """Without the judges' secret word before each private one, and their longest titles: as people write."""
    if isinstance(found, UserText):
        return UserText(LONG_TITLE.sub(r"\1", SECRET_WORD.sub(lambda hit: hit[1].upper(), found)))
    if isinstance(found, tuple):
        return tuple(_unveiled(one) for one in found)
    if isinstance(found, Command):
        return found
    if isinstance(found, Problem):
        return replace(found, reference=REFERENCE)
    parts = {one.name: getattr(found, one.name) for one in fields(found)} if is_dataclass(found) else {}
    plain = {name: _unveiled(part) for name, part in parts.items()}
    return replace(found, **plain) if plain != parts else found
