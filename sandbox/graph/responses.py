"""Answers to invitations: accept, accept tentatively, decline."""

from typing import cast

from aiohttp import web

from sandbox.graph.call import Call
from sandbox.graph.errors import denied, invalid
from sandbox.graph.places import WRITE, Place, find_item
from sandbox.mailbox import writing

ANSWERS = {"accept": "accepted", "tentativelyaccept": "tentativelyAccepted", "decline": "declined"}
OWN_MEETING = "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer."


async def answer(call: Call, place: Place, ids: list[str]) -> web.StreamResponse:
    """POST …/events/{id}/accept|tentativelyAccept|decline {comment, sendResponse, proposedNewTime}: 202."""
    call.need(*WRITE)
    action = ids[1]
    body = {key.casefold(): value for key, value in (await call.body()).items()}
    found, item = find_item(call, place, ids[0])
    if not found.can_edit:
        raise denied()
    if item.event.response == "organizer":
        raise invalid("ErrorInvalidRequest", OWN_MEETING)
    send, proposed = body.get("sendresponse", True) is not False, body.get("proposednewtime")
    if proposed and (not send or action == "accept" or item.event.props.get("allowNewTimeProposals") is False):
        raise invalid("ErrorInvalidParameter", "A new time can't be proposed for this event.")
    writing.respond(
        call.mailboxes, found.home, item, cast("writing.Answer", ANSWERS[action]), send=send, proposed=proposed
    )
    return web.Response(status=202)
