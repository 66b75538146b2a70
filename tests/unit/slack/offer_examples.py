"""Every state of an offer, with hostile words in it."""

from datetime import datetime, timedelta

from core.dialogue.commands import Named
from core.dialogue.offer_commands import MakeOffer, OpenOffer, TakeOffer, WithdrawOffer
from core.dialogue.screens import Action, OfferCard, Screen, SettingsForm, Text, UserText, When, Zone, say
from core.dialogue.screens.settings import ChoiceField, TextField
from core.shared.ranges import Range

HALF_HOUR = timedelta(minutes=30)
PEOPLE = tuple(Named("user", f"U{number}") for number in range(20))


def offer_examples(name: UserText, says: Text, start: datetime, size: int) -> list[Screen]:
    """`size`: how many lines."""
    starts = [start + HALF_HOUR * number for number in range(12)]
    buttons = [say("offered.button", when=When(Range(one, one + HALF_HOUR))) for one in starts[:3]]
    times = tuple(Action(label, TakeOffer("o", number)) for number, label in enumerate(buttons))
    withdraw = Action(say("action.withdraw"), WithdrawOffer("o"))
    again = Action(say("action.offer"), OpenOffer(tuple(starts), 45, PEOPLE, name[:100], "C1"))
    lines = (says,) * min(size, 5)
    zone = say("label.times_in", zone=Zone("Europe/Berlin"))
    return [
        OfferCard("o", says, name, says, lines, times, (*lines, zone), (withdraw,)),
        OfferCard("o", says, name, says, (), (), (), (again,)),
    ]


def offer_form(name: UserText, says: Text, start: datetime) -> SettingsForm:
    options = tuple(((start + HALF_HOUR * n).strftime("%Y-%m-%dT%H:%MZ"), says) for n in range(12))
    first = ChoiceField("first", "offered.form.first", options, options[0][0])
    second = ChoiceField("second", "offered.form.second", (("none", says), *options), options[1][0])
    where = ChoiceField("where", "offered.form.where", (("channel", says), ("text", says)), "channel")
    title = TextField("title", "form.title.label", name[:100])
    made = MakeOffer(start, 45, people=PEOPLE, channel="C1")
    return SettingsForm("offered.form.title", (says,), (title, first, second, where), made, "offered.form.submit")
