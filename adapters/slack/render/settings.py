"""settings: the card, its small forms, the question about a journey."""

from adapters.edge.fields import NOTE_MOST
from adapters.slack.render.blocks import Card
from adapters.slack.render.elements import (
    checkboxes,
    datepicker,
    grouped,
    multi_select,
    option,
    radio_buttons,
    select,
    text_input,
)
from adapters.slack.render.modal import Modal
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
        card.text(f"*{card.said(part.heading)}*", *map(card.said, part.lines))
        card.actions(part.actions)
    card.divider()
    card.actions(screen.actions)


def journey(card: Card, screen: JourneyCard) -> None:
    card.header(screen.heading)
    card.text(*map(card.said, screen.lines))
    card.actions(screen.actions)


def settings_form(modal: Modal, form: SettingsForm) -> None:
    modal.titled(form.title, form.button, form.submit)
    if form.notes:
        modal.text(*map(modal.words.say, form.notes))
    for field in form.fields:
        _field(modal, field)


def _field(modal: Modal, field: Field) -> None:
    name, label = field.name, "" if isinstance(field, PeopleField) else field.label
    match field:
        case TextField():
            modal.field(name, label, text_input(name, initial=field.value, most=200), optional=True, hint=field.hint)
        case DayField():
            placeholder = modal.label("form.date.placeholder")
            day = field.value.isoformat() if field.value else None
            modal.field(name, label, datepicker(name, placeholder=placeholder, chosen=day), optional=True)
        case ChoiceField():
            options = {value: option(value, modal.words.say(words)) for value, words in field.options}
            listed, chosen = list(options.values()), options.get(field.chosen)
            if len(listed) <= RADIOS_MOST:
                modal.field(name, label, radio_buttons(name, listed, chosen))
            else:
                element = select(name, {"options": listed}, placeholder=modal.label(label), chosen=chosen)
                modal.field(name, label, element)
        case NoteField():
            note = text_input(name, initial=field.value, most=NOTE_MOST, multiline=True)
            modal.field(name, label, note, optional=True)
        case ManyField() if field.options:
            many = {value: option(value, modal.words.say(words)) for value, words in field.options}
            ticked = [many[value] for value in field.chosen if value in many]
            lists = grouped({modal.label(label): list(many.values())})
            element = multi_select(name, lists, placeholder=modal.label(label), chosen=ticked)
            modal.field(name, label, element, optional=True)
        case PeopleField():
            modal.people(field.people)
        case SwitchField():
            box = option("on", modal.label(field.title))
            modal.field(name, label, checkboxes(name, [box], [box] if field.on else []), optional=True)
