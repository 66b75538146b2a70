"""settings: the card, its small forms, the question about a journey."""

from adapters.edge.fields import NOTE_MOST
from adapters.teams.render.blocks import Card
from adapters.teams.render.dialog import FormCard
from adapters.teams.render.elements import choice, choices, date_input, text_input, toggle
from core.dialogue.screens import JourneyCard, SettingsCard, SettingsForm, say
from core.dialogue.screens.settings import (
    ChoiceField,
    DayField,
    Field,
    ManyField,
    NoteField,
    PeopleField,
    SwitchField,
    TextField,
)

RADIOS_MOST = 3
"""More choices stand in a list."""


def settings(card: Card, screen: SettingsCard) -> None:
    card.header(say("settings.title"))
    if screen.saved:
        card.text(card.said(screen.saved))
    for part in screen.parts:
        card.text(card.said(part.heading), bold=True)
        card.text(*map(card.said, part.lines))
        card.actions(part.actions)
    card.actions(screen.actions)


def journey(card: Card, screen: JourneyCard) -> None:
    card.header(screen.heading)
    card.text(*map(card.said, screen.lines))
    card.actions(screen.actions)


def settings_form(form: FormCard, screen: SettingsForm) -> None:
    form.titled(screen.title, screen.button, screen.submit)
    form.text(*map(form.words.say, screen.notes))
    for field in screen.fields:
        _field(form, field)


def _field(form: FormCard, field: Field) -> None:
    if isinstance(field, PeopleField):
        form.people(field.people)
        return
    label = form.label(field.label)
    match field:
        case TextField():
            form.field(text_input(field.name, label, field.value, most=200), hint=field.hint)
        case DayField():
            form.field(date_input(field.name, label, field.value.isoformat() if field.value else None))
        case ChoiceField():
            options = [choice(value, form.words.say(words)) for value, words in field.options]
            style = "expanded" if len(options) <= RADIOS_MOST else "compact"
            missing = form.label("form.bad_field")
            form.field(choices(field.name, label, options, [field.chosen], style=style, required=missing))
        case NoteField():
            form.field(text_input(field.name, label, field.value, most=NOTE_MOST, lines=True))
        case ManyField() if field.options:
            several = [choice(value, form.words.say(words)) for value, words in field.options]
            form.field(choices(field.name, label, several, list(field.chosen), several=True))
        case SwitchField():
            form.field(toggle(field.name, label, form.label(field.title), on=field.on))
