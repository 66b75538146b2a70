"""The connect pages: interstitial, the way to Microsoft, and back."""

import hmac
import secrets
from urllib.parse import quote, urlsplit

import structlog
from aiohttp import web

from bot.approval import request_link, request_page, returned_page
from bot.pages import choice, code, form, link, page, soft, words
from bot.settings import Settings
from core.connection.model import Access
from core.connection.usecases import (
    ADMINS_STATE,
    AN_ADMIN_HELPS,
    ChatName,
    Connecting,
    Finished,
    Interstitial,
    Outcome,
    Question,
)
from core.people.model import Platform
from core.shared.errors import Gone, OperatorNeeded, OutlookUnavailable

log = structlog.get_logger()

COOKIE_SECONDS = 600
CHATS = {Platform.SLACK: "Slack", Platform.TEAMS: "Teams"}
TEXTS = {
    Outcome.DECLINED: ("Not connected", "You didn't allow the access, so nothing was connected and nothing is kept."),
    Outcome.ADMIN_NEEDED: (
        "Your admin has to approve",
        "Microsoft wants your admin to approve the app first. Nothing was connected. Send them the request.",
    ),
    Outcome.CONSENT_NEEDED: (
        "Microsoft misses an approval",
        "Nothing was connected. Try again and accept; if Microsoft doesn't let you, your admin has to approve.",
    ),
    Outcome.TENANT_REFUSED: (
        "That account can't be used here",
        "Your workspace allows only accounts of chosen organisations. Nothing is kept. Sign in with your work account.",
    ),
    Outcome.EXPIRED: ("That took too long", "Microsoft's answer was too old or used before. Nothing was connected."),
    Outcome.FAILED: ("Not connected", "Microsoft refused the sign-in. Nothing was connected and nothing is kept."),
    Outcome.OTHER_ACCOUNT: (
        "That was another account",
        "To repair a connection you have to sign in with the same account. Nothing was changed.",
    ),
    Outcome.TAKEN: (
        "Already connected elsewhere",
        "A colleague in the same chat connected this account. Disconnect it there first. Nothing was changed.",
    ),
    Outcome.MISMATCH: (
        "That account doesn't match",
        "Its address isn't the one in your chat profile, and your organisation requires that. Nothing was connected.",
    ),
}


