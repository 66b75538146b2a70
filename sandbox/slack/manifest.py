"""The app as its manifest registers it: commands, URLs, scopes, events. Nothing else can be called or received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.slack.model import Json
from sandbox.slack.sockets import ADDRESS


class ManifestError(ValueError):
    """The manifest cannot be installed; `problems` says why, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class SlashCommand:
    name: str  # with the slash
    url: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class App:
    """An installed app with the scopes it asked for, all granted."""

    manifest: Json
    commands: tuple[SlashCommand, ...]
    events_url: str | None
    bot_events: frozenset[str]
    interactivity_url: str | None
    options_url: str | None
    scopes: tuple[str, ...]
    shortcuts: tuple[Json, ...]
    home_tab: bool
    typing_allowed: bool  # whether people may write to the bot in its direct message
    socket: bool = False  # Socket Mode: addresses are ignored
    redirect_urls: tuple[str, ...] = ()

    def command(self, name: str) -> SlashCommand | None:
        return next((command for command in self.commands if command.name == name), None)


def app_from(manifest: Any) -> App:
    """Read a manifest; raises ManifestError naming every problem."""
    if not isinstance(manifest, dict):
        raise ManifestError(["/: the manifest is a JSON object"])
    problems: list[str] = []
    features, settings = _object(manifest, "features"), _object(manifest, "settings")
    events, actions = _object(settings, "event_subscriptions"), _object(settings, "interactivity")
    oauth, socket = _object(manifest, "oauth_config"), bool(settings.get("socket_mode_enabled"))
    scopes = _object(oauth, "scopes").get("bot") or []
    if not _object(manifest, "display_information").get("name"):
        problems.append("/display_information/name: is required")
    if scopes and not features.get("bot_user"):
        problems.append("/features/bot_user: is required when bot scopes are asked for")
    if socket:
        events, actions = _over_socket(events, "events_api"), _over_socket(actions, "interactive")
    commands = [
        _command(one, index, problems, socket=socket) for index, one in enumerate(features.get("slash_commands") or [])
    ]
    if commands and "commands" not in scopes:
        problems.append("/oauth_config/scopes/bot: slash commands need the scope commands")
    names = [command.name for command in commands]
    problems += [f"/features/slash_commands: {name} is there twice" for name in set(names) if names.count(name) > 1]
    if events.get("bot_events") and not events.get("request_url"):
        problems.append("/settings/event_subscriptions/request_url: is required for events")
    if actions.get("is_enabled") and not actions.get("request_url"):
        problems.append("/settings/interactivity/request_url: is required when interactivity is on")
    for place, url in (
        ("event_subscriptions", events.get("request_url")),
        ("interactivity", actions.get("request_url")),
    ):
        if url is not None and not socket and not _is_url(url):
            problems.append(f"/settings/{place}/request_url: is not a URL")
    if problems:
        raise ManifestError(problems)
    enabled, home = bool(actions.get("is_enabled")), _object(features, "app_home")
    return App(
        manifest=manifest,
        commands=tuple(commands),
        events_url=events.get("request_url"),
        bot_events=frozenset(events.get("bot_events") or []),
        interactivity_url=actions.get("request_url") if enabled else None,
        options_url=actions.get("message_menu_options_url") if enabled else None,
        scopes=tuple(scopes),
        shortcuts=tuple(features.get("shortcuts") or []),
        home_tab=bool(home.get("home_tab_enabled")),
        typing_allowed=home.get("messages_tab_enabled", True) and not home.get("messages_tab_read_only_enabled", False),
        socket=socket,
        redirect_urls=tuple(oauth.get("redirect_urls") or []),
    )


def _over_socket(part: Json, kind: str) -> Json:
    """What goes over the app's own connection, whatever addresses stand there."""
    address = f"{ADDRESS}{kind}"
    return {**part, "request_url": address, "message_menu_options_url": address}


def _command(raw: Any, index: int, problems: list[str], *, socket: bool) -> SlashCommand:
    found = raw if isinstance(raw, dict) else {}
    place = f"/features/slash_commands/{index}"
    name, url = str(found.get("command") or ""), str(found.get("url") or "")
    url = f"{ADDRESS}slash_commands" if socket else url
    if not name.startswith("/") or len(name) < 2 or " " in name or len(name) > 32:
        problems.append(f"{place}/command: starts with a slash and has no spaces, 32 characters at most")
    if not socket and not _is_url(url):
        problems.append(f"{place}/url: is not a URL")
    if not found.get("description"):
        problems.append(f"{place}/description: is required")
    return SlashCommand(
        name,
        url,
        str(found.get("description") or ""),
        str(found.get("usage_hint") or ""),
        bool(found.get("should_escape")),
    )


def _object(parent: Json, key: str) -> Json:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
