"""Why a time is offered or not, and the form that asks for one."""

from dataclasses import dataclass
from datetime import date

from core.dialogue.commands import Why
from core.dialogue.screens.base import Form, Screen
from core.dialogue.screens.slots import PersonChoice
from core.dialogue.screens.words import Action, Text, When, Zone


@dataclass(frozen=True, slots=True)
class WhyCard(Screen):
    """One time: whether it is offered, every reason against it, and what might be thought to be one but isn't.

    `second_zone` is the home zone if it differs. `sources` are the honest lines: what was read and when.
    """

    heading: Text
    when: When
    zone: Zone
    second_zone: Zone | None
    reasons: tuple[Text, ...]
    remarks: tuple[Text, ...]
    sources: tuple[Text, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class WhyForm(Form):
    """Day, time, duration, people. Submits `submit` with its fields filled in.

    Fields: on, minute (as a time of day named `time`), duration_minutes, people.
    """

    on: date
    minute: int
    durations: tuple[int, ...]
    duration_minutes: int
    people: tuple[PersonChoice, ...]
    submit: Why
