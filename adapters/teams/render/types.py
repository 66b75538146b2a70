"""Meeting types: one card for all that is shown of them."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import TypesCard


def types(card: Card, screen: TypesCard) -> None:
    card.header(screen.heading)
    if screen.saved:
        card.text(card.said(screen.saved))
    if screen.lines:
        card.text(*map(card.said, screen.lines))
    for part in screen.parts:
        card.text(card.said(part.heading), bold=True)
        card.text(*map(card.said, part.lines))
        card.actions(part.actions)
    card.actions(screen.actions)
