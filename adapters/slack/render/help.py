"""The help card."""

from adapters.slack.render.blocks import Card
from core.dialogue.screens import HelpCard, UserText, say


def help_card(card: Card, screen: HelpCard) -> None:
    card.header(say("help.title"))
    if screen.unknown:
        card.text(card.label("help.unknown", text=screen.unknown))
    command = card.said(UserText(screen.command))
    usages = [f"{command} {card.said(entry.usage)}".replace("`", "'") for entry in screen.entries]
    card.text(*(f"`{usage}`  {card.said(entry.what)}" for usage, entry in zip(usages, screen.entries, strict=True)))
    card.actions(screen.actions)
