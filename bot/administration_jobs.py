"""Which job erases or disconnects somebody, and which brings people up to date with what an admin decided."""

from dataclasses import dataclass
from datetime import datetime

from bot.handlers import Args, Handler, person_in, user_in
from core.administration.erasing import ERASE_JOB
from core.administration.governing import APPLY_JOB, DISCONNECT_JOB, Governing
from core.dialogue.admin_notices import AdminNotices
from core.dialogue.erasures import Erasures
from core.dialogue.model import MessageRef
from core.people.model import PersonId, Platform, Workspace


@dataclass(frozen=True, slots=True)
class Administrating:
    """The use cases behind what somebody decided about themselves, or an admin about others."""

    erasures: Erasures
    governing: Governing
    notices: AdminNotices


def administration_jobs(to: Administrating) -> dict[str, Handler]:
    async def erase(args: Args) -> None:
        ref = None if args["message"] is None else MessageRef(str(args["channel"]), str(args["message"]))
        asked_at = datetime.fromisoformat(str(args["asked_at"]))
        await to.erasures.erase(person_in(args), user_in(args), ref, asked_at)

    async def disconnect(args: Args) -> None:
        await to.notices.disconnect(person_in(args), PersonId(str(args["admin"])))

    async def apply(args: Args) -> None:
        await to.governing.apply_defaults(Workspace(Platform(str(args["platform"])), str(args["workspace"])))

    return {ERASE_JOB: erase, DISCONNECT_JOB: disconnect, APPLY_JOB: apply}
