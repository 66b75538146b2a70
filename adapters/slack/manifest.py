"""The Slack app manifest, filled in for one installation."""

import re
from pathlib import Path
from typing import Any

import yaml

from core.shared.errors import SettingsError

TEMPLATE = Path(__file__).parents[2] / "manifest" / "slack" / "manifest.yaml"

FEATURE_SCOPES: dict[str, tuple[str, ...]] = {
    "slash_commands": ("commands",),
    "shortcuts": ("commands",),
    "message.im": ("im:history",),
    "app_mention": ("app_mentions:read",),
    "user_change": ("users:read",),
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
}
"""Bot scopes by what Slack sends us; those of our own calls stand in calls.SCOPES."""

_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_URL = re.compile(r"https?://[^\s\"'{}]+")


def slack_manifest_yaml(public_url: str, command: str) -> str:
    """The manifest as Slack's "create an app from a manifest" takes it. Raises SettingsError.

    Commands: https://docs.slack.dev/interactivity/implementing-slash-commands#naming_your_command
    """
    problems = []
    if not _COMMAND.fullmatch(command):
        problems.append('The command must look like "/schedule": a slash, then small letters, digits, - or _.')
    if not _URL.fullmatch(public_url):
        problems.append('The public address must look like "https://clearhour.example.org".')
    if problems:
        raise SettingsError(tuple(problems))
    text = TEMPLATE.read_text(encoding="utf-8")
    filled = text.replace("{public_url}", public_url.rstrip("/")).replace("{command}", command)
    return "".join(line for line in filled.splitlines(keepends=True) if not line.startswith("#"))


def slack_manifest(public_url: str, command: str) -> dict[str, Any]:
    """The manifest as JSON-like data. Raises SettingsError."""
    found: dict[str, Any] = yaml.safe_load(slack_manifest_yaml(public_url, command))
    return found
