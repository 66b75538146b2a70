"""A meeting that repeats, with the dates that need a word."""

from adapters.edge.fields import REPEATS
from adapters.slack.render.blocks import Card, strong, user
from adapters.slack.render.elements import datepicker, option, select, text_input
from adapters.slack.render.modal import Modal
from core.dialogue.commands import Book
from core.dialogue.screens import SeriesCard, Zone, say


def repeats(modal: Modal, chosen: Book) -> None:
    """How a meeting repeats, in the booking form."""
    options = {name: option(name, modal.label(f"form.repeats.{name}")) for name in REPEATS}
    listed = select(
        "repeats",
        {"options": list(options.values())},
        placeholder=modal.label("form.repeats.label"),
        chosen=options[chosen.repeats],
    )
    modal.field("repeats", "form.repeats.label", listed)
    until = chosen.until.isoformat() if chosen.until else None
    picker = datepicker("until", placeholder=modal.label("form.date.placeholder"), chosen=until)
    modal.field("until", "form.repeats.until", picker, optional=True)
    number = text_input("number", initial=str(chosen.number) if chosen.number else "", most=4)
    modal.field("number", "form.repeats.number", number, optional=True, hint="form.repeats.hint")


def series(card: Card, screen: SeriesCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.title))), *(card.said(line) for line in screen.lines))
    for date in screen.dates:
        card.text(
            strong(card.said(say("booking.at", when=date.when, zone=Zone(card.words.reader.zone)))),
            *(card.said(line) for line in date.lines),
        )
        card.actions(date.actions)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    card.notes(*screen.notes)
    card.actions(screen.actions)
