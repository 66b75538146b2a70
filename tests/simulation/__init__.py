"""Weeks of calendars in seconds: what people would have been told."""
