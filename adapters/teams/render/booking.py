"""The booking form, a booking's card, the list of bookings."""

from dataclasses import replace

from adapters.edge.fields import COMMENT, NOTE_MOST, TITLE_MOST
from adapters.teams.render.blocks import Card
from adapters.teams.render.dialog import FormCard
from adapters.teams.render.elements import text_input, toggle
from adapters.teams.render.series import repeats
from core.dialogue.screens import BookingAsk, BookingCard, BookingForm, BookingsCard, Names, Zone, say


def booking(card: Card, screen: BookingCard) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    zones = [screen.zone, *([screen.second_zone] if screen.second_zone else [])]
    card.facts(
        ("label.when", " · ".join(card.words.at(screen.when, zone) for zone in zones)),
        ("label.with", card.said(Names(screen.people))),
        ("label.where", card.said(screen.where) if screen.where else ""),
    )
    card.text(card.said(screen.state))
    card.notes(*screen.notes)
    card.actions(screen.actions)


def booking_ask(card: Card, screen: BookingAsk) -> None:
    card.header(screen.heading)
    card.text(card.foreign(screen.title), bold=True)
    card.facts(("label.when", card.words.at(screen.when)))
    card.text(*(card.said(one) for one in screen.lines))
    if screen.comment is not None:
        card.control(text_input(COMMENT, card.said(screen.comment), "", most=NOTE_MOST, lines=True))
    card.actions(screen.actions, inputs=screen.comment is not None)


def bookings(card: Card, screen: BookingsCard) -> None:
    card.header(screen.heading or say("bookings.title"))
    if not screen.bookings:
        card.text(card.label("bookings.none"))
    for one in screen.bookings:
        people = card.said(Names(one.people))
        about = f"{card.label('label.with')}: {people}" if people else ""
        card.text(card.foreign(one.title), bold=True)
        card.text(card.words.at(one.when), about, card.said(one.state))
        card.actions(one.actions)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    card.actions(screen.actions)


def booking_form(form: FormCard, screen: BookingForm) -> None:
    form.titled("booking.title", "booking.submit", replace(screen.submit, people=(), title="", note=""))
    zone = Zone(form.words.reader.zone)
    form.text(
        form.label("booking.at", when=screen.when, zone=zone),
        form.words.say(screen.writes_to),
    )
    form.field(text_input("title", form.label("form.title.label"), screen.title, most=TITLE_MOST))
    form.people(screen.people, optional=True)
    form.duration(screen.durations, screen.duration_minutes)
    form.field(toggle("online", form.label("form.online.label"), form.label("form.online.option"), on=screen.online))
    note = text_input("note", form.label("form.note.label"), screen.submit.note, most=NOTE_MOST, lines=True)
    form.field(note)
    if screen.repeats:
        repeats(form, screen.submit)
