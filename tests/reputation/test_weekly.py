"""What is said once a week of who helped: whom, in which order, for which time, and never twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.choices.choice import Choice
from bot.database import Transaction
from bot.jobs.job import Job
from bot.recognition_tables import thanks_posts
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Line, Reason, Rule
from bot.reputation.weekly.service import NOTE_JOB, WeeklyService
from bot.reputation.weekly.week import Impact, began_at, ended_at, next_end, shuffled
from bot.reputation_settings import Reputation, Weekday, Weekly
from bot.zones import zone
from tests.services import ELSEWHERE, HERE, NOON, Engine

ANN, BOB, SAM, HUGO, IDA, LENA = 1, 2, 3, 4, 5, 6
BERLIN = zone("Europe/Berlin")
SETTINGS = Weekly(thanks="lounge")
MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
"""Nine o'clock in Berlin, on the Monday of `NOON`."""

WEEK = timedelta(days=7)


def test_a_week_ends_at_the_same_hour_also_when_the_clocks_are_changed() -> None:
    assert ended_at(SETTINGS, BERLIN, MONDAY) == MONDAY
    assert ended_at(SETTINGS, BERLIN, MONDAY - timedelta(seconds=1)) == MONDAY - WEEK
    assert next_end(SETTINGS, BERLIN, MONDAY) == MONDAY + WEEK
    assert began_at(SETTINGS, BERLIN, MONDAY) == MONDAY - WEEK
    summer = datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert (ended_at(SETTINGS, BERLIN, summer), began_at(SETTINGS, BERLIN, summer)) == (
        summer,
        datetime(2027, 3, 22, 8, tzinfo=UTC),
    )
    sunday = Weekly(weekday=Weekday.SUNDAY, hour=0)
    assert next_end(sunday, UTC, MONDAY) == datetime(2027, 3, 7, tzinfo=UTC)


@given(st.timedeltas(timedelta(days=-3000), timedelta(days=3000)), st.sampled_from(Weekday), st.integers(0, 23))
def test_each_moment_is_in_one_week(later: timedelta, weekday: Weekday, hour: int) -> None:
    settings, now = Weekly(weekday=weekday, hour=hour), MONDAY + later
    before, after = ended_at(settings, BERLIN, now), next_end(settings, BERLIN, now)
    assert before <= now < after
    assert began_at(settings, BERLIN, after) == before


@given(st.sets(st.integers(1, 2**63), max_size=30), st.integers(1, 2**63))
def test_an_order_has_everybody_once_and_is_the_same_each_time(members: set[int], guild_id: int) -> None:
    order = shuffled(members, guild_id, MONDAY)
    assert Counter(order) == Counter(members)
    assert order == shuffled(reversed(order), guild_id, MONDAY)


def test_nobody_comes_first_by_what_they_earn_or_who_they_are() -> None:
    firsts = Counter(shuffled(range(1, 6), HERE, MONDAY + at * WEEK)[0] for at in range(500))
    assert set(firsts) == {1, 2, 3, 4, 5}
    assert min(firsts.values()) > 60, "a fifth each, about"


class Desk:
    """A ledger, and what is said of it each week."""

    def __init__(self, engine: Engine, settings: Weekly = SETTINGS) -> None:
        self.engine = engine
        self.ledger = Ledger(engine.clock, Reputation(), engine.services.jobs)
        self.weekly = WeeklyService(engine.database, engine.clock, settings, BERLIN, engine.services.jobs)

    async def award(
        self,
        member_id: int,
        at: datetime,
        *,
        asker_id: int | None = ANN,
        reason: Reason = Reason.ACCEPTED_ANSWER,
        giver: Giver = Giver.STAFF,
        by_id: int = SAM,
        guild_id: int = HERE,
    ) -> Line:
        """They have helped somebody then."""

        def write(tx: Transaction) -> Line:
            key = f"{reason}:{member_id}:{at.timestamp()}:{asker_id}"
            claim = Claim(guild_id, key, member_id, by_id, giver, reason, 1, at, asker_id=asker_id)
            line = self.ledger.award(tx, claim)
            assert line is not None
            return line

        return await self.engine.database.tx(write)

    async def hide(self, member_id: int) -> None:
        await self.engine.services.privacy.choose(Choice.HIDDEN, is_on=True, by=Actor(member_id, guild_id=HERE))

    async def owed(self) -> list[Job]:
        return [job for job in await self.engine.owed() if job.kind == NOTE_JOB]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


