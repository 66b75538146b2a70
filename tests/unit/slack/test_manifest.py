"""The manifest asks Slack for exactly what the code uses."""

import ast
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from adapters.slack.app import SlackAdapter, SlackSettings, SlackWorkspace
from adapters.slack.calls import SCOPES
from adapters.slack.desk import EVENTS
from adapters.slack.manifest import FEATURE_SCOPES, slack_manifest, slack_manifest_yaml
from adapters.slack.parse.shortcuts import FIND_TIME, SCHEDULE_THIS
from core.shared.errors import SettingsError
from tests.fakes.clock import FakeClock
from tests.scenarios.slack.stage import KeptLog, ScriptedDialogue, read

MANIFEST = slack_manifest("https://bot.example.org/", "/meet")
SOURCES = Path(__file__).parents[3] / "adapters" / "slack"


def called_methods() -> set[str]:
    """Every method of slack_sdk's client that the adapter names: `….client.<method>`."""
    found = set()
    for source in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "client"
            ):
                found.add(node.attr)
    return found


def test_every_method_that_is_called_stands_beside_its_scope() -> None:
    assert called_methods() == set(SCOPES)


def test_scopes_are_exactly_those_of_what_is_called_and_received() -> None:
    needed = {scope for found in (SCOPES, FEATURE_SCOPES) for scopes in found.values() for scope in scopes}
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert set(asked) == needed
    assert len(asked) == len(needed)
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_events_are_exactly_those_listened_to() -> None:
    asked = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {event.split(".")[0] for event in asked} == set(EVENTS)
    assert set(asked) == set(FEATURE_SCOPES) - {"slash_commands", "shortcuts"}


def test_shortcuts_are_exactly_those_answered() -> None:
    asked = {(one["callback_id"], one["type"]) for one in MANIFEST["features"]["shortcuts"]}
    assert asked == {(FIND_TIME, "global"), (SCHEDULE_THIS, "message")}
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in MANIFEST["features"]["shortcuts"])


def test_addresses_are_the_routes_of_the_adapter() -> None:
    settings = SlackSettings("xoxb-test", "secret")
    routes = SlackAdapter(
        SlackWorkspace(settings, FakeClock()), ScriptedDialogue(), FakeClock(), KeptLog(), read
    ).routes()
    assert all(isinstance(route, web.RouteDef) and route.method == "POST" for route in routes)
    (command,) = MANIFEST["features"]["slash_commands"]
    asked = {
        command["url"],
        MANIFEST["settings"]["event_subscriptions"]["request_url"],
        MANIFEST["settings"]["interactivity"]["request_url"],
    }
    assert asked == {f"https://bot.example.org{route.path}" for route in routes}


def test_the_command_carries_its_name_and_lets_slack_resolve_mentions() -> None:
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == "/meet"
    assert command["should_escape"] is True


def test_people_can_write_to_the_bot() -> None:
    home = MANIFEST["features"]["app_home"]
    assert home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False


def test_the_text_is_the_same_manifest_without_notes() -> None:
    text = slack_manifest_yaml("https://bot.example.org", "/meet")
    assert yaml.safe_load(text) == MANIFEST
    assert "#" not in text.replace('"#1f3a5f"', "")
    assert "{" not in text


@pytest.mark.parametrize("command", ["schedule", "/Sche dule", "/", "", '/x"y'])
def test_a_command_that_slack_would_refuse_is_refused(command: str) -> None:
    with pytest.raises(SettingsError):
        slack_manifest("https://bot.example.org", command)


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(SettingsError) as wrong:
        slack_manifest("bot.example.org", "schedule")
    assert len(wrong.value.problems) == 2
