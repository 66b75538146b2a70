"""Somebody's chat shows another zone than home: after a day they are asked once how long they stay, and whose hours
count there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.configuration.model import Preferences
from core.configuration.ports import PreferencesRepository
from core.dialogue.answers.asker import Asker
from core.dialogue.model import Notice
from core.dialogue.ports import NoticeRepository
from core.dialogue.posting import Posting, always
from core.dialogue.screens import Action, JourneyCard, Style, Zone, say
from core.dialogue.settings_commands import OpenTravel
from core.people.model import PersonId
from core.people.ports import PersonRepository
from core.people.usecases import Meeting
from core.shared.clock import Clock
from core.shared.days import day_at
from core.shared.jobs import Jobs
from core.shared.transaction import Transactions

JOURNEY_JOB = "dialogue.journey"
ASKED_AFTER = timedelta(days=1)


class Journeys:
    """Notices where the people who ask are. The row about a journey has the zone and the moment as its kind, and no
    message until its person was asked."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        preferences: PreferencesRepository,
        notices: NoticeRepository,
        jobs: Jobs,
    ) -> None:
        self._transactions = transactions
        self._preferences = preferences
        self._notices = notices
        self._jobs = jobs

    async def noticed(self, asker: Asker) -> None:
        """The zone that the asker's chat reports with this command; whoever is back home may be asked anew."""
        subject = _subject(asker.person)
        async with self._transactions.read() as tx:
            chosen = await self._preferences.get(tx, asker.person)
            known = await self._notices.of_subject(tx, subject)
        if chosen is None:
            return
        zone, away = asker.reader.zone, is_away(chosen, asker.reader.zone, asker.now)
        if not known and not away:
            return
        if away and any(one.ref is not None or one.kind.startswith(f"{zone}@") for one in known):
            return
        async with self._transactions.write() as tx:
            await self._notices.forget_subject(tx, asker.person, subject)
            if away:
                seen = f"{zone}@{asker.now:%Y-%m-%dT%H:%M}"
                await self._notices.save(tx, Notice(asker.person, subject, seen, asker.user, None))
                await self._jobs.enqueue(
                    tx,
                    JOURNEY_JOB,
                    {"person": asker.person, "seen": seen},
                    run_at=asker.now + ASKED_AFTER,
                    dedupe=f"{JOURNEY_JOB}:{asker.person}:{seen}",
                )


class JourneyNotices:
    """Asks, in the chat the person chose."""

    def __init__(
        self,
        *,
        transactions: Transactions,
        persons: PersonRepository,
        preferences: PreferencesRepository,
        meeting: Meeting,
        notices: NoticeRepository,
        posting: Posting,
        clock: Clock,
    ) -> None:
        self._transactions = transactions
        self._persons = persons
        self._preferences = preferences
        self._meeting = meeting
        self._notices = notices
        self._posting = posting
        self._clock = clock

    async def ask(self, person: PersonId, seen: str) -> None:
        """The job of a journey that began a day ago. Asks nobody who came home, or who has told of it by now."""
        async with self._transactions.read() as tx:
            notice = await self._notices.get(tx, person, _subject(person), seen)
            chosen = await self._preferences.get(tx, person)
            known = await self._persons.get(tx, person)
        if notice is None or notice.ref is not None or chosen is None or known is None:
            return
        profile = await self._meeting.profile(notice.user, fresh=True)
        zone, now = profile.zone if profile else seen.partition("@")[0], self._clock.now()
        if not is_away(chosen, zone, now):
            async with self._transactions.write() as tx:
                await self._notices.forget_subject(tx, person, notice.subject)
            return
        card = journey_card(chosen, zone, now)
        await self._posting.edit([(replace(notice, user=known.home), always(card))])


def is_away(chosen: Preferences, zone: str, now: datetime) -> bool:
    """Whether the clock of that zone shows another time than at home, and no journey tells why."""
    return len(_clocks((zone, chosen.home_zone), now)) > 1 and not any(one.has(now) for one in chosen.travel)


def journey_card(chosen: Preferences, zone: str, now: datetime) -> JourneyCard:
    """The question; its buttons open the form of a journey that begins today."""
    today = day_at(now, zone)
    there, home = Zone(zone), Zone(chosen.home_zone)
    use = Action(say("journey.use", zone=there), OpenTravel(today, zone, "local"), style=Style.PRIMARY)
    keep = Action(say("journey.keep", zone=home), OpenTravel(today, zone, "home"))
    return JourneyCard(say("journey.heading", zone=there), (say("journey.means", home=home),), (use, keep))


def _clocks(zones: Iterable[str], now: datetime) -> set[timedelta | None]:
    return {now.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones}


def _subject(person: PersonId) -> str:
    return f"journey:{person}"
