"""What the invited answered."""

from adapters.slack.render.blocks import Card, strong, user
from core.dialogue.screens import AnswersCard


def answers(card: Card, screen: AnswersCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.title))))
    card.facts(("label.when", card.said(screen.when)))
    card.text(*map(card.said, screen.lines))
    card.in_zone()
    card.actions(screen.times, listed=True)
    card.actions(screen.actions)
