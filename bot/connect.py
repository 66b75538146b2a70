"""The connect pages: interstitial, the way to Microsoft, and back."""

import hmac
import secrets
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.pages import code, form, link, page, soft, words
from bot.settings import Settings
from core.connection.model import Access
from core.connection.usecases import Connecting, Finished, Interstitial, Outcome
from core.shared.errors import Gone, OperatorNeeded, OutlookUnavailable

log = structlog.get_logger()

COOKIE_SECONDS = 600
TEXTS = {
    Outcome.DECLINED: ("Not connected", "You didn't allow the access, so nothing was connected and nothing is kept."),
    Outcome.ADMIN_NEEDED: (
        "Your admin has to approve",
        "Microsoft wants your admin to approve the app first. Nothing was connected. Ask them, then connect again.",
    ),
    Outcome.EXPIRED: ("That took too long", "Microsoft's answer was too old or used before. Nothing was connected."),
    Outcome.FAILED: ("Not connected", "Microsoft refused the sign-in. Nothing was connected and nothing is kept."),
    Outcome.OTHER_ACCOUNT: (
        "That was another account",
        "To repair a connection you have to sign in with the same account. Nothing was changed.",
    ),
    Outcome.TAKEN: (
        "Already connected elsewhere",
        "Somebody else connected this Microsoft account. Disconnect it there first. Nothing was changed.",
    ),
    Outcome.MISMATCH: (
        "That account doesn't match",
        "Its address isn't the one in your chat profile, and your organisation requires that. Nothing was connected.",
    ),
}


class ConnectPages:
    """GET shows and changes nothing; POST goes to Microsoft; the callback finishes."""

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
            web.get("/connect/{token}", self.show),
            web.post("/connect/{token}", self.start),
        ]

    async def show(self, request: web.Request) -> web.Response:
        try:
            found = await self._connecting.look(request.match_info["token"])
        except Gone:
            return self._dead_link()
        csrf = secrets.token_urlsafe(24)
        answer = self._interstitial(found, csrf)
        self._set(answer, self._csrf_cookie, csrf, "Strict")
        return answer

    async def start(self, request: web.Request) -> web.StreamResponse:
        posted = (await request.post()).get("csrf", "")
        held = request.cookies.get(self._csrf_cookie, "")
        if not held or not isinstance(posted, str) or not hmac.compare_digest(posted.encode(), held.encode()):
            return page(
                "Please open the link again",
                words(
                    "This page was opened in another way than from the chat, or cookies are off. Nothing was changed."
                )
                + soft("Allow cookies for this address, then press Connect in the chat once more."),
                status=403,
            )
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
            finished = await self._connecting.finish(request.cookies.get(self._cookie), dict(request.query))
        except Gone:
            return self._dead_link()
        except (OutlookUnavailable, OperatorNeeded) as error:
            return self._trouble(error)
        answer = self._finished(finished)
        answer.del_cookie(self._cookie, path="/")
        return answer

    def _interstitial(self, found: Interstitial, csrf: str) -> web.Response:
        reads = found.access is Access.READ
        allows = "read your calendars" if reads else "read your calendars, and write the meetings that you book"
        body = (
            words(
                f"This connects an Outlook calendar to the chat user {found.name}.",
                f"You'll sign in at Microsoft and allow Clearhour to {allows}.",
            )
            + form("Continue to Microsoft", csrf)
            + soft(f"You aren't {found.name}, or didn't ask for this? Close this page: nothing has happened.")
        )
        return page("Connect Outlook", body, forms_to=self._sign_in_origin)

    def _finished(self, finished: Finished) -> web.Response:
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
                + soft("Somebody sent you here? Don't give them this code: it would open your calendar to them.")
            )
            return page("One more step", body)
        title, text = TEXTS[finished.outcome]
        again = link("Try again", finished.retry_url) if finished.retry_url else self._again()
        return page(title, words(text) + again)

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
