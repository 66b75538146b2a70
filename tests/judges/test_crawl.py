"""Every button of every screen leads on, in both chats, from wherever somebody stands; a stranger gets nowhere."""

import pytest

from core.dialogue.admin_commands import ShowAdmin
from core.dialogue.commands import Command
from core.dialogue.home_commands import ShowHome
from core.dialogue.reading import SIMPLE, read_command
from tests.judges.crawl_worlds import WORLDS, Scene
from tests.judges.crawler import Crawl
from tests.unit.world import MONDAY

LINES = (
    "home", "find 30m with <@UBEN> tomorrow afternoon", "1h next week", "45 min fri 14-17 with carol@contoso.com",
    "find", "book 30m with <@UBEN> tomorrow", "why tomorrow 10:00", "why 14:00 with <@UBEN>", "what is this",
    "find 30m with <@UCLEO>", "find 25h", "code 123456", "admin", "30 min with <@UNOBODY>", "find tomorrow at 10",
)  # fmt: skip


def typed() -> dict[str, Command]:
    """Every line that is a command, and some with words in them; each command once."""
    lines: dict[str, Command] = {line: read_command(line, MONDAY.date(), "/schedule") for line in LINES} | SIMPLE
    lines |= {"(home)": ShowHome(), "(admin)": ShowAdmin()}
    return {command_line: command for command, command_line in {found: line for line, found in lines.items()}.items()}


@pytest.mark.parametrize("scene", WORLDS, ids=lambda scene: scene.__name__)
async def test_every_button_leads_on_in_both_chats_and_a_stranger_gets_nowhere(scene: Scene) -> None:
    crawl = Crawl(await scene())
    await crawl.walk(typed())
    assert crawl.complaints == []
    assert crawl.pressed.total() > 30
