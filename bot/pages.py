"""The few pages a browser sees on its way to Microsoft and back: escaped, strict, without scripts."""

import re
import secrets
from dataclasses import dataclass
from html import escape

from aiohttp import web

from core.dialogue.catalogue.translations import is_there, language_of
from core.dialogue.texts import sentence
from core.people.model import Reader

HEADER_MOST = 200
TAG, WEIGHT = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}"), re.compile(r"[01](\.[0-9]{0,3})?")

STYLE = """
:root { color-scheme: light dark; --ink: #1d2433; --paper: #fff; --back: #f3f5f8; --accent: #1f6f5c; --soft: #5b6577 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf3; --paper: #1b2130; --back: #10141d; --accent: #4fb79d; --soft: #a3adbf }
}
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif }
main { background: var(--paper); border-radius: 12px; padding: 32px; margin: 16px; max-width: 30rem;
  box-shadow: 0 1px 3px #0003 }
h1 { font-size: 1.4rem; margin: 0 0 12px }
p { margin: 0 0 12px } form { margin: 20px 0 } main > :last-child { margin-bottom: 0 }
.soft { color: var(--soft); font-size: .9rem }
.code { font: 700 2rem/1.4 ui-monospace, monospace; letter-spacing: .3rem }
button, a.button { display: inline-block; font: inherit; font-weight: 600; color: var(--paper);
  background: var(--accent); border: 0; border-radius: 8px; padding: 10px 20px; cursor: pointer; text-decoration: none }
textarea { box-sizing: border-box; width: 100%; font: .85rem/1.5 ui-monospace, monospace;
  color: inherit; background: var(--back); border: 1px solid var(--soft); border-radius: 8px; padding: 12px;
  margin: 0 0 12px; resize: vertical }
a.quiet { color: var(--accent) }
button.quiet { color: var(--accent); background: none; box-shadow: inset 0 0 0 1px var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences of the catalogue in the language that a browser asks for; a page belongs to nobody yet."""

    reader: Reader

    @classmethod
    def to(cls, request: web.Request) -> "Said":
        return cls(Reader("UTC", accepted(request.headers.get("Accept-Language", ""))))

    def __call__(self, key: str, **values: str) -> str:
        return sentence(key, self.reader).format_map(values)


def accepted(header: str) -> str:
    """The locale that a browser likes best among those we have words for; "" for none."""
    wishes = []
    for place, one in enumerate(header[:HEADER_MOST].split(",")):
        tag, _, weight = one.strip().partition(";q=")
        if TAG.fullmatch(tag) and (not weight or WEIGHT.fullmatch(weight)):
            wishes.append((-float(weight or 1), place, tag))
    liked = [tag for weight, _, tag in sorted(wishes) if weight]
    return next((tag for tag in liked if is_there(tag)), "")


def page(said: Said, title: str, body: str, *, status: int = 200, forms_to: str = "") -> web.Response:
    """A page. `body` is HTML made by the functions below; `forms_to`: where a form's answer may redirect to."""
    nonce = secrets.token_urlsafe(16)
    language = language_of(said.reader.locale).replace("_", "-")
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>'
        f"{escape(title)} · Clearhour</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<style nonce="{nonce}">{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>'
    )
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; form-action 'self' {forms_to}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(text=html, content_type="text/html", status=status, headers=headers)


def words(*sentences: str) -> str:
    """Paragraphs of plain text."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def soft(sentence: str) -> str:
    return f'<p class="soft">{escape(sentence)}</p>'


def code(value: str) -> str:
    return f'<p class="code" data-testid="code">{escape(value)}</p>'


def form(label: str, csrf: str) -> str:
    """One button that posts to the same address."""
    return (
        f'<form method="post"><input type="hidden" name="csrf" value="{escape(csrf)}">'
        f'<button type="submit" data-testid="continue">{escape(label)}</button></form>'
    )


def choice(address: str, csrf: str, yes: tuple[str, str], no: tuple[str, str]) -> str:
    """Two buttons (value, label) that post to `address`; the value is the field `answer`."""
    buttons = "".join(
        f'<button type="submit" name="answer" value="{escape(value)}" data-testid="{escape(value)}"{look}>'
        f"{escape(label)}</button> "
        for (value, label), look in ((yes, ""), (no, ' class="quiet"'))
    )
    return (
        f'<form method="post" action="{escape(address)}">'
        f'<input type="hidden" name="csrf" value="{escape(csrf)}">{buttons}</form>'
    )


def link(label: str, url: str, testid: str = "retry", *, quiet: bool = False) -> str:
    look = "quiet" if quiet else "button"
    return f'<p><a class="{look}" href="{escape(url)}" data-testid="{testid}">{escape(label)}</a></p>'


def copied(text: str, name: str) -> str:
    """Text to be taken along: a field whose contents can be selected as a whole, without any script."""
    lines = text.count("\n") + 1
    return (
        f'<textarea readonly rows="{lines}" aria-label="{escape(name)}" data-testid="copied" autofocus>'
        f"\n{escape(text)}</textarea>"
    )
