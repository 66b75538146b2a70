"""A meeting that the person writes to Outlook themself."""

from adapters.slack.render.blocks import Card, strong, user
from core.dialogue.screens import ComposeCard, Names


def compose(card: Card, screen: ComposeCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.title))))
    card.facts(("label.when", card.words.at(screen.when)), ("label.with", card.said(Names(screen.people))))
    card.text(*(card.said(line) for line in screen.lines))
    card.actions(screen.actions)
