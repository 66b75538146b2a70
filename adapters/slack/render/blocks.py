"""A message under construction: its blocks, and the fallback text that says the same facts in the same order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import ceil

from adapters.edge.dialogue import needs_question
from adapters.edge.words import NOTHING, clean, cut, unlike
from adapters.slack.render.elements import Json, button, confirmation, mrkdwn, payload, plain
from adapters.slack.render.limits import (
    BLOCKS_MOST,
    BUTTON_MOST,
    BUTTONS_PER_BLOCK_MOST,
    BUTTONS_PER_ROW,
    FALLBACK_MOST,
    HEADER_MOST,
    LABEL_MOST,
    SECTION_MOST,
    escape,
)
from core.dialogue.screens import Action, Style, Text, UserText, Value, Zone, say
from core.dialogue.texts import Words

_LINK = re.compile(r"https://[^\s<>|\"]{1,2000}")
_MARKS = re.compile(r"[*_~`]")
_BOLD = re.compile(r"(?m)^\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class Message:
    """What chat.postMessage takes: blocks, and the text for notifications and screen readers."""

    text: str
    blocks: list[Json]


@dataclass(slots=True)
class Card:
    """Collects blocks. Everything that is not ours is escaped by `words`; `bare` is for attributes without markup."""

    words: Words
    blocks: list[Json] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    buttons_made: int = 0
    names: dict[str, int] = field(default_factory=dict)

    @classmethod
    def for_reader(cls, words: Words) -> "Card":
        return cls(replace(words, escape=escape))

    @property
    def bare(self) -> Words:
        return replace(self.words, escape=clean)

    def said(self, value: Value) -> str:
        return self.words.say(value)

    def label(self, key: str, **values: Value) -> str:
        return self.words.say(say(key, **values))

    def header(self, value: Value) -> None:
        text = self.said(value)
        self.blocks.append({"type": "header", "text": plain(text, HEADER_MOST)})
        self.lines.append(text)

    def text(self, *lines: str) -> None:
        """Lines of one or more sections; broken between lines where Slack needs it, never inside a link."""
        kept = [cut(line, SECTION_MOST) for line in lines if line.strip()]
        while kept:
            taken, size = 0, 0
            while taken < len(kept) and size + len(kept[taken]) + 1 <= SECTION_MOST + 1:
                size += len(kept[taken]) + 1
                taken += 1
            self.blocks.append({"type": "section", "text": mrkdwn("\n".join(kept[:taken]))})
            self.lines += [_without_marks(line) for line in kept[:taken]]
            kept = kept[taken:]

    def facts(self, *facts: tuple[str, str]) -> None:
        """Pairs of a label's key and what it says; empty ones are left out."""
        self.text(*(f"*{self.label(key)}:* {value}" for key, value in facts if value))

    def notes(self, *values: Value) -> None:
        """Small print, one line each."""
        lines = [line for line in map(self.said, values) if line.strip()]
        if not lines:
            return
        shown = cut("\n".join(lines), SECTION_MOST)
        self.blocks.append({"type": "context", "elements": [mrkdwn(shown)]})
        self.lines += lines

    def in_zone(self) -> None:
        """Says by which clock the times of this card are meant."""
        self.notes(say("label.times_in", zone=Zone(self.words.reader.zone)))

    def divider(self) -> None:
        self.blocks.append({"type": "divider"})

    def control(self, text: str, element: Json, block_id: str) -> None:
        """An input of a message, with its label beside it."""
        self.blocks.append(
            {"type": "section", "block_id": block_id, "text": mrkdwn(cut(text, SECTION_MOST)), "accessory": element}
        )
        self.lines += [_without_marks(line) for line in text.split("\n")]

    def field(self, label: Value, element: Json) -> None:
        """A text field of a message, that may stay empty."""
        name = element["action_id"]
        shown = plain(self.said(label), LABEL_MOST)
        block: Json = {"type": "input", "block_id": name, "label": shown, "element": element, "optional": True}
        self.blocks.append(block)
        self.lines.append(self.said(label))

    def actions(self, actions: Iterable[Action], *, listed: bool = False) -> None:
        """Rows of about equal length; `listed` also says the labels in the fallback text (where they are facts)."""
        made = [self._button(action) for action in actions]
        rows = ceil(len(made) / BUTTONS_PER_ROW)
        for row in range(rows):
            start, end = (ceil(len(made) * number / rows) for number in (row, row + 1))
            self.blocks.append({"type": "actions", "elements": made[start:end]})
        if listed and made:
            self.lines.append(", ".join(one["text"]["text"] for one in made))

    def link(self, url: str | None, label: str) -> str:
        """A link in a line; nothing when the address is not plain https."""
        if url is None or not _LINK.fullmatch(url):
            return ""
        return f"<{url.replace('&', '&amp;')}|{label}>"

    def message(self) -> Message:
        """What is without a word, somebody's empty title alone, is a dash: Slack takes no empty message."""
        if not any(self.lines):
            self.text(NOTHING)
        text = cut("\n".join(self.lines), FALLBACK_MOST)
        return Message(text, _fitted(self.blocks, self.label("label.left_out")))

    def _button(self, action: Action) -> Json:
        self.buttons_made += 1
        label = self.said(action.label)
        return button(
            label,
            f"button:{self.buttons_made}",
            name=unlike(self.bare.say(action.name or action.label) or label, self.names, BUTTON_MOST),
            value=None if action.command is None else payload(action.command),
            url=action.url,
            style=None if action.style is Style.PLAIN else action.style.value,
            confirm=self._question(action, label) if needs_question(action) else None,
        )

    def _question(self, action: Action, label: str) -> Json:
        asked = self.said(action.name or action.label)
        return confirmation(self.label("confirm.title"), asked, label, self.label("confirm.deny"))


def strong(text: str) -> str:
    """In bold, unless the text has marks of its own that would break it."""
    return text if not text or _MARKS.search(text) else f"*{text}*"


def user(text: UserText | Text) -> Text | UserText:
    """Somebody's words stay somebody's words also when their type got lost on the way."""
    return text if isinstance(text, Text) else UserText(text)


def _without_marks(line: str) -> str:
    """The line for the fallback text: our bold labels without stars, our links as their address."""
    return re.sub(r"<(https://[^|>]+)\|([^>]*)>", r"\2: \1", _BOLD.sub(r"\1", line))


def _fitted(blocks: list[Json], left_out: str) -> list[Json]:
    """At most 50 blocks: first rows of buttons are joined, then the rest is left out and that is said."""
    if len(blocks) <= BLOCKS_MOST:
        return blocks
    joined: list[Json] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if block["type"] == "actions" and last is not None and last["type"] == "actions":
            free = BUTTONS_PER_BLOCK_MOST - len(last["elements"])
            if len(block["elements"]) <= free:
                joined[-1] = {**last, "elements": [*last["elements"], *block["elements"]]}
                continue
        joined.append(block)
    if len(joined) <= BLOCKS_MOST:
        return joined
    tail = joined[-1:] if joined[-1]["type"] == "actions" else []
    said: Json = {"type": "context", "elements": [mrkdwn(left_out)]}
    return [*joined[: BLOCKS_MOST - 1 - len(tail)], said, *tail]
