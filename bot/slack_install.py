"""The pages by which a Slack workspace installs the app: a button, Slack's question, and what came of it."""

from urllib.parse import urlsplit

from aiohttp import web

from adapters.slack.installing import Installing, Refusal
from adapters.slack.manifest import INSTALLED_PATH
from bot.pages import Said, form, link, page, soft, words
from core.people.installations.model import INSTALL_WITHIN

PATH = "/slack/install"
TEXTS = {
    Refusal.EXPIRED: ("install.expired", "install.expired.means"),
    Refusal.DECLINED: ("install.declined", "install.declined.means"),
    Refusal.ORGANISATION: ("install.organisation", "install.organisation.means"),
    Refusal.FAILED: ("install.failed", "install.failed.means"),
    Refusal.UNAVAILABLE: ("install.unavailable", "install.unavailable.means"),
}
"""What the page is called, and what it means."""


class InstallPages:
    """GET shows and changes nothing; POST goes to Slack; what comes back installs."""

    def __init__(self, installing: Installing, public_url: str, slack_url: str) -> None:
        self._installing = installing
        self._secure = urlsplit(public_url).scheme == "https"
        self._cookie = f"{'__Host-' if self._secure else ''}clearhour-slack"
        parts = urlsplit(slack_url)
        self._slack = f"{parts.scheme}://{parts.netloc}"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(PATH, self.show),
            web.post(PATH, self.start),
            web.get(INSTALLED_PATH, self.finish),
        ]

    async def show(self, request: web.Request) -> web.Response:
        said = Said.to(request)
        body = (
            words(said("install.what"), said("install.next"))
            + form(said("install.go"), "")
            + soft(said("install.each"))
        )
        return page(said, said("install.title"), body, forms_to=self._slack)

    async def start(self, _: web.Request) -> web.StreamResponse:
        begun = await self._installing.begin()
        headers = {"Location": begun.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        answer = web.Response(status=303, headers=headers)
        answer.set_cookie(
            self._cookie,
            begun.cookie,
            path="/",
            max_age=int(INSTALL_WITHIN.total_seconds()),
            httponly=True,
            secure=self._secure,
            samesite="Lax",
        )
        return answer

    async def finish(self, request: web.Request) -> web.Response:
        said = Said.to(request)
        said = Said.to(request)
        found = await self._installing.finish(request.cookies.get(self._cookie), dict(request.query))
        if isinstance(found, Refusal):
            title, text = TEXTS[found]
            status = 502 if found is Refusal.UNAVAILABLE else 400
            answer = page(said, said(title), words(said(text)) + link(said("install.again"), PATH), status=status)
        else:
            done = said("install.done.where", workspace=found.name or said("install.workspace"))
            answer = page(said, said("install.done"), words(done) + link(said("install.open"), found.url, "open"))
        answer.del_cookie(self._cookie, path="/")
        return answer
