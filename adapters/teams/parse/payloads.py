"""What Teams posts to us, checked for shape; only what we read.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object and
https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

Json = dict[str, Any]
Id = Annotated[str, Field(min_length=1, max_length=1000)]
ENTITIES_MOST = 200


class Malformed(ValueError):
    """The request is none that Teams sends; the text says why, without repeating its content."""


class Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class Account(Part):
    """A user or bot. `id` is how this bot knows them, `aad_object_id` who they are in their organisation."""

    id: Id
    name: str | None = None
    aad_object_id: Id | None = None


class Conversation(Part):
    """Unnamed (an empty `id`) where a message extension is used in a chat between two people."""

    id: Annotated[str, Field(max_length=1000)] = ""
    is_group: bool = False
    conversation_type: str | None = None
    tenant_id: str | None = None


class WithId(Part):
    id: Id


class ChannelData(Part):
    tenant: WithId | None = None
    team: WithId | None = None


class Entity(Part):
    type: str = ""
    mentioned: Account | None = None
    text: str | None = None
    locale: str | None = None
    timezone: str | None = None


class Activity(Part):
    """One activity. `value` is what a button or dialog carries; each kind reads its own part of it."""

    type: Id
    id: Id
    channel_id: Id
    service_url: Id
    sender: Account = Field(alias="from")
    recipient: Account
    conversation: Conversation = Conversation()
    channel_data: ChannelData = ChannelData()
    text: str | None = None
    locale: str | None = None
    local_timezone: str | None = None
    entities: Annotated[list[Entity], Field(max_length=ENTITIES_MOST)] = []
    reply_to_id: Id | None = None
    name: str | None = None
    action: str | None = None
    value: Any = None

    @property
    def tenants(self) -> set[str]:
        """Every tenant that the activity names; they must be one."""
        told = (self.channel_data.tenant.id if self.channel_data.tenant else None, self.conversation.tenant_id)
        return {one.casefold() for one in told if one}

    @property
    def extension(self) -> bool:
        """Whether it comes from our message extension: the bot need not be where it was used."""
        return (self.name or "").startswith("composeExtension/")

    @property
    def direct(self) -> bool:
        """Whether it was said to the bot alone. A chat of two people is "personal" too."""
        return self.conversation.conversation_type == "personal" and not self.extension

    @property
    def shared(self) -> bool:
        """Whether others read along: in a channel, a group chat, or the chat of a meeting."""
        named = self.conversation.id.startswith("19:") and "@thread." in self.conversation.id
        return self.conversation.conversation_type != "personal" and (self.conversation.is_group or named)

    @property
    def place(self) -> tuple[str, str | None]:
        """The conversation, and the message whose thread this is in."""
        conversation, _, thread = self.conversation.id.partition(";messageid=")
        return conversation, thread or None

    @property
    def data(self) -> Json:
        """What the pressed button or submitted dialog carries, inputs included; empty when there is nothing."""
        value = _object(self.value)
        if self.name == "adaptiveCard/action":
            value = _object(value.get("action"))
        return value if self.name is None else _object(value.get("data"))


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def activity(body: bytes) -> Activity:
    """Raises Malformed."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(found, dict):
        raise Malformed("not a JSON object")
    try:
        made = Activity.model_validate({name: value for name, value in found.items() if value is not None})
    except ValidationError as error:
        wrong = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors()})
        raise Malformed(f"missing or wrong: {', '.join(wrong)[:200]}") from error
    if not made.conversation.id and not made.extension:
        raise Malformed("missing or wrong: conversation.id")
    return made
