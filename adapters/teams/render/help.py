"""The help card."""

from adapters.teams.render.blocks import Card
from adapters.teams.render.elements import run
from core.dialogue.screens import HelpCard, say


def help_card(card: Card, screen: HelpCard) -> None:
    """Teams has no slash commands: the words alone are typed."""
    card.header(say("help.title"))
    if screen.unknown:
        card.text(card.label("help.unknown", text=screen.unknown))
    for entry in screen.entries:
        card.parts(run(card.said(entry.usage), bold=True), run(f"  {card.said(entry.what)}"))
    card.actions(screen.actions)
