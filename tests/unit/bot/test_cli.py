"""The command line: problems are sentences, not tracebacks."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import PREFIX, table
from core.storage import Keyring

REQUEST = {
    "window": {"start": "2027-03-01T08:00:00Z", "end": "2027-03-01T09:00:00Z"}, "duration_min": 30,
    "available": [["2027-03-01T08:00:00Z", "2027-03-01T09:00:00Z"]],
}  # fmt: skip


def test_slots_answers_a_request_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "request.json").write_text(json.dumps(REQUEST))
    assert main(["slots", str(tmp_path / "request.json")]) == 0
    assert json.loads(capsys.readouterr().out)["slots"] == ["2027-03-01T08:00:00Z", "2027-03-01T08:30:00Z"]


@pytest.mark.parametrize("text", ["", "7", "{}", '{"windw": 1}', "\x00"])
def test_a_request_that_cannot_be_meant_is_one_sentence_and_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "request.json").write_text(text)
    assert main(["slots", str(tmp_path / "request.json")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slots", "/nowhere/request.json"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_fresh_key_is_a_key_and_never_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(["key"]), main(["key"])] == [0, 0]
    one, two = capsys.readouterr().out.split()
    assert one != two
    assert Keyring.parse(f"{one},{two}").current == one.split(":")[0]


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_wrong_settings_are_all_listed_and_nothing_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    import os

    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLEARHOUR_PORT", "many")
    assert main([command]) == 1
    err = capsys.readouterr().err
    assert err.startswith("Clearhour can't start with these settings:")
    assert "CLEARHOUR_PORT" in err
    assert "CLEARHOUR_SLACK_BOT_TOKEN" in err
    assert "Traceback" not in err


def test_the_manifest_carries_the_address_and_the_commands_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--public-url", "https://clearhour.example", "--command", "/meet"]) == 0
    out, err = capsys.readouterr()
    assert "https://clearhour.example/slack/" in out
    assert "/meet" in out
    assert "/schedule" not in out
    assert "CLEARHOUR_COMMAND=/meet" in err
    assert main(["manifest", "--public-url", "https://clearhour.example"]) == 0
    assert capsys.readouterr().err == ""


def test_settings_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    assert capsys.readouterr().out.strip() == table()


@pytest.mark.parametrize("arguments", [[], ["dance"], ["serve", "--nothing"]])
def test_an_unknown_command_shows_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: clearhour" in capsys.readouterr().err
