"""Something happened that a person has to know."""

from adapters.slack.render.blocks import Card
from core.dialogue.screens import NewsCard


def news(card: Card, screen: NewsCard) -> None:
    card.header(screen.heading)
    card.text(*map(card.said, screen.lines))
    card.actions(screen.actions)
