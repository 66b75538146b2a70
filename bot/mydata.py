"""The page behind the link to one's own data: looking changes nothing, the button gives the file, once."""

import hmac
import json
import secrets
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.pages import Said, form, page, soft, words
from bot.settings import Settings
from core.administration.exporting import Exporting
from core.shared.errors import Gone

log = structlog.get_logger()

FILE_NAME = "clearhour-my-data.json"
COOKIE_SECONDS = 600


class MyDataPages:
    """GET shows whose data it is; POST uses the link up and answers with the file."""

    def __init__(self, exporting: Exporting, settings: Settings) -> None:
        self._exporting = exporting
        self._command = settings.command
        self._secure = urlsplit(settings.public_url).scheme == "https"
        self._cookie = f"{'__Host-' if self._secure else ''}clearhour-mydata"

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/mydata/{token}", self.show), web.post("/mydata/{token}", self.give)]

    async def show(self, request: web.Request) -> web.Response:
        said = Said.to(request)
        try:
            name = await self._exporting.look(request.match_info["token"])
        except Gone:
            return self._dead(said)
        csrf = secrets.token_urlsafe(24)
        body = (
            words(said("page.data.what", name=name), said("page.data.keep"))
            + form(said("page.data.go"), csrf)
            + soft(said("page.data.not_you", name=name))
        )
        answer = page(said, said("page.data"), body)
        answer.set_cookie(
            self._cookie, csrf, path="/", max_age=COOKIE_SECONDS, httponly=True, secure=self._secure, samesite="Strict"
        )
        return answer

    async def give(self, request: web.Request) -> web.Response:
        said = Said.to(request)
        given, held = (await request.post()).get("csrf", ""), request.cookies.get(self._cookie, "")
        if not held or not isinstance(given, str) or not hmac.compare_digest(given.encode(), held.encode()):
            return page(said, said("page.elsewhere"), words(said("page.elsewhere.works")), status=403)
        try:
            records = await self._exporting.take(request.match_info["token"])
        except Gone:
            return self._dead(said)
        log.info("data_exported", tables=len(records))
        return web.Response(
            body=json.dumps(records, ensure_ascii=False, indent=2).encode(),
            content_type="application/json",
            charset="utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _dead(self, said: Said) -> web.Response:
        again = said("page.again", command=f"{self._command} mydata")
        return page(said, said("page.dead"), words(said("page.data.dead"), again), status=410)
