"""What a typed line leads to: the card says how it was understood, and asks where it wasn't."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.edge.fields import kept_fields
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.wish import understood
from core.dialogue.commands import Book, BookEarliest, Command, Find, OpenBookingForm, OpenFindForm, ShowHelp, Why
from core.dialogue.payloads import from_payload, to_payload
from core.dialogue.reading import read_command
from core.dialogue.reading_commands import NotUnderstood
from core.dialogue.screens import BookingAsk, BookingForm, FindForm, NewsCard, SeriesCard, SlotsCard
from core.dialogue.texts import Words
from core.people.model import PersonId, Reader
from tests.unit.core.asking import BEN, CARD, actor, ask, read
from tests.unit.world import MONDAY, World, user

TUESDAY = date(2027, 3, 2)
BERLIN = Reader("Europe/Berlin", "en-GB")
READERS = [BERLIN, Reader("Europe/Berlin", "de-DE"), Reader("America/New_York", "en-US"), Reader("Asia/Tokyo", "en-AU")]
"""Whose cards are typed again."""


def typed(text: str, reader: Reader = BERLIN) -> Command:
    return read_command(text, MONDAY.date(), "/schedule", reader)


async def shown(world: World, text: str) -> SlotsCard:
    return await ask(world, typed(text), SlotsCard)


def starts(card: SlotsCard) -> list[str]:
    return read(*(slot.label for day in card.days for slot in day.slots))


async def test_a_wanted_start_is_the_only_time_that_is_offered(two: World) -> None:
    card = await shown(two, "find 45m tomorrow at 14:00")
    assert read(card.understood) == ["Tue 2 Mar, at 14:00"]
    assert starts(card) == ["14:00"]


async def test_hours_in_another_zone_are_searched_by_its_clock_and_shown_by_ours(two: World) -> None:
    card = await shown(two, "finde 30m morgen 9-11, Zeit in New York")
    assert read(card.understood) == ["Tue 2 Mar, 09:00–11:00, New York time"]
    assert starts(card) == ["15:00", "15:30", "16:00", "16:30"]
    assert card.zone.name == "Europe/Berlin"


async def test_between_the_clock_changes_the_other_zone_is_an_hour_nearer(two: World) -> None:
    """On 14 March New York has changed its clocks and Berlin has not."""
    card = await shown(two, "find 30m 16 March 9-10 New York time")
    assert starts(card) == ["14:00", "14:30"]


async def test_what_was_left_out_is_said_and_not_offered(two: World) -> None:
    card = await shown(two, "find 1h tomorrow, not 10-12 and not 13-16")
    assert read(card.understood) == ["Tue 2 Mar, not 10:00–12:00 and 13:00–16:00"]
    assert starts(card) == ["09:00", "12:00", "16:00"]
    week = await shown(two, "find 1h Tue-Thu not Wed")
    assert read(*(one.day for one in week.days)) == ["Tue 2 Mar", "Thu 4 Mar"]
    apart = await shown(two, "find 1h Tuesday or Thursday")
    assert read(apart.understood) == ["Tue 2 Mar to Thu 4 Mar, not Wed 3 Mar"]
    assert read(*(one.day for one in apart.days)) == ["Tue 2 Mar", "Thu 4 Mar"]


async def test_hours_that_are_over_today_are_called_over_and_not_busy(two: World) -> None:
    two.clock.advance(timedelta(hours=5))
    card = await shown(two, "find 30m today 9-11")
    assert card.days == ()
    assert read(card.nothing) == ["That time is over today. Choose another day or later hours."]
    elsewhere = await shown(two, "find 30m today 9-11 New York time")
    assert elsewhere.nothing is None


async def test_tomorrow_is_the_readers_just_after_their_midnight(two: World) -> None:
    """At 16:30 in Berlin it is the next day already in Auckland."""
    two.directory.change(user("ada"), zone="Pacific/Auckland", locale="en-NZ")
    two.clock.advance(timedelta(hours=7, minutes=30))
    now, zone = two.clock.now(), Reader("Pacific/Auckland", "en-NZ")
    asker = Asker(PersonId("p"), "Ada", user("ada"), zone, now, "r")
    assert asker.today == TUESDAY
    command = read_command("find tomorrow", asker.today, "", zone)
    assert command == Find(since=date(2027, 3, 3), until=date(2027, 3, 3))


async def test_what_was_not_understood_is_named_and_the_rest_is_offered(two: World) -> None:
    command = typed("find 30m with <@UBEN> tomorrow quickly")
    card = await ask(two, command, NewsCard)
    assert read(card.heading, *card.lines) == [
        "I didn't understand all of that",
        "I didn't understand “quickly”.",
        "What I understood: 30 min, Tue 2 Mar, with Ben Example.",
        "Nothing was searched or booked so far.",
    ]
    wish = Find(people=(BEN,), duration_minutes=30, since=TUESDAY, until=TUESDAY)
    assert [one.command for one in card.actions] == [wish, OpenFindForm(wish), ShowHelp()]


async def test_what_can_mean_two_days_is_asked_by_one_button_each(two: World) -> None:
    card = await ask(two, typed("book 30m next Friday"), NewsCard)
    soon, later = (Find(duration_minutes=30, since=date(2027, 3, on), until=date(2027, 3, on)) for on in (5, 12))
    assert [one.command for one in card.actions[:2]] == [BookEarliest(soon), BookEarliest(later)]
    assert read(*(one.label for one in card.actions[:2])) == ["Fri 5 Mar", "Fri 12 Mar"]
    assert "“next Friday” can mean different things here: Fri 5 Mar and Fri 12 Mar." in " ".join(read(*card.lines))
    why = await ask(two, typed("why tomorrow at 3"), NewsCard)
    assert [one.command for one in why.actions[:2]] == [Why(TUESDAY, 180), Why(TUESDAY, 900)]


async def test_what_is_certain_is_said_beside_what_is_asked(two: World) -> None:
    card = await ask(two, typed('book 45m next Friday with <@UBEN> "Plan"'), NewsCard)
    assert "What I understood: 45 min, with Ben Example, “Plan”." in read(*card.lines)


async def test_a_day_that_is_over_is_called_so(two: World) -> None:
    for day in ("2027-02-01", "yesterday", "the day before yesterday", "vorgestern"):
        card = await ask(two, typed(f"find 30m {day}"), NewsCard)
        assert f"“{day}” is over." in read(*card.lines)


async def test_words_of_others_on_the_card_stay_words(two: World) -> None:
    command = NotUnderstood("find", (Find(),), ("<b>*x*</b>" * 40, *"abcdefgh"), (), "")
    card = await ask(two, command, NewsCard)
    (line,) = (one for one in read(*card.lines) if "<b>" in one)
    assert len(line) < 200


WISHES = [
    Find(since=TUESDAY, until=TUESDAY),
    Find(since=TUESDAY, until=date(2027, 3, 5)),
    Find(since=date(2027, 3, 29), until=date(2027, 4, 2), from_minute=840, to_minute=1020),
    Find(since=TUESDAY, until=TUESDAY, from_minute=840),
    Find(since=TUESDAY, until=TUESDAY, to_minute=720),
    Find(since=TUESDAY, until=TUESDAY, at_minute=570),
    Find(since=date(2028, 1, 3), until=date(2028, 1, 7)),
    Find(since=TUESDAY, until=date(2027, 3, 9), weekdays_off=(0, 4)),
    Find(since=TUESDAY, until=date(2027, 3, 9), days_off=(date(2027, 3, 4),)),
    Find(since=TUESDAY, until=date(2027, 3, 9), hours_off=((720, 780),)),
    Find(since=TUESDAY, until=TUESDAY, from_minute=540, to_minute=1020, zone="Asia/Kolkata"),
    Find(since=TUESDAY, until=date(2027, 3, 9), weekdays_off=(2,), hours_off=((0, 600),), zone="America/New_York"),
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: f"{reader.locale} in {reader.zone}")
def test_what_a_card_says_it_understood_is_understood_the_same_when_typed_again(reader: Reader) -> None:
    asker = Asker(PersonId("p"), "Ada", user("ada"), reader, MONDAY, "r")
    words = Words(reader, MONDAY)
    said = {words.say(understood(asker, wish)): wish for wish in WISHES}
    assert {text: read_command(f"find {text}", asker.today, "", reader) for text in said} == said


async def test_how_often_is_on_the_card_and_in_the_form_where_it_is_changed_with_pickers(two: World) -> None:
    card = await two.dialogue.handle(actor(), Find((BEN,), 30, repeats="weekly", dates=6))
    assert isinstance(card, SlotsCard)
    assert read(card.understood)[0].endswith("Every week, 6 times; the times are for its first date")
    assert "action.offer" not in [getattr(one.label, "key", "") for one in card.actions]
    slot = card.days[0].slots[0].command
    assert isinstance(slot, OpenBookingForm)
    form = await two.dialogue.form(actor(), slot)
    assert isinstance(form, BookingForm)
    assert (form.submit.repeats, form.submit.until, form.submit.number) == ("weekly", None, 6)
    review = await two.dialogue.submit(actor(), form.submit)
    assert isinstance(review, SeriesCard)
    assert read(review.heading) == ["Book 6 dates?"]


async def test_without_an_end_nothing_that_repeats_is_booked_before_the_form_was_asked(two: World) -> None:
    asked = await two.dialogue.handle(actor(), BookEarliest(Find((BEN,), 30, repeats="weekly")))
    assert isinstance(asked, BookingAsk)
    assert not [one for one in asked.actions if isinstance(one.command, Book)]
    assert "Say until when it repeats: a last day, or how many dates." in read(*asked.lines)
    ended = await two.dialogue.handle(actor(), BookEarliest(Find((BEN,), 30, repeats="weekly", dates=3)))
    assert isinstance(ended, BookingAsk)
    (book,) = [one.command for one in ended.actions if isinstance(one.command, Book)]
    assert isinstance(await two.dialogue.handle(actor(card=CARD), book), SeriesCard)


async def test_the_form_holds_everything_that_was_understood(two: World) -> None:
    command = typed("find 45m Tue-Thu at 14:00 New York time, not Wednesday, not 4 March")
    form = await two.dialogue.form(actor(), OpenFindForm(command))  # type: ignore[arg-type]
    assert isinstance(form, FindForm)
    assert form.submit == command
    names, texts = zip(*form.kept, strict=True)
    assert names == ("zone", "weekdays_off", "days_off")
    assert read(*texts) == ["By the clock of New York", "Not Wed", "Not Thu 4 Mar"]
    dropped = from_payload(to_payload(form.submit), **kept_fields(["zone"]))
    assert dropped == replace(form.submit, weekdays_off=(), days_off=())


async def test_a_start_beside_the_steps_is_not_called_busy(two: World) -> None:
    card = await shown(two, "find 30m tomorrow at 14:10")
    assert read(card.nothing) == ["Times are offered every 30 min, none begins at 14:10. Choose another start."]
