"""Examples of the screens of settings; the size says how much of everything there is."""

from dataclasses import replace
from datetime import UTC, date, datetime

from core.availability import DEFAULT_BLOCKING, Hours
from core.configuration.model import Preferences
from core.configuration.workspace import Defaults, InForce
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.language import language_form
from core.dialogue.answers.mornings import day_messages_form
from core.dialogue.answers.settings_forms import days_form, hours_form, rules_form, travel_form, warnings_form
from core.dialogue.commands import OpenAdvanced, SetHome
from core.dialogue.screens import (
    Action,
    JourneyCard,
    Screen,
    SettingsCard,
    SettingsForm,
    SettingsPart,
    Style,
    SyncPreferenceCard,
    Text,
    UserText,
    say,
)
from core.dialogue.screens.settings import TextField
from core.dialogue.settings_commands import (
    ClearDays,
    ClearTravel,
    OpenDays,
    OpenHours,
    OpenRules,
    OpenTravel,
    OpenWarnings,
    TakeOutlookHours,
)
from core.dialogue.sync_commands import (
    AskSyncPreference,
    ChooseSyncPreference,
    ShowSyncPreference,
    UndoSyncPreference,
)
from core.people.model import ChatUser, PersonId, Platform, Reader

DAY = date(2026, 12, 24)
UNDECIDED = InForce(Defaults(), frozenset())
PLAIN = Preferences(
    person=PersonId("p"),
    linked=None,
    conflicts=frozenset(),
    linked_blocks=True,
    blocking=DEFAULT_BLOCKING,
    hours=Hours.parse({"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["22:00", "06:00"]]}),
    home_zone="Europe/Berlin",
    daily_limit=4,
)
ASKER = Asker(
    PersonId("p"),
    "Ada",
    ChatUser(Platform.SLACK, "T1", "U1"),
    Reader("Europe/Berlin", "en-GB"),
    datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
    "r",
)


def settings_examples(name: UserText, says: Text, size: int) -> list[Screen]:
    many = min(size, 6)
    removes = tuple(Action(says, ClearDays(date(2026, 12, 1 + at), DAY), name=says) for at in range(many))
    parts = (
        SettingsPart(says, (says,) * 9, (Action(says, OpenHours()), Action(says, TakeOutlookHours()))),
        SettingsPart(says, (says,) * many, (Action(says, OpenDays()), *removes)),
        SettingsPart(says, (), (Action(says, OpenTravel(DAY, name[:60], "home")), Action(says, ClearTravel(DAY)))),
        SettingsPart(says, (says,), (Action(says, OpenRules()), Action(says, OpenAdvanced()))),
        SettingsPart(say("settings.home"), (says,), (Action(says, OpenWarnings()), Action(says, SetHome("teams")))),
    )
    journey = (
        Action(says, OpenTravel(zone="America/New_York"), style=Style.PRIMARY),
        Action(says, OpenTravel(zone="America/New_York", hours="home")),
    )
    switch = (
        Action(says, ChooseSyncPreference("c", two_way=True, seen="0123456789ab"), style=Style.PRIMARY),
        Action(says, ShowSyncPreference(), name=says),
        Action(says, UndoSyncPreference()),
        Action(says, AskSyncPreference(two_way=False)),
    )
    return [
        SettingsCard(None, (), ()),
        SettingsCard(says, parts, (Action(says, OpenHours()),)),
        JourneyCard(says, (says,), journey),
        SyncPreferenceCard(says, name, (says,) * many, (says,), switch),
        SyncPreferenceCard(says, name, (), (), ()),
    ]


def settings_forms(name: UserText, says: Text) -> list[SettingsForm]:
    plain = rules_form(PLAIN)
    typed = TextField("horizon_days", "settings.form.horizon", str(name)[:200].replace("\n", " "))
    return [
        hours_form(PLAIN, UNDECIDED),
        hours_form(replace(PLAIN, own_hours=True, hours=Hours()), UNDECIDED),
        days_form(ASKER),
        travel_form(ASKER, PLAIN, OpenTravel(DAY, "America/New_York", "home")),
        plain,
        replace(plain, notes=(says,), fields=(*plain.fields[:5], typed, plain.fields[6])),
        warnings_form(PLAIN),
        language_form(ASKER),
        day_messages_form(PLAIN),
        day_messages_form(replace(PLAIN, agenda_minute=457, reminder_minutes=10)),
        warnings_form(replace(PLAIN, warnings=False, quiet_from_minute=0, quiet_to_minute=0)),
    ]
