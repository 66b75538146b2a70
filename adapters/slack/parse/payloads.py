"""What Slack posts to us, checked for shape; only what we read.

https://docs.slack.dev/interactivity/implementing-slash-commands, https://docs.slack.dev/reference/interaction-payloads,
https://docs.slack.dev/apis/events-api
"""

import json
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, Field, ValidationError

FORM_FIELDS_MOST = 100

Shape = TypeVar("Shape", bound=BaseModel)
Id = Annotated[str, Field(min_length=1, max_length=255)]


class Malformed(ValueError):
    """The request is none that Slack sends; the text says why, without repeating its content."""


class SlashCommand(BaseModel):
    command: str
    text: str = ""
    user_id: Id
    channel_id: Id
    trigger_id: Id
    response_url: str | None = None


class WithId(BaseModel):
    id: Id


class Option(BaseModel):
    value: str


class Input(BaseModel):
    """The present content of one input; which field is set depends on its type."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] = []
    selected_users: list[str] = []
    selected_date: str | None = None
    selected_time: str | None = None


class State(BaseModel):
    """Inputs by block and action."""

    values: dict[str, dict[str, Input]] = {}

    def inputs(self) -> dict[str, Input]:
        """By action alone: the names are unique within our cards and forms."""
        return {action: found for block in self.values.values() for action, found in block.items()}


class Pressed(BaseModel):
    type: str
    action_id: Id
    block_id: str = ""
    value: str | None = None


class Container(BaseModel):
    message_ts: str | None = None
    channel_id: str | None = None
    thread_ts: str | None = None
    is_ephemeral: bool = False


class BlockActions(BaseModel):
    type: Literal["block_actions"]
    user: WithId
    trigger_id: Id
    actions: Annotated[list[Pressed], Field(min_length=1)]
    container: Container = Container()
    state: State | None = None
    response_url: str | None = None


class View(BaseModel):
    id: Id
    hash: str = ""
    private_metadata: str = ""
    state: State = State()


class ViewSubmission(BaseModel):
    type: Literal["view_submission"]
    user: WithId
    view: View


class OtherInteraction(BaseModel):
    type: Id


class ChangedUser(BaseModel):
    """A user as `user_change` shows them."""

    id: Id
    deleted: bool = False


class Event(BaseModel):
    type: Id
    user: str | ChangedUser | None = None
    channel: str | None = None
    channel_type: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None


class EventCallback(BaseModel):
    type: Literal["event_callback"]
    event_id: Id
    event: Event


class UrlVerification(BaseModel):
    type: Literal["url_verification"]
    challenge: Id


Interaction = BlockActions | ViewSubmission | OtherInteraction


def form_fields(body: str) -> dict[str, str]:
    """The fields of a form. Raises Malformed."""
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=FORM_FIELDS_MOST, errors="strict"))
    except ValueError as error:
        raise Malformed("the body is not a form") from error


def slash_command(fields: dict[str, str]) -> SlashCommand:
    return _checked(SlashCommand, fields)


def interaction(payload: dict[str, Any]) -> Interaction:
    kind = payload.get("type")
    if kind == "block_actions":
        return _checked(BlockActions, payload)
    return _checked(ViewSubmission, payload) if kind == "view_submission" else _checked(OtherInteraction, payload)


def event(payload: dict[str, Any]) -> EventCallback | UrlVerification:
    if payload.get("type") == "url_verification":
        return _checked(UrlVerification, payload)
    return _checked(EventCallback, payload)


def json_object(text: str) -> dict[str, Any]:
    """Raises Malformed."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(found, dict):
        raise Malformed("not a JSON object")
    return found


def _checked(shape: type[Shape], data: dict[str, Any]) -> Shape:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        wrong = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
        raise Malformed(f"missing or wrong: {', '.join(wrong)[:200]}") from error
