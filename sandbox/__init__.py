"""A local Microsoft 365 and Slack for Clearhour: a program of its own that imports nothing of bot, core or adapters."""
