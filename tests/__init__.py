"""Tests: unit (mirrors the source), contract, e2e, house."""
