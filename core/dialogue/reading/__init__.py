"""Typed words, read: `read_command`. The languages are english.py and german.py; how it reads is docs/reading.md."""

from core.dialogue.reading.line import context_of, read_command
from core.dialogue.reading.simple import COMMAND_OF, SIMPLE

__all__ = ["COMMAND_OF", "SIMPLE", "context_of", "read_command"]
