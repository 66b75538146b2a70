"""Eleven people, each with a goal, who reach it in Slack and in Teams by clicking and typing in Chromium."""
