"""What jobs and facts lead to: tables from a kind to its handler, put together from the families'."""

from collections.abc import Awaitable, Callable, Mapping

from core.people.model import ChatUser, PersonId, Platform

Args = Mapping[str, object]
Handler = Callable[[Args], Awaitable[None]]


def in_order(*tables: Mapping[str, Handler]) -> dict[str, Handler]:
    """One table of all. Where several answer one kind, they run one after the other; a failure lets all run again."""
    found: dict[str, Handler] = {}
    for table in tables:
        for kind, handler in table.items():
            found[kind] = _then(found[kind], handler) if kind in found else handler
    return found


def of_person(*uses: Callable[[PersonId], Awaitable[None]]) -> Handler:
    """One after the other."""

    async def handle(args: Args) -> None:
        for use in uses:
            await use(person_in(args))

    return handle


def person_in(args: Args) -> PersonId:
    return PersonId(str(args["person"]))


def user_in(args: Args) -> ChatUser:
    return ChatUser(Platform(str(args["platform"])), str(args["workspace"]), str(args["user"]))


def _then(first: Handler, second: Handler) -> Handler:
    async def handle(args: Args) -> None:
        await first(args)
        await second(args)

    return handle
