"""The parts every interaction payload shares, and the sentences Slack shows when the app does not answer."""

from __future__ import annotations

from sandbox.calls import Answer
from sandbox.people import SLACK_APP, SLACK_TEAM, Person
from sandbox.slack.calls import SLOW
from sandbox.slack.ids import TEAM_DOMAIN, VERIFICATION_TOKEN
from sandbox.slack.inputs import MANY, SINGLE
from sandbox.slack.model import Json
from sandbox.slack.state import Slack

NO_INTERACTIVITY = (
    "This app is not configured to handle interactive responses. Please configure interactivity URL for your app."
)
MODAL_TROUBLE = "We had some trouble connecting. Try again?"


def interaction(kind: str, person: Person) -> Json:
    """Type, team, user, app: the head of block_actions, view_submission and the rest."""
    return {
        "type": kind,
        "team": {"id": SLACK_TEAM, "domain": TEAM_DOMAIN},
        "user": {
            "id": person.slack_id,
            "username": person.key,
            "name": person.key,
            "team_id": SLACK_TEAM,
        },
        "api_app_id": SLACK_APP,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action(slack: Slack, block: Json, element: Json, state: Json | None) -> Json:
    """The entry of `actions`: the element as it was sent, plus what the person chose."""
    kept = ("type", "action_id", "text", "value", "style", "url", "placeholder", "confirm", "accessibility_label")
    found: Json = {key: element[key] for key in kept if key in element}
    found["block_id"] = block["block_id"]
    initial = (SINGLE.get(element["type"]) or MANY.get(element["type"]) or ("", ""))[1]
    if initial in element:
        found[initial] = element[initial]
    return {**found, **(state or {}), "action_ts": slack.new_ts()}


def click_trouble(answer: Answer) -> str | None:
    """What Slack shows beside an element whose click was not acknowledged; None when it was."""
    if answer.ok:
        return None
    if answer.failure == SLOW:
        return "Operation timed out. Apps need to respond within 3 seconds."
    if answer.status is not None:
        return f"This app responded with Status Code {answer.status}."
    return "This app is not responding."


def command_trouble(command: str, answer: Answer) -> str | None:
    """What Slack shows when a slash command was not acknowledged with 200; None when it was."""
    if answer.status == 200:
        return None
    code = "operation_timeout" if answer.failure == SLOW else "dispatch_failed"
    return f'{command} failed with the error "{code}"'
