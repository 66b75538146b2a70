"""Screens as Adaptive Cards: one file per screen family, named as in core.dialogue.screens."""

from collections.abc import Callable
from typing import Any

from adapters.teams.render import (
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
from adapters.teams.render import help as help_
from adapters.teams.render.blocks import Card, Message, Surface
from adapters.teams.render.dialog import Dialog, FormCard, Opened
from adapters.teams.render.elements import TooLarge
from core.dialogue import screens
from core.dialogue.screens import Form, Screen
from core.dialogue.texts import Words

__all__ = ["CARDS", "FORMS", "Dialog", "Message", "Opened", "Surface", "TooLarge", "render", "render_form"]

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
FORMS: dict[type[Form], Callable[[FormCard, Any], None]] = {
    screens.FindForm: slots.find_form,
    screens.BookingForm: booking.booking_form,
    screens.AdvancedForm: calendars.advanced_form,
    screens.SettingsForm: settings.settings_form,
    screens.WhyForm: why.why_form,
}


def render(screen: Screen, words: Words, surface: Surface = Surface.MESSAGE) -> Message:
    """The screen as a card. Raises KeyError for a screen without a rendering, TooLarge."""
    card = Card.for_reader(words, surface)
    CARDS[type(screen)](card, screen)
    return card.message()


def render_form(form: Form, words: Words, opened: Opened) -> Dialog:
    """The form as a dialog. Raises KeyError for a form without a rendering, TooLarge."""
    made = FormCard.for_reader(words, opened)
    FORMS[type(form)](made, form)
    return made.made()
