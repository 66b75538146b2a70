"""Home: a message here, a view in adapters.slack.home."""

from adapters.slack.render.agenda import item_line
from adapters.slack.render.blocks import Card
from adapters.slack.render.conflicts import conflict_line
from core.dialogue.screens import HomeScreen, say


def home(card: Card, screen: HomeScreen) -> None:
    if screen.note:
        card.text(card.said(screen.note))
    card.header(screen.heading)
    card.text(*map(card.said, screen.lines))
    if screen.tip:
        card.text(card.said(screen.tip))
    card.actions(screen.actions)
    if screen.today is not None:
        lines = [item_line(card, item) for item in screen.today.items] or [card.label("agenda.nothing")]
        more = [card.label("label.more", n=screen.more_today)] if screen.more_today else []
        card.divider()
        card.text(f"*{card.label('home.today', day=screen.today.day)}*", *lines, *more)
    if screen.calm or screen.clashes:
        card.text(f"*{card.label('home.clashes')}*", card.said(screen.calm) if screen.calm else "")
    for one in screen.clashes:
        conflict_line(card, one)
    if screen.more_clashes:
        card.notes(say("label.more", n=screen.more_clashes))
    zone = (say("label.times_in", zone=screen.zone),) if screen.zone else ()
    looked = (say("home.looked", at=screen.looked),) if screen.looked else ()
    card.notes(*zone, *looked, *screen.sources)
