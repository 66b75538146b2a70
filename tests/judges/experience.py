"""What docs/experience.md says, made from the code by `make experience`; a test fails when it is out of date."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from random import Random
from typing import get_args, get_origin, get_type_hints

import structlog

from adapters.slack import render as in_slack
from adapters.slack.parse import forms as slack_forms
from adapters.slack.parse.press import FILLED
from adapters.teams import render as in_teams
from adapters.teams.parse import forms as teams_forms
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import Command
from core.dialogue.payloads import COMMANDS
from core.dialogue.reading import COMMAND_OF
from core.dialogue.reading.english import ENGLISH
from core.dialogue.reading.german import GERMAN
from core.dialogue.reading.language import Language, split
from core.dialogue.reading_commands import NotUnderstood
from core.dialogue.screens import Action, Form, Line, Screen, Text, say
from core.dialogue.view_commands import VIEWS
from core.shared.errors import InvalidChoice
from tests.judges.crawl_worlds import connected, not_connected
from tests.judges.hostile import FEW, MANY, READERS, Maker
from tests.unit.core.asking import actor
from tests.unit.slack import pressing as slack_hands
from tests.unit.slack.rules import elements
from tests.unit.teams import pressing as teams_hands
from tests.unit.world import World

PAGE = Path(__file__).parents[2] / "docs/experience.md"
WORDS = READERS[0]
VERBS = {"Find": "find", "BookEarliest": "book", "Why": "why", "ChooseBooking": "move"}
NONE = "–"
HEAD = """# Every command and every screen, in both chats

Made from the code by `make experience`; a test fails when it is out of date. What each cell says was done while the
page was made: the button was drawn and pressed in both chats, the command was given before connecting and while
Outlook was silent. How the words of a line are read is in [the reader](../core/dialogue/reading), what the screens
hold in [their dataclasses](../core/dialogue/screens).

"""
COMMANDS_HEAD = """## Commands

*Typed*: the whole line, in English and German; in Slack after the command's name, in both chats to the bot. *Before
connecting* and *Outlook silent*: the screen that answers. A `ConnectOffer` keeps the command, which goes on by itself
after the sign-in; a `Problem` always has a next step.

| command | typed | Slack | Teams | before connecting | Outlook silent |
|---|---|---|---|---|---|
"""
SCREENS_HEAD = """
## Screens

*Empty* and *too long*: the same screen with nothing in its lists, and with up to three hundred of everything. In both
chats it is then valid by the vendors' own schemas, says every fact in its fallback text, and says what it left out:
[tests/judges](../tests/judges) draws each variant with hostile words (`pytest tests/judges -k AgendaCard`).
*Wrong*: what is shown when something fails. *Not connected*: what the screen's commands are answered with before
connecting.

| screen | Slack | Teams | empty | too long | wrong | not connected |
|---|---|---|---|---|---|---|
"""


async def page() -> str:
    """The whole page."""
    commands, before = await _commands()
    return HEAD + COMMANDS_HEAD + "\n".join(commands) + "\n" + SCREENS_HEAD + "\n".join(_screens(before)) + "\n"


async def _commands() -> tuple[list[str], dict[str, set[str]]]:
    """A row for each command; and for each screen, what its commands answer before connecting."""
    early, now, silent = [await make() for make in (not_connected, connected, _silent)]
    rows, before = [], dict[str, set[str]]()
    for name, kind in sorted(COMMANDS.items()):
        command = _example(kind)
        first, answer, without = [await _answer(world, command) for world in (early, now, silent)]
        before.setdefault(answer, set()).add(first)
        typed = ", ".join(f"`{one}`" for one in _typed(kind)) or NONE
        rows.append(f"| {name} | {typed} | {_slack(command)} | {_teams(command)} | {first} | {without} |")
    return rows, before


async def _silent() -> World:
    """Ada is connected, and Outlook answers nobody."""
    world = await connected()
    world.outlook.down = True
    return world


def _example(kind: type[Command]) -> Command:
    """As it is typed, where it can be; else with what it can't do without, of which core knows nothing."""
    plain = next((one for one in COMMAND_OF.values() if type(one) is kind), None)
    if plain is not None:
        return plain
    defaults = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    made: Command = Maker(["Planning"], 1, Random(7)).built(kind, **defaults)
    return made


async def _answer(world: World, command: Command) -> str:
    """The screen that answers, by its name."""
    if isinstance(command, FORM_COMMANDS):
        return type(await world.dialogue.form(actor(), command)).__name__
    submitted = type(command) in slack_forms.FIELDS
    asked = world.dialogue.submit if submitted else world.dialogue.handle
    found = await asked(actor(), command)
    if isinstance(found, InvalidChoice):
        return "beside the field"
    return "a message follows" if found is None else type(found).__name__


