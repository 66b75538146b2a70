"""Offered times: for who offers them, and for everybody in a channel."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import OfferCard


def offer(card: Card, screen: OfferCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.text(*map(card.said, screen.lines))
    card.text(card.said(screen.state))
    card.actions(screen.times, listed=True)
    card.notes(*screen.small)
    card.actions(screen.actions)
