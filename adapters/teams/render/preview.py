"""Offered times as they are shown before they are sent into a conversation."""

from datetime import timedelta

from adapters.teams.http import Json
from adapters.teams.parse.extension import CARRIED
from adapters.teams.parse.press import FORM
from adapters.teams.render.blocks import Card, Surface
from core.dialogue.offer_commands import MakeOffer
from core.dialogue.payloads import to_payload
from core.dialogue.screens import UserText, When, Zone, say
from core.dialogue.texts import Words
from core.shared.ranges import Range


def preview_card(words: Words, offer: MakeOffer, host: str, *, form: str | None) -> Json:
    """`form`: the dialog it was made in, for a card that comes back to us with what it is a preview of."""
    card = Card.for_reader(words, Surface.MESSAGE)
    card.header(say("offered.theirs", name=UserText(host), minutes=offer.duration_minutes))
    card.text(card.foreign(UserText(offer.title)), bold=True)
    zone = Zone(words.reader.zone)
    starts = [one for one in (offer.first, offer.second, offer.third) if one is not None]
    whens = [When(Range(start, start + timedelta(minutes=offer.duration_minutes))) for start in starts]
    card.text(*(card.said(say("offered.time", when=one, zone=zone)) for one in whens))
    card.text(card.label("offered.answer_here" if form is None else "offered.pick"))
    for name, value in () if form is None else ((CARRIED, to_payload(offer)), (FORM, form)):
        card.body.append({"type": "Input.Text", "id": name, "isVisible": False, "value": value})
    return card.message().card
