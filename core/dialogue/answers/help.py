"""help, and everything that wasn't understood."""

from core.dialogue.answers.admin import AdminAnswers
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.connect import ConnectAnswers
from core.dialogue.answers.routing import Routes
from core.dialogue.commands import Connect, OpenFindForm, ShowAgenda, ShowCalendars, ShowHelp
from core.dialogue.screens import Action, HelpCard, HelpEntry, Style, Text, UserText, say
from core.people.model import Platform

WHO = {Platform.SLACK: "@Ben", Platform.TEAMS: "ben@contoso.com"}
"""How somebody is named where people talk to the bot alone: Teams has no mentions of others there."""

USAGES = (
    ("connect", "connect"),
    ("find", "find"),
    ("book", "book"),
    ("why", "why"),
    ("today", "today"),
    ("bookings", "bookings"),
    ("reschedule", "reschedule"),
    ("cancel", "cancel"),
    ("conflicts", "conflicts"),
    ("calendars", "calendars"),
    ("settings", "settings"),
    ("types", "types"),
    ("find", "for"),
    ("connections", "connections"),
    ("disconnect", "disconnect"),
    ("mydata", "mydata"),
)
"""The command, and what its sentences are called: `usage.` says how it is typed, `help.` what it does."""
NAMING = {"find", "for"}
ADMIN = ("admin", "admin")
EVERYBODY = (*USAGES, ADMIN)


class HelpAnswers:
    """What can be asked, for whoever asks."""

    def __init__(self, *, connect: ConnectAnswers, admin: AdminAnswers, command_name: str) -> None:
        self._connect = connect
        self._admin = admin
        self._command_name = command_name

    @property
    def routes(self) -> Routes:
        return {ShowHelp: self._help}

    async def _help(self, asker: Asker, command: ShowHelp) -> HelpCard:
        connected = await self._connect.connected(asker)
        admin = await self._admin.may_be_shown(asker)
        return _card(command, self._command_name, asker.user.platform, connected=connected, admin=admin)


def _card(command: ShowHelp, command_name: str, platform: Platform, *, connected: bool, admin: bool) -> HelpCard:
    """The table of commands as a card with buttons; names what wasn't understood. Only an admin reads of `admin`."""
    first = (
        Action(say("action.find"), OpenFindForm(), style=Style.PRIMARY)
        if connected
        else Action(say("action.connect"), Connect(), style=Style.PRIMARY)
    )
    rest = (Action(say("action.today"), ShowAgenda()), Action(say("action.calendars"), ShowCalendars()))
    usages = EVERYBODY if admin else USAGES
    return HelpCard(
        command=command_name,
        entries=tuple(HelpEntry(usage(name, platform), say(f"help.{name}")) for _, name in usages),
        actions=(first, *rest) if connected else (first,),
        unknown=UserText(command.unknown[:100]) if command.unknown else None,
    )


def usage(name: str, platform: Platform) -> Text:
    """How it is typed, in the reader's language: each language's words are read (core/dialogue/reading)."""
    if name in NAMING:
        return say(f"usage.{name}", who=UserText(WHO[platform]))
    return say(f"usage.{name}")
