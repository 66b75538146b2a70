"""The Slack app manifest, filled in for one installation."""

import re
from pathlib import Path
from typing import Any

import yaml

from adapters.slack.calls import SCOPES
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

BOT_SCOPES = tuple(
    sorted({scope for found in (SCOPES, FEATURE_SCOPES) for scopes in found.values() for scope in scopes})
)
"""Everything that the app asks for, where it is installed."""

INSTALLED_PATH = "/slack/installed"
"""Where Slack sends the browser back to."""

_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_URL = re.compile(r"https?://[^\s\"'{}]+")
_ADDRESSES = ("url", "request_url", "message_menu_options_url")


def slack_manifest_yaml(public_url: str, command: str, *, installs: bool = False, socket: bool = False) -> str:
    """The manifest as Slack's "create an app from a manifest" takes it. Raises SettingsError.

    `installs`: workspaces install the app by themselves. `socket`: Socket Mode, in which Slack needs no address.
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
    lines = [line for line in filled.splitlines(keepends=True) if not line.startswith("#")]
    if socket:
        lines = [line for line in lines if line.strip().split(":")[0] not in _ADDRESSES]
        lines = [line.replace("socket_mode_enabled: false", "socket_mode_enabled: true") for line in lines]
    if installs:
        at = lines.index("oauth_config:\n") + 1
        lines[at:at] = ["  redirect_urls:\n", f'    - "{public_url.rstrip("/")}{INSTALLED_PATH}"\n']
    return "".join(lines)


def slack_manifest(public_url: str, command: str, *, installs: bool = False, socket: bool = False) -> dict[str, Any]:
    """The manifest as JSON-like data. Raises SettingsError."""
    text = slack_manifest_yaml(public_url, command, installs=installs, socket=socket)
    found: dict[str, Any] = yaml.safe_load(text)
    return found
