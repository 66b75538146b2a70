"""The sync preference."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import SyncPreferenceCard


def sync_preference(card: Card, screen: SyncPreferenceCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.calendar), bold=True)
    card.text(*map(card.said, screen.lines))
    card.notes(*screen.small)
    card.actions(screen.actions)
