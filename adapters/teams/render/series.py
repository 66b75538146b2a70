"""A meeting that repeats, with the dates that need a word."""

from adapters.edge.fields import REPEATS
from adapters.teams.render.blocks import Card
from adapters.teams.render.dialog import FormCard
from adapters.teams.render.elements import choice, choices, date_input, text_input
from core.dialogue.commands import Book
from core.dialogue.screens import SeriesCard, Zone, say


def repeats(form: FormCard, asked: Book) -> None:
    """How a meeting repeats, in the booking form."""
    options = [choice(name, form.label(f"form.repeats.{name}")) for name in REPEATS]
    label = form.label("form.repeats.label")
    form.field(choices("repeats", label, options, [asked.repeats], required=form.label("form.bad_field")))
    until = asked.until.isoformat() if asked.until else None
    form.field(date_input("until", form.label("form.repeats.until"), until))
    number = str(asked.number) if asked.number else ""
    form.field(text_input("number", form.label("form.repeats.number"), number, most=4), hint="form.repeats.hint")


def series(card: Card, screen: SeriesCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.text(*(card.said(line) for line in screen.lines))
    for date in screen.dates:
        card.text(card.said(say("booking.at", when=date.when, zone=Zone(card.words.reader.zone))), bold=True)
        card.text(*(card.said(line) for line in date.lines))
        card.actions(date.actions)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    card.notes(*screen.notes)
    card.actions(screen.actions)
