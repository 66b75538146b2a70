"""Kinds of commands: which open a form, and which don't wait for the connection."""

from core.dialogue.answers.admin import ADMIN_OPENS
from core.dialogue.answers.settings import OPENS, SAVES
from core.dialogue.commands import (
    AddAccount,
    BookEarliest,
    ChooseCalendars,
    Command,
    Connect,
    Disconnect,
    Find,
    OpenAdvanced,
    OpenBookingForm,
    OpenFindForm,
    OpenWhyForm,
    SaveAdvanced,
    ShowAgenda,
    ShowConnections,
    ShowHelp,
    TypeCode,
)
from core.dialogue.offer_commands import OpenOffer
from core.dialogue.type_commands import OpenType

FORM_COMMANDS: tuple[type[Command], ...] = (
    OpenFindForm, OpenBookingForm, OpenAdvanced, OpenWhyForm, OpenOffer, OpenType, *ADMIN_OPENS, *OPENS
)  # fmt: skip
"""Commands that open a form where the platform lets one (`form` answers); elsewhere `handle` answers with a card."""

FORGETFUL: tuple[type[Command], ...] = (
    ShowHelp,
    Connect,
    AddAccount,
    TypeCode,
    Disconnect,
    ShowConnections,
    ChooseCalendars,
    SaveAdvanced,
    *SAVES,
)
"""Commands that are not kept for after the connection."""

KEPT_WORDS = {Find: "kept.find", BookEarliest: "kept.find", OpenFindForm: "kept.find", ShowAgenda: "kept.agenda"}
