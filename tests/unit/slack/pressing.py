"""A person's hands on rendered cards: what Slack would post for a click, a changed select, a submitted form."""

from typing import Any

from adapters.slack.parse import payloads
from adapters.slack.parse.ask import Ask, Here
from adapters.slack.parse.forms import Submission, submission
from adapters.slack.parse.press import press
from adapters.slack.render import Message
from tests.unit.slack.rules import Json

HERE = Here("T0CONTOSO", "U0CLEARHR", "https://contoso.slack.com/")


def state(blocks: list[Json]) -> Json:
    """The content of all inputs as they are shown."""
    values: Json = {}
    for number, block in enumerate(blocks):
        block_id = block.get("block_id", f"b{number}")
        for element in [block[key] for key in ("accessory", "element") if key in block]:
            values[block_id] = {element["action_id"]: content(element)}
    return {"values": values}


def content(element: Json) -> Json:
    """An untouched input as Slack reports it."""
    kind = element["type"]
    found: Json = {"type": kind}
    if kind == "plain_text_input":
        found["value"] = element.get("initial_value")
    elif kind in ("static_select", "external_select", "radio_buttons"):
        found["selected_option"] = element.get("initial_option")
    elif kind in ("multi_static_select", "multi_external_select", "checkboxes"):
        found["selected_options"] = element.get("initial_options", [])
    elif kind == "multi_users_select":
        found["selected_users"] = element.get("initial_users", [])
    elif kind == "datepicker":
        found["selected_date"] = element.get("initial_date")
    elif kind == "timepicker":
        found["selected_time"] = element.get("initial_time")
    return found


def click(message: Message, element: Json, block_id: str = "row", **changed: Any) -> Ask | None:
    """The ask behind a click; `changed` replaces inputs of the message by their action id."""
    inputs = state(message.blocks)
    for one in inputs["values"].values():
        one |= {name: found for name, found in changed.items() if name in one}
    payload = {
        "type": "block_actions",
        "user": {"id": "U0ADA0001"},
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": "17.1", "channel_id": "D1", "is_ephemeral": False},
        "actions": [{**{k: element[k] for k in ("type", "action_id", "value") if k in element}, "block_id": block_id}],
        "state": inputs,
    }
    found = payloads.interaction(payload)
    assert isinstance(found, payloads.BlockActions)
    return press(found, HERE)


def submit(view: Json, **changed: Any) -> Submission:
    """The submission of a form; `changed` replaces inputs by their action id. Raises InvalidChoice."""
    inputs = state(view["blocks"])
    for one in inputs["values"].values():
        one |= {name: found for name, found in changed.items() if name in one}
    payload = {
        "type": "view_submission",
        "user": {"id": "U0ADA0001"},
        "view": {"id": "V1", "hash": "h1", "private_metadata": view["private_metadata"], "state": inputs},
    }
    found = payloads.interaction(payload)
    assert isinstance(found, payloads.ViewSubmission)
    return submission(found, HERE)