class ConnectPages:
    """GET shows and changes nothing; POST goes to Microsoft, or answers whether two persons are one; the callback
    finishes."""

    def __init__(self, connecting: Connecting, settings: Settings) -> None:
        self._connecting = connecting
        self._command = settings.command
        self._sign_in_origin = settings.sign_in_url
        self._secure = urlsplit(settings.public_url).scheme == "https"
        prefix = "__Host-" if self._secure else ""  # browsers take __Host- cookies over https only
        self._cookie = f"{prefix}clearhour-connect"
        self._csrf_cookie = f"{prefix}clearhour-csrf"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/connect/callback", self.callback),
            web.get("/connect/join/{state}", self.ask),
            web.post("/connect/join/{state}", self.answer),
            web.get("/connect/{token}/request", self.request),
            web.get("/connect/{token}", self.show),
            web.post("/connect/{token}", self.start),
        ]

    async def show(self, request: web.Request) -> web.Response:
        try:
            found = await self._connecting.look(request.match_info["token"])
        except Gone:
            return self._dead_link()
        csrf = secrets.token_urlsafe(24)
        answer = self._interstitial(found, csrf, request.match_info["token"])
        self._set(answer, self._csrf_cookie, csrf, "Strict")
        return answer

    async def request(self, request: web.Request) -> web.Response:
        """The text for an administrator; it lives as long as the link, also while the browser is at Microsoft."""
        try:
            return request_page(await self._connecting.approving.request(request.match_info["token"]))
        except Gone:
            return self._dead_link()

    async def start(self, request: web.Request) -> web.StreamResponse:
        if not _same(await _posted(request, "csrf"), request.cookies.get(self._csrf_cookie, "")):
            return self._not_from_here()
        try:
            begun = await self._connecting.begin(request.match_info["token"])
        except Gone:
            return self._dead_link()
        except (OutlookUnavailable, OperatorNeeded) as error:
            return self._trouble(error)
        headers = {"Location": begun.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        answer = web.Response(status=303, headers=headers)
        self._set(answer, self._cookie, begun.cookie, "Lax")
        answer.del_cookie(self._csrf_cookie, path="/")
        return answer

    async def callback(self, request: web.Request) -> web.Response:
        try:
            if request.query.get("state", "").startswith(ADMINS_STATE):
                return await returned_page(self._connecting.approving, dict(request.query), self._command)
            finished = await self._connecting.finish(request.cookies.get(self._cookie), dict(request.query))
        except Gone:
            return self._dead_link()
        except (OutlookUnavailable, OperatorNeeded) as error:
            return self._trouble(error)
        if finished.question is not None:
            answer = self._question(finished.state, finished.question)
        else:
            answer = self._finished(finished)
        if finished.cookie:
            self._set(answer, self._cookie, finished.cookie, "Lax")
        else:
            answer.del_cookie(self._cookie, path="/")
        return answer

    async def ask(self, request: web.Request) -> web.Response:
        state = request.match_info["state"]
        try:
            question = await self._connecting.joining.question(request.cookies.get(self._cookie), state)
        except Gone:
            return self._dead_link()
        if question is None:
            text = "Type the code to Clearhour in the chat first. Nothing was changed yet."
            return page("The code isn't typed yet", words(text) + self._go_on(state))
        return self._question(state, question)

    async def answer(self, request: web.Request) -> web.Response:
        if not _same(await _posted(request, "csrf"), request.cookies.get(self._csrf_cookie, "")):
            return self._not_from_here()
        cookie, state = request.cookies.get(self._cookie), request.match_info["state"]
        try:
            if await _posted(request, "answer") == "join":
                answer = self._finished(await self._connecting.joining.join(cookie, state))
            else:
                await self._connecting.joining.cancel(cookie, state)
                answer = page("Nothing was joined", words("Nothing was changed, and nothing of this sign-in is kept."))
        except Gone:
            return self._dead_link()
        for name in (self._cookie, self._csrf_cookie):
            answer.del_cookie(name, path="/")
        return answer

    def _interstitial(self, found: Interstitial, csrf: str, token: str) -> web.Response:
        reads = found.access is Access.READ
        allows = "read your calendars" if reads else "read your calendars, and write the meetings that you book"
        body = (
            words(
                f"This connects an Outlook calendar to the chat user {found.name}.",
                f"You'll sign in at Microsoft and allow Clearhour to {allows}.",
            )
            + form("Continue to Microsoft", csrf)
            + words("Does Microsoft ask for an admin's approval?")
            + request_link(token)
            + soft(f"You aren't {found.name}, or didn't ask for this? Close this page: nothing has happened.")
        )
        return page("Connect Outlook", body, forms_to=self._sign_in_origin)

    def _question(self, state: str, asked: Question) -> web.Response:
        csrf = secrets.token_urlsafe(24)
        here = CHATS[asked.asker.platform]
        body = (
            words(
                f"{asked.address} is already connected, from {_named(asked.holder)}. Use it here too, as "
                f"{_named(asked.asker)}?",
                "Then both chats are one person for Clearhour: the same accounts, calendars, settings and bookings.",
            )
            + choice(_join_path(state), csrf, ("join", f"Use it in {here} too"), ("cancel", "Cancel"))
            + soft(f"You aren't {_named(asked.asker)}, or didn't ask for this? Press Cancel: nothing has happened.")
        )
        answer = page(f"Already connected from {CHATS[asked.holder.platform]}", body)
        self._set(answer, self._csrf_cookie, csrf, "Strict")
        return answer

    def _finished(self, finished: Finished) -> web.Response:
        if finished.outcome is Outcome.JOINED:
            done = words(f"{finished.address} is used from both chats now.", "You can close this page.")
            return page("You're one person in both chats", done)
        if finished.outcome is Outcome.CONNECTED:
            done = words(f"Connected as {finished.address}.", "You can close this page and go back to the chat.")
            return page("You're connected", done)
        if finished.outcome is Outcome.CODE:
            body = (
                words(
                    "This account has another address than your chat profile. "
                    "To prove that both are yours, type this to Clearhour in the chat:"
                )
                + code(f"code {finished.code}")
                + words(f"Anywhere else, type {self._command} in front of it. The code lives for ten minutes.")
                + (self._go_on(finished.state) if finished.state else "")
                + soft("Somebody sent you here? Don't give them this code: it would open your calendar to them.")
            )
            return page("One more step", body)
        title, text = TEXTS[finished.outcome]
        again = link("Try again", finished.retry_url) if finished.retry_url else self._again()
        if finished.retry_url and finished.outcome in AN_ADMIN_HELPS:
            again = request_link(finished.retry_url.rpartition("/")[2]) + again
        return page(title, words(text) + again)

    def _go_on(self, state: str) -> str:
        return words("Then one question is left here.") + link("I typed it", _join_path(state), "go_on")

    def _not_from_here(self) -> web.Response:
        return page(
            "Please open the link again",
            words("This page was opened in another way than from the chat, or cookies are off. Nothing was changed.")
            + soft("Allow cookies for this address, then press Connect in the chat once more."),
            status=403,
        )

    def _dead_link(self) -> web.Response:
        text = "Each link works once and for ten minutes. Nothing was changed."
        return page("This link is used up", words(text) + self._again(), status=410)

    def _trouble(self, error: OutlookUnavailable | OperatorNeeded) -> web.Response:
        reference = secrets.token_hex(4)
        log.warning("connect_trouble", code=error.code, reference=reference)
        if isinstance(error, OperatorNeeded):
            text = "Clearhour's registration at Microsoft is misconfigured. Only your admin can repair that."
        else:
            text = "Microsoft's sign-in doesn't answer right now. Nothing was changed; try again in a minute."
        return page("That didn't work", words(text) + self._again() + soft(f"Reference: {reference}"), status=502)

    def _again(self) -> str:
        return words(f"Type {self._command} connect in the chat for a fresh link.")

    def _set(self, answer: web.StreamResponse, name: str, value: str, same_site: str) -> None:
        answer.set_cookie(
            name, value, path="/", max_age=COOKIE_SECONDS, httponly=True, secure=self._secure, samesite=same_site
        )


async def _posted(request: web.Request, name: str) -> str:
    """A field of the form; "" where it is missing or a file."""
    value = (await request.post()).get(name, "")
    return value if isinstance(value, str) else ""


def _same(given: str, held: str) -> bool:
    return bool(held) and hmac.compare_digest(given.encode(), held.encode())


def _join_path(state: str) -> str:
    return f"/connect/join/{quote(state, safe='')}"


def _named(chat: ChatName) -> str:
    return f"{chat.name} in {CHATS[chat.platform]}"
