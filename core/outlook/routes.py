"""Addresses below Graph's base, with the ids kept apart so that logs and metrics never see them."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Route:
    """`template` is for logs; `path` is what is requested."""

    template: str
    path: str

    def below(self, suffix: str) -> "Route":
        """An action or a part of the same thing."""
        return Route(self.template + suffix, self.path + suffix)


def route(template: str, **ids: str) -> Route:
    """Fills `{name}` in the template. Ids are opaque and case-sensitive and may hold `=`, `/` and `+`."""
    return Route(template, template.format(**{name: quote(value, safe="") for name, value in ids.items()}))
