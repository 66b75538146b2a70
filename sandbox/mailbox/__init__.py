"""Mailboxes: calendars, events, series and what travels between people."""
