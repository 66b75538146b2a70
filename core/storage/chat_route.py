"""How each chat user is reached."""

from sqlalchemy import ColumnElement, and_, delete, select

from core.people.model import ChatUser
from core.shared.transaction import Transaction
from core.storage import tables
from core.storage.database import connection_of
from core.storage.documents import user_columns
from core.storage.writing import upsert


class SqlChatRoutes:
    """Implements ChatRoutes."""

    async def save(self, tx: Transaction, user: ChatUser, route_json: str) -> None:
        await upsert(connection_of(tx), tables.chat_route, {**user_columns(user), "route": route_json})

    async def get(self, tx: Transaction, user: ChatUser) -> str | None:
        found = select(tables.chat_route.c.route).where(_is(user))
        route: str | None = (await connection_of(tx).execute(found)).scalar_one_or_none()
        return route

    async def forget(self, tx: Transaction, user: ChatUser) -> None:
        await connection_of(tx).execute(delete(tables.chat_route).where(_is(user)))


def _is(user: ChatUser) -> ColumnElement[bool]:
    return and_(*(tables.chat_route.c[name] == value for name, value in user_columns(user).items()))
