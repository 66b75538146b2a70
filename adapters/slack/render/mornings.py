"""What comes by itself on a working day."""

from adapters.slack.render.agenda import item_line
from adapters.slack.render.blocks import Card, strong, user
from adapters.slack.render.conflicts import conflict_line
from core.dialogue.screens import MorningCard, ReminderCard, say


def morning(card: Card, screen: MorningCard) -> None:
    card.header(screen.heading)
    lines = [item_line(card, item) for item in screen.day.items] or [card.label("agenda.nothing")]
    card.text(f"*{card.said(screen.day.day)}*", *lines)
    card.notes(say("label.times_in", zone=screen.zone), *screen.sources)
    if screen.held_heading:
        card.divider()
        card.text(f"*{card.said(screen.held_heading)}*")
    for one in screen.held:
        conflict_line(card, one)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    card.actions(screen.actions)


def reminder(card: Card, screen: ReminderCard) -> None:
    card.header(screen.heading)
    when = card.said(screen.when) if screen.when else ""
    card.text(strong(card.said(user(screen.title))), when, *map(card.said, screen.lines))
    card.in_zone()
    card.actions(screen.actions)
