"""What a person sees: one frozen dataclass per screen, for every chat platform."""

from core.dialogue.screens.agenda import AgendaCard, AgendaDay, AgendaItem
from core.dialogue.screens.base import Form, Line, Problem, Screen, Waiting
from core.dialogue.screens.booking import BookingAsk, BookingCard, BookingForm, BookingLine, BookingsCard
from core.dialogue.screens.calendars import (
    AdvancedForm,
    BlockedTime,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
)
from core.dialogue.screens.connect import (
    AccountHealth,
    CalendarHealth,
    CodeAsked,
    ConnectDone,
    ConnectionsCard,
    ConnectOffer,
    DisconnectAsk,
    DisconnectDone,
)
from core.dialogue.screens.help import HelpCard, HelpEntry
from core.dialogue.screens.slots import FindForm, PersonChoice, SlotDay, SlotsCard
from core.dialogue.screens.words import (
    Action,
    Ago,
    Day,
    Instant,
    Names,
    Style,
    Text,
    UserText,
    Value,
    When,
    Zone,
    say,
)

__all__ = [
    "AccountHealth", "Action", "AdvancedForm", "AgendaCard", "AgendaDay", "AgendaItem", "Ago", "BlockedTime",
    "BookingAsk", "BookingCard", "BookingForm", "BookingLine", "BookingsCard", "CalendarHealth", "CalendarObstacle", "CalendarOption",
    "CalendarPicker", "CodeAsked", "ConnectDone", "ConnectOffer", "ConnectionsCard", "Day", "DisconnectAsk",
    "DisconnectDone", "FindForm", "Form", "HelpCard", "HelpEntry", "Instant", "Line", "Names", "PersonChoice", 
    "Problem", "Screen", "SlotDay", "SlotsCard", "Style", "Text", "UserText", "Value", "Waiting", "When", "Zone", "say",
]  # fmt: skip
