"""The command may be called otherwise: what is said of it follows everywhere, and nothing says the old name."""

from dataclasses import replace

import pytest

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.commands import Command, Connect, Find, OpenWhyForm, ShowHelp
from core.dialogue.home_commands import ShowHome
from core.dialogue.model import Actor, Place
from core.dialogue.reading import read_command
from core.dialogue.screens import CodeAsked, Screen
from core.dialogue.texts import Words
from core.people.model import ChatProfile, ChatUser, Platform, Reader
from tests.unit.core.asking import actor
from tests.unit.world import CONTOSO, MONDAY, World, build

ASKED: tuple[Command, ...] = (
    ShowHelp(), ShowHelp(unknown="blah"), OpenWhyForm(), ShowHome(), Connect(), Find(duration_minutes=30)
)  # fmt: skip


@pytest.fixture
async def renamed() -> World:
    world = build(command="/meet")
    await world.connected("ada")
    zoe = ChatUser(Platform.TEAMS, CONTOSO, "oid-zoe@contoso.com")
    world.directory.add(ChatProfile(zoe, "Zoe Example", None, "Europe/Berlin", "en-GB"))
    return world


async def said(world: World, who: Actor, locale: str) -> str:
    """All that the screens say, with every button."""
    reads = Reader("Europe/Berlin", locale)
    words, shown = Words(reads, MONDAY), []
    for command in ASKED:
        screen = await world.dialogue.handle(replace(who, reads=reads), command)
        if isinstance(screen, Screen):
            shown.append(screen)
    if who.user.platform is Platform.SLACK:
        return " ".join(f"{(made := in_slack.render(one, words)).text} {made.blocks}" for one in shown)
    return " ".join(str(in_teams.render(one, words).card) for one in shown)


@pytest.mark.parametrize("place", [Place.DIRECT, Place.CHANNEL])
@pytest.mark.parametrize(("locale", "why"), [("en-GB", "/meet why tue 14:00"), ("de-DE", "/meet warum di 14:00")])
async def test_slack_says_the_name_it_has_in_both_languages(
    renamed: World, place: Place, locale: str, why: str
) -> None:
    text = await said(renamed, replace(actor("ada"), place=place), locale)
    assert why in text
    assert "/schedule" not in text


@pytest.mark.parametrize(("locale", "why"), [("en-GB", "“why tue 14:00”"), ("de-DE", "„warum di 14:00“")])
async def test_teams_has_no_slash_commands_whatever_their_name(renamed: World, locale: str, why: str) -> None:
    zoe = Actor(ChatUser(Platform.TEAMS, CONTOSO, "oid-zoe@contoso.com"), Place.DIRECT, "a:zoe", "r1", None)
    text = await said(renamed, zoe, locale)
    assert why in text
    assert "/meet" not in text
    assert "/schedule" not in text


async def test_a_code_is_typed_behind_the_name_it_has(renamed: World) -> None:
    words = Words(Reader("Europe/Berlin", "en-GB"), MONDAY)
    assert "/meet code ABC123" in in_slack.render(CodeAsked("/meet"), words).text
    typed = read_command("/meet find 30m", MONDAY.date(), "/meet")
    assert typed == read_command("find 30m", MONDAY.date(), "/meet") == Find(duration_minutes=30)
