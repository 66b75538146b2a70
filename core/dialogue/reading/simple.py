"""Whole lines that are commands, in every language of the reader."""

from core.dialogue.admin_commands import ShowAdmin
from core.dialogue.booking_commands import ChooseBooking
from core.dialogue.commands import (
    Command,
    Connect,
    Disconnect,
    OpenFindForm,
    OpenWhyForm,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConflicts,
    ShowConnections,
    ShowHelp,
)
from core.dialogue.home_commands import ShowHome
from core.dialogue.mydata_commands import ShowMyData
from core.dialogue.reading.vocabulary import LANGUAGES, phrases_of
from core.dialogue.settings_commands import ShowSettings
from core.dialogue.type_commands import ShowTypes

COMMAND_OF: dict[str, Command] = {
    "help": ShowHelp(),
    "home": ShowHome(),
    "connect": Connect(),
    "connections": ShowConnections(),
    "calendars": ShowCalendars(),
    "settings": ShowSettings(),
    "today": ShowAgenda("today"),
    "tomorrow": ShowAgenda("tomorrow"),
    "week": ShowAgenda("week"),
    "bookings": ShowBookings(),
    "cancel": ChooseBooking("cancel"),
    "reschedule": ChooseBooking("move"),
    "conflicts": ShowConflicts(),
    "disconnect": Disconnect(),
    "types": ShowTypes(),
    "mydata": ShowMyData(),
    "admin": ShowAdmin(),
    "find": OpenFindForm(),
    "why": OpenWhyForm(),
}
"""By the name under which a language's `commands` has its phrases. A new command is one line here and one in each."""

SIMPLE: dict[str, Command] = {"": ShowHelp()} | {
    " ".join(phrase): COMMAND_OF[name]
    for language in LANGUAGES
    for phrase, name in phrases_of(dict(language.commands)).items()
}
