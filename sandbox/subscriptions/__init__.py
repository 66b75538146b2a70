"""Subscriptions to changes of calendars: what they are, how their addresses are tried, how notifications travel."""
