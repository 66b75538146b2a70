"""Slack's payloads read into commands and actors; the only place where their JSON is looked at."""
