"""Which job erases somebody."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from core.administration.erasing import ERASE_JOB
from core.dialogue.erasures import Erasures
from core.dialogue.model import MessageRef
from core.people.model import ChatUser, PersonId, Platform

Args = Mapping[str, object]
Handler = Callable[[Args], Awaitable[None]]


def administration_jobs(erasures: Erasures) -> dict[str, Handler]:
    async def erase(args: Args) -> None:
        user = ChatUser(Platform(str(args["platform"])), str(args["workspace"]), str(args["user"]))
        ref = None if args["message"] is None else MessageRef(str(args["channel"]), str(args["message"]))
        asked_at = datetime.fromisoformat(str(args["asked_at"]))
        await erasures.erase(PersonId(str(args["person"])), user, ref, asked_at)

    return {ERASE_JOB: erase}
