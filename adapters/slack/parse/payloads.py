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
    team_id: str = ""


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


class Surface(BaseModel):
    """The view in which something was pressed."""

    type: str = ""


class BlockActions(BaseModel):
    type: Literal["block_actions"]
    user: WithId
    team: WithId | None = None
    trigger_id: Id
    actions: Annotated[list[Pressed], Field(min_length=1)]
    container: Container = Container()
    state: State | None = None
    view: Surface | None = None
    response_url: str | None = None


class View(BaseModel):
    id: Id
    hash: str = ""
    private_metadata: str = ""
    state: State = State()


class ViewSubmission(BaseModel):
    type: Literal["view_submission"]
    user: WithId
    team: WithId | None = None
    view: View


class Shortcut(BaseModel):
    """A shortcut that was run from anywhere."""

    type: Literal["shortcut"]
    callback_id: Id
    user: WithId
    team: WithId | None = None
    trigger_id: Id


class Marked(BaseModel):
    """The message that a shortcut was run on: who wrote what. A program has no user, or a `bot_id` too."""

    user: str | None = None
    bot_id: str | None = None
    text: str = ""
    thread_ts: str | None = None


class MessageShortcut(BaseModel):
    type: Literal["message_action"]
    callback_id: Id
    user: WithId
    team: WithId | None = None
    trigger_id: Id
    channel: WithId
    message: Marked
    response_url: str | None = None


class Suggestion(BaseModel):
    """What is typed into a list that asks for its options."""

    type: Literal["block_suggestion"]
    user: WithId
    team: WithId | None = None
    action_id: Id
    block_id: str = ""
    value: str = ""
    view: View | None = None


class OtherInteraction(BaseModel):
    type: Id
    team: WithId | None = None


class ChangedUser(BaseModel):
    """A user as `user_change` shows them."""

    id: Id
    deleted: bool = False


class RevokedTokens(BaseModel):
    """Of whom tokens were revoked, by user id: people, and bots."""

    oauth: list[str] | None = None
    bot: list[str] | None = None


class Authorization(BaseModel):
    """One installation that sees this event."""

    team_id: str | None = None


class Event(BaseModel):
    type: Id
    user: str | ChangedUser | None = None
    channel: str | None = None
    channel_type: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    tab: str | None = None
    tokens: RevokedTokens | None = None


class EventCallback(BaseModel):
    type: Literal["event_callback"]
    event_id: Id
    event: Event
    team_id: str = ""
    authorizations: list[Authorization] = []


class UrlVerification(BaseModel):
    type: Literal["url_verification"]
    challenge: Id


Interaction = BlockActions | ViewSubmission | Shortcut | MessageShortcut | Suggestion | OtherInteraction
KINDS: dict[str, type[Interaction]] = {
    "block_actions": BlockActions,
    "view_submission": ViewSubmission,
    "shortcut": Shortcut,
    "message_action": MessageShortcut,
    "block_suggestion": Suggestion,
}


def form_fields(body: str) -> dict[str, str]:
    """The fields of a form. Raises Malformed."""
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=FORM_FIELDS_MOST, errors="strict"))
    except ValueError as error:
        raise Malformed("the body is not a form") from error


def slash_command(fields: dict[str, Any]) -> SlashCommand:
    return _checked(SlashCommand, fields)


def interaction(payload: dict[str, Any]) -> Interaction:
    kind = payload.get("type")
    return _checked(KINDS.get(kind, OtherInteraction) if isinstance(kind, str) else OtherInteraction, payload)


def event(payload: dict[str, Any]) -> EventCallback | UrlVerification:
    if payload.get("type") == "url_verification":
        return _checked(UrlVerification, payload)
    return _checked(EventCallback, payload)


def team_of(body: dict[str, Any]) -> str:
    """The workspace in which the app is installed that this request is for; "" when it doesn't say.

    In a channel that workspaces share, an event's own team may be another one's: what sees it, authorized it.
    """
    if body.get("type") == "event_callback":
        found = event(body)
        assert isinstance(found, EventCallback)
        return next((one.team_id for one in found.authorizations if one.team_id), found.team_id)
    if "command" in body:
        return slash_command(body).team_id
    view = body.get("view")
    installed = view.get("app_installed_team_id") if isinstance(view, dict) else None
    if isinstance(installed, str) and installed:
        return installed
    team = interaction(body).team if "type" in body else None
    return team.id if team else ""


def ticked_in_parts(inputs: dict[str, Input], name: str) -> list[str]:
    """What is chosen in a list; a long one comes in parts ("conflicts:1", "conflicts:2"), and one may stand in two."""
    parts = [found for part, found in sorted(inputs.items()) if part == name or part.startswith(f"{name}:")]
    return list(dict.fromkeys(one.value for found in parts for one in found.selected_options))


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
