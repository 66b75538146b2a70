"""The pages about administrators: the request to hand over, and their way back from Microsoft."""

from aiohttp import web

from bot.pages import copied, link, page, soft, words
from core.connection.approval import AdminRequest, Returned
from core.connection.usecases import Approving
from core.people.model import Platform

CHATS = {Platform.SLACK.value: "Slack", Platform.TEAMS.value: "Teams"}
IN_PLAIN_WORDS = {
    "User.Read": "know who signed in: name and mail addresses",
    "Calendars.Read": "read their calendars, and be told when they change",
    "Calendars.ReadWrite": "write the meetings they book into their calendar, move and cancel them",
    "MailboxSettings.Read": "read their time zone and working hours",
}
REQUEST = """Hello,

I would like to use Clearhour with my Outlook calendar. Microsoft says that an administrator has to approve it first.

Who asks: {who}
Where: {where}
Approve or refuse here, signed in as an administrator of Microsoft 365:
{url}

It may, for each person who signs in themselves and with that person's own rights:
{scopes}

Nobody's calendar is read because of the approval alone. You can take it back in the Entra admin center under
"Enterprise applications". The link works for 30 days.
"""
TEXTS = {
    Returned.REFUSED: (
        "Not approved",
        "Microsoft says that the approval wasn't given. Nothing was changed. The request can be used again.",
    ),
    Returned.OTHER_TENANT: (
        "That was another organisation",
        "The approval is for {tenant}, and whoever asked belongs to another one. Nobody was told.",
    ),
    Returned.NOT_ALLOWED: (
        "Accounts of this organisation aren't taken here",
        "The approval is for {tenant}. Whoever runs this Clearhour allows other organisations only. Nobody was told.",
    ),
    Returned.TOO_OFTEN: (
        "Too often",
        "This request came back several times within the hour. Nobody was told anew; who waits can simply try again.",
    ),
}


def request_page(asked: AdminRequest) -> web.Response:
    """The text to copy. It holds no secret of the person: its link asks an administrator and connects nothing."""
    body = (
        words("Send this to whoever looks after Microsoft 365 in your organisation: click into it, select all, copy.")
        + copied(request_text(asked), "Request for your admin")
        + soft("When they have approved, you are told in the chat, and so is everybody else who waits for it.")
    )
    return page("A request for your admin", body)


def request_text(asked: AdminRequest) -> str:
    """The request in plain words. Names are cut to one line each, so that nobody can write it anew from within."""
    name = " ".join(asked.name.split())[:100]
    address = f" ({' '.join(asked.address.split())})" if asked.address else ""
    scopes = "\n".join(f"- {IN_PLAIN_WORDS[scope]} ({scope})" for scope in asked.scopes)
    where = f"{CHATS[asked.platform]}, workspace {asked.workspace}"
    return REQUEST.format(who=name + address, where=where, url=asked.url, scopes=scopes)


def request_link(token: str) -> str:
    """From the page before the sign-in to the request."""
    return link("Copy a request for your admin", f"/connect/{token}/request", "request", quiet=True)


async def returned_page(approving: Approving, answer: dict[str, str], command: str) -> web.Response:
    """What an administrator sees who comes back from Microsoft. Raises Gone for a state that isn't ours."""
    how, tenant = await approving.returned(answer)
    if how is Returned.APPROVED:
        done = words(
            f"Clearhour is approved for the organisation {tenant}.",
            "Whoever waits for this is told in their chat. Each of them still signs in themselves.",
        )
        return page("Approved", done + soft(f"Anybody else types {command} connect in the chat. You can close this."))
    title, text = TEXTS[how]
    return page(title, words(text.format(tenant=tenant)))
