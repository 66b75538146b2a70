"""Building what people and workspaces chose. None of it holds anything itself, so it is built where it is needed."""

from bot.rooms.outside import Outside
from core.configuration.rules import Rules
from core.configuration.workspace import InWorkspace


def build_in_workspace(outside: Outside) -> InWorkspace:
    store = outside.store
    return InWorkspace(
        transactions=store.transactions, persons=store.persons, defaults=store.defaults, own_choices=store.own_choices
    )


def build_rules(outside: Outside) -> Rules:
    store = outside.store
    return Rules(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        preferences=store.preferences,
        directory=outside.outlook.calendars,
        own_choices=store.own_choices,
        in_workspace=build_in_workspace(outside),
    )
