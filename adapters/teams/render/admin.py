"""admin: what holds in a workspace, how it fares, what was done there."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import AdminCard


def admin(card: Card, screen: AdminCard) -> None:
    card.header(screen.heading)
    if screen.saved:
        card.text(card.said(screen.saved))
    for part in screen.parts:
        card.text(card.said(part.heading), bold=True)
        card.text(*map(card.said, part.lines))
        card.actions(part.actions)
    card.actions(screen.actions)
