"""Fakes with state for every port of the storage, and a clock. Checked by the same suites as the real thing."""

from tests.fakes.clock import MONDAY_MORNING, FakeClock
from tests.fakes.store import FakeStore, fake_store

__all__ = ["MONDAY_MORNING", "FakeClock", "FakeStore", "fake_store"]
