"""What an admin decides for who chose nothing: in words, and the two forms."""

from core.configuration.model import SeenBy
from core.configuration.workspace import Defaults
from core.dialogue.admin_commands import OpenDefaultHours, OpenDefaults, SaveDefaultHours, SaveDefaults
from core.dialogue.answers.language import language_options, named
from core.dialogue.answers.settings_fields import quiet_text
from core.dialogue.answers.settings_forms import DURATIONS, NOTICES, STEPS, minutes_field, week_fields
from core.dialogue.answers.settings_words import quiet_line, week_lines
from core.dialogue.catalogue.translations import SOURCE
from core.dialogue.screens import Action, length, say
from core.dialogue.screens.settings import ChoiceField, SettingsForm, SettingsPart, TextField


def defaults_parts(chosen: Defaults) -> tuple[SettingsPart, SettingsPart]:
    """What holds now: the hours have a form of their own."""
    access = say("admin.read_first" if chosen.read_only_first else "admin.write_first")
    booking = say("admin.one_tap" if chosen.one_tap else "admin.with_form")
    nobody = chosen.seen_by is SeenBy.NOBODY
    seen = say("admin.seen", who=say("sharing.nobody") if nobody else say("sharing.organisation"))
    usual = say("admin.usual", duration=length(chosen.duration_minutes), notice=length(chosen.minimum_notice_minutes))
    step = say("admin.step", step=length(chosen.step_minutes))
    quiet = quiet_line(chosen.quiet_from_minute, chosen.quiet_to_minute)
    language = say("admin.language", language=named(chosen.language or SOURCE))
    change = Action(say("action.change"), OpenDefaults(), name=say("admin.name_defaults"))
    lines = (access, booking, seen, usual, step, quiet, language, say("admin.defaults_note"))
    hours = Action(say("action.change"), OpenDefaultHours(), name=say("admin.name_hours"))
    whose = say("admin.hours_first" if chosen.hours_first else "admin.outlook_first")
    return (
        SettingsPart(say("admin.defaults"), lines, (change,)),
        SettingsPart(say("admin.hours"), (*week_lines(chosen.hours), whose), (hours,)),
    )


def defaults_form(chosen: Defaults) -> SettingsForm:
    """All but the hours, filled in with what holds."""
    access = (("write", say("admin.form.write")), ("read", say("admin.form.read")))
    booking = (("form", say("admin.form.form")), ("one_tap", say("admin.form.one_tap")))
    seen = (("organisation", say("sharing.organisation")), ("nobody", say("sharing.nobody")))
    quiet = quiet_text(chosen.quiet_from_minute, chosen.quiet_to_minute)
    return SettingsForm(
        "admin.form.defaults",
        (say("admin.defaults_note"),),
        (
            ChoiceField("access", "admin.form.access", access, "read" if chosen.read_only_first else "write"),
            ChoiceField("booking", "admin.form.booking", booking, "one_tap" if chosen.one_tap else "form"),
            ChoiceField("seen_by", "admin.form.seen_by", seen, chosen.seen_by.value),
            minutes_field("duration_minutes", "settings.form.duration", DURATIONS, chosen.duration_minutes),
            minutes_field("step_minutes", "settings.form.step", STEPS, chosen.step_minutes),
            minutes_field("notice_minutes", "settings.form.notice", NOTICES, chosen.minimum_notice_minutes),
            TextField("quiet", "settings.form.quiet", quiet, "settings.form.quiet_hint"),
            ChoiceField("language", "admin.form.language", language_options(), chosen.language or SOURCE),
        ),
        SaveDefaults(),
    )


def default_hours_form(chosen: Defaults) -> SettingsForm:
    """Hours by the clock of each person's home zone, and whose count first."""
    first = (("outlook", say("admin.form.outlook_first")), ("ours", say("admin.form.hours_first")))
    return SettingsForm(
        "admin.form.hours",
        (say("settings.form.hours_note"), say("admin.hours_note")),
        (
            *week_fields(chosen.hours),
            ChoiceField("first", "admin.form.first", first, "ours" if chosen.hours_first else "outlook"),
        ),
        SaveDefaultHours(),
    )
