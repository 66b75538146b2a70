"""settings: the card, and the small forms behind its buttons; the question about a journey."""

from dataclasses import dataclass
from datetime import date

from core.dialogue.commands import Command
from core.dialogue.screens.base import Form, Screen
from core.dialogue.screens.slots import PersonChoice
from core.dialogue.screens.words import Action, Text


@dataclass(frozen=True, slots=True)
class SettingsPart:
    """One group of settings: what holds now, and the buttons that change it."""

    heading: Text
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class SettingsCard(Screen):
    """Everything a person can choose. `saved` says first what a click or a form has just changed."""

    saved: Text | None
    parts: tuple[SettingsPart, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class JourneyCard(Screen):
    """Asked once a journey: the chat client shows another zone than home. The actions open the form of the journey."""

    heading: Text
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class TextField:
    """One line that is typed. `name` is the field of the command it fills; `label` and `hint` are sentences."""

    name: str
    label: str
    value: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class DayField:
    """A date, or none."""

    name: str
    label: str
    value: date | None


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of a few: (value, words), and the value chosen now."""

    name: str
    label: str
    options: tuple[tuple[str, Text], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class SwitchField:
    """Yes or no; `title` stands beside the box."""

    name: str
    label: str
    title: str
    on: bool


@dataclass(frozen=True, slots=True)
class NoteField:
    """Several lines that are typed."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ManyField:
    """Any of some: (value, words), and the values chosen now."""

    name: str
    label: str
    options: tuple[tuple[str, Text], ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleField:
    """People of the chat, and others by mail address; the field of the command is `people`."""

    people: tuple[PersonChoice, ...]
    name: str = "people"


Field = TextField | DayField | ChoiceField | SwitchField | NoteField | ManyField | PeopleField


@dataclass(frozen=True, slots=True)
class SettingsForm(Form):
    """A few fields, all filled in with what holds now. Submits `submit` with the fields filled in; `button` names the
    sentence on the button."""

    title: str
    notes: tuple[Text, ...]
    fields: tuple[Field, ...]
    submit: Command
    button: str = "settings.submit"
