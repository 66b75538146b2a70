"""Ids are UUIDs of ours, as text."""

from uuid import uuid4


def new_id() -> str:
    """A fresh random UUID in canonical form."""
    return str(uuid4())
