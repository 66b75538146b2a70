"""Connecting, the connected accounts, disconnecting."""

from adapters.teams.render.blocks import Card
from core.dialogue.screens import (
    AccountHealth,
    CodeAsked,
    ConnectDone,
    ConnectionsCard,
    ConnectOffer,
    DisconnectAsk,
    DisconnectDone,
    Names,
    say,
)


def connect_offer(card: Card, screen: ConnectOffer) -> None:
    card.header(say("connect.title"))
    if screen.repairs:
        card.text(card.label("connect.repairs", address=screen.repairs))
    else:
        card.text(card.label("connect.what"))
    if screen.allows:
        card.text(card.said(screen.allows))
    card.actions(screen.actions)
    kept = (say("connect.kept", command=screen.kept),) if screen.kept else ()
    card.notes(say("connect.private"), *kept)


def connect_done(card: Card, screen: ConnectDone) -> None:
    card.header(say("connected.title"))
    card.text(
        card.label("connected.as", address=screen.address),
        card.label("connected.writes" if screen.writes else "connected.reads"),
    )
    card.facts(
        ("connected.linked", _linked(card, screen)),
        ("connected.conflicts", _conflicts(card, screen)),
        ("connected.hours", card.said(screen.hours)),
    )
    if screen.obstacle:
        card.text(card.said(screen.obstacle))
    card.notes(say("label.times_in", zone=screen.zone), say("connected.in_use"))
    card.actions(screen.actions)


def _linked(card: Card, screen: ConnectDone) -> str:
    if screen.linked is None:
        return card.label("connected.no_linked")
    return card.label("connected.linked_is", calendar=screen.linked)


def _conflicts(card: Card, screen: ConnectDone) -> str:
    if not screen.conflicts:
        return card.label("connected.no_conflicts")
    return card.label("connected.conflicts_are", calendars=Names(screen.conflicts))


def code_asked(card: Card, _: CodeAsked) -> None:
    card.header(say("code.title"))
    card.text(card.label("code.what"))
    card.notes(say("code.warn"))


def connections(card: Card, screen: ConnectionsCard) -> None:
    card.header(say("connections.title"))
    if not screen.accounts:
        card.text(card.label("connections.none"))
    for account in screen.accounts:
        _account(card, account)
    card.actions(screen.actions)


def _account(card: Card, account: AccountHealth) -> None:
    card.text(card.said(account.address), bold=True)
    card.text(card.said(account.access), card.said(account.state))
    for calendar in account.calendars:
        state = f" · {card.said(calendar.state)}" if calendar.state else ""
        card.text(f"• {card.said(calendar.name)}: {card.said(calendar.role)}{state}")
    card.actions(account.actions)


def disconnect_ask(card: Card, screen: DisconnectAsk) -> None:
    card.header(say("disconnect.title"))
    address = screen.address
    card.text(card.label("disconnect.account", address=address) if address else card.label("disconnect.which"))
    card.text(*(f"• {card.said(stop)}" for stop in screen.stops))
    card.actions(screen.actions)


def disconnect_done(card: Card, screen: DisconnectDone) -> None:
    card.header(say("disconnect.done"))
    card.text(card.label("disconnect.done_account", address=screen.address), card.label("disconnect.erased"))
    card.actions(screen.actions)
