"""Why a time is offered or not, and the form that asks for one."""

from dataclasses import replace

from adapters.teams.render.blocks import Card
from adapters.teams.render.dialog import FormCard
from adapters.teams.render.elements import date_input, time_input
from core.dialogue.screens import WhyCard, WhyForm, clock


def why(card: Card, screen: WhyCard) -> None:
    card.header(screen.heading)
    zones = [screen.zone, *([screen.second_zone] if screen.second_zone else [])]
    card.text(" · ".join(card.words.at(screen.when, zone) for zone in zones))
    card.text(*(f"• {card.said(line)}" for line in screen.reasons))
    card.text(*map(card.said, screen.remarks))
    card.notes(*screen.sources)
    card.actions(screen.actions)


def why_form(form: FormCard, screen: WhyForm) -> None:
    form.titled("why.title", "why.submit", replace(screen.submit, people=()))
    wrong = form.label("form.bad_field")
    form.field(date_input("on", form.label("form.on.label"), screen.on.isoformat(), required=wrong))
    form.field(time_input("time", form.label("form.time.label"), clock(screen.minute), required=wrong))
    form.duration(screen.durations, screen.duration_minutes)
    form.people(screen.people)
