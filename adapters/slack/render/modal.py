"""A modal under construction: labelled inputs, and the command it submits in its private metadata."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from adapters.edge.fields import addresses_text
from adapters.edge.words import cut
from adapters.slack.render.elements import (
    Json,
    TooLarge,
    mrkdwn,
    option,
    payload,
    people_select,
    plain,
    select,
    text_input,
)
from adapters.slack.render.limits import LABEL_MOST, METADATA_MOST, MODAL_TITLE_MOST, SECTION_MOST, escape
from core.dialogue.commands import Command
from core.dialogue.model import MessageRef
from core.dialogue.screens import PersonChoice, Value, length, say
from core.dialogue.texts import Words

CALLBACK = "form"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened: the card of ours, the channel and response URL of the command that asked for it, or the
    Home tab."""

    card: MessageRef | None = None
    channel: str = ""
    response_url: str | None = None
    home: bool = False


@dataclass(slots=True)
class Modal:
    """Collects inputs; each block is named after the field of the command that it fills."""

    words: Words
    origin: Origin
    view: Json = field(default_factory=dict)
    blocks: list[Json] = field(default_factory=list)

    @classmethod
    def for_reader(cls, words: Words, origin: Origin) -> "Modal":
        return cls(replace(words, escape=escape), origin)

    def label(self, key: str, **values: Value) -> str:
        return self.words.say(say(key, **values))

    def titled(self, title: str, submit: str, command: Command) -> None:
        """`command` needs no fields whose inputs are in the form anyway."""
        self.view = {
            "type": "modal",
            "callback_id": CALLBACK,
            "title": plain(self.label(title), MODAL_TITLE_MOST),
            "submit": plain(self.label(submit), MODAL_TITLE_MOST),
            "close": plain(self.label("form.cancel"), MODAL_TITLE_MOST),
            "private_metadata": _metadata(command, self.origin),
        }

    def text(self, *lines: str) -> None:
        self.blocks.append({"type": "section", "text": mrkdwn(cut("\n".join(lines), SECTION_MOST))})

    def field(self, name: str, label: str, element: Json, *, optional: bool = False, hint: str | None = None) -> None:
        block: Json = {
            "type": "input",
            "block_id": name,
            "label": plain(self.label(label), LABEL_MOST),
            "element": element,
            "optional": optional,
        }
        self.blocks.append(block | ({"hint": plain(self.label(hint), LABEL_MOST)} if hint else {}))

    def duration(self, offered: tuple[int, ...], chosen: int) -> None:
        options = {minutes: option(str(minutes), self.words.say(length(minutes))) for minutes in {*offered, chosen}}
        ordered = [options[minutes] for minutes in sorted(options)]
        element = select(
            "duration_minutes",
            {"options": ordered},
            placeholder=self.label("form.duration.label"),
            chosen=options[chosen],
        )
        self.field("duration_minutes", "form.duration.label", element)

    def people(self, chosen: Iterable[PersonChoice], *, optional: bool = False) -> None:
        """People of the workspace by name, others by mail address; together they are the field `people`. `optional`:
        some of them may miss it."""
        listed = list(chosen)
        named = [one.named for one in listed if one.named.kind == "user"]
        users = [one.value for one in named if not (optional and one.optional)]
        placeholder = self.label("form.people.placeholder")
        element = people_select("people", placeholder=placeholder, chosen=users)
        self.field("people", "form.people.label", element, optional=True, hint="form.people.hint")
        if optional:
            may = [one.value for one in named if one.optional]
            element = people_select("optional_people", placeholder=placeholder, chosen=may)
            self.field("optional_people", "form.optional_people.label", element, optional=True)
        typed = text_input("addresses", initial=addresses_text(listed))
        hint = "form.addresses.hint_optional" if optional else "form.addresses.hint"
        self.field("addresses", "form.addresses.label", typed, optional=True, hint=hint)

    def made(self) -> Json:
        return {**self.view, "blocks": self.blocks}


def _metadata(command: Command, origin: Origin) -> str:
    found: dict[str, str] = {"command": payload(command, METADATA_MOST), "channel": origin.channel}
    if origin.card is not None:
        found |= {"channel": origin.card.channel, "ts": origin.card.message}
    if origin.response_url is not None:
        found["response_url"] = origin.response_url
    if origin.home:
        found["home"] = "yes"
    text = json.dumps(found, separators=(",", ":"))
    if len(text) > METADATA_MOST:
        raise TooLarge
    return text
