"""Answers to invitations: accept, accept tentatively, decline."""

from typing import Any, cast

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.errors import denied, invalid
from sandbox.graph.fields import read_moment
from sandbox.graph.places import WRITE, Place, find_item
from sandbox.graph.wire import moment_json
from sandbox.mailbox import writing
from sandbox.mailbox.model import Json

ANSWERS = {"accept": "accepted", "tentativelyaccept": "tentativelyAccepted", "decline": "declined"}
OWN_MEETING = "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer."


async def answer(call: Call, place: Place, ids: list[str]) -> web.Response:
    """POST …/events/{id}/accept|tentativelyAccept|decline {comment, sendResponse, proposedNewTime}: 202."""
    call.need(*WRITE)
    action = ids[1]
    body = {key.casefold(): value for key, value in (await call.body()).items()}
    found, item = find_item(call, place, ids[0])
    if not found.can_edit:
        raise denied()
    if item.event.response == "organizer":
        raise invalid("ErrorInvalidRequest", OWN_MEETING)
    send, proposed = body.get("sendresponse", True) is not False, _proposal(body.get("proposednewtime"))
    if proposed and (not send or action == "accept" or item.event.props.get("allowNewTimeProposals") is False):
        raise invalid("ErrorInvalidParameter", "A new time can't be proposed for this event.")
    writing.respond(
        call.mailboxes, found.home, item, cast("writing.Answer", ANSWERS[action]), send=send, proposed=proposed
    )
    return web.Response(status=202)


def _proposal(value: Any) -> Json | None:
    """The proposed time as it is kept; raises 400 for one that is none."""
    if not value:
        return None
    if not isinstance(value, dict):
        raise invalid("RequestBodyRead", "The value of property 'proposedNewTime' is not of the expected type.")
    start, end = (read_moment(value.get(name), name) for name in ("start", "end"))
    if end.utc() <= start.utc():
        raise invalid("ErrorInvalidParameter", "The proposed end is not after the proposed start.")
    return {"start": moment_json(start.wall, start.zone), "end": moment_json(end.wall, end.zone)}
