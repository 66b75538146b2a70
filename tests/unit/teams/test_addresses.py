"""Service addresses: our token goes to those on the list and nowhere else."""

import pytest

from adapters.teams.addresses import ServiceAddresses

MICROSOFT = ServiceAddresses()
LOCAL = ServiceAddresses.parse("http://127.0.0.1:3978/teams/, https://*.botframework.com")


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net", "https://SMBA.trafficmanager.net/x",
        "https://europe.botframework.com/", "https://a.b.botframework.com/v3",
    ],
)  # fmt: skip
def test_microsofts_addresses_are_believed(url: str) -> None:
    assert MICROSOFT.allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "http://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/smba.trafficmanager.net", "https://smba.trafficmanager.net@evil.example/",
        "https://evilbotframework.com/", "https://botframework.com/", "https://other.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/", "https://user:pw@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/?x=1", "https://[", "ftp://smba.trafficmanager.net/", "https://a:b/",
        "https://evil.example\\.botframework.com/", "https://evil.example%2f.botframework.com/",
        "https://evil.example\n.botframework.com/", "https://evil.example\x00.botframework.com/",
        "https://evil.example .botframework.com/", "https://smba.trafficmanager.net/%2e%2e/x",
    ],
)  # fmt: skip
def test_others_are_not(url: str) -> None:
    assert not MICROSOFT.allows(url)


def test_an_entry_with_a_path_holds_for_what_is_below_it() -> None:
    assert LOCAL.allows("http://127.0.0.1:3978/teams/")
    assert LOCAL.allows("http://127.0.0.1:3978/teams/v3")
    assert not LOCAL.allows("http://127.0.0.1:3978/teamsters/")
    assert not LOCAL.allows("http://127.0.0.1:3978/teams/../admin")
    assert not LOCAL.allows("http://127.0.0.1:3978/teams/%2e%2E/admin")
    assert not LOCAL.allows("http://127.0.0.1:3979/teams/")
