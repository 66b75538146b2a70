"""Line, Problem, Waiting."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import Line, Problem, UserText, Waiting, say


def line(card: Card, screen: Line) -> None:
    card.text(card.said(screen.text))
    if screen.action is not None:
        card.actions((screen.action,))


def problem(card: Card, screen: Problem) -> None:
    card.text(card.said(screen.what), bold=True)
    card.text(card.said(screen.means))
    if screen.next_step is not None:
        card.actions((screen.next_step,))
    if screen.reference:
        card.notes(say("label.reference", reference=UserText(screen.reference)))


def waiting(card: Card, screen: Waiting) -> None:
    card.text(card.said(screen.text))
