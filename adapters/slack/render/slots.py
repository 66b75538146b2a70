"""Free times, and the form that asks for them."""

from dataclasses import replace

from adapters.edge.fields import part_choices
from adapters.slack.render.blocks import Card
from adapters.slack.render.elements import checkboxes, datepicker, option, select
from adapters.slack.render.modal import Modal
from core.dialogue.commands import Find
from core.dialogue.screens import FindForm, SlotsCard, say


def slots(card: Card, screen: SlotsCard) -> None:
    if screen.taken:
        card.text(card.said(screen.taken))
    card.header(screen.heading)
    card.text(card.said(screen.understood))
    if screen.nothing:
        card.text(card.said(screen.nothing))
    for day in screen.days:
        card.text(f"*{card.said(day.day)}*")
        card.actions(day.slots, listed=True)
    for line in screen.unknown:
        card.text(card.said(line))
    second = (say("label.home_zone", zone=screen.second_zone),) if screen.second_zone else ()
    card.notes(say("label.times_in", zone=screen.zone), *second, *screen.sources)
    card.actions(screen.actions)


def find_form(modal: Modal, form: FindForm) -> None:
    find = form.submit
    modal.titled("find.title", "find.submit", replace(find, people=()))
    modal.duration(form.durations, form.duration_minutes)
    modal.people(form.people, optional=True)
    for field, day in (("since", find.since), ("until", find.until)):
        picker = datepicker(
            field, placeholder=modal.label("form.date.placeholder"), chosen=day.isoformat() if day else None
        )
        modal.field(field, f"form.{field}.label", picker, optional=True)
    _part(modal, find)
    if form.kept:
        boxes = [option(name, modal.words.say(text)) for name, text in form.kept]
        modal.field("kept", "form.kept.label", checkboxes("kept", boxes, boxes), optional=True)


def _part(modal: Modal, find: Find) -> None:
    choices, chosen = part_choices(find)
    options = {name: option(name, modal.words.say(text)) for name, text in choices.items()}
    element = select(
        "part",
        {"options": list(options.values())},
        placeholder=modal.label("form.part.any"),
        chosen=options[chosen],
    )
    modal.field("part", "form.part.label", element)
