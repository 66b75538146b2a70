"""Three short pages that a Teams app must name: what this is, privacy, terms."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.pages import page, words

PRIVACY = (
    "This installation keeps your sign-in, your choices and your bookings; sign-ins and titles are encrypted. It reads "
    "your calendars to offer times. Type disconnect in the chat to erase that; Outlook's events stay."
)
PAGES = {
    "/about": ("Clearhour", "Finds times in your Outlook calendars and books them, in chat. Outlook stays the truth."),
    "/privacy": ("Privacy", PRIVACY),
    "/terms": ("Terms", "Your organisation runs this installation. Ask its administrator about the terms of use."),
}


def routes() -> list[web.RouteDef]:
    return [web.get(path, _handler(*content)) for path, content in PAGES.items()]


def _handler(title: str, text: str) -> Handler:
    async def handle(_: web.Request) -> web.Response:
        return page(title, words(text))

    return handle
