"""Names of time zones."""

import pytest

from core.outlook.zones import iana_zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
        ("Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Asia/Calcutta"),
        ("Greenwich Standard Time", "Atlantic/Reykjavik"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Customized Time Zone", None),
        ("tzone://Microsoft/Custom", None),
        ("(UTC+01:00) Amsterdam, Berlin, Bern", None),
        ("Mars Standard Time", None),
        ("../../etc/passwd", None),
        ("America", None),
        ("", None),
        (None, None),
    ],
)
def test_windows_and_iana_names_become_iana_names_and_others_none(name: str | None, zone: str | None) -> None:
    assert iana_zone(name) == zone
