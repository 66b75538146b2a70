"""Every button of every screen leads on, in both chats, from wherever somebody stands; a stranger gets nowhere."""

import os

import pytest

from core.dialogue.admin_commands import ShowAdmin
from core.dialogue.commands import Command, ShowBookings
from core.dialogue.home_commands import ShowHome
from core.dialogue.reading import SIMPLE, read_command
from core.dialogue.screens import (
    AgendaCard,
    CalendarPicker,
    ConnectionsCard,
    HelpCard,
    MyDataCard,
    SettingsCard,
    SlotsCard,
    SyncPreferenceCard,
    WhyCard,
)
from tests.judges.crawl_occasions import OCCASIONS, WHO
from tests.judges.crawl_worlds import WORLDS, Scene, connected, not_connected
from tests.judges.crawler import Crawl
from tests.unit.world import MONDAY

LINES = (
    "home", "find 30m with <@UBEN> tomorrow afternoon", "1h next week", "45 min fri 14-17 with carol@contoso.com",
    "find", "book 30m with <@UBEN> tomorrow", "why tomorrow 10:00", "why 14:00 with <@UBEN>", "what is this",
    "find 30m with <@UCLEO>", "find 25h", "code 123456", "admin", "30 min with <@UNOBODY>", "find tomorrow at 10",
)  # fmt: skip


SHORT = (
    "connections",
    "calendars",
    "today",
    "bookings",
    "conflicts",
    "types",
    "find",
    "disconnect",
    "mydata",
    "settings",
)


TABS: dict[str, Command] = {"(home)": ShowHome(), "(admin)": ShowAdmin(), "(bookings)": ShowBookings()}


def typed() -> dict[str, Command]:
    """Every line that is a command, and some with words in them; each command once."""
    lines: dict[str, Command] = {line: read_command(line, MONDAY.date(), "/schedule") for line in LINES} | SIMPLE
    lines |= TABS
    return {command_line: command for command, command_line in {found: line for line, found in lines.items()}.items()}


EVERYWHERE = (
    AgendaCard,
    CalendarPicker,
    ConnectionsCard,
    HelpCard,
    MyDataCard,
    SettingsCard,
    SlotsCard,
    SyncPreferenceCard,
    WhyCard,
)
"""Screens that most others lead to: their buttons are pressed in the first worlds; in all of them by `make soak`."""


@pytest.mark.parametrize("scene", WORLDS, ids=lambda scene: scene.__name__)
async def test_every_button_leads_on_in_both_chats_and_a_stranger_gets_nowhere(scene: Scene) -> None:
    whole = scene in (not_connected, connected) or bool(os.environ.get("CLEARHOUR_CRAWL"))
    crawl = Crawl(await scene(), WHO.get(scene, "ada"), elsewhere=() if whole else EVERYWHERE)
    if whole:
        await crawl.walk(typed())
        await crawl.press_again()
    elif scene in OCCASIONS:
        await crawl.walk(TABS)
    else:
        await crawl.walk({line: SIMPLE[line] for line in SHORT})
    assert crawl.complaints == []
    assert crawl.pressed
