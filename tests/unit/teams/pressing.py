"""A person's hands on rendered cards: what Teams would post for a click, and for a submitted dialog."""

import json
from typing import Any

from adapters.teams.parse import payloads
from adapters.teams.parse.ask import Ask
from adapters.teams.parse.forms import Submission, submission
from adapters.teams.parse.press import press
from sandbox.teams.cards.filling import filled
from sandbox.teams.cards.finding import actions_of, inputs_of

Json = dict[str, Any]
TENANT, OID = "c0ffee00-0000-4000-8000-000000000001", "ada00000-0000-4000-8000-000000000001"
PERSONAL = "a:1personal"


def activity(**changes: Any) -> payloads.Activity:
    """An activity of Ada's, checked as the edge does."""
    plain: Json = {
        "type": "message",
        "id": "f:1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ada", "name": "Ada Lindqvist", "aadObjectId": OID},
        "recipient": {"id": "28:bot", "name": "Clearhour"},
        "conversation": {"id": PERSONAL, "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        "localTimezone": "Europe/Berlin",
    }
    return payloads.activity(json.dumps({**plain, **changes}).encode())


def buttons(card: Json) -> list[Json]:
    """Everything that sends something, in reading order; a question's button stands for the question."""
    return [one for one in actions_of(card) if one["type"] in ("Action.Execute", "Action.Submit")]


def sent(card: Json, button: Json, **changed: Any) -> Json:
    """The data of a click, with the card's inputs as they are shown or `changed`."""
    if button.get("associatedInputs") == "none":
        return dict(button["data"])
    values, complaints = filled(inputs_of(card), changed)
    assert complaints == {}
    return {**button["data"], **values}


def click(card: Json, button: Json, **changed: Any) -> Ask:
    """The ask behind a click on a message's button."""
    data = sent(card, button, **changed)
    if button["type"] == "Action.Execute":
        value: Json = {"action": {"type": "Action.Execute", "verb": button["verb"], "data": data}, "trigger": "manual"}
        found = activity(type="invoke", name="adaptiveCard/action", replyToId="17", value=value)
    else:
        assert data["msteams"] == {"type": "task/fetch"}
        found = activity(type="invoke", name="task/fetch", replyToId="17", value={"data": data})
    ask = press(found)
    assert ask is not None
    return ask


def press_in_dialog(card: Json, button: Json, **changed: Any) -> Ask:
    ask = press(activity(type="invoke", name="task/submit", value={"data": sent(card, button, **changed)}))
    assert ask is not None
    return ask


def submit(card: Json, **changed: Any) -> Submission:
    """The submission of a form, with its inputs as they are shown or `changed`."""
    (button,) = buttons(card)
    found = submission(activity(type="invoke", name="task/submit", value={"data": sent(card, button, **changed)}))
    assert found is not None
    return found
