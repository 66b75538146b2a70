"""Adaptive Cards 1.5 as strict as a bot's author needs: what Teams would drop, misdraw or refuse is said here."""

from sandbox.teams.cards.card import card_problems, dialog_problems

__all__ = ["card_problems", "dialog_problems"]
