"""Which language a person reads: that of their chat, or the one that they chose."""

from dataclasses import replace

from core.dialogue.answers.asker import Asker
from core.dialogue.catalogue.translations import available, language_of, language_read, own_name
from core.dialogue.screens import Action, Text, UserText, say
from core.dialogue.screens.settings import ChoiceField, SettingsForm, SettingsPart
from core.dialogue.settings_commands import OpenLanguage, SaveLanguage
from core.people.usecases import Meeting
from core.shared.errors import InvalidChoice

AS_CHAT = "chat"
"""In the form; a field of a form is never empty."""


def language_part(asker: Asker) -> SettingsPart:
    """What is read now, and by whose word."""
    chosen = asker.reader.language
    line = say("settings.language_chosen", language=named(chosen)) if chosen else _as_chat(asker)
    change = Action(say("action.change"), OpenLanguage(), name=say("settings.name.language"))
    return SettingsPart(say("settings.language"), (line,), (change,))


def language_form(asker: Asker) -> SettingsForm:
    """Each language in its own words, for whoever can't read the present one."""
    options = (
        (AS_CHAT, _as_chat(asker)),
        *language_options(),
    )
    field = ChoiceField("language", "settings.language", options, asker.reader.language or AS_CHAT)
    return SettingsForm("settings.language", (say("settings.language_note"),), (field,), SaveLanguage())


async def save_language(meeting: Meeting, asker: Asker, command: SaveLanguage) -> None:
    """Raises InvalidChoice for a language that isn't there any more."""
    await meeting.choose_language(asker.person, chosen_language(command.language))


def chosen_language(said: str) -> str:
    """What a form says, "" for none. Raises InvalidChoice for a language that isn't there any more."""
    language = "" if said == AS_CHAT else said
    if language and language not in available():
        raise InvalidChoice("language", "form.bad_field")
    return language


def language_options() -> tuple[tuple[str, Text], ...]:
    """Each in its own words."""
    return tuple((one, say("settings.language_name", language=named(one))) for one in available())


def _as_chat(asker: Asker) -> Text:
    """Without a choice: the chat's, or the workspace's where there is none for the chat's."""
    workspaces = language_read(replace(asker.reader, language=""))
    if workspaces:
        return say("settings.language_workspace", language=named(workspaces))
    return say("settings.language_chat", language=named(language_of(asker.reader.locale)))


def named(language: str) -> UserText:
    return UserText(own_name(language))
