"""GET /me: who signed in, and the addresses that reach them. Scope User.Read."""

from dataclasses import dataclass
from http import HTTPStatus

from core.connection.model import CONSUMER_TENANT
from core.outlook.answers import Json
from core.outlook.routes import route
from core.outlook.wire import GraphRequest, GraphWire
from core.shared.errors import OutlookRejected

BASIC = "id,displayName,mail,userPrincipalName"
WITH_PROXIES = f"{BASIC},proxyAddresses"


@dataclass(frozen=True, slots=True)
class Me:
    """`address` is what people know the mailbox by; `addresses` are all that reach it, case-folded."""

    name: str
    address: str
    addresses: frozenset[str]


async def read_me(wire: GraphWire, token: str, tid: str) -> Me:
    """Reads with the token of a sign-in that is not a connection yet, so without lanes and repetitions.

    Proxy addresses are a directory property: personal accounts have none, and a directory that refuses the property
    (400) is asked without it.
    """
    if tid == CONSUMER_TENANT:
        return _me_of(await _get(wire, token, BASIC))
    try:
        return _me_of(await _get(wire, token, WITH_PROXIES))
    except OutlookRejected as refused:
        if refused.status != HTTPStatus.BAD_REQUEST:
            raise
        return _me_of(await _get(wire, token, BASIC))


async def _get(wire: GraphWire, token: str, select: str) -> Json:
    return await wire.send(token, GraphRequest("GET", route("/me"), {"$select": select}, reads=True))


def _me_of(answer: Json) -> Me:
    # "SMTP:" marks the primary address, "smtp:" the others; X500, SIP and the like reach no mailbox by mail.
    # https://learn.microsoft.com/graph/api/resources/user (proxyAddresses)
    proxies = [text[5:] for text in answer.get("proxyAddresses") or () if text[:5].casefold() == "smtp:"]
    known = [text for text in (answer.get("mail"), answer.get("userPrincipalName"), *proxies) if text]
    address = known[0] if known else ""
    return Me(answer.get("displayName") or address, address, frozenset(text.casefold() for text in known))
