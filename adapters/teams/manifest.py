"""The Teams app package: the manifest filled in for one installation, and its two icons."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.icons import color_icon, outline_icon
from core.shared.errors import SettingsError

TEMPLATE = Path(__file__).parents[2] / "manifest" / "teams" / "manifest.json"

_APP_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_URL = re.compile(r"https?://[^\s\"'{}\\]+")
_WRITTEN_AT = (2020, 1, 1, 0, 0, 0)


def teams_manifest(public_url: str, app_id: str) -> dict[str, Any]:
    """The manifest as data. Raises SettingsError.

    https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
    """
    problems = []
    if not _APP_ID.fullmatch(app_id):
        problems.append(
            "The app id must be the bot's application (client) id, like 7c1f9be2-4d0a-4b6e-9a53-1e8d2f60c7a4."
        )
    if not _URL.fullmatch(public_url):
        problems.append('The public address must look like "https://clearhour.example.org".')
    if problems:
        raise SettingsError(tuple(problems))
    filling = {"app_id": app_id, "public_url": public_url.rstrip("/"), "host": urlsplit(public_url).hostname or ""}
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in filling.items():
        text = text.replace(f"{{{name}}}", value)
    found: dict[str, Any] = json.loads(text)
    return found


def teams_package(public_url: str, app_id: str) -> bytes:
    """The zip that Teams takes under "Upload an app"; the same bytes for the same address and id."""
    manifest = teams_manifest(public_url, app_id)
    languages = [one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]]
    files = {
        "manifest.json": json.dumps(manifest, indent=2, ensure_ascii=False).encode(),
        **{name: TEMPLATE.with_name(name).read_bytes() for name in languages},
        "color.png": color_icon(),
        "outline.png": outline_icon(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _WRITTEN_AT), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
