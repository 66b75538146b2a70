"""Free times, and the form that asks for them."""

from dataclasses import replace

from adapters.edge.fields import part_choices
from adapters.teams.render.blocks import Card
from adapters.teams.render.dialog import FormCard
from adapters.teams.render.elements import choice, choices, date_input
from core.dialogue.screens import FindForm, SlotsCard, say


def slots(card: Card, screen: SlotsCard) -> None:
    if screen.taken:
        card.text(card.said(screen.taken))
    card.header(screen.heading)
    card.text(card.said(screen.understood))
    if screen.nothing:
        card.text(card.said(screen.nothing))
    for day in screen.days:
        card.text(card.said(day.day), bold=True)
        card.actions(day.slots, listed=True)
    card.text(*(card.said(one) for one in screen.unknown))
    second = (say("label.home_zone", zone=screen.second_zone),) if screen.second_zone else ()
    card.notes(say("label.times_in", zone=screen.zone), *second, *screen.sources)
    card.actions(screen.actions)


def find_form(form: FormCard, screen: FindForm) -> None:
    find = screen.submit
    form.titled("find.title", "find.submit", replace(find, people=()))
    form.duration(screen.durations, screen.duration_minutes)
    form.people(screen.people, optional=True)
    for field, day in (("since", find.since), ("until", find.until)):
        form.field(date_input(field, form.label(f"form.{field}.label"), day.isoformat() if day else None))
    texts, chosen = part_choices(find)
    options = [choice(name, form.words.say(text)) for name, text in texts.items()]
    form.field(choices("part", form.label("form.part.label"), options, [chosen], required=form.label("form.bad_field")))
    if screen.kept:
        boxes = [choice(name, form.words.say(text)) for name, text in screen.kept]
        names = [name for name, _ in screen.kept]
        form.field(choices("kept", form.label("form.kept.label"), boxes, names, several=True, style="expanded"))
