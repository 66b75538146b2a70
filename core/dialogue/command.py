"""What every command is."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict


@dataclass(frozen=True, slots=True)
class Command:
    """Base of all commands; the class name is the command's name on the wire."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
