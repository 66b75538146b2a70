"""Started wrongly, the bot names everything that is wrong at once, and ends."""

import subprocess
from tempfile import TemporaryFile

import pytest

from tests.driving.programs import SERVE, start

PUBLIC = "CLEARHOUR_PUBLIC_URL"


def _serve(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    with TemporaryFile() as said, TemporaryFile() as complained:
        program = start(SERVE, env=environment, stdout=said.fileno(), stderr=complained.fileno())
        code = program.wait(60)
        texts = [(file.seek(0), file.read().decode())[1] for file in (said, complained)]
    return subprocess.CompletedProcess(SERVE, code, *texts)


def test_without_settings_every_required_one_is_named() -> None:
    ended = _serve({})
    assert ended.returncode == 1
    required = (
        "PUBLIC_URL",
        "ENCRYPTION_KEYS",
        "MICROSOFT_CLIENT_ID",
        "MICROSOFT_CLIENT_SECRET",
    )
    for name in required:
        assert f"CLEARHOUR_{name} is missing" in ended.stderr
    assert "No chat is set up: give CLEARHOUR_SLACK_BOT_TOKEN" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_wrong_and_missing_settings_are_named_together_without_their_secrets() -> None:
    ended = _serve(
        {
            PUBLIC: "http://clearhour.example.org",
            "CLEARHOUR_PORT": "99999",
            "CLEARHOUR_CLOCK_OFFSET": "60",
            "CLEARHOUR_SLACK_TOKEN": "xoxb-poison",
            "CLEARHOUR_SLACK_BOT_TOKEN": "xoxb-poison",
            "CLEARHOUR_LOG_LEVEL": "chatty",
            "CLEARHOUR_MICROSOFT_CLIENT_SECRET_FILE": "/nowhere/secret",
        }
    )
    assert ended.returncode == 1
    for name in ("PUBLIC_URL", "PORT", "SLACK_TOKEN", "LOG_LEVEL", "MICROSOFT_CLIENT_SECRET_FILE", "ENCRYPTION_KEYS"):
        assert f"CLEARHOUR_{name}" in ended.stderr, name
    assert "poison" not in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("keys", ["k1:c2hvcnQ="])
def test_a_key_that_is_none_is_said_before_anything_is_opened(keys: str) -> None:
    good = {
        PUBLIC: "http://127.0.0.1:1",
        "CLEARHOUR_MICROSOFT_CLIENT_ID": "id",
        "CLEARHOUR_MICROSOFT_CLIENT_SECRET": "poison-secret",
        "CLEARHOUR_SLACK_BOT_TOKEN": "xoxb-poison",
        "CLEARHOUR_SLACK_SIGNING_SECRET": "poison-signing",
        "CLEARHOUR_DATABASE_URL": "sqlite:////nowhere/clearhour.db",
    }
    ended = _serve({**good, "CLEARHOUR_ENCRYPTION_KEYS": keys})
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "poison" not in ended.stderr
    assert ended.stderr.strip()
