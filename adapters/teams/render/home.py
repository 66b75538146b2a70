"""Home: the welcome card."""

from adapters.teams.render.agenda import agenda_item
from adapters.teams.render.blocks import Card
from adapters.teams.render.conflicts import conflict_line
from core.dialogue.screens import HomeScreen, say


def home(card: Card, screen: HomeScreen) -> None:
    if screen.note:
        card.text(card.said(screen.note))
    card.header(screen.heading)
    card.text(*map(card.said, screen.lines))
    if screen.tip:
        card.text(card.said(screen.tip))
    if screen.today is not None:
        card.text(card.label("home.today", day=screen.today.day), bold=True)
        for item in screen.today.items:
            agenda_item(card, item)
        if not screen.today.items:
            card.text(card.label("agenda.nothing"))
        if screen.more_today:
            card.notes(say("label.more", n=screen.more_today))
    if screen.calm or screen.clashes:
        card.text(card.label("home.clashes"), bold=True)
        card.text(card.said(screen.calm) if screen.calm else "")
    for one in screen.clashes:
        conflict_line(card, one)
    if screen.more_clashes:
        card.notes(say("label.more", n=screen.more_clashes))
    zone = (say("label.times_in", zone=screen.zone),) if screen.zone else ()
    looked = (say("home.looked", at=screen.looked),) if screen.looked else ()
    card.notes(*zone, *looked, *screen.sources)
    card.actions(screen.actions)