def _typed(kind: type[Command]) -> Iterator[str]:
    """The first way to say it in each language."""
    names = [name for name, one in COMMAND_OF.items() if type(one) is kind]
    for language in (ENGLISH, GERMAN):
        yield from (_first(language, name) for name in names)
    if kind.__name__ in VERBS and not names:
        yield from (f"{_verb(language, VERBS[kind.__name__])} …" for language in (ENGLISH, GERMAN))


def _first(language: Language, name: str) -> str:
    return split(dict(language.commands)[name])[0]


def _verb(language: Language, verb: str) -> str:
    return split(dict(language.verbs)[verb])[0]


def _slack(command: Command) -> str:
    return _ways(command, "modal", slack_forms.FIELDS, _pressed_in_slack)


def _teams(command: Command) -> str:
    return _ways(command, "dialog", teams_forms.FIELDS, _pressed_in_teams)


def _ways(command: Command, form: str, submitted: object, pressed: Callable[[Command], object]) -> str:
    """How it is asked for: each way was tried."""
    kind = type(command)
    if kind is NotUnderstood:
        return "a line that was not understood"
    if kind in FILLED:
        return "a changed input, or a button" if form == "modal" and kind is FILLED[0] else "button, with the inputs"
    assert pressed(command) == command, f"the button of {kind.__name__} asks for something else"
    if kind in VIEWS:
        return "button" if form == "modal" else "refresh for whoever looks"
    if isinstance(command, FORM_COMMANDS):
        return f"button, opens a {form}"
    assert isinstance(submitted, dict)
    return f"submitted by a {form}" if kind in submitted else "button"


def _pressed_in_slack(command: Command) -> object:
    message = in_slack.render(Line(say("action.find"), Action(say("action.find"), command)), WORDS)
    (button,) = elements(message.blocks)
    ask = slack_hands.click(message, button)
    return ask.said if ask else None


def _pressed_in_teams(command: Command) -> object:
    card = in_teams.render(Line(say("action.find"), Action(say("action.find"), command)), WORDS).card
    (button,) = teams_hands.buttons(card)
    return teams_hands.click(card, button).said


def _screens(before: dict[str, set[str]]) -> Iterator[str]:
    """A row for each screen."""
    for kind in sorted({*in_slack.CARDS, *in_slack.FORMS}, key=lambda one: one.__name__):
        name, form = kind.__name__, issubclass(kind, Form)
        slack, teams = (_rendered(chat, kind) for chat in ("slack", "teams"))
        wrong = "beside its field; else `Problem`" if form else "`Problem`" if name != "Problem" else NONE
        early = ", ".join(sorted(f"`{one}`" for one in before.get(name, ()) if one != name)) or "as it is"
        cells = (slack, teams, _empty(kind), _long(kind), wrong, early if name != "Problem" else NONE)
        yield f"| {name} | {' | '.join(cells)} |"


def _rendered(chat: str, kind: type[Screen]) -> str:
    tables = {"slack": {**in_slack.CARDS, **in_slack.FORMS}, "teams": {**in_teams.CARDS, **in_teams.FORMS}}
    made = tables[chat][kind]
    file = made.__module__.rsplit(".", 1)[-1]
    return f"[{made.__name__}](../adapters/{chat}/render/{file}.py)"


def _lists(kind: type[Screen]) -> list[str]:
    hints = get_type_hints(kind)
    return [
        one.name
        for one in fields(kind)
        if get_origin(hints[one.name]) is tuple and Ellipsis in get_args(hints[one.name])
    ]


class Full(Maker):
    """Always the same, whatever sentences and commands there are: every list as long as it may be."""

    def sentence(self) -> Text:
        return say("connect.kept", command=self.words())

    def many(self, name: str) -> int:
        return min(self.size, MANY.get(name, FEW.get(name, 20)))

    def action(self) -> Action:
        return Action(self.sentence(), COMMAND_OF["help"])


def _empty(kind: type[Screen]) -> str:
    """Drawn with nothing in any list."""
    _draw(Full(["Planning"], 0, Random(1)).screen(kind))
    return "valid" if _lists(kind) else "has no lists"


def _long(kind: type[Screen]) -> str:
    """Drawn with as much as there can be, and whether something had to be left out."""
    texts = _draw(Full(["Ein sehr langer Name, " * 30], 300, Random(3)).screen(kind))
    left_out = WORDS.sentence("label.left_out")
    chats = [name for name, text in zip(("Slack", "Teams"), texts, strict=True) if left_out in text]
    return f"cut, and said ({' and '.join(chats)})" if chats else "fits"


def _draw(screen: Screen) -> tuple[str, str]:
    if isinstance(screen, Form):
        opened = in_teams.Opened("form-1", COMMAND_OF["help"])
        view = in_slack.render_form(screen, WORDS, in_slack.Origin())
        return str(view), str(in_teams.render_form(screen, WORDS, opened).card)
    return str(in_slack.render(screen, WORDS).blocks), str(in_teams.render(screen, WORDS).card)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    PAGE.write_text(asyncio.run(page()))
    print(f"Written: {PAGE.name}")
