"""An invitation of somebody else."""

from adapters.teams.render.blocks import Card
from adapters.teams.render.conflicts import clashing_meeting
from core.dialogue.screens import InvitationCard


def invitation(card: Card, screen: InvitationCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.facts(("label.when", card.said(screen.when)))
    card.text(*map(card.said, screen.lines))
    if screen.overlapping:
        card.text(card.label("invitation.overlaps"))
    for one in screen.overlapping:
        clashing_meeting(card, one)
    card.in_zone()
    card.actions(screen.times, listed=True)
    card.actions(screen.actions)
