"""Slack's v0 request signature: HMAC-SHA256 over "v0:timestamp:body"."""

from __future__ import annotations

import hashlib
import hmac
import time

from sandbox.people import SLACK_SIGNING_SECRET


def signed_headers(body: bytes) -> dict[str, str]:
    """The two headers of a genuine request, stamped with the real time."""
    stamp = str(int(time.time()))
    digest = hmac.new(SLACK_SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
