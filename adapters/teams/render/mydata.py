"""mydata: what is stored, the link to it, the question before it is erased."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import MyDataCard


def mydata(card: Card, screen: MyDataCard) -> None:
    card.header(screen.heading)
    card.text(*map(card.said, screen.lines))
    card.text(*(f"• {card.said(line)}" for line in screen.stays))
    card.actions(screen.actions)
