"""What a person sees: one frozen dataclass per screen, for every chat platform."""

from core.dialogue.screens.admin import AdminCard
from core.dialogue.screens.agenda import AgendaCard, AgendaDay, AgendaItem
from core.dialogue.screens.base import Form, Line, Problem, Screen, Waiting
from core.dialogue.screens.booking import BookingAsk, BookingCard, BookingForm, BookingLine, BookingsCard
from core.dialogue.screens.calendars import (
    AccountOption,
    AdvancedForm,
    BlockedTime,
    CalendarObstacle,
    CalendarOption,
    CalendarPicker,
    Question,
)
from core.dialogue.screens.compose import ComposeCard
from core.dialogue.screens.conflicts import (
    ClashingMeeting,
    ConflictCard,
    ConflictLine,
    ConflictsCard,
    DisagreementCard,
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
from core.dialogue.screens.home import HomeScreen
from core.dialogue.screens.invitations import InvitationCard
from core.dialogue.screens.mornings import MorningCard, ReminderCard
from core.dialogue.screens.mydata import MyDataCard
from core.dialogue.screens.news import NewsCard
from core.dialogue.screens.offers import OfferCard
from core.dialogue.screens.responses import AnswersCard
from core.dialogue.screens.series import SeriesCard, SeriesLine
from core.dialogue.screens.settings import JourneyCard, SettingsCard, SettingsForm, SettingsPart
from core.dialogue.screens.slots import FindForm, PersonChoice, SlotDay, SlotsCard
from core.dialogue.screens.sync_preference import SyncPreferenceCard
from core.dialogue.screens.types import TypesCard
from core.dialogue.screens.why import WhyCard, WhyForm
from core.dialogue.screens.words import (
    Action,
    Ago,
    Day,
    Instant,
    Names,
    OfDay,
    Style,
    Text,
    UserText,
    Value,
    When,
    Zone,
    clock,
    length,
    say,
)

__all__ = [
    "AccountHealth",
    "AccountOption",
    "Action",
    "AdminCard",
    "AdvancedForm",
    "AgendaCard",
    "AgendaDay",
    "AgendaItem",
    "Ago",
    "AnswersCard",
    "BlockedTime",
    "BookingAsk",
    "BookingCard",
    "BookingForm",
    "BookingLine",
    "BookingsCard",
    "CalendarHealth",
    "CalendarObstacle",
    "CalendarOption",
    "CalendarPicker",
    "ClashingMeeting",
    "CodeAsked",
    "ComposeCard",
    "ConflictCard",
    "ConflictLine",
    "ConflictsCard",
    "ConnectDone",
    "ConnectOffer",
    "ConnectionsCard",
    "Day",
    "DisagreementCard",
    "DisconnectAsk",
    "DisconnectDone",
    "FindForm",
    "Form",
    "HelpCard",
    "HelpEntry",
    "HomeScreen",
    "Instant",
    "InvitationCard",
    "JourneyCard",
    "Line",
    "MorningCard",
    "MyDataCard",
    "Names",
    "NewsCard",
    "OfDay",
    "OfferCard",
    "PersonChoice",
    "Problem",
    "Question",
    "ReminderCard",
    "Screen",
    "SeriesCard",
    "SeriesLine",
    "SettingsCard",
    "SettingsForm",
    "SettingsPart",
    "SlotDay",
    "SlotsCard",
    "Style",
    "SyncPreferenceCard",
    "Text",
    "TypesCard",
    "UserText",
    "Value",
    "Waiting",
    "When",
    "WhyCard",
    "WhyForm",
    "Zone",
    "clock",
    "length",
    "say",
]
