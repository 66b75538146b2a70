"""Screens as Block Kit: one file per screen family, named as in core.dialogue.screens."""

from collections.abc import Callable
from typing import Any

from adapters.slack.render import (
    admin,
    agenda,
    base,
    booking,
    calendars,
    compose,
    conflicts,
    connect,
    home,
    invitations,
    mornings,
    mydata,
    news,
    offers,
    responses,
    series,
    settings,
    slots,
    sync_preference,
    types,
    why,
)
from adapters.slack.render import help as help_
from adapters.slack.render.blocks import Card, Message
from adapters.slack.render.elements import Json, TooLarge, plain
from adapters.slack.render.limits import MODAL_TITLE_MOST
from adapters.slack.render.modal import Modal, Origin
from core.dialogue import screens
from core.dialogue.home_commands import ShowHome
from core.dialogue.screens import Action, Form, Screen, say
from core.dialogue.texts import Words

__all__ = [
    "CARDS",
    "FORMS",
    "Json",
    "Message",
    "Origin",
    "TooLarge",
    "render",
    "render_form",
    "render_home",
    "render_notice",
]

CARDS: dict[type[Screen], Callable[[Card, Any], None]] = {
    screens.Line: base.line,
    screens.Problem: base.problem,
    screens.Waiting: base.waiting,
    screens.HelpCard: help_.help_card,
    screens.HomeScreen: home.home,
    screens.ConnectOffer: connect.connect_offer,
    screens.ConnectDone: connect.connect_done,
    screens.CodeAsked: connect.code_asked,
    screens.ConnectionsCard: connect.connections,
    screens.DisconnectAsk: connect.disconnect_ask,
    screens.DisconnectDone: connect.disconnect_done,
    screens.CalendarPicker: calendars.picker,
    screens.SlotsCard: slots.slots,
    screens.BookingCard: booking.booking,
    screens.BookingAsk: booking.booking_ask,
    screens.BookingsCard: booking.bookings,
    screens.ComposeCard: compose.compose,
    screens.AgendaCard: agenda.agenda,
    screens.ConflictCard: conflicts.conflict,
    screens.ConflictsCard: conflicts.conflicts,
    screens.DisagreementCard: conflicts.disagreement,
    screens.AnswersCard: responses.answers,
    screens.SettingsCard: settings.settings,
    screens.JourneyCard: settings.journey,
    screens.SyncPreferenceCard: sync_preference.sync_preference,
    screens.AdminCard: admin.admin,
    screens.MyDataCard: mydata.mydata,
    screens.NewsCard: news.news,
    screens.InvitationCard: invitations.invitation,
    screens.MorningCard: mornings.morning,
    screens.ReminderCard: mornings.reminder,
    screens.OfferCard: offers.offer,
    screens.SeriesCard: series.series,
    screens.TypesCard: types.types,
    screens.WhyCard: why.why,
}
FORMS: dict[type[Form], Callable[[Modal, Any], None]] = {
    screens.FindForm: slots.find_form,
    screens.BookingForm: booking.booking_form,
    screens.AdvancedForm: calendars.advanced_form,
    screens.SettingsForm: settings.settings_form,
    screens.WhyForm: why.why_form,
}


def render(screen: Screen, words: Words) -> Message:
    """The screen as a message. Raises KeyError for a screen without a rendering, TooLarge."""
    card = Card.for_reader(words)
    CARDS[type(screen)](card, screen)
    return card.message()


def render_home(screen: Screen, words: Words) -> Json:
    """The screen as a Home tab, with the way back to Home where it is another one. Raises KeyError, TooLarge."""
    card = Card.for_reader(words)
    CARDS[type(screen)](card, screen)
    if not isinstance(screen, screens.HomeScreen):
        card.actions((Action(say("action.home"), ShowHome()),))
    return {"type": "home", "blocks": card.message().blocks}


def render_notice(screen: Screen, words: Words) -> Json:
    """The screen as a window without inputs, where there is nothing else to show it in. Raises KeyError, TooLarge."""
    card = Card.for_reader(words)
    CARDS[type(screen)](card, screen)
    title, close = (
        plain(card.label("notice.title"), MODAL_TITLE_MOST),
        plain(card.label("notice.close"), MODAL_TITLE_MOST),
    )
    return {"type": "modal", "title": title, "close": close, "blocks": card.message().blocks}


def render_form(form: Form, words: Words, origin: Origin) -> Json:
    """The form as a modal view. Raises KeyError for a form without a rendering, TooLarge."""
    modal = Modal.for_reader(words, origin)
    FORMS[type(form)](modal, form)
    return modal.made()
