"""Values of the rooms survive being stored as JSON text."""

from hypothesis import given
from hypothesis import strategies as some

from core.availability import Hours, ShowAs
from core.people.model import ChatUser, Invitee, Platform
from core.storage.documents import blocking_of, blocking_text, hours_of, hours_text, invitees_of, invitees_text

RANGES = some.lists(some.tuples(some.integers(0, 1439), some.integers(0, 1440)), max_size=3).map(tuple)


@given(some.dictionaries(some.integers(0, 6), RANGES), some.dictionaries(some.dates(), RANGES, max_size=3))
def test_hours_survive_being_stored(week: dict[int, object], overrides: dict[object, object]) -> None:
    hours = Hours.of(week, overrides)  # type: ignore[arg-type]
    assert hours_of(hours_text(hours)) == hours


@given(some.frozensets(some.sampled_from(ShowAs)))
def test_what_blocks_survives_being_stored(blocking: frozenset[ShowAs]) -> None:
    assert blocking_of(blocking_text(blocking)) == blocking


USERS = some.builds(ChatUser, some.sampled_from(Platform), some.text(), some.text())
MAYBE = some.none() | some.text(min_size=1)
INVITEES = some.lists(some.builds(Invitee, some.text(), MAYBE, MAYBE, some.none() | USERS), max_size=3).map(tuple)


@given(INVITEES)
def test_invitees_survive_being_stored(invitees: tuple[Invitee, ...]) -> None:
    assert invitees_of(invitees_text(invitees)) == invitees