async def test_those_are_thanked_who_helped_in_the_week_that_is_over(desk: Desk) -> None:
    inside = MONDAY - timedelta(days=2)
    await desk.award(HUGO, inside)
    await desk.award(HUGO, inside, asker_id=BOB)
    await desk.award(IDA, MONDAY - WEEK)
    await desk.award(LENA, inside, asker_id=77)
    await desk.hide(LENA)
    taken = await desk.award(11, inside, asker_id=78)
    await desk.engine.database.tx(lambda tx: desk.ledger.reverse(tx, taken, Rule.STAFF, SAM))
    held = await desk.award(12, inside, asker_id=79)
    await desk.engine.database.tx(lambda tx: desk.ledger.hold(tx, held, None))
    await desk.award(13, MONDAY, asker_id=80)
    await desk.award(14, MONDAY - WEEK - timedelta(seconds=1), asker_id=81)
    await desk.award(15, inside, asker_id=82, guild_id=ELSEWHERE)
    await desk.award(16, inside, asker_id=None, reason=Reason.DEFLECTION, giver=Giver.NOBODY)
    thanks = await desk.weekly.thanks(HERE)
    assert thanks is not None
    assert (thanks.began_at, thanks.ends_at) == (MONDAY - WEEK, MONDAY)
    assert list(thanks.member_ids) == shuffled([HUGO, IDA], HERE, MONDAY)
    assert thanks.people == 3, "who hides is not named; those whom they helped count"


async def test_a_week_is_told_of_once_and_not_long_after(engine: Engine, desk: Desk) -> None:
    await desk.award(HUGO, MONDAY - timedelta(days=2))
    thanks = await desk.weekly.thanks(HERE)
    assert thanks is not None
    await desk.weekly.thanked(thanks, 9, 90)
    assert await desk.weekly.thanks(HERE) is None
    assert desk.weekly.next_end() == MONDAY + WEEK
    there = await desk.weekly.thanks(ELSEWHERE)
    assert there is not None
    assert there.member_ids == ()
    await desk.weekly.nobody_to_thank(there)
    assert await desk.weekly.thanks(ELSEWHERE) is None
    rows = await engine.database.read(lambda reader: reader.execute(thanks_posts.select()).all())
    assert [(row.guild_id, row.message_id) for row in rows] == [(HERE, 90), (ELSEWHERE, None)]
    engine.clock.now = MONDAY + WEEK
    assert await desk.weekly.thanks(HERE) is not None
    engine.clock.turn(days=1, seconds=1)
    assert await desk.weekly.thanks(HERE) is None, "too late"


async def test_a_note_counts_what_happened_since_the_last(engine: Engine, desk: Desk) -> None:
    hugo = Actor(HUGO, guild_id=HERE)
    await desk.award(HUGO, NOON - timedelta(hours=1))
    assert await desk.weekly.want_notes("de", by=hugo) == MONDAY + WEEK
    [job] = await desk.owed()
    told = await desk.weekly.note(job.subject_id)
    assert told is not None
    assert (told.impact, bool(told.impact)) == (Impact(), False), "before they wanted one"
    engine.clock.turn(days=1)
    await desk.award(HUGO, engine.clock.now)
    await desk.award(HUGO, engine.clock.now, asker_id=BOB, reason=Reason.TICKET_HELP)
    await desk.award(HUGO, engine.clock.now, asker_id=BOB, reason=Reason.HELPFUL)
    await desk.award(HUGO, engine.clock.now, asker_id=77, reason=Reason.DEFLECTION, giver=Giver.NOBODY)
    await desk.award(IDA, engine.clock.now, asker_id=78)
    engine.clock.now = MONDAY + WEEK
    told = await desk.weekly.note(job.subject_id)
    assert told is not None
    assert (told.note.language, told.until, told.impact) == ("de", MONDAY + WEEK, Impact(2, 1, 3))
    await desk.weekly.told(told)
    told = await desk.weekly.note(job.subject_id)
    assert told is not None
    assert not told.impact, "not twice"


async def test_who_wants_no_note_any_more_is_owed_none_and_who_wants_it_again_misses_nothing(
    engine: Engine, desk: Desk
) -> None:
    hugo = Actor(HUGO, guild_id=HERE)
    await desk.weekly.want_no_notes(by=hugo)
    await desk.weekly.want_notes("en", by=hugo)
    await desk.award(HUGO, engine.clock.turn(days=1))
    engine.clock.turn(days=1)
    await desk.weekly.want_notes("de", by=hugo)
    [job] = await desk.owed()
    engine.clock.now = MONDAY + WEEK
    told = await desk.weekly.note(job.subject_id)
    assert told is not None
    assert (told.note.language, told.impact.accepted) == ("de", 1)
    await desk.weekly.want_no_notes(by=hugo)
    assert await desk.owed() == []
    assert await desk.weekly.note(job.subject_id) is None


async def test_thanks_go_by_what_counts_and_not_by_what_the_rules_took(desk: Desk) -> None:
    for days in (12, 10, 2):
        await desk.award(HUGO, MONDAY - timedelta(days=days), giver=Giver.ASKER, by_id=ANN)
    thanks = await desk.weekly.thanks(HERE)
    assert thanks is not None
    assert (thanks.member_ids, thanks.people) == ((), 0), "the third of one pair earns nothing"
