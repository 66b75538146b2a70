"""Serve the page's own files and the few npm files it lists, each with the same security headers."""

from pathlib import Path
from typing import Final

from aiohttp import web

PAGE: Final = Path(__file__).parent
STATIC: Final = PAGE / "static"
VENDOR: Final = {
    "event-calendar.js": PAGE / "node_modules/@event-calendar/build/dist/event-calendar.min.js",
    "event-calendar.css": PAGE / "node_modules/@event-calendar/build/dist/event-calendar.min.css",
    "adaptivecards.js": PAGE / "node_modules/adaptivecards/dist/adaptivecards.min.js",
    "adaptivecards.css": PAGE / "node_modules/adaptivecards/dist/adaptivecards.css",
}
TYPES: Final = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; "
    "style-src 'self' 'unsafe-inline'; "  # the week view sets style attributes on its cells
    "img-src 'self' data: https: http://127.0.0.1:* http://localhost:*"  # images a bot puts in a card
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MISSING: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Clearhour sandbox</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}
code{background:#8882;padding:.15em .4em;border-radius:.3em}</style>
<h1>One step is missing</h1>
<p>The week view and the cards of Teams are npm packages that aren't installed yet, so the page can't start.</p>
<p>Run <code>make demo</code>, which installs it, or <code>npm ci</code> in <code>sandbox/page</code>. Then reload.</p>
</html>
"""


def secured(response: web.Response) -> web.Response:
    """Add the security headers that every answer of the page carries."""
    response.headers.update(HEADERS)
    return response


def answer_file(path: Path) -> web.Response:
    """Answer with one text file, or 404 when it isn't there or is of a kind the page doesn't use."""
    kind = TYPES.get(path.suffix)
    if kind is None or not path.is_file():
        return secured(web.Response(status=404, text=f"The page has no file {path.name}."))
    return secured(web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8"))


async def index(_request: web.Request) -> web.Response:
    """Answer with the page, or with what to run when the npm files are missing (503)."""
    if not all(path.is_file() for path in VENDOR.values()):
        return secured(web.Response(status=503, text=MISSING, content_type="text/html"))
    return answer_file(STATIC / "index.html")


async def static(request: web.Request) -> web.Response:
    """Answer with a file under static/; paths that leave the folder are 404."""
    path = (STATIC / request.match_info["path"]).resolve()
    return answer_file(path if path.is_relative_to(STATIC) else STATIC / "missing")


async def vendor(request: web.Request) -> web.Response:
    """Answer with one of the listed npm files and no other."""
    return answer_file(VENDOR.get(request.match_info["name"], STATIC / "missing"))
