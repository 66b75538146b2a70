"""Team calendars, by their members."""

from core.configuration.teams.model import SharedCalendar, Team, team_id
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, NOW, chat_user

ROOM = SharedCalendar("room@contoso.com", "Room 1")


async def test_a_persons_teams_are_those_whose_member_they_are_by_id(store: AnyStore) -> None:
    both = Team(team_id("b"), "Both", ROOM, members=(BEN, ADA))
    hers = Team(team_id("a"), "Hers", ROOM, members=(ADA,))
    async with store.transactions.write() as tx:
        for team in (both, hers):
            await store.teams.save(tx, team, chat_user(ADA), NOW)
    async with store.transactions.read() as tx:
        assert await store.teams.of_member(tx, ADA) == (hers, both)
        assert await store.teams.of_member(tx, BEN) == (both,)
        assert await store.teams.of_member(tx, both.id) == ()
