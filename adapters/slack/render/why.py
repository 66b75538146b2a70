"""Why a time is offered or not, and the form that asks for one."""

from dataclasses import replace

from adapters.slack.render.blocks import Card
from adapters.slack.render.elements import datepicker, timepicker
from adapters.slack.render.modal import Modal
from core.dialogue.screens import WhyCard, WhyForm, clock


def why(card: Card, screen: WhyCard) -> None:
    card.header(screen.heading)
    zones = [screen.zone, *([screen.second_zone] if screen.second_zone else [])]
    card.text(" · ".join(card.words.at(screen.when, zone) for zone in zones))
    card.text(*(f"• {card.said(line)}" for line in screen.reasons))
    card.text(*map(card.said, screen.remarks))
    card.notes(*screen.sources)
    card.actions(screen.actions)


def why_form(modal: Modal, form: WhyForm) -> None:
    modal.titled("why.title", "why.submit", replace(form.submit, people=()))
    day = datepicker("on", placeholder=modal.label("form.date.placeholder"), chosen=form.on.isoformat())
    modal.field("on", "form.on.label", day)
    time = timepicker("time", placeholder=modal.label("form.time.placeholder"), chosen=clock(form.minute))
    modal.field("time", "form.time.label", time)
    modal.duration(form.durations, form.duration_minutes)
    modal.people(form.people)
