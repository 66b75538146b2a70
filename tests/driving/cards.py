"""A message or form of the bot as a person reads it: lines, buttons, inputs."""

import json
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Element:
    """Something to press or fill in. `options` are (label, value) pairs, `chosen` the labels shown as chosen."""

    block_id: str
    action_id: str
    kind: str
    label: str = ""
    url: str | None = None
    value: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def face(self) -> str:
        return f"[{self.label}]" if self.kind == "button" else f"<{', '.join(self.chosen) or '…'}>"

    @property
    def command(self) -> Json:
        """What the button sends."""
        return dict(json.loads(self.value or "{}"))


@dataclass(slots=True)
class Card:
    """One message (or one modal: then `ts` is its id)."""

    channel: str
    ts: str
    lines: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    layout: list[str] = field(default_factory=list)
    ephemeral: bool = False
    fallback: str = ""
    thread: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def buttons(self) -> list[Element]:
        return [one for one in self.elements if one.kind == "button"]

    def says(self, *words: str) -> bool:
        return all(word in self.text for word in words)

    def element(self, name: str) -> Element:
        """By label, else by the name that its action id begins with."""
        named = [one for one in self.elements if one.label == name] or [
            one for one in self.elements if one.action_id.split(":")[0] == name
        ]
        assert named, f"nothing called {name!r} on this card:\n{self}"
        return named[0]

    def slots(self) -> list[Element]:
        """The buttons that are times."""
        return [one for one in self.buttons if one.value and one.command.get("do") == "OpenBookingForm"]

    def __str__(self) -> str:
        return "\n".join(f"│ {line}" for part in self.layout for line in part.split("\n"))


def message(channel: str, found: Json) -> Card:
    card = Card(channel, found["ts"], ephemeral=found["ephemeral"], fallback=found["text"])
    card.thread = found.get("thread_ts")
    _blocks(card, found.get("blocks") or [])
    if not card.lines:
        card.lines.append(found["text"])
        card.layout.append(found["text"])
    return card


def modal(view: Json) -> Card:
    card = Card("", view["id"], [view["title"]["text"]], layout=[view["title"]["text"]])
    _blocks(card, view["blocks"])
    return card


def _blocks(card: Card, blocks: list[Json]) -> None:
    for block in blocks:
        lines = _lines(block)
        inside = block.get("elements", []) if block["type"] == "actions" else []
        given = [*inside, *(block[key] for key in ("accessory", "element") if block.get(key))]
        elements = [_element(block.get("block_id", ""), one) for one in given]
        card.lines += lines
        card.elements += elements
        card.layout += [*lines, *([" ".join(one.face for one in elements)] if elements else [])]


def _lines(block: Json) -> list[str]:
    match block["type"]:
        case "section" | "header":
            return [block["text"]["text"]]
        case "context":
            return [one["text"] for one in block["elements"] if "text" in one]
        case "input":
            return [f"{block['label']['text']}:"]
    return []


def _element(block_id: str, one: Json) -> Element:
    groups = one.get("option_groups") or []
    options = [*(one.get("options") or []), *(item for group in groups for item in group["options"])]
    initial = [*(one.get("initial_options") or []), *([one["initial_option"]] if one.get("initial_option") else [])]
    typed = [str(one[key]) for key in ("initial_value", "initial_users", "initial_date") if one.get(key)]
    text = one.get("text")
    return Element(
        block_id,
        one["action_id"],
        one["type"],
        text["text"] if isinstance(text, dict) else "",
        one.get("url"),
        one.get("value"),
        tuple((item["text"]["text"], item["value"]) for item in options),
        (*(item["text"]["text"] for item in initial), *typed),
    )
