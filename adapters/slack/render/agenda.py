"""today, tomorrow, week."""

from adapters.slack.render.blocks import Card, user
from core.dialogue.screens import AgendaCard, AgendaItem, say


def agenda(card: Card, screen: AgendaCard) -> None:
    card.header(screen.heading)
    for day in screen.days:
        lines = [item_line(card, item) for item in day.items] or [card.label("agenda.nothing")]
        card.text(f"*{card.said(day.day)}*", *lines)
    card.notes(say("label.times_in", zone=screen.zone), *screen.sources)
    card.actions(screen.actions)


def item_line(card: Card, item: AgendaItem) -> str:
    if item.start is None or item.end is None:
        time = card.label("label.all_day")
    else:
        time = f"{card.said(item.start)}–{card.said(item.end)}"
    marks = f" ({', '.join(card.said(mark) for mark in item.marks)})" if item.marks else ""
    line = f"{time}  {card.said(user(item.title))}{marks} · {card.said(user(item.calendar))}"
    join = card.link(item.join_url, card.label("label.join"))
    return f"{line} · {join}" if join else line
