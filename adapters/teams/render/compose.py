"""A meeting that the person writes to Outlook themself."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import ComposeCard, Names


def compose(card: Card, screen: ComposeCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.facts(("label.when", card.words.at(screen.when)), ("label.with", card.said(Names(screen.people))))
    card.text(*(card.said(line) for line in screen.lines))
    card.actions(screen.actions)
