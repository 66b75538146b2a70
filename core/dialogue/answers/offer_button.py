"""The way from a list of free times to an offer of some of them."""

from dataclasses import replace

from core.dialogue.commands import Find
from core.dialogue.offer_commands import OpenOffer
from core.dialogue.screens import Action, Instant, SlotsCard, say

LISTED_MOST = 12
"""A button carries them all."""


def with_offer(card: SlotsCard, asked: Find) -> SlotsCard:
    """The list with a button that offers its first times; without times there is nothing to offer. What
    repeats is looked at date by date by who books it, and isn't offered."""
    starts = tuple(slot.label.at for day in card.days for slot in day.slots if isinstance(slot.label, Instant))
    if not starts or asked.duration_minutes is None or asked.repeats != Find().repeats:
        return card
    offer = OpenOffer(starts[:LISTED_MOST], asked.duration_minutes, asked.people, asked.title, asked.channel)
    return replace(card, actions=(*card.actions, Action(say("action.offer"), offer)))
