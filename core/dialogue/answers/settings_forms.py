"""The small forms behind the buttons of settings, filled in with what holds now."""

from core.availability import Hours
from core.availability.hours import WEEKDAYS
from core.configuration.model import Preferences
from core.configuration.workspace import InForce
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.settings_fields import hours_text, quiet_text
from core.dialogue.answers.settings_words import hours_source
from core.dialogue.screens import Zone, length, say
from core.dialogue.screens.settings import ChoiceField, DayField, SettingsForm, SwitchField, TextField
from core.dialogue.settings_commands import OpenTravel, SaveDays, SaveHours, SaveRules, SaveTravel, SaveWarnings

DURATIONS = (15, 20, 25, 30, 45, 50, 60, 90, 120)
STEPS = (5, 10, 15, 20, 30, 60)
BUFFERS = (0, 5, 10, 15, 20, 30, 45, 60)
NOTICES = (0, 15, 30, 60, 120, 240, 480, 1440, 2880, 4320, 10080)


def hours_form(chosen: Preferences, decided: InForce) -> SettingsForm:
    zone = TextField("zone", "settings.form.zone", chosen.home_zone, "settings.form.zone_hint")
    note = say("settings.form.hours_note")
    return SettingsForm(
        "settings.form.hours", (note, hours_source(chosen, decided)), (*week_fields(chosen.hours), zone), SaveHours()
    )


def week_fields(hours: Hours) -> tuple[TextField, ...]:
    """A line for each weekday."""
    return tuple(
        TextField(name, f"settings.form.{name}", hours_text(ranges))
        for name, ranges in zip(WEEKDAYS, hours.week, strict=True)
    )


def days_form(asker: Asker) -> SettingsForm:
    return SettingsForm(
        "settings.form.exception",
        (),
        (
            DayField("first", "settings.form.first", asker.today),
            DayField("last", "settings.form.last_or_one", None),
            ChoiceField(
                "kind",
                "settings.form.kind",
                (("away", say("settings.form.away")), ("hours", say("settings.form.other_hours"))),
                "away",
            ),
            TextField("hours", "settings.form.hours_then", "", "settings.form.hours_then_hint"),
        ),
        SaveDays(),
    )


def travel_form(asker: Asker, chosen: Preferences, command: OpenTravel) -> SettingsForm:
    """A journey that is there, or a new one."""
    known = next((one for one in chosen.travel if one.first == command.first), None)
    zone = known.zone if known else command.zone
    hours = command.hours if known is None else "local" if known.local_hours else "home"
    home = say("settings.form.home", zone=Zone(chosen.home_zone))
    return SettingsForm(
        "settings.form.travel",
        (say("settings.form.travel_note"),),
        (
            DayField("first", "settings.form.first", command.first or asker.today),
            DayField("last", "settings.form.last", known.last if known else None),
            TextField("zone", "settings.form.zone_there", zone, "settings.form.zone_hint"),
            ChoiceField("hours", "settings.form.whose", (("local", say("settings.form.local")), ("home", home)), hours),
        ),
        SaveTravel(was=known.first if known else None),
    )


def rules_form(chosen: Preferences) -> SettingsForm:
    limit = "" if chosen.daily_limit is None else str(chosen.daily_limit)
    return SettingsForm(
        "settings.form.rules",
        (),
        (
            minutes_field("duration_minutes", "settings.form.duration", DURATIONS, chosen.duration_minutes),
            minutes_field("step_minutes", "settings.form.step", STEPS, chosen.step_minutes),
            minutes_field("buffer_before_minutes", "settings.form.before", BUFFERS, chosen.buffer_before_minutes),
            minutes_field("buffer_after_minutes", "settings.form.after", BUFFERS, chosen.buffer_after_minutes),
            minutes_field("notice_minutes", "settings.form.notice", NOTICES, chosen.minimum_notice_minutes),
            TextField("horizon_days", "settings.form.horizon", str(chosen.horizon_days)),
            TextField("daily_limit", "settings.form.limit", limit, "settings.form.limit_hint"),
        ),
        SaveRules(),
    )


def warnings_form(chosen: Preferences) -> SettingsForm:
    quiet = quiet_text(chosen.quiet_from_minute, chosen.quiet_to_minute)
    return SettingsForm(
        "settings.form.warnings",
        (),
        (
            SwitchField("warnings", "settings.form.tell", "settings.form.tell_me", chosen.warnings),
            TextField("quiet", "settings.form.quiet", quiet, "settings.form.quiet_hint"),
        ),
        SaveWarnings(),
    )


def minutes_field(name: str, label: str, offered: tuple[int, ...], chosen: int) -> ChoiceField:
    """One of these lengths, or what was chosen otherwise."""
    options = tuple((str(one), length(one)) for one in sorted({*offered, chosen}))
    return ChoiceField(name, label, options, str(chosen))
