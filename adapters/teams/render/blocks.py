"""A card under construction: its elements, and the text that says the same facts in the same order."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil

from adapters.edge.dialogue import needs_question
from adapters.edge.words import NOTHING, cut, unlike
from adapters.teams.http import Json, encoded
from adapters.teams.parse.press import COMMAND
from adapters.teams.render.elements import (
    TooLarge,
    execute,
    heading,
    line,
    open_url,
    opens_dialog,
    question,
    row,
    run,
    submit,
)
from adapters.teams.render.limits import (
    BUTTONS_PER_ROW,
    CARD_MOST_BYTES,
    FALLBACK_MOST,
    NAME_MOST,
    SUMMARY_MOST,
    VERSION,
    escape,
)
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.payloads import to_payload
from core.dialogue.screens import Action, Style, Text, UserText, Value, Zone, say
from core.dialogue.texts import Words

STYLES = {Style.PRIMARY: "positive", Style.DANGER: "destructive", Style.PLAIN: None}


class Surface(StrEnum):
    """Where a card is shown; dialogs know other buttons than messages."""

    MESSAGE = "message"
    DIALOG = "dialog"


@dataclass(frozen=True, slots=True)
class Message:
    """A card, and what a notification says of it."""

    card: Json
    summary: str


@dataclass(slots=True)
class Card:
    """Collects elements. Whatever is not ours is escaped by `words`."""

    words: Words
    surface: Surface = Surface.MESSAGE
    body: list[Json] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    @classmethod
    def for_reader(cls, words: Words, surface: Surface) -> "Card":
        return cls(replace(words, escape=escape), surface)

    def said(self, value: Value) -> str:
        return self.words.say(value)

    def foreign(self, text: UserText | Text) -> str:
        """Somebody's words stay somebody's words also when their type got lost on the way."""
        return self.said(text if isinstance(text, Text) else UserText(text))

    def label(self, key: str, **values: Value) -> str:
        return self.words.say(say(key, **values))

    def named(self, name: str) -> str:
        """The name of something to press, unlike all others of this card."""
        return unlike(name, self.names, NAME_MOST)

    def header(self, value: Value) -> None:
        """A heading for screen readers where all its words are ours."""
        foreign: list[str] = []

        def noted(text: str) -> str:
            foreign.append(text)
            return escape(text)

        text = replace(self.words, escape=noted).say(value)
        self.body.append(heading(text, ours=not foreign))
        self.lines.append(text)

    def text(self, *lines: str, bold: bool = False) -> None:
        """Lines that belong together."""
        for number, one in enumerate(one for one in lines if one.strip()):
            self.body.append(line(run(one, bold=bold), gap=not number))
            self.lines.append(one)

    def more(self, one: str) -> None:
        """A line that belongs to the one above it."""
        self.body.append(line(run(one)))
        self.lines.append(one)

    def parts(self, *runs: Json) -> None:
        """One line of several runs."""
        self.body.append(line(*runs))
        self.lines.append("".join(one["text"] for one in runs))

    def facts(self, *facts: tuple[str, str]) -> None:
        """Pairs of a label's key and what it says; empty ones are left out."""
        for key, value in facts:
            if value:
                self.parts(run(f"{self.label(key)}: ", bold=True), run(value))

    def notes(self, *values: Value) -> None:
        """Small print, one line each."""
        for text in filter(str.strip, map(self.said, values)):
            self.body.append(line(run(text, subtle=True)))
            self.lines.append(text)

    def in_zone(self) -> None:
        """Says by which clock the times of this card are meant."""
        self.notes(say("label.times_in", zone=Zone(self.words.reader.zone)))

    def control(self, element: Json) -> None:
        """An input."""
        self.body.append(element)
        self.lines.append(element["label"])

    def actions(self, actions: Iterable[Action], *, listed: bool = False, inputs: bool = False) -> None:
        """Rows of about equal length; `listed` also says the labels in the fallback text (where they are facts)."""
        made = [self._button(action, inputs=inputs) for action in actions]
        rows = ceil(len(made) / BUTTONS_PER_ROW)
        for number in range(rows):
            start, end = (ceil(len(made) * at / rows) for at in (number, number + 1))
            self.body.append(row(made[start:end]))
        if listed and made:
            self.lines.append(", ".join(one["title"] for one in made))

    def message(self) -> Message:
        """Raises TooLarge."""
        text = "\n".join(self.lines)
        return Message(
            _fitted(self.body, text, self.label("label.left_out")), cut(" ".join(text.split()), SUMMARY_MOST)
        )

    def _button(self, action: Action, *, inputs: bool) -> Json:
        label = self.said(action.label)
        name = self.named(self.said(action.name or action.label) or label)
        if action.url is not None or action.command is None:
            return open_url(label, name, action.url or "", style=STYLES[action.style])
        style, command = STYLES[action.style], action.command
        data = {COMMAND: to_payload(command)}
        if self.surface is Surface.DIALOG:
            made = submit(label, name, data, style=style, inputs=inputs)
        elif isinstance(command, FORM_COMMANDS):
            made = opens_dialog(label, name, data, style=style)
        else:
            made = execute(label, name, data, style=style, inputs=inputs)
        return question(label, name, f"{self.label('confirm.title')} {name}", made) if needs_question(action) else made


def _fitted(body: list[Json], text: str, left_out: str) -> Json:
    """The card within Teams' limit: lines and buttons are left out from the end, which is said; inputs and the last
    row of buttons stay. Raises TooLarge when that doesn't do."""
    made = _card(body, text)
    if len(encoded(made)) <= CARD_MOST_BYTES:
        return made
    kept, tail = (body[:-1], body[-1:]) if body[-1]["type"] == "ActionSet" else (body, [])
    said = line(run(left_out, subtle=True))
    fallback = cut(text, FALLBACK_MOST // 4)
    size = len(encoded(_card([*kept, said, *tail], fallback)))
    optional = [at for at, one in enumerate(kept) if at and not _must_stay(one)]
    dropped: set[int] = set()
    while size > CARD_MOST_BYTES and optional:
        at = optional.pop()
        dropped.add(at)
        size -= len(encoded(kept[at])) + 1
    if size > CARD_MOST_BYTES:
        raise TooLarge
    return _card([*(one for at, one in enumerate(kept) if at not in dropped), said, *tail], fallback)


def _must_stay(element: Json) -> bool:
    """Inputs, and the buttons that send them."""
    sends = (one.get("associatedInputs") != "none" for one in element.get("actions", ()) if "data" in one)
    return str(element["type"]).startswith("Input.") or any(sends)


def _card(body: list[Json], text: str) -> Json:
    return {
        "type": "AdaptiveCard",
        "version": VERSION,
        "fallbackText": cut(text, FALLBACK_MOST) or NOTHING,
        "msteams": {"width": "Full"},
        "body": body,
    }
