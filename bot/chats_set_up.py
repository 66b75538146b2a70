"""Which chats the settings set up, and what is missing of them."""

from collections.abc import Mapping

PREFIX = "CLEARHOUR_"
"""Every setting begins with it."""

SLACK = ("slack_bot_token", "slack_signing_secret")
SLACK_INSTALLS = ("slack_client_id", "slack_client_secret", "slack_signing_secret")
"""One workspace by its token, or all that install the app."""

TEAMS = ("teams_app_id", "teams_app_password", "teams_tenant")
SOCKET, SIGNED = "slack_app_token", "slack_signing_secret"
"""With the one Slack signs nothing; without it the other is needed."""


def named(name: str) -> str:
    """The setting as it is given."""
    return PREFIX + name.upper()


def chat_problems(values: Mapping[str, str], described: Mapping[str, str]) -> list[str]:
    """One chat is enough; what belongs to one chat comes together. `described`: every setting's description."""
    given = {name for name, value in values.items() if value}
    unverified = values.get("teams_unverified", "").casefold() not in {"", "false", "0", "no", "off"}
    if unverified and given & set(TEAMS):
        return [f"{named('teams_unverified')} must not be set beside {named('teams_app_id')}."]
    if given & set(SLACK_INSTALLS) - {SIGNED} and "slack_bot_token" in given:
        return [
            f"{named('slack_bot_token')} must not be set beside {named('slack_client_id')}: one workspace, or many."
        ]
    begun = [group for group in (_slack(given), TEAMS) if given & {*group, *((SOCKET,) if group is not TEAMS else ())}]
    if not begun and not unverified:
        slack, teams = (", ".join(map(named, group)) for group in (SLACK, TEAMS))
        return [f"No chat is set up: give {slack} for Slack, or {teams} for Teams, or all of them."]
    missing = [name for group in begun for name in group if name not in given]
    return [f"{named(name)} is missing: {described[name]}" for name in missing]


def _slack(given: set[str]) -> tuple[str, ...]:
    """What Slack needs, as far as it is begun."""
    group = SLACK_INSTALLS if given & set(SLACK_INSTALLS) - {SIGNED} else SLACK
    return tuple(name for name in group if name != SIGNED or SOCKET not in given)
