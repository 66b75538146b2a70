"""What comes by itself on a working day."""

from adapters.teams.render.agenda import agenda_item
from adapters.teams.render.blocks import Card
from adapters.teams.render.conflicts import conflict_line
from core.dialogue.screens import MorningCard, ReminderCard, say


def morning(card: Card, screen: MorningCard) -> None:
    card.header(screen.heading)
    card.text(card.said(screen.day.day), bold=True)
    for item in screen.day.items:
        agenda_item(card, item)
    if not screen.day.items:
        card.text(card.label("agenda.nothing"))
    card.notes(say("label.times_in", zone=screen.zone), *screen.sources)
    if screen.held_heading:
        card.text(card.said(screen.held_heading), bold=True)
    for one in screen.held:
        conflict_line(card, one)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    card.actions(screen.actions)


def reminder(card: Card, screen: ReminderCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.text(card.said(screen.when) if screen.when else "", *map(card.said, screen.lines))
    card.in_zone()
    card.actions(screen.actions)
