"""The pages by which a Slack workspace installs the app: a button, Slack's question, and what came of it."""

from urllib.parse import urlsplit

from aiohttp import web

from adapters.slack.installing import Installing, Refusal
from adapters.slack.manifest import INSTALLED_PATH
from bot.pages import form, link, page, soft, words
from core.people.installations.model import INSTALL_WITHIN

PATH = "/slack/install"
TEXTS = {
    Refusal.EXPIRED: (
        "That took too long",
        "Each attempt counts once, for ten minutes, and in one browser. Nothing was installed.",
    ),
    Refusal.DECLINED: ("Not installed", "Slack says that it wasn't allowed. Nothing was installed."),
    Refusal.ORGANISATION: (
        "Choose one workspace",
        "Clearhour is installed in single workspaces, not for a whole organisation. Nothing was installed.",
    ),
    Refusal.FAILED: ("Not installed", "Slack refused. Nothing was installed; its reason is in Clearhour's log."),
    Refusal.UNAVAILABLE: ("Slack doesn't answer", "Nothing was installed. Try again in a minute."),
}


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

    async def show(self, _: web.Request) -> web.Response:
        text = words(
            "Clearhour finds free times, books them in Outlook, and tells people about double bookings.",
            "Slack asks next which workspace, and shows what Clearhour may do there.",
        )
        note = soft("Each person connects their own Outlook afterwards. Taking the app out ends all of it.")
        return page("Add Clearhour to Slack", text + form("Add to Slack", "") + note, forms_to=self._slack)

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
        found = await self._installing.finish(request.cookies.get(self._cookie), dict(request.query))
        if isinstance(found, Refusal):
            title, text = TEXTS[found]
            status = 502 if found is Refusal.UNAVAILABLE else 400
            answer = page(title, words(text) + link("Try again", PATH), status=status)
        else:
            done = words(f"{found.name or 'Your workspace'} has Clearhour now. Everybody there can write to it.")
            answer = page("Installed", done + link("Open it in Slack", found.url, "open"))
        answer.del_cookie(self._cookie, path="/")
        return answer
