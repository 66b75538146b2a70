"""today, tomorrow, week."""

from adapters.teams.http import Json
from adapters.teams.render.blocks import Card
from adapters.teams.render.elements import TooLarge, link, run
from core.dialogue.screens import AgendaCard, AgendaItem, Text, UserText, say


def agenda(card: Card, screen: AgendaCard) -> None:
    card.header(screen.heading)
    for day in screen.days:
        card.text(card.said(day.day), bold=True)
        for item in day.items:
            agenda_item(card, item)
        if not day.items:
            card.text(card.label("agenda.nothing"))
    card.notes(say("label.times_in", zone=screen.zone), *screen.sources)
    card.actions(screen.actions)


def agenda_item(card: Card, item: AgendaItem) -> None:
    if item.start is None or item.end is None:
        time = card.label("label.all_day")
    else:
        time = f"{card.said(item.start)}–{card.said(item.end)}"
    marks = f" ({', '.join(card.said(mark) for mark in item.marks)})" if item.marks else ""
    text = run(f"{time}  {card.foreign(item.title)}{marks} · {card.foreign(item.calendar)}")
    try:
        join = [run(" · "), _join(card, item.title, item.join_url)] if item.join_url else []
    except TooLarge:  # no address that Teams would open
        join = []
    card.parts(text, *join)


def _join(card: Card, title: UserText | Text, url: str) -> Json:
    label = card.label("label.join")
    return link(label, card.named(f"{label}: {card.foreign(title)}"), url)
