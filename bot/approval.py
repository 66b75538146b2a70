"""The pages about administrators: the request to hand over, and their way back from Microsoft."""

from aiohttp import web

from bot.pages import Said, copied, link, page, soft, words
from core.connection.approval import AdminRequest, Returned
from core.connection.usecases import Approving
from core.people.model import Platform

CHATS = {Platform.SLACK.value: "Slack", Platform.TEAMS.value: "Teams"}
IN_PLAIN_WORDS = {
    "User.Read": "request.scope.user",
    "Calendars.Read": "request.scope.read",
    "Calendars.ReadWrite": "request.scope.write",
    "MailboxSettings.Read": "request.scope.hours",
}
TEXTS = {
    Returned.REFUSED: ("page.not_approved", "page.not_approved.means"),
    Returned.OTHER_TENANT: ("page.other_tenant", "page.other_tenant.means"),
    Returned.NOT_ALLOWED: ("page.not_allowed", "page.not_allowed.means"),
    Returned.TOO_OFTEN: ("page.too_often", "page.too_often.means"),
}
"""What the page is called, and what it means."""


def request_page(said: Said, asked: AdminRequest) -> web.Response:
    """The text to copy. It holds no secret of the person: its link asks an administrator and connects nothing."""
    body = (
        words(said("page.request.send"))
        + copied(request_text(said, asked), said("page.request.name"))
        + soft(said("page.request.then"))
    )
    return page(said, said("page.request"), body)


def request_text(said: Said, asked: AdminRequest) -> str:
    """The request in plain words. Names are cut to one line each, so that nobody can write it anew from within."""
    name = " ".join(asked.name.split())[:100]
    address = f" ({' '.join(asked.address.split())})" if asked.address else ""
    scopes = [f"- {said(IN_PLAIN_WORDS[scope])} ({scope})" for scope in asked.scopes]
    who, where = said("request.who", who=name + address), CHATS[asked.platform]
    return "\n".join((
        said("request.hello"), "", said("request.wish"), "",
        who, said("request.where", chat=where, workspace=asked.workspace), said("request.here"), asked.url, "",
        said("request.may"), *scopes, "",
        said("request.alone"), "",
    ))  # fmt: skip


def request_link(said: Said, token: str) -> str:
    """From the page before the sign-in to the request."""
    return link(said("page.request.copy"), f"/connect/{token}/request", "request", quiet=True)


async def returned_page(said: Said, approving: Approving, answer: dict[str, str], command: str) -> web.Response:
    """What an administrator sees who comes back from Microsoft. Raises Gone for a state that isn't ours."""
    how, tenant = await approving.returned(answer)
    if how is Returned.APPROVED:
        done = words(said("page.approved.tenant", tenant=tenant), said("page.approved.told"))
        return page(
            said, said("page.approved"), done + soft(said("page.approved.others", command=f"{command} connect"))
        )
    title, text = TEXTS[how]
    return page(said, said(title), words(said(text, tenant=tenant)))
