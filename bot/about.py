"""Three short pages that a Teams app must name: what this is, privacy, terms."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.pages import Said, page, words

NAME = "Clearhour"
PAGES: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "/about": (None, ("page.about",)),
    "/privacy": ("page.privacy", ("page.privacy.kept", "page.privacy.erased")),
    "/terms": ("page.terms", ("page.terms.who",)),
}


def routes() -> list[web.RouteDef]:
    return [web.get(path, _handler(*content)) for path, content in PAGES.items()]


def _handler(title: str | None, texts: tuple[str, ...]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        said = Said.to(request)
        return page(said, said(title) if title else NAME, words(*map(said, texts)))

    return handle
