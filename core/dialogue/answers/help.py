"""help, and everything that wasn't understood."""

from core.dialogue.commands import Connect, OpenFindForm, ShowAgenda, ShowCalendars, ShowHelp
from core.dialogue.screens import Action, HelpCard, HelpEntry, Style, UserText, say

USAGES = (
    ("connect", "help.connect"),
    ("find 30m with @Ben tomorrow afternoon", "help.find"),
    ("book 1h with carol@contoso.com next week", "help.book"),
    ("why tue 14:00", "help.why"),
    ("today", "help.today"),
    ("bookings", "help.bookings"),
    ("conflicts", "help.conflicts"),
    ("calendars", "help.calendars"),
    ("settings", "help.settings"),
    ("connections", "help.connections"),
    ("disconnect", "help.disconnect"),
)


def help_card(command: ShowHelp, command_name: str, *, connected: bool) -> HelpCard:
    """The table of commands as a card with buttons; names what wasn't understood."""
    first = (
        Action(say("action.find"), OpenFindForm(), style=Style.PRIMARY)
        if connected
        else Action(say("action.connect"), Connect(), style=Style.PRIMARY)
    )
    rest = (Action(say("action.today"), ShowAgenda()), Action(say("action.calendars"), ShowCalendars()))
    return HelpCard(
        command=command_name,
        entries=tuple(HelpEntry(usage, say(key)) for usage, key in USAGES),
        actions=(first, *rest) if connected else (first,),
        unknown=UserText(command.unknown[:100]) if command.unknown else None,
    )
