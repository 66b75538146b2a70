"""Opening the app's Home tab."""

from __future__ import annotations

from sandbox.slack.events import deliver
from sandbox.slack.hands.body import Body
from sandbox.slack.hands.send import NOT_SENT
from sandbox.slack.ids import dm_of
from sandbox.slack.modals import view_payload
from sandbox.slack.model import Json
from sandbox.slack.state import Slack


async def open_home(slack: Slack, body: Body) -> Json:
    """app_home_opened with the view published so far."""
    ts = slack.new_ts()
    event: Json = {
        "type": "app_home_opened",
        "user": body.person.slack_id,
        "channel": dm_of(body.person.slack_id),
        "event_ts": ts,
        "tab": "home",
    }
    view = slack.homes.get(body.person.slack_id)
    if view is not None:
        event["view"] = view_payload(view)
    answer = await deliver(slack, "app_home_opened", event, person=body.person.key)
    return NOT_SENT if answer is None else answer.report()
