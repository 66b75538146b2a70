"""What the invited answered."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import AnswersCard


def answers(card: Card, screen: AnswersCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.facts(("label.when", card.said(screen.when)))
    card.text(*map(card.said, screen.lines))
    card.in_zone()
    card.actions(screen.times, listed=True)
    card.actions(screen.actions)
