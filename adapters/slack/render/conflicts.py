"""Double bookings, and bookings that Outlook sees otherwise."""

from adapters.slack.render.blocks import Card, strong, user
from core.dialogue.screens import ClashingMeeting, ConflictCard, ConflictLine, ConflictsCard, DisagreementCard, say


def conflict(card: Card, screen: ConflictCard) -> None:
    card.header(screen.heading)
    card.text(*(line for one in screen.meetings for line in meeting_lines(card, one)))
    card.text(*(card.said(line) for line in screen.lines))
    card.in_zone()
    card.actions(screen.times, listed=True)
    card.actions(screen.actions)


def conflicts(card: Card, screen: ConflictsCard) -> None:
    card.header(screen.heading)
    if screen.nothing:
        card.text(card.said(screen.nothing))
    for one in screen.conflicts:
        conflict_line(card, one)
    if screen.soft:
        card.divider()
        card.text(f"*{card.label('conflicts.soft')}*")
    for one in screen.soft:
        conflict_line(card, one)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    if screen.conflicts or screen.soft:
        card.in_zone()
    card.notes(*screen.sources)
    card.actions(screen.actions)


def disagreement(card: Card, screen: DisagreementCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.title))))
    now = card.said(screen.now) if screen.now else card.label("disagreement.gone")
    card.facts(("disagreement.booked", card.said(screen.booked)), ("disagreement.outlook", now))
    card.text(*(card.said(line) for line in screen.lines))
    card.in_zone()
    card.actions(screen.actions)


def conflict_line(card: Card, one: ConflictLine) -> None:
    said = [line for meeting in one.meetings for line in meeting_lines(card, meeting)]
    state = [card.said(one.state)] if one.state else []
    card.text(*said, *(card.said(line) for line in one.lines), *state)
    card.actions(one.actions)


def meeting_lines(card: Card, one: ClashingMeeting) -> tuple[str, str]:
    return strong(card.said(user(one.title))), f"{card.said(one.when)} · {card.said(one.role)}"
