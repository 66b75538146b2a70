"""The Events API: subscribed events only, delivered in order of attempt, retried three times when not acknowledged."""

from __future__ import annotations

import asyncio

from sandbox.calls import Answer
from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.calls import SLOW, post_json
from sandbox.slack.ids import VERIFICATION_TOKEN, new_id
from sandbox.slack.model import Json
from sandbox.slack.state import Slack

SCOPE_OF_EVENT = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.mpim": "mpim:history",
    "app_mention": "app_mentions:read",
    "user_change": "users:read",
    "app_home_opened": None,
    "app_uninstalled": None,
    "tokens_revoked": None,
}


def subscribed(slack: Slack, name: str) -> bool:
    """Whether the app asked for this event and holds the scope that carries it."""
    app = slack.app
    if app is None or app.events_url is None or name not in app.bot_events:
        return False
    scope = SCOPE_OF_EVENT.get(name)
    return scope is None or scope in app.scopes


async def deliver(
    slack: Slack, name: str, event: Json, *, person: str | None, quiet: bool = False, team: str = SLACK_TEAM
) -> Answer | None:
    """Send an event once and wait for the answer; retries follow in the background. None when not subscribed."""
    if not subscribed(slack, name) or slack.app is None or slack.app.events_url is None:
        return None
    url, envelope = slack.app.events_url, _envelope(slack, event, team)
    answer = await post_json(slack, url, envelope, person=person, note=f"event {name}", quiet=quiet)
    if not answer.ok and not answer.no_retry:
        slack.spawn(_retry(slack, url, envelope, answer, person=person, note=f"event {name}"))
    return answer


async def _retry(slack: Slack, url: str, envelope: Json, first: Answer, *, person: str | None, note: str) -> None:
    answer = first
    for number, delay in enumerate(slack.settings.retry_delays_seconds[:3], start=1):
        await asyncio.sleep(delay)
        extra = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": answer.failure or "unknown_error"}
        answer = await post_json(slack, url, envelope, person=person, note=f"{note}, retry {number}", extra=extra)
        if answer.ok or answer.no_retry:
            return


def _envelope(slack: Slack, event: Json, team: str) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": SLACK_APP,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(slack.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": SLACK_BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-"),
    }


async def challenge(slack: Slack, url: str) -> str | None:
    """Ask the events URL to echo a challenge; None when it did, else what is wrong, in Slack's words."""
    word = new_id("challenge-")
    content = {"token": VERIFICATION_TOKEN, "challenge": word, "type": "url_verification"}
    answer = await post_json(slack, url, content, person=None, note="url_verification")
    if answer.failure == SLOW:
        return "Your request URL did not respond within 3 seconds."
    if not answer.ok:
        return f"Your request URL responded with an HTTP error: {answer.status or answer.failure}."
    body = answer.json()
    if answer.text.strip() == word or (body is not None and body.get("challenge") == word):
        return None
    return "Your URL didn't respond with the value of the challenge parameter."
