"""The elements and actions of Adaptive Cards 1.5 that we use.

Text stands in text runs, never in text blocks: Teams reads Markdown in the latter.
https://adaptivecards.io/explorer/
"""

import re

from adapters.edge.words import NOTHING, cut
from adapters.teams.http import Json
from adapters.teams.render.limits import BUTTON_MOST, CHOICE_MOST, INPUT_MOST, LINE_MOST, NAME_MOST, URL_MOST
from core.shared.errors import ClearhourError

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LINK_OR_TAG = re.compile(r"](?=[(\[])|<(?=\S)")


class TooLarge(ClearhourError):
    """A screen does not fit into what Teams takes."""

    code = "too_large"


def run(text: str, *, bold: bool = False, subtle: bool = False, attention: bool = False) -> Json:
    found: Json = {"type": "TextRun", "text": cut(text, LINE_MOST)}
    if bold:
        found["weight"] = "Bolder"
    if subtle:
        found |= {"isSubtle": True, "size": "Small"}
    if attention:
        found["color"] = "Attention"
    return found


def link(text: str, name: str, url: str) -> Json:
    """A run that opens an address; `name` is what a screen reader says."""
    return {**run(text), "underline": True, "selectAction": open_url(text, name, url)}


def line(*runs: Json, gap: bool = False) -> Json:
    """One line of text."""
    return {"type": "RichTextBlock", "spacing": "Default" if gap else "Small", "inlines": list(runs)}


def heading(text: str, *, ours: bool) -> Json:
    """Only words that are all ours may stand in a text block; it alone can be a heading for a screen reader."""
    if ours:
        look = {"style": "heading", "size": "Medium", "weight": "Bolder", "wrap": True}
        return {"type": "TextBlock", "text": cut(text, LINE_MOST), **look}
    large = {**run(text, bold=True), "size": "Medium"}
    return {"type": "RichTextBlock", "inlines": [large]}


def row(actions: list[Json]) -> Json:
    return {"type": "ActionSet", "actions": actions}


def execute(label: str, name: str, data: Json, *, style: str | None = None, inputs: bool = False) -> Json:
    """A button of a message; the card in its answer takes the place of this one."""
    found: Json = {"type": "Action.Execute", "verb": "do", "data": data, **_named(label, name, style)}
    return found if inputs else found | {"associatedInputs": "none"}


def submit(label: str, name: str, data: Json, *, style: str | None = None, inputs: bool = False) -> Json:
    """A button of a dialog."""
    found: Json = {"type": "Action.Submit", "data": data, **_named(label, name, style)}
    return found if inputs else found | {"associatedInputs": "none"}


def opens_dialog(label: str, name: str, data: Json, *, style: str | None) -> Json:
    """A button of a message that opens a dialog."""
    return submit(label, name, {**data, "msteams": {"type": "task/fetch"}}, style=style)


def open_url(label: str, name: str, url: str, *, style: str | None = None) -> Json:
    if len(url) > URL_MOST or not _ADDRESS.fullmatch(url):
        raise TooLarge
    return {"type": "Action.OpenUrl", "url": url, **_named(label, name, style)}


def question(label: str, name: str, asked: str, yes: Json) -> Json:
    """A button that first shows a question: Teams has no confirmation of its own."""
    inner: Json = {"type": "AdaptiveCard", "body": [line(run(asked))], "actions": [yes]}
    return {"type": "Action.ShowCard", "card": inner, **_named(label, name, "destructive")}


def _named(label: str, name: str, style: str | None) -> Json:
    """`tooltip` is what a screen reader says."""
    found: Json = {"title": cut(label, BUTTON_MOST) or NOTHING, "tooltip": cut(name, NAME_MOST) or NOTHING}
    return found if style is None else found | {"style": style}


def choice(value: str, label: str) -> Json:
    """Raises TooLarge for a value with a comma: lists with several choices are joined by commas."""
    if "," in value:
        raise TooLarge
    return {"title": _no_links(cut(label, CHOICE_MOST)) or NOTHING, "value": value}


def _no_links(label: str) -> str:
    """What stands beside a box to tick may be read as Markdown: an invisible joiner keeps words from being a link."""
    return _LINK_OR_TAG.sub("\\g<0>\u2060", label)


def choices(
    name: str,
    label: str,
    options: list[Json],
    chosen: list[str],
    *,
    several: bool = False,
    style: str = "compact",
    required: str | None = None,
) -> Json:
    """`required`: what is said when nothing is chosen."""
    found: Json = {"type": "Input.ChoiceSet", "id": name, "label": label, "choices": options, "style": style}
    if several:
        found |= {"isMultiSelect": True}
    if chosen:
        found["value"] = ",".join(chosen)
    return found | {"wrap": True} | ({"isRequired": True, "errorMessage": required} if required else {})


def people(name: str, label: str, hint: str, chosen: list[Json]) -> Json:
    """Teams' own people picker; a chosen person's value is their object id.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker
    """
    found = choices(name, label, chosen, [one["value"] for one in chosen], several=True)
    query = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    return {**found, "choices.data": query, "placeholder": hint}


def text_input(name: str, label: str, value: str, *, most: int = INPUT_MOST, lines: bool = False) -> Json:
    """Raises TooLarge rather than losing a part of the text."""
    if len(value) > INPUT_MOST:
        raise TooLarge
    found: Json = {"type": "Input.Text", "id": name, "label": label, "maxLength": max(most, len(value))}
    extra: Json = {"value": value, "isMultiline": lines}
    return found | {key: item for key, item in extra.items() if item}


def date_input(name: str, label: str, value: str | None, *, required: str | None = None) -> Json:
    """`required`: what is said when nothing is chosen."""
    found: Json = {"type": "Input.Date", "id": name, "label": label}
    must: Json = {"isRequired": True, "errorMessage": required} if required else {}
    return found | ({"value": value} if value else {}) | must


def time_input(name: str, label: str, value: str, *, required: str) -> Json:
    return {
        "type": "Input.Time",
        "id": name,
        "label": label,
        "value": value,
        "isRequired": True,
        "errorMessage": required,
    }


def toggle(name: str, label: str, title: str, *, on: bool) -> Json:
    return {
        "type": "Input.Toggle",
        "id": name,
        "label": label,
        "title": _no_links(title),
        "value": "true" if on else "false",
        "wrap": True,
    }
