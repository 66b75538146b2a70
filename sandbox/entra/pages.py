"""The pages a person sees while signing in: pick an account, allow the app, and what went wrong."""

from collections.abc import Sequence
from html import escape

from aiohttp import web

from sandbox.entra.scopes import OFFLINE_WORDS, SCOPES
from sandbox.people import APP_NAME, Account

STYLE = """
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:#eef1f5;
color:#1b1b1b;font:15px/1.45 "Segoe UI",system-ui,-apple-system,sans-serif}
main{width:100%;max-width:440px;background:#fff;padding:40px 44px 36px;box-shadow:0 2px 8px rgba(0,0,0,.18)}
.mark{display:inline-block;margin:0 0 18px;padding:3px 10px;border-radius:99px;background:#fff4ce;color:#5c4300;font-size:13px}
h1{font-size:24px;font-weight:600;line-height:1.25;margin:0 0 6px}p{margin:0 0 14px}.who{color:#444}
ul{margin:0 0 18px;padding:0;list-style:none}li.scope{padding:9px 0 9px 26px;border-bottom:1px solid #e6e6e6;position:relative}
li.scope::before{content:"\\2713";position:absolute;left:4px;color:#0067b8;font-weight:700}
button{font:inherit;cursor:pointer;border:1px solid transparent}button:focus-visible{outline:3px solid #0067b8;outline-offset:2px}
.account{display:flex;gap:14px;align-items:center;width:100%;padding:12px 10px;text-align:left;background:#fff;
border-bottom:1px solid #e6e6e6}.account:hover,.account.hint{background:#f2f6fb}
.badge{flex:none;width:40px;height:40px;border-radius:50%;display:grid;place-items:center;background:#0067b8;color:#fff;font-weight:600}
.account span b{display:block;font-weight:600}.account small{color:#555;font-size:13px;overflow-wrap:anywhere}
.row{display:flex;gap:8px;justify-content:flex-end;margin-top:22px}.row button{min-width:108px;padding:7px 14px}
.main{background:#0067b8;color:#fff}.main:hover{background:#005da6}.other{background:#e1e1e1;color:#1b1b1b}.other:hover{background:#d4d4d4}
dl{font-size:13px;color:#555;margin:20px 0 0}dt{font-weight:600}dd{margin:0 0 6px;overflow-wrap:anywhere}
@media(max-width:480px){body{padding:0;place-items:stretch}main{padding:28px 22px;box-shadow:none}}
"""


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


def consent_page(account: Account, scopes: Sequence[str], *, offline: bool) -> web.Response:
    """Ask whether the app may have these scopes."""
    words = [(name, SCOPES[name]) for name in scopes] + ([("offline_access", OFFLINE_WORDS)] if offline else [])
    rows = "".join(f'<li class="scope" data-testid="scope-{name}">{escape(text)}</li>' for name, text in words)
    accept = _button("decision", "accept", "Accept", "main", "consent-accept", focus=True)
    cancel = _button("decision", "cancel", "Cancel", "other", "consent-cancel")
    return page(
        "Permissions requested",
        f'<p class="who" data-testid="consent-account">{escape(account.address)}</p><h1>Permissions requested</h1>'
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


def error_page(number: int, words: str, *, status: int = 400) -> web.Response:
    """A problem shown here and not sent back to the app, because the app's address cannot be trusted."""
    return page(
        "Sign in",
        "<h1>Sorry, but we’re having trouble signing you in.</h1>"
        f'<p data-testid="sign-in-error">AADSTS{number}: {escape(words)}</p>',
        status=status,
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
    kind = "Personal account" if account.personal else "Work or school account"
    return (
        f'<li><button class="account{" hint" if hinted else ""}" name="account" value="{escape(account.address)}"'
        f' data-testid="account-{escape(account.address)}"{" autofocus" if first else ""}>'
        f'<i class="badge" aria-hidden="true">{initials}</i><span><b>{escape(account.name)}</b>'
        f"<small>{escape(account.address)} · {kind}</small></span></button></li>"
    )


def _button(name: str, value: str, words: str, look: str, testid: str, *, focus: bool = False) -> str:
    auto = " autofocus" if focus else ""
    return f'<button name="{name}" value="{value}" class="{look}" data-testid="{testid}"{auto}>{words}</button>'
