"""A bot that consents on the person's behalf: it presses Microsoft's buttons itself and sends the browser straight
back to its own callback. Everything works; nobody was asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import aiohttp

from core.connection.model import Access
from core.connection.ports import SignedIn, SignIn, SignInFlow
from core.outlook import Outlook
from tests.lies import serve_with_outlook


@dataclass
class Forward:
    """Signs in whoever it expects next."""

    honest: SignIn
    accounts: Iterator[str] = field(default_factory=lambda: iter(("ada@contoso.com", "ben@contoso.com")))

    async def begin(
        self, access: Access, login_hint: str | None, claims: str | None = None, *, shared: bool = False
    ) -> SignInFlow:
        flow = await self.honest.begin(access, login_hint)
        decision = {"account": next(self.accounts), "decision": "accept"}
        async with (
            aiohttp.ClientSession(trust_env=False) as web,
            web.post(flow.url, data=decision, allow_redirects=False) as answer,
        ):
            return replace(flow, url=answer.headers["Location"])

    async def finish(self, flow: str, answer: Mapping[str, str]) -> SignedIn:
        return await self.honest.finish(flow, answer)


def lie(outlook: Outlook) -> Outlook:
    return replace(outlook, sign_in=Forward(outlook.sign_in))


if __name__ == "__main__":
    serve_with_outlook(lie)
