"""The community is asked about a form before it becomes a ticket, and the form is kept whatever comes of that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import FormForgotten, NotTheAsker
from bot.ticket_community import CommunityFirst as Setting
from bot.ticket_errors import AlreadyAsking, AskedTooSoon, UnknownTicketType, WentIntoTicket
from bot.ticket_fields import FieldKind, TicketField
from bot.ticket_tables import community_posts, tickets
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.community.post import (
    LONGEST_TALK,
    PAUSE,
    Standing,
    is_asked_first,
    public,
    talks_until,
    title_of,
)
from bot.tickets.community.service import CommunityFirst
from bot.tickets.last_chances.chance import Offer
from bot.tickets.last_chances.service import KEPT
from bot.tickets.owed import ASKED_JOB, ASKED_TAG_JOB, HELPED_JOB, LAST_CHANCE_JOB, SETTLED_JOB
from bot.tickets.priority import Impact
from bot.tickets.request import Request, Source
from bot.tickets.ticket import ADDED, ORIGIN, Detail, Ticket, Upload
from tests.services import HERE, NOON, Engine, member, open_engine

ANN, BOB, SAM, FORUM, THREAD = 1, 2, 3, 40, 50
ann, bob, sam = member(ANN), member(BOB), member(SAM, is_staff=True)
WORDS = "My invoice is wrong"
LINK = f"https://discord.com/channels/{HERE}/{THREAD}"
HOURS = 5
interactions = count(1)

FIELDS = [
    TicketField(id="phone", label="Your telephone?"),
    TicketField(id="what", label="What happens?", public=True),
    TicketField(id="plan", label="Which plan?", kind=FieldKind.CHOICE, choices=["Small", "Big"], public=True),
]
BILLING = TicketType(
    id="billing",
    label="Billing",
    description="Money.",
    fields=FIELDS,
    community_first=Setting(channel="forum", hours=HOURS),
)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        engine.config.tickets.types[0] = BILLING
        yield engine


@pytest.fixture
def community(engine: Engine) -> CommunityFirst:
    return engine.services.community


def form(of: int = ANN, words: str = WORDS) -> Request:
    details = (
        Detail("Your telephone?", "4711", field_id="phone"),
        Detail("What happens?", words, field_id="what"),
        Detail("Which plan?", "Big", field_id="plan"),
    )
    return Request(HERE, "billing", of, details, None, next(interactions))


async def sent(engine: Engine, of: int = ANN) -> int:
    """The form of somebody, kept."""
    offer = await engine.services.last_chances.send(form(of), (), by=member(of))
    assert isinstance(offer, Offer)
    return offer.chance.id


async def asked(engine: Engine, of: int = ANN, thread_id: int = THREAD) -> int:
    """A form about which the community is asked, where that has been made."""
    chance_id = await sent(engine, of)
    await engine.services.community.ask(chance_id, FORUM, "Title", "Text", by=member(of))
    await engine.services.community.made(chance_id, thread_id, thread_id)
    return chance_id


async def owed(engine: Engine, kind: str) -> list[tuple[int, timedelta]]:
    """Of which subjects a job is owed, and when."""
    return [(job.subject_id, job.due_at - NOON) for job in await engine.owed() if job.kind == kind]


async def posts(engine: Engine) -> int:
    """How many times the community was asked."""
    return await engine.database.read(
        lambda reader: len(reader.execute(select(community_posts.c.chance_id)).all())
    )


async def opened(engine: Engine) -> list[str]:
    """What the tickets are about."""
    return [row["summary"] for row in await engine.rows(tickets)]


def test_only_what_is_public_is_shown_and_named_by() -> None:
    details = (
        *form().details,
        Detail("x", "y", (Upload("a.png", "u", 1),), "what"),
        Detail("", "z", field_id="old"),
    )
    assert [detail.text for detail in public(BILLING, details)] == [WORDS, "Big"]
    assert title_of(BILLING, details) == WORDS
    assert title_of(BILLING, details[:1]) == "", "never by what is not public"


def test_what_came_from_a_message_was_read_by_all_already() -> None:
    assert is_asked_first(BILLING, form())
    assert not is_asked_first(BILLING, replace(form(), question_id=1))
    assert not is_asked_first(BILLING, replace(form(), source=Source(1, 2)))
    assert not is_asked_first(BILLING.model_copy(update={"community_first": None}), form())


@pytest.mark.parametrize(
    ("own", "impact", "is_first"),
    [
        (Priority.P3, Impact.ALL, False),
        (Priority.P3, Impact.SEVERAL, False),
        (Priority.P4, Impact.SEVERAL, True),
        (Priority.P4, Impact.ALL, False),
        (Priority.P3, Impact.ONE, True),
        (Priority.P2, Impact.ONE, True),
        (Priority.P2, Impact.SEVERAL, False),
    ],
)
def test_an_emergency_goes_to_staff_and_not_what_all_of_a_type_are(
    own: Priority, impact: Impact, is_first: bool
) -> None:
    kind = BILLING.model_copy(update={"ask_impact": True, "priority": own, "highest_priority": Priority.P1})
    assert is_asked_first(kind, replace(form(), impact=impact)) is is_first


@given(st.timedeltas(timedelta(days=-1), timedelta(days=1)), st.timedeltas(timedelta(0), timedelta(days=1)))
def test_staff_wait_for_a_talk_and_not_for_ever(wrote: timedelta, late: timedelta) -> None:
    now = NOON + late
    until = talks_until(NOON + wrote, NOON, now)
    if until is None:
        assert wrote + PAUSE <= late or late >= LONGEST_TALK
    else:
        assert now < until <= NOON + LONGEST_TALK
        assert until <= NOON + wrote + PAUSE
    assert talks_until(None, NOON, now) is None


async def test_where_nothing_is_likely_the_form_is_kept_and_the_community_can_be_asked(
    engine: Engine, community: CommunityFirst
) -> None:
    chance_id = await sent(engine)
    question = await community.question(chance_id, by=ann)
    assert question is not None
    assert [detail.text for detail in question.details] == [WORDS, "Big"]
    until = await community.ask(chance_id, FORUM, "Title", "Text", by=ann)
    assert until == NOON + timedelta(hours=HOURS)
    assert await community.ask(chance_id, FORUM, "Title", "Text", by=ann) == until, "pressed twice"
    assert await posts(engine) == 1
    assert await owed(engine, ASKED_JOB) == [(chance_id, timedelta(0))]
    assert await owed(engine, LAST_CHANCE_JOB) == [(chance_id, timedelta(hours=HOURS))]
    assert await community.question(chance_id, by=ann) is None
    assert await opened(engine) == []
    engine.clock.turn(hours=HOURS)
    assert await engine.services.last_chances.expire(chance_id) is not None, "also where it was never made"
    assert await opened(engine) == ["4711"]


async def test_in_time_it_is_a_ticket_that_links_and_quotes_what_was_said(
    engine: Engine, community: CommunityFirst
) -> None:
    chance_id = await asked(engine)
    engine.clock.turn(hours=HOURS)
    ticket = await engine.services.last_chances.expire(chance_id)
    assert ticket is not None
    assert ticket.details[-1] == Detail("", LINK, field_id=ORIGIN)
    assert [job.data for job in await engine.owed() if job.kind == HELPED_JOB] == [
        {"thread": THREAD, "link": LINK}
    ]
    shown = await community.shown(chance_id)
    assert shown is not None
    assert (shown.standing, shown.number) == (Standing.STAFF, ticket.number)
    assert [subject for subject, _ in await owed(engine, ASKED_JOB)] == [chance_id]


async def test_solved_keeps_the_form_for_a_day_and_staff_can_still_have_it(
    engine: Engine, community: CommunityFirst
) -> None:
    chance_id = await asked(engine)
    with pytest.raises(NotTheAsker):
        await community.asker(chance_id, by=bob)
    for by in (ann, sam):
        assert (await community.asker(chance_id, by=by)).id == ANN
    barred = replace(sam, barred={"billing": (9,)})
    for press in (community.asker, community.solve):
        with pytest.raises(NotTheAsker):
            await press(chance_id, by=barred)
    assert [await community.solve(chance_id, by=by) for by in (sam, ann)] == [NOON + KEPT] * 2
    assert [job.data for job in await engine.owed() if job.kind == SETTLED_JOB] == [{"by": SAM}]
    assert await community.is_solved(THREAD) is True
    engine.clock.turn(hours=HOURS)
    assert await engine.services.last_chances.expire(chance_id) is None
    shown = await community.shown(chance_id)
    assert shown is not None
    assert (shown.standing, shown.until) == (Standing.SOLVED, NOON + KEPT)
    assert await owed(engine, ASKED_TAG_JOB) != []
    ticket = await engine.services.last_chances.open(chance_id, by=ann)
    assert WORDS in [detail.text for detail in ticket.details]
    assert await community.is_solved(THREAD) is False
    other = await asked(engine, BOB, THREAD + 1)
    assert await community.settle(other, by=bob) == NOON + timedelta(hours=HOURS) + KEPT
    assert await community.settle(other) is None, "it waits no longer"
    assert [job.subject_id for job in await engine.owed() if job.kind == SETTLED_JOB] == [chance_id]
    engine.clock.turn(hours=25)
    assert await engine.services.last_chances.expire(other) is None
    shown = await community.shown(other)
    assert shown is not None
    assert shown.standing is Standing.OVER


async def test_what_is_deleted_or_cannot_be_asked_is_due_now_and_a_talk_puts_it_off(
    engine: Engine, community: CommunityFirst
) -> None:
    first, second = await asked(engine), await asked(engine, BOB, THREAD + 1)
    assert [post.chance_id for post in await community.waiting(HERE)] == [second, first]
    await community.wait(first, NOON + timedelta(hours=6))
    engine.clock.turn(hours=HOURS)
    assert await engine.services.last_chances.expire(first) is None, "they are still talking"
    assert await community.lost([1, 2]) == []
    assert await community.lost([THREAD]) == [first]
    assert await community.lost_below(HERE, FORUM) == [second]
    for chance_id in (first, second):
        assert await engine.services.last_chances.expire(chance_id) is not None
    assert await community.lost_below(HERE, FORUM) == []
    third = await sent(engine, SAM)
    await community.ask(third, FORUM, "Title", "Text", by=sam)
    await community.cannot_ask(third)
    assert await engine.services.last_chances.expire(third) is not None
    assert len(await opened(engine)) == 3


async def test_what_cannot_be_asked_is_refused_and_stays_kept(engine: Engine, community: CommunityFirst) -> None:
    again, chance_id = await sent(engine), await asked(engine)
    question = await community.question(again, by=ann)
    assert question is not None
    assert not question.is_free, "one at a time is offered"
    with pytest.raises(AlreadyAsking) as refused:
        await community.ask(again, FORUM, "Title", "Text", by=ann)
    assert refused.value.thread_id == THREAD
    with pytest.raises(FormForgotten):
        await community.ask(again, FORUM, "Title", "Text", by=bob)
    await engine.services.last_chances.solve(chance_id, by=ann)
    engine.config.tickets.__dict__["cooldown_seconds"] = 60
    with pytest.raises(AskedTooSoon) as too_soon:
        await community.ask(again, FORUM, "Title", "Text", by=ann)
    assert too_soon.value.until == NOON + timedelta(seconds=60)
    engine.clock.turn(minutes=1)
    engine.config.tickets.types[0] = BILLING.model_copy(update={"community_first": None})
    assert await community.question(again, by=ann) is None
    with pytest.raises(UnknownTicketType):
        await community.ask(again, FORUM, "Title", "Text", by=ann)
    engine.config.tickets.types[:] = engine.config.tickets.types[1:]
    assert isinstance(await engine.services.last_chances.open(again, by=ann), Ticket), "the type may be gone"
    with pytest.raises(WentIntoTicket):
        await community.ask(again, FORUM, "Title", "Text", by=ann)


async def test_where_no_more_may_be_it_goes_into_the_ticket_that_is_open(
    engine: Engine, community: CommunityFirst
) -> None:
    chance_id = await asked(engine)
    ticket = await engine.services.last_chances.send(form(), (), by=ann)
    assert isinstance(ticket, Ticket), "the community is asked about one at a time"
    engine.clock.turn(hours=HOURS)
    added = await engine.services.last_chances.expire(chance_id)
    assert added is not None
    assert added.id == ticket.id
    assert added.details[-1].field_id == ADDED
    assert WORDS in added.details[-1].text
    assert LINK in added.details[-1].text
    assert (await owed(engine, HELPED_JOB))[0][0] == ticket.id


async def test_pressed_at_once_it_is_asked_or_a_ticket(engine: Engine, community: CommunityFirst) -> None:
    chance_id = await sent(engine)
    results = await asyncio.gather(
        community.ask(chance_id, FORUM, "Title", "Text", by=ann),
        engine.services.last_chances.open(chance_id, by=ann),
        return_exceptions=True,
    )
    assert isinstance(results[1], Ticket)
    assert len(await opened(engine)) == 1


async def test_a_post_that_is_found_after_its_form_went_into_a_ticket_is_quoted_there(
    engine: Engine, community: CommunityFirst
) -> None:
    chance_id = await sent(engine)
    await community.ask(chance_id, FORUM, "Title", "Text", by=ann)
    ticket = await engine.services.last_chances.open(chance_id, by=ann)
    assert await owed(engine, HELPED_JOB) == []
    await community.made(chance_id, THREAD, THREAD)
    [helped] = [job for job in await engine.owed() if job.kind == HELPED_JOB]
    assert (helped.subject_id, helped.data) == (ticket.id, {"thread": THREAD, "link": LINK})
    assert not await community.cannot_ask(chance_id), "nothing waits any more"
