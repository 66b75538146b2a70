"""The sync preference."""

from adapters.slack.render.blocks import Card, strong, user
from core.dialogue.screens import SyncPreferenceCard


def sync_preference(card: Card, screen: SyncPreferenceCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.calendar))), *map(card.said, screen.lines))
    card.notes(*screen.small)
    card.actions(screen.actions)
