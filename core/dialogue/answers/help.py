"""help, and everything that wasn't understood."""

from core.dialogue.commands import Connect, OpenFindForm, ShowAgenda, ShowCalendars, ShowHelp
from core.dialogue.screens import Action, HelpCard, HelpEntry, Style, UserText, say
from core.people.model import Platform

WHO = {Platform.SLACK: "@Ben", Platform.TEAMS: "ben@contoso.com"}
"""How somebody is named where people talk to the bot alone: Teams has no mentions of others there."""

USAGES = (
    ("connect", "help.connect"),
    ("find 30m with {who} tomorrow afternoon", "help.find"),
    ("book 1h with carol@contoso.com next week", "help.book"),
    ("why tue 14:00", "help.why"),
    ("today", "help.today"),
    ("bookings", "help.bookings"),
    ("reschedule", "help.reschedule"),
    ("cancel", "help.cancel"),
    ("conflicts", "help.conflicts"),
    ("calendars", "help.calendars"),
    ("settings", "help.settings"),
    ("types", "help.types"),
    ("find 30m with {who} for carol@contoso.com", "help.for"),
    ("connections", "help.connections"),
    ("disconnect", "help.disconnect"),
    ("mydata", "help.mydata"),
)


def help_card(command: ShowHelp, command_name: str, platform: Platform, *, connected: bool, admin: bool) -> HelpCard:
    """The table of commands as a card with buttons; names what wasn't understood. Only an admin reads of `admin`."""
    first = (
        Action(say("action.find"), OpenFindForm(), style=Style.PRIMARY)
        if connected
        else Action(say("action.connect"), Connect(), style=Style.PRIMARY)
    )
    rest = (Action(say("action.today"), ShowAgenda()), Action(say("action.calendars"), ShowCalendars()))
    usages = (*USAGES, ("admin", "help.admin")) if admin else USAGES
    return HelpCard(
        command=command_name,
        entries=tuple(HelpEntry(usage.format(who=WHO[platform]), say(key)) for usage, key in usages),
        actions=(first, *rest) if connected else (first,),
        unknown=UserText(command.unknown[:100]) if command.unknown else None,
    )
