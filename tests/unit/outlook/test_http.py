"""Which way requests take."""

import httpx
import pytest

from core.outlook.http import LoginHttp, is_loopback
from core.outlook.settings import ENTRA_URL
from tests.unit.outlook.fakes import answering


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8080/v1.0", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080/", True),
        ("https://graph.microsoft.com/v1.0", False),
        ("http://localhost.example/", False),
        ("http://10.0.0.1/", False),
        ("not an address", False),
    ],
)
def test_only_this_machine_is_reached_without_the_environments_proxy(url: str, loopback: bool) -> None:
    assert is_loopback(url) is loopback


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (f"{ENTRA_URL}/common/oauth2/v2.0/token", "http://127.0.0.1:9/common/oauth2/v2.0/token"),
        (f"{ENTRA_URL}.evil.example/token", f"{ENTRA_URL}.evil.example/token"),
        ("https://elsewhere.example/token", "https://elsewhere.example/token"),
    ],
)
def test_only_what_is_meant_for_entra_goes_to_the_stand_in(asked: str, sent: str) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json={})

    with answering(answer) as client:
        LoginHttp("http://127.0.0.1:9/", client).post(asked, data={"a": "b"})
    assert seen == [sent]
