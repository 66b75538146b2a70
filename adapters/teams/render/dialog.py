"""A dialog's form under construction: labelled inputs, and the button that submits its command with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from adapters.edge.fields import addresses_text
from adapters.edge.words import cut
from adapters.teams.http import Json, encoded
from adapters.teams.parse.press import CARD, COMMAND, FORM, OPENER
from adapters.teams.render.elements import TooLarge, choice, choices, line, people, run, submit, text_input
from adapters.teams.render.limits import CARD_MOST_BYTES, TITLE_MOST, VERSION, escape
from core.dialogue.commands import Command
from core.dialogue.payloads import to_payload
from core.dialogue.screens import PersonChoice, Text, Value, length, say
from core.dialogue.texts import Words


@dataclass(frozen=True, slots=True)
class Opened:
    """How a form was opened. `form` names this one dialog; `card`: our message it was opened from; `opener` opens it
    again, with what was typed in `typed` and what is `wrong` with it, when it has to be corrected. `note` stands above
    it."""

    form: str
    opener: Command
    card: str | None = None
    typed: Json = field(default_factory=dict)
    wrong: tuple[str, str] | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """A card with the title of the dialog it is shown in."""

    title: str
    card: Json


@dataclass(slots=True)
class FormCard:
    """Collects inputs; each is named after the field of the command that it fills."""

    words: Words
    opened: Opened
    title: str = ""
    body: list[Json] = field(default_factory=list)
    button: Json = field(default_factory=dict)

    @classmethod
    def for_reader(cls, words: Words, opened: Opened) -> "FormCard":
        return cls(replace(words, escape=escape), opened)

    def label(self, key: str, **values: Value) -> str:
        return self.words.say(say(key, **values))

    def titled(self, title: str, button: str, command: Command) -> None:
        """`command` needs no fields whose inputs are in the form anyway."""
        self.title = cut(self.label(title), TITLE_MOST)
        data: Json = {COMMAND: to_payload(command), FORM: self.opened.form, OPENER: to_payload(self.opened.opener)}
        if self.opened.card is not None:
            data[CARD] = self.opened.card
        label = self.label(button)
        self.button = submit(label, label, data, style="positive", inputs=True)

    def text(self, *lines: str) -> None:
        self.body += [line(run(one)) for one in lines]

    def field(self, element: Json, hint: str | None = None) -> None:
        """`hint`: the key of a sentence under the input."""
        typed = self.opened.typed.get(element["id"])
        self.body.append({**element, "value": typed} if isinstance(typed, str) else element)
        if hint:
            self.body.append(line(run(self.label(hint), subtle=True)))

    def duration(self, offered: tuple[int, ...], chosen: int) -> None:
        options = [choice(str(one), self.words.say(length(one))) for one in sorted({*offered, chosen})]
        label = self.label("form.duration.label")
        self.field(choices("duration_minutes", label, options, [str(chosen)], required=self.label("form.bad_field")))

    def people(self, chosen: Iterable[PersonChoice], *, optional: bool = False) -> None:
        """People of the organisation by name, others by mail address; together they are the field `people`. `optional`:
        some of them may miss it."""
        found = list(chosen)
        users = [one for one in found if one.named.kind == "user"]
        may = [one for one in users if optional and one.named.optional]
        self._picker("people", "form.people.label", [one for one in users if one not in may])
        if optional:
            self._picker("optional_people", "form.optional_people.label", may)
        typed = text_input("addresses", self.label("form.addresses.label"), addresses_text(found))
        self.field(typed, hint="form.addresses.hint_optional" if optional else "form.addresses.hint")

    def _picker(self, name: str, label: str, chosen: list[PersonChoice]) -> None:
        users = [choice(one.named.value, self.words.say(one.name)) for one in chosen]
        self.field(people(name, self.label(label), self.label("form.people.placeholder"), users))

    def made(self) -> Dialog:
        """Raises TooLarge."""
        if self.opened.note is not None:
            self.body.insert(0, line(run(self.words.say(self.opened.note))))
        if self.opened.wrong is not None:
            self._say_wrong(*self.opened.wrong)
        card: Json = {"type": "AdaptiveCard", "version": VERSION, "body": self.body, "actions": [self.button]}
        if len(encoded(card)) > CARD_MOST_BYTES:
            raise TooLarge
        return Dialog(self.title, card)

    def _say_wrong(self, name: str, reason: str) -> None:
        """At its field, and first of all, where a screen reader begins: Teams has no errors of its own for what only
        the bot can know."""
        at = next((number for number, one in enumerate(self.body) if one.get("id") == name), None)
        if at is not None:
            self.body.insert(at + 1, line(run(reason, attention=True)))
            reason = f"{self.body[at]['label']}: {reason}"
        self.body.insert(0, line(run(reason, bold=True, attention=True)))
