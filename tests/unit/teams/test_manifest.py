"""The Teams package offers what the bot understands, and nothing else."""

import io
import json
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.manifest import TEMPLATE, teams_manifest, teams_package
from adapters.teams.parse.extension import Choice
from bot import about
from bot.cli import main
from core.dialogue.answers.help import USAGES
from core.dialogue.commands import Command, ShowHelp
from core.dialogue.reading import read_command
from core.people.model import Reader
from core.shared.errors import SettingsError

Json = dict[str, Any]
APP_ID = "7c1f9be2-4d0a-4b6e-9a53-1e8d2f60c7a4"
MANIFEST = teams_manifest("https://bot.example.org/", APP_ID)
(BOT,) = MANIFEST["bots"]
LISTS = BOT["commandLists"]
ALONE, AMONG = LISTS
(EXTENSION,) = MANIFEST["composeExtensions"]
GERMAN: dict[str, str] = json.loads(TEMPLATE.with_name("de.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("listed", LISTS)
def test_every_command_of_the_menu_is_understood(listed: Json) -> None:
    for command in listed["commands"]:
        found = _read(command["title"])
        assert not isinstance(found, ShowHelp) or command["title"] == "help"


def test_every_command_of_the_help_card_is_on_the_menu_as_far_as_it_has_room() -> None:
    """Teams lists ten. The welcome and the help card have the button to connect, and what the connections lead to;
    "bookings" has both of what "reschedule" and "cancel" do; the rest is typed, as help says."""
    offered = {command["title"].split()[0] for command in ALONE["commands"]}
    elsewhere = {"connect", "connections", "disconnect", "reschedule", "cancel", "mydata", "admin"}
    assert offered == {command for command, _ in USAGES} - elsewhere | {"help"}


def test_the_menu_keeps_to_the_schema() -> None:
    for listed in LISTS:
        assert 0 < len(listed["commands"]) <= 10
        assert all(len(one["title"]) <= 32 and len(one["description"]) <= 128 for one in listed["commands"])
    scopes = [scope for listed in LISTS for scope in listed["scopes"]]
    assert sorted(BOT["scopes"]) == sorted(scopes) == ["groupChat", "personal", "team"]
    assert len(MANIFEST["name"]["short"]) <= 30
    assert len(MANIFEST["name"]["full"]) <= 100
    assert len(MANIFEST["description"]["short"]) <= 80
    assert len(MANIFEST["description"]["full"]) <= 4000


def test_the_message_extension_offers_what_the_bot_opens() -> None:
    commands = {one["id"]: one for one in EXTENSION["commands"]}
    assert commands.keys() == set(Choice)
    assert commands[Choice.SCHEDULE]["context"] == ["message"]
    assert "message" not in commands[Choice.FIND]["context"]
    for one in commands.values():
        assert (one["type"], one["fetchTask"]) == ("action", True)
        assert len(one["title"]) <= 32
        assert len(one["description"]) <= 128


def test_german_is_complete_within_the_limits_and_its_commands_mean_the_same() -> None:
    translated = {key: value for key, value in GERMAN.items() if key != "$schema"}
    lengths = {"name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000}
    said: dict[str, str] = {}
    for number, listed in enumerate(LISTS):
        for at, one in enumerate(listed["commands"]):
            said |= {f"bots[0].commandLists[{number}].commands[{at}].{key}": one[key] for key in one}
    for at, one in enumerate(EXTENSION["commands"]):
        said |= {f"composeExtensions[0].commands[{at}].{key}": one[key] for key in ("title", "description")}
    assert translated.keys() == {*said, *lengths}
    for key, value in translated.items():
        assert len(value) <= lengths.get(key, 32 if key.endswith("title") else 128), key
        if key.startswith("bots") and key.endswith("title"):
            assert type(_read(value)) is type(_read(said[key])), value


def test_address_and_id_stand_where_they_belong() -> None:
    assert MANIFEST["id"] == BOT["botId"] == EXTENSION["botId"] == APP_ID
    assert MANIFEST["validDomains"] == ["bot.example.org"]
    assert MANIFEST["developer"]["websiteUrl"] == "https://bot.example.org/about"
    assert "{" not in "".join(str(one) for one in MANIFEST["developer"].values())


def test_every_page_that_the_package_names_is_served() -> None:
    named = {url.removeprefix("https://bot.example.org") for key, url in MANIFEST["developer"].items() if key != "name"}
    assert named == {route.path for route in about.routes()}


def test_the_template_alone_is_json() -> None:
    assert json.loads(TEMPLATE.read_text())["id"] == "{app_id}"


@pytest.mark.parametrize(("url", "app_id", "problems"), [("bot.example", APP_ID, 1), ('https://x"', "schedule", 2)])
def test_all_problems_are_said_at_once(url: str, app_id: str, problems: int) -> None:
    with pytest.raises(SettingsError) as wrong:
        teams_manifest(url, app_id)
    assert len(wrong.value.problems) == problems


def test_the_package_holds_the_manifest_and_icons_of_the_right_sizes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "app.zip"
    assert main(["manifest", "--public-url", "https://bot.example.org", "--teams", APP_ID, "-o", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    with zipfile.ZipFile(file) as package:
        assert sorted(package.namelist()) == ["color.png", "de.json", "manifest.json", "outline.png"]
        assert json.loads(package.read("manifest.json")) == MANIFEST
        color, outline = (package.read(name) for name in (MANIFEST["icons"]["color"], MANIFEST["icons"]["outline"]))
    assert _size(color) == (192, 192)
    assert _size(outline) == (32, 32)
    assert {pixel[:3] for pixel in _pixels(outline)} == {b"\xff\xff\xff"}
    assert {pixel[3] for pixel in _pixels(color)} == {255}


def test_the_same_installation_gives_the_same_package() -> None:
    first, second = (teams_package("https://bot.example.org", APP_ID) for _ in range(2))
    assert first == second
    assert zipfile.is_zipfile(io.BytesIO(first))


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _pixels(png: bytes) -> list[bytes]:
    """Of an image with one IDAT chunk and rows without filters, as we write them."""
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    rows = zlib.decompress(png[start + 4 : start + 4 + length])
    width, height = _size(png)
    size = 1 + 4 * width
    lines = [rows[row * size + 1 : (row + 1) * size] for row in range(height)]
    return [line[at : at + 4] for line in lines for at in range(0, 4 * width, 4)]


def _read(line: str) -> Command:
    return read_command(line, date(2027, 3, 1), "/schedule", Reader("Europe/Berlin", "de-DE"))
