"""The fields of the forms of settings: which command has which, and what kind of input fills each."""

from enum import StrEnum

from core.availability.hours import WEEKDAYS
from core.dialogue.admin_commands import AllowTenant, PickPerson, SaveDefaultHours, SaveDefaults
from core.dialogue.commands import Command
from core.dialogue.morning_commands import SaveDayMessages
from core.dialogue.offer_commands import MakeOffer
from core.dialogue.settings_commands import (
    SaveDays,
    SaveHours,
    SaveLanguage,
    SaveRules,
    SaveSharing,
    SaveTravel,
    SaveWarnings,
)
from core.dialogue.type_commands import SaveType


class Kind(StrEnum):
    """TEXT: as typed. DAY: a date or none. CHOICE: one of a list. SWITCH: yes or no. MANY: any of a list. PEOPLE: of
    the chat, and by mail address."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    SWITCH = "switch"
    MANY = "many"
    PEOPLE = "people"


SETTINGS_FIELDS: dict[type[Command], dict[str, Kind]] = {
    SaveHours: dict.fromkeys((*WEEKDAYS, "zone"), Kind.TEXT),
    SaveDays: {"first": Kind.DAY, "last": Kind.DAY, "kind": Kind.CHOICE, "hours": Kind.TEXT},
    SaveTravel: {"first": Kind.DAY, "last": Kind.DAY, "zone": Kind.TEXT, "hours": Kind.CHOICE},
    SaveRules: {
        **dict.fromkeys(
            ("duration_minutes", "step_minutes", "buffer_before_minutes", "buffer_after_minutes", "notice_minutes"),
            Kind.CHOICE,
        ),
        "horizon_days": Kind.TEXT,
        "daily_limit": Kind.TEXT,
    },
    MakeOffer: {**dict.fromkeys(("first", "second", "third", "where"), Kind.CHOICE), "title": Kind.TEXT},
    SaveType: {
        **dict.fromkeys(("name", "durations", "required", "k", "before", "after", "notice", "horizon"), Kind.TEXT),
        **dict.fromkeys(("daily_limit", "title", "note", "place"), Kind.TEXT),
        "mode": Kind.CHOICE,
        "people": Kind.PEOPLE,
        "online": Kind.SWITCH,
        "linked": Kind.CHOICE,
        "conflicts": Kind.MANY,
    },
    SaveDayMessages: dict.fromkeys(("invitations", "agenda", "reminders"), Kind.CHOICE),
    SaveDefaults: {
        **dict.fromkeys(("access", "booking", "seen_by", "duration_minutes", "step_minutes"), Kind.CHOICE),
        "notice_minutes": Kind.CHOICE,
        "quiet": Kind.TEXT,
        "language": Kind.CHOICE,
    },
    SaveDefaultHours: {**dict.fromkeys(WEEKDAYS, Kind.TEXT), "first": Kind.CHOICE},
    AllowTenant: {"tenant": Kind.TEXT},
    PickPerson: {"people": Kind.PEOPLE},
    SaveLanguage: {"language": Kind.CHOICE},
    SaveSharing: {"seen_by": Kind.CHOICE, "people": Kind.PEOPLE},
    SaveWarnings: {"warnings": Kind.SWITCH, "quiet": Kind.TEXT},
}
