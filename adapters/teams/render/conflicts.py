"""Double bookings, and bookings that Outlook sees otherwise."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import ClashingMeeting, ConflictCard, ConflictLine, ConflictsCard, DisagreementCard, say


def conflict(card: Card, screen: ConflictCard) -> None:
    card.header(screen.heading)
    for one in screen.meetings:
        clashing_meeting(card, one)
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
        card.text(card.label("conflicts.soft"), bold=True)
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
    card.text(card.foreign(screen.title), bold=True)
    now = card.said(screen.now) if screen.now else card.label("disagreement.gone")
    card.facts(("disagreement.booked", card.said(screen.booked)), ("disagreement.outlook", now))
    card.text(*(card.said(line) for line in screen.lines))
    card.in_zone()
    card.actions(screen.actions)


def conflict_line(card: Card, one: ConflictLine) -> None:
    for meeting in one.meetings:
        clashing_meeting(card, meeting)
    card.text(*(card.said(line) for line in one.lines), card.said(one.state) if one.state else "")
    card.actions(one.actions)


def clashing_meeting(card: Card, one: ClashingMeeting) -> None:
    card.text(card.foreign(one.title), bold=True)
    card.more(f"{card.said(one.when)} · {card.said(one.role)}")
