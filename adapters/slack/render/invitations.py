"""An invitation of somebody else."""

from adapters.slack.render.blocks import Card, strong, user
from adapters.slack.render.conflicts import meeting_lines
from core.dialogue.screens import InvitationCard


def invitation(card: Card, screen: InvitationCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.title))))
    card.facts(("label.when", card.said(screen.when)))
    card.text(*map(card.said, screen.lines))
    if screen.overlapping:
        card.text(
            card.label("invitation.overlaps"),
            *(line for one in screen.overlapping for line in meeting_lines(card, one)),
        )
    card.in_zone()
    card.actions(screen.times, listed=True)
    card.actions(screen.actions)
