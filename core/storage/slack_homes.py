"""Home tabs that were opened."""

from typing import Any

from sqlalchemy import Row, and_, select

from core.dialogue.home_tabs import HomeTab
from core.people.model import ChatUser, PersonId
from core.shared.transaction import Transaction
from core.storage.database import connection_of
from core.storage.documents import user_columns, user_of
from core.storage.slack_tables import home_tab
from core.storage.writing import upsert


class SqlHomeTabs:
    """Implements HomeTabs."""

    async def get(self, tx: Transaction, user: ChatUser) -> HomeTab | None:
        mine = and_(*(home_tab.c[name] == value for name, value in user_columns(user).items()))
        row = (await connection_of(tx).execute(select(home_tab).where(mine))).one_or_none()
        return None if row is None else _tab(row)

    async def of_person(self, tx: Transaction, person: PersonId) -> tuple[HomeTab, ...]:
        columns = home_tab.c
        query = select(home_tab).where(columns.person == person).order_by(columns.workspace, columns.chat_user)
        return tuple(map(_tab, await connection_of(tx).execute(query)))

    async def save(self, tx: Transaction, tab: HomeTab) -> None:
        columns = {"person": tab.person, "opened_at": tab.opened_at, "shown_at": tab.shown_at, "shown": tab.shown}
        await upsert(connection_of(tx), home_tab, {**user_columns(tab.user), **columns})


def _tab(row: Row[Any]) -> HomeTab:
    user = user_of(row.platform, row.workspace, row.chat_user)
    return HomeTab(PersonId(row.person), user, row.opened_at, row.shown_at, row.shown)
