"""The booking form, a booking's card, the list of bookings."""

from dataclasses import replace

from adapters.edge.fields import COMMENT, NOTE_MOST, TITLE_MOST
from adapters.slack.render.blocks import Card, strong, user
from adapters.slack.render.elements import checkboxes, option, text_input
from adapters.slack.render.modal import Modal
from adapters.slack.render.series import repeats
from core.dialogue.screens import BookingAsk, BookingCard, BookingForm, BookingsCard, Names, Zone, say


def booking(card: Card, screen: BookingCard) -> None:
    card.header(screen.heading)
    card.text(strong(card.said(user(screen.title))))
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
    card.text(strong(card.said(user(screen.title))))
    card.facts(("label.when", card.words.at(screen.when)))
    card.text(*(card.said(line) for line in screen.lines))
    if screen.comment is not None:
        card.field(screen.comment, text_input(COMMENT, initial="", most=NOTE_MOST, multiline=True))
    card.actions(screen.actions)


def bookings(card: Card, screen: BookingsCard) -> None:
    card.header(screen.heading or say("bookings.title"))
    if not screen.bookings:
        card.text(card.label("bookings.none"))
    for one in screen.bookings:
        people = card.said(Names(one.people))
        about = f"{card.label('label.with')}: {people}" if people else ""
        card.text(strong(card.said(user(one.title))), card.words.at(one.when), about, card.said(one.state))
        card.actions(one.actions)
    if screen.more:
        card.notes(say("label.more", n=screen.more))
    card.actions(screen.actions)


def booking_form(modal: Modal, form: BookingForm) -> None:
    modal.titled("booking.title", "booking.submit", replace(form.submit, people=(), title="", note=""))
    zone = Zone(modal.words.reader.zone)
    modal.text(
        modal.label("booking.at", when=form.when, zone=zone),
        modal.words.say(form.writes_to),
    )
    modal.field("title", "form.title.label", text_input("title", initial=form.title, most=TITLE_MOST), optional=True)
    modal.people(form.people, optional=True)
    modal.duration(form.durations, form.duration_minutes)
    online = option("online", modal.label("form.online.option"))
    ticked = [online] if form.online else []
    modal.field("online", "form.online.label", checkboxes("online", [online], ticked), optional=True)
    note = text_input("note", initial=form.submit.note, most=NOTE_MOST, multiline=True)
    modal.field("note", "form.note.label", note, optional=True)
    if form.repeats:
        repeats(modal, form.submit)
