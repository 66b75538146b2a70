"""The connect pages: interstitial, the way to Microsoft, and back."""

import hmac
import secrets
from urllib.parse import quote, urlsplit

import structlog
from aiohttp import web

from bot.approval import request_link, request_page, returned_page
from bot.pages import Said, choice, code, form, link, page, soft, words
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
    Outcome.DECLINED: ("page.declined", "page.declined.means"),
    Outcome.ADMIN_NEEDED: ("page.admin_needed", "page.admin_needed.means"),
    Outcome.CONSENT_NEEDED: ("page.consent_needed", "page.consent_needed.means"),
    Outcome.TENANT_REFUSED: ("page.tenant_refused", "page.tenant_refused.means"),
    Outcome.EXPIRED: ("page.expired", "page.expired.means"),
    Outcome.FAILED: ("page.refused", "page.refused.means"),
    Outcome.OTHER_ACCOUNT: ("page.other_account", "page.other_account.means"),
    Outcome.TAKEN: ("page.taken", "page.taken.means"),
    Outcome.MISMATCH: ("page.mismatch", "page.mismatch.means"),
}
"""What the page is called, and what it means."""


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
            return self._dead_link(Said.to(request))
        csrf = secrets.token_urlsafe(24)
        answer = self._interstitial(Said.to(request), found, csrf, request.match_info["token"])
        self._set(answer, self._csrf_cookie, csrf, "Strict")
        return answer

    async def request(self, request: web.Request) -> web.Response:
        """The text for an administrator; it lives as long as the link, also while the browser is at Microsoft."""
        try:
            return request_page(Said.to(request), await self._connecting.approving.request(request.match_info["token"]))
        except Gone:
            return self._dead_link(Said.to(request))

    async def start(self, request: web.Request) -> web.StreamResponse:
        if not _same(await _posted(request, "csrf"), request.cookies.get(self._csrf_cookie, "")):
            return self._not_from_here(Said.to(request))
        try:
            begun = await self._connecting.begin(request.match_info["token"])
        except Gone:
            return self._dead_link(Said.to(request))
        except (OutlookUnavailable, OperatorNeeded) as error:
            return self._trouble(Said.to(request), error)
        headers = {"Location": begun.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        answer = web.Response(status=303, headers=headers)
        self._set(answer, self._cookie, begun.cookie, "Lax")
        answer.del_cookie(self._csrf_cookie, path="/")
        return answer

    async def callback(self, request: web.Request) -> web.Response:
        try:
            if request.query.get("state", "").startswith(ADMINS_STATE):
                approving = self._connecting.approving
                return await returned_page(Said.to(request), approving, dict(request.query), self._command)
            finished = await self._connecting.finish(request.cookies.get(self._cookie), dict(request.query))
        except Gone:
            return self._dead_link(Said.to(request))
        except (OutlookUnavailable, OperatorNeeded) as error:
            return self._trouble(Said.to(request), error)
        if finished.question is not None:
            answer = self._question(Said.to(request), finished.state, finished.question)
        else:
            answer = self._finished(Said.to(request), finished)
        if finished.cookie:
            self._set(answer, self._cookie, finished.cookie, "Lax")
        else:
            answer.del_cookie(self._cookie, path="/")
        return answer

    async def ask(self, request: web.Request) -> web.Response:
        said, state = Said.to(request), request.match_info["state"]
        try:
            question = await self._connecting.joining.question(request.cookies.get(self._cookie), state)
        except Gone:
            return self._dead_link(Said.to(request))
        if question is None:
            body = words(said("page.code.open.means")) + self._go_on(said, state)
            return page(said, said("page.code.open"), body)
        return self._question(said, state, question)

    async def answer(self, request: web.Request) -> web.Response:
        if not _same(await _posted(request, "csrf"), request.cookies.get(self._csrf_cookie, "")):
            return self._not_from_here(Said.to(request))
        said = Said.to(request)
        cookie, state = request.cookies.get(self._cookie), request.match_info["state"]
        try:
            if await _posted(request, "answer") == "join":
                answer = self._finished(said, await self._connecting.joining.join(cookie, state))
            else:
                await self._connecting.joining.cancel(cookie, state)
                answer = page(said, said("page.not_joined"), words(said("page.not_joined.means")))
        except Gone:
            return self._dead_link(Said.to(request))
        for name in (self._cookie, self._csrf_cookie):
            answer.del_cookie(name, path="/")
        return answer

    def _interstitial(self, said: Said, found: Interstitial, csrf: str, token: str) -> web.Response:
        allows = "page.connect.reads" if found.access is Access.READ else "page.connect.writes"
        body = (
            words(said("page.connect.user", name=found.name), said(allows))
            + form(said("page.connect.go"), csrf)
            + words(said("page.connect.admin"))
            + request_link(said, token)
            + soft(said("page.connect.not_you", name=found.name))
        )
        return page(said, said("page.connect"), body, forms_to=self._sign_in_origin)

    def _question(self, said: Said, state: str, asked: Question) -> web.Response:
        csrf = secrets.token_urlsafe(24)
        holder, asker = _named(said, asked.holder), _named(said, asked.asker)
        yes = said("page.join.yes", chat=CHATS[asked.asker.platform])
        body = (
            words(
                said("page.join.use", address=asked.address, holder=holder, asker=asker),
                said("page.join.means"),
            )
            + choice(_join_path(state), csrf, ("join", yes), ("cancel", said("page.join.no")))
            + soft(said("page.join.not_you", asker=asker))
        )
        answer = page(said, said("page.join", chat=CHATS[asked.holder.platform]), body)
        self._set(answer, self._csrf_cookie, csrf, "Strict")
        return answer

    def _finished(self, said: Said, finished: Finished) -> web.Response:
        address = finished.address or ""
        if finished.outcome is Outcome.JOINED:
            done = words(said("page.joined.means", address=address), said("page.close"))
            return page(said, said("page.joined"), done)
        if finished.outcome is Outcome.CONNECTED:
            done = words(said("page.connected.as", address=address), said("page.back"))
            return page(said, said("page.connected"), done)
        if finished.outcome is Outcome.CODE:
            body = (
                words(said("page.code.what"))
                + code(f"code {finished.code}")
                + words(said("page.code.elsewhere", command=self._command))
                + (self._go_on(said, finished.state) if finished.state else "")
                + soft(said("page.code.warn"))
            )
            return page(said, said("page.code"), body)
        title, text = TEXTS[finished.outcome]
        again = link(said("action.try_again"), finished.retry_url) if finished.retry_url else self._again(said)
        if finished.retry_url and finished.outcome in AN_ADMIN_HELPS:
            again = request_link(said, finished.retry_url.rpartition("/")[2]) + again
        return page(said, said(title), words(said(text)) + again)

    def _go_on(self, said: Said, state: str) -> str:
        return words(said("page.code.then")) + link(said("page.code.typed"), _join_path(state), "go_on")

    def _not_from_here(self, said: Said) -> web.Response:
        body = words(said("page.elsewhere.means")) + soft(said("page.elsewhere.cookies"))
        return page(said, said("page.elsewhere"), body, status=403)

    def _dead_link(self, said: Said) -> web.Response:
        return page(said, said("page.dead"), words(said("page.dead.means")) + self._again(said), status=410)

    def _trouble(self, said: Said, error: OutlookUnavailable | OperatorNeeded) -> web.Response:
        reference = secrets.token_hex(4)
        log.warning("connect_trouble", code=error.code, reference=reference)
        text = said("page.failed.operator" if isinstance(error, OperatorNeeded) else "page.failed.outlook")
        body = words(text) + self._again(said) + soft(said("page.reference", reference=reference))
        return page(said, said("page.failed"), body, status=502)

    def _again(self, said: Said) -> str:
        return words(said("page.again", command=f"{self._command} connect"))

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


def _named(said: Said, chat: ChatName) -> str:
    return said("page.chat", name=chat.name, chat=CHATS[chat.platform])
