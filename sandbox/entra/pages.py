"""The pages a person sees while signing in: pick an account, allow the app, and what went wrong."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from aiohttp import web

from sandbox.entra.scopes import OFFLINE_WORDS, SCOPES
from sandbox.people import APP_NAME, Account

STYLE = (Path(__file__).parent / "sign_in.css").read_text(encoding="utf-8")


def page(title: str, body: str, *, status: int = 200) -> web.Response:
    """A complete page around the body (HTML); never cached, never framed."""
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
        f'<style>{STYLE}</style></head><body><main><span class="mark">Sandbox sign-in: no password needed</span>'
        f"{body}</main></body></html>"
    )
    headers = {"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status, headers=headers)


def account_page(accounts: Sequence[Account], hint: Account | None) -> web.Response:
    """Pick an account; the hinted one stands first and has the focus."""
    ordered = sorted(accounts, key=lambda account: account != hint)
    rows = "".join(_account_row(account, hinted=account == hint, first=n == 0) for n, account in enumerate(ordered))
    cancel = _button("decision", "cancel", "Cancel", "other", "account-cancel")
    return page(
        "Pick an account",
        f'<h1>Pick an account</h1><p class="who">to continue to {APP_NAME}</p>'
        f'<form method="post"><ul>{rows}</ul><div class="row">{cancel}</div></form>',
    )


def consent_page(account: Account, scopes: Sequence[str], *, offline: bool, for_all: bool = False) -> web.Response:
    """Ask whether the app may have these scopes; `for_all`: an administrator is asked, for the organisation."""
    words = [(name, SCOPES[name]) for name in scopes] + ([("offline_access", OFFLINE_WORDS)] if offline else [])
    rows = "".join(f'<li class="scope" data-testid="scope-{name}">{escape(text)}</li>' for name, text in words)
    accept = _button("decision", "accept", "Accept", "main", "consent-accept", focus=True)
    cancel = _button("decision", "cancel", "Cancel", "other", "consent-cancel")
    title = "Permissions requested for your organization" if for_all else "Permissions requested"
    return page(
        title,
        f'<p class="who" data-testid="consent-account">{escape(account.address)}</p><h1>{title}</h1>'
        f"<p><b>{APP_NAME}</b> would like to:</p><ul>{rows}</ul>"
        "<p>Accepting lets the app use your data as it says. You can take this back at any time.</p>"
        f'<form method="post"><input type="hidden" name="account" value="{escape(account.address)}">'
        f'<div class="row">{cancel}{accept}</div></form>',
    )


def approval_page(account: Account) -> web.Response:
    """The app needs an administrator's approval: the person can only go back without it."""
    cancel = _button(
        "decision", "cancel", "Return to the application without granting consent", "other", "approval-return"
    )
    return page(
        "Need admin approval",
        f'<p class="who">{escape(account.address)}</p><h1>Need admin approval</h1>'
        f"<p><b>{APP_NAME}</b> needs permission to access resources in your organisation that only an admin can grant. "
        "Ask an admin to grant permission to this app before you can use it.</p>"
        f'<form method="post"><div class="row">{cancel}</div></form><dl><dt>Error</dt><dd>AADSTS90094</dd></dl>',
    )


def error_page(number: int, words: str) -> web.Response:
    """A problem shown here and not sent back to the app, because the app's address cannot be trusted."""
    return page(
        "Sign in",
        "<h1>Sorry, but we’re having trouble signing you in.</h1>"
        f'<p data-testid="sign-in-error">AADSTS{number}: {escape(words)}</p>',
        status=400,
    )


def posting_page(redirect_uri: str, values: dict[str, str]) -> web.Response:
    """Carry the answer back to the app as a form that sends itself."""
    fields = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in values.items()
    )
    return page(
        "Working…",
        f'<form method="post" name="back" action="{escape(redirect_uri)}">{fields}'
        '<button class="main">Continue</button></form><script>document.forms.back.submit()</script>',
    )


def _account_row(account: Account, *, hinted: bool, first: bool) -> str:
    initials = "".join(word[0] for word in account.name.split())
    kind = "Personal" if account.personal else "Work"
    return (
        f'<li><button class="account{" hint" if hinted else ""}" name="account" value="{escape(account.address)}"'
        f' data-testid="account-{escape(account.address)}"{" autofocus" if first else ""}>'
        f'<i class="badge" aria-hidden="true">{initials}</i><span><b>{escape(account.name)}</b>'
        f"<small>{escape(account.address)} · {kind}</small></span></button></li>"
    )


def _button(name: str, value: str, words: str, look: str, testid: str, *, focus: bool = False) -> str:
    auto = " autofocus" if focus else ""
    return f'<button name="{name}" value="{value}" class="{look}" data-testid="{testid}"{auto}>{words}</button>'
