"""The Bot Framework's part: each activity runs through its turn and its handler; ours are called from there.

Teams' activities come in and invoke answers go out this way. Messages go out by `calls`: see docs/adr/0003.
"""

from typing import Any, Protocol

from botbuilder.core import ActivityHandler, BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity as FrameworkActivity
from botbuilder.schema import ActivityTypes, ResourceResponse

from adapters.teams.http import Json
from adapters.teams.parse.payloads import Activity

ACTIVITY = "clearhour.activity"
"""Where a turn keeps the activity as we checked it."""


class Desk(Protocol):
    """Who answers; named as the Bot Framework names what came."""

    async def message(self, found: Activity) -> None: ...

    async def pressed(self, found: Activity) -> Json: ...

    async def dialog_opened(self, found: Activity) -> Json: ...

    async def dialog_submitted(self, found: Activity) -> Json: ...

    async def extension_opened(self, found: Activity) -> Json: ...

    async def extension_submitted(self, found: Activity) -> Json: ...

    async def installed(self, found: Activity) -> None: ...

    async def removed(self, found: Activity) -> None: ...


class TeamsBot(ActivityHandler):  # type: ignore[misc]  # the library ships no types
    """From the framework's handlers to the desk. What has no handler here needs no answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._desk.message(turn_context.turn_state[ACTIVITY])

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._desk.installed(turn_context.turn_state[ACTIVITY])

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        await self._desk.removed(turn_context.turn_state[ACTIVITY])

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        """Answers by ourselves: the library serializes such answers twice and fails."""
        found: Activity = turn_context.turn_state[ACTIVITY]
        match found.name:
            case "adaptiveCard/action":
                body = await self._desk.pressed(found)
            case "task/fetch":
                body = await self._desk.dialog_opened(found)
            case "task/submit":
                body = await self._desk.dialog_submitted(found)
            case "composeExtension/fetchTask":
                body = await self._desk.extension_opened(found)
            case "composeExtension/submitAction":
                body = await self._desk.extension_submitted(found)
            case _:
                return InvokeResponse(status=501)
        return InvokeResponse(status=200, body=body)


class Turns(BotAdapter):  # type: ignore[misc]  # the library ships no types
    """Runs one verified activity through the bot. Sends nothing: the only thing a turn gives back is its answer."""

    def __init__(self, bot: TeamsBot) -> None:
        super().__init__()
        self._bot = bot

    async def run(self, found: Activity) -> tuple[int, Json | None]:
        """Status and body for the HTTP answer."""
        context = TurnContext(
            self,
            FrameworkActivity(
                type=found.type,
                id=found.id,
                channel_id=found.channel_id,
                service_url=found.service_url,
                name=found.name,
                action=found.action,
                text=found.text,
                value=found.value,
            ),
        )
        context.turn_state[ACTIVITY] = found
        await self.run_pipeline(context, self._bot.on_turn)
        answer = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        return (200, None) if answer is None else (answer.value.status, answer.value.body)

    async def send_activities(self, context: TurnContext, activities: list[FrameworkActivity]) -> list[Any]:
        for one in activities:
            if one.type != ActivityTypes.invoke_response:
                raise NotImplementedError("messages go out by the messenger")
            context.turn_state[self._INVOKE_RESPONSE_KEY] = one
        return [ResourceResponse() for _ in activities]

    async def update_activity(self, context: TurnContext, activity: FrameworkActivity) -> None:
        raise NotImplementedError("messages are edited by the messenger")

    async def delete_activity(self, context: TurnContext, reference: object) -> None:
        raise NotImplementedError("messages are deleted by the messenger")
