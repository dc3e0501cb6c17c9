"""A form that was sent is kept until its words are in a ticket: whatever is pressed, and whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.errors import FormForgotten
from bot.jobs.job import Job
from bot.ticket_errors import AlreadyOpen, NotYourTicket, TicketClosed, TooSoon, WentIntoTicket, WrongAnswers
from bot.ticket_fields import Pattern, TicketField
from bot.ticket_tables import last_chances, tickets
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.answers import as_added
from bot.tickets.last_chances.chance import Offer
from bot.tickets.last_chances.service import KEPT, LastChances
from bot.tickets.owed import KEPT_JOB, LAST_CHANCE_JOB, ORIGIN_JOB, SETTLE_QUESTION_JOB
from bot.tickets.priority import Impact
from bot.tickets.request import Request, Source
from bot.tickets.ticket import ADDED, ORIGIN, QUOTED, Detail, EventKind, Ticket, Upload, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine, member, open_engine

ANN, BOB, SAM = 1, 2, 3
ann, bob, sam = member(ANN), member(BOB), member(SAM, is_staff=True)
PHOTO = Upload("bill.png", "https://cdn.example/bill.png", 10)
WORDS = "My invoice is wrong"
TEN_MINUTES = timedelta(minutes=10)
interactions = count(1)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        yield engine


@pytest.fixture
def chances(engine: Engine) -> LastChances:
    return engine.services.last_chances


def form(type_id: str = "billing", *, of: int = ANN, words: str = WORDS, impact: Impact | None = None) -> Request:
    """A filled-in form with a file."""
    details = (Detail("What happens?", words, field_id="what"), Detail("File", "bill.png", (PHOTO,), "file"))
    return Request(HERE, type_id, of, details, impact, next(interactions))


async def sent(chances: LastChances, request: Request | None = None, *entry_ids: str) -> Offer:
    """A form below which entries are shown."""
    request = request or form()
    offer = await chances.send(request, entry_ids or ("pay-invoice",), by=member(request.requester_id))
    assert isinstance(offer, Offer)
    return offer


async def owed(engine: Engine, kind: str = LAST_CHANCE_JOB) -> list[Job]:
    return [job for job in await engine.owed() if job.kind == kind]


async def kept(engine: Engine) -> list[bool]:
    """Of each form, whether its words are kept beside the tickets."""
    return [row["filled"] is not None for row in await engine.rows(last_chances)]


async def test_where_nothing_is_likely_and_no_ticket_open_it_is_opened_at_once(
    engine: Engine, chances: LastChances
) -> None:
    ticket = await chances.send(form(), (), by=ann)
    assert isinstance(ticket, Ticket)
    assert await kept(engine) == []


async def test_a_form_is_kept_from_the_moment_it_is_sent_and_its_ticket_opens_by_itself(
    engine: Engine, chances: LastChances
) -> None:
    request = replace(form(impact=Impact.ALL), type_id="delivery", has_workaround=False, language="de")
    offer = await sent(chances, request)
    assert (offer.chance.entry_ids, offer.own) == (("pay-invoice",), ())
    assert await engine.rows(tickets) == []
    [job] = await owed(engine)
    assert (job.subject_id, job.due_at, job.guild_id) == (offer.chance.id, NOON + TEN_MINUTES, HERE)
    assert await chances.expire(offer.chance.id) is None, "not yet"
    engine.clock.turn(minutes=10)
    ticket = await chances.expire(offer.chance.id)
    assert ticket is not None
    assert (ticket.requester_id, ticket.summary, ticket.details) == (ANN, WORDS, request.details)
    assert (ticket.priority, ticket.language, ticket.interaction_id) == (
        Priority.P1,
        "de",
        request.interaction_id,
    )
    assert {View.THREAD, View.CARD} <= {job.kind for job in await engine.owed()}
    assert (await owed(engine), await kept(engine)) == ([], [False])
    assert await chances.expire(offer.chance.id) is None, "once"
    assert len(await engine.rows(tickets)) == 1


async def test_still_need_help_pressed_twice_at_once_and_sent_twice_opens_one_ticket(
    engine: Engine, chances: LastChances
) -> None:
    request = form()
    offers = [await sent(chances, request) for _ in range(2)]
    assert offers[0] == offers[1]
    chance_id = offers[0].chance.id
    first, second = await asyncio.gather(chances.open(chance_id, by=ann), chances.open(chance_id, by=ann))
    assert first == second
    assert await chances.send(request, (), by=ann) == first
    for press in (
        chances.solve(chance_id, by=ann),
        chances.add(chance_id, first.id, by=ann),
    ):
        with pytest.raises(WentIntoTicket) as refused:
            await press
        assert (refused.value.number, refused.value.was_added) == (first.number, False)
    assert (len(await engine.rows(tickets)), await kept(engine)) == (1, [False])


async def test_solved_opens_nothing_but_its_words_are_kept_for_a_day_in_case(
    engine: Engine, chances: LastChances
) -> None:
    offer = await sent(chances)
    assert await chances.solve(offer.chance.id, by=ann) == NOON + KEPT
    engine.clock.turn(minutes=11)
    assert await chances.solve(offer.chance.id, by=ann) == NOON + KEPT, "twice"
    [job] = await owed(engine)
    assert (job.due_at, job.guild_id) == (NOON + KEPT, 0)
    assert await engine.rows(tickets) == []
    ticket = await chances.open(offer.chance.id, by=ann)
    assert ticket.summary == WORDS
    other = await sent(chances, form("delivery"))
    await chances.solve(other.chance.id, by=ann)
    engine.clock.turn(days=1)
    assert await chances.expire(other.chance.id) is None
    assert await kept(engine) == [False, False]
    with pytest.raises(FormForgotten):
        await chances.open(other.chance.id, by=ann)


async def test_it_is_added_to_a_ticket_as_the_requesters_words_and_it_is_staffs_turn(
    engine: Engine, chances: LastChances
) -> None:
    desk = engine.services.tickets
    old = await desk.open(form(), by=ann)
    await desk.wait(old.id, WaitingOn.REQUESTER, by=sam)
    request = form("delivery", words="No mail at all", impact=Impact.ALL)
    offer = await chances.send(request, (), by=ann)
    assert isinstance(offer, Offer)
    assert [ticket.id for ticket in offer.own] == [old.id]
    ticket = await chances.add(offer.chance.id, old.id, by=ann)
    assert await chances.add(offer.chance.id, old.id, by=ann) == ticket, "twice"
    text = "**What happens?**\nNo mail at all\n\n**File**\nbill.png"
    assert ticket.details[2:] == (Detail("", text, (PHOTO,), ADDED),)
    assert ticket.waiting_on is WaitingOn.STAFF
    events = await engine.services.delivery.unannounced(ticket)
    assert [(one.event.kind, one.event.priority) for one in events[-1:]] == [(EventKind.ADDED, Priority.P1)]
    assert {View.PARTS, View.NEWS, View.CARD} <= {job.kind for job in await engine.owed()}
    assert (len(await engine.rows(tickets)), await owed(engine)) == (1, [])
    with pytest.raises(WentIntoTicket) as refused:
        await chances.open(offer.chance.id, by=ann)
    assert refused.value.was_added


async def test_only_a_live_ticket_of_their_own_takes_it_and_a_refusal_loses_nothing(
    engine: Engine, chances: LastChances
) -> None:
    desk = engine.services.tickets
    old = await desk.open(form(), by=ann)
    theirs = await desk.open(form(of=BOB), by=bob)
    offer = await sent(chances, form("delivery"))
    await desk.close(old.id, by=sam)
    for ticket, refusal in ((old, TicketClosed), (theirs, NotYourTicket)):
        with pytest.raises(refusal):
            await chances.add(offer.chance.id, ticket.id, by=ann)
    with pytest.raises(FormForgotten):
        await chances.open(offer.chance.id, by=bob)
    assert (len(await owed(engine)), await kept(engine)) == (1, [True])


async def test_of_two_forms_that_were_sent_at_once_the_second_goes_into_the_ticket_of_the_first(
    engine: Engine, chances: LastChances
) -> None:
    first, second = [await sent(chances, form(words=words)) for words in ("My invoice", "It is twice as high")]
    ticket = await chances.open(first.chance.id, by=ann)
    with pytest.raises(AlreadyOpen) as refused:
        await chances.open(second.chance.id, by=ann)
    assert refused.value.ticket_id == ticket.id
    assert await chances.opens_at(second.chance.id, by=ann) == NOON + TEN_MINUTES
    engine.clock.turn(minutes=10)
    same = await chances.expire(second.chance.id)
    assert same is not None
    assert same.id == ticket.id
    assert "It is twice as high" in same.details[-1].text
    assert await kept(engine) == [False, False]


async def test_a_cooldown_puts_off_a_press_but_never_the_ticket(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        object.__setattr__(engine.config.tickets, "cooldown_seconds", 3600)
        chances, desk = engine.services.last_chances, engine.services.tickets
        first, second = [await sent(chances, form()) for _ in range(2)]
        ticket = await chances.open(first.chance.id, by=ann)
        await desk.close(ticket.id, by=sam)
        with pytest.raises(TooSoon):
            await chances.open(second.chance.id, by=ann)
        engine.clock.turn(minutes=10)
        other = await chances.expire(second.chance.id)
        assert other is not None
        assert other.number == 2


async def test_a_ticket_opens_by_itself_although_its_type_was_removed_meanwhile(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        offer = await sent(engine.services.last_chances, form("delivery"))
        engine.config.tickets.types[:] = engine.config.tickets.types[:1]
        engine.clock.turn(minutes=10)
        ticket = await engine.services.last_chances.expire(offer.chance.id)
        assert ticket is not None
        assert (ticket.type_id, ticket.priority, ticket.summary) == ("delivery", Priority.P2, WORDS)


async def test_a_form_that_was_refused_is_kept_a_day_to_be_added(engine: Engine, chances: LastChances) -> None:
    old = await engine.services.tickets.open(form(), by=ann)
    request = form(words="And it was paid")
    with pytest.raises(AlreadyOpen):
        await chances.send(request, ("pay-invoice",), by=ann)
    chance = await chances.keep(request, by=ann)
    assert await chances.keep(request, by=ann) == chance
    [job] = await owed(engine)
    assert job.due_at == NOON + KEPT
    ticket = await chances.add(chance.id, old.id, by=ann)
    assert "And it was paid" in ticket.details[-1].text


async def test_what_the_message_said_comes_along_and_its_question_is_settled(
    engine: Engine, chances: LastChances
) -> None:
    source, said = Source(9, 77), Detail("Asked in", "since monday", (PHOTO,), QUOTED)
    await engine.services.tickets.keep(HERE, source, said, ANN)
    offer = await sent(chances, replace(form(), source=source, question_id=None))
    await engine.database.tx(lambda tx: engine.services.jobs.cancel(tx, KEPT_JOB, source.message_id))
    ticket = await chances.open(offer.chance.id, by=ann)
    assert ticket.details[-1] == said
    assert await owed(engine, ORIGIN_JOB) == []


async def test_a_question_stands_in_a_ticket_once(engine: Engine) -> None:
    adding, ticket = engine.services.adding, await engine.services.tickets.open(form(), by=ann)
    question = (Detail("Asked in", "how so", field_id=QUOTED), Detail("Asked in", "https://x", field_id=ORIGIN))
    for _ in range(2):
        after = await adding.add(ticket.id, question, requester_id=ANN, question_id=5, by=ann)
    assert after.details[2:] == (Detail("", "how so\n\nhttps://x", (), ADDED),)
    assert [job.subject_id for job in await owed(engine, SETTLE_QUESTION_JOB)] == [5]
    with pytest.raises(NotYourTicket):
        await adding.add(ticket.id, question, requester_id=BOB, question_id=6, by=sam)


async def test_who_is_asked_nothing(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        chances, request = engine.services.last_chances, form()
        assert chances.are_offered(request, by=ann)
        assert not chances.are_offered(request, by=sam), "staff on behalf"
        kind = engine.config.tickets.types[0]
        object.__setattr__(kind, "last_chance", False)
        assert not chances.are_offered(request, by=ann)
        assert chances.are_offered(form("delivery"), by=ann)
        object.__setattr__(engine.config.tickets, "last_chance", False)
        assert not chances.are_offered(form("delivery"), by=ann)


async def test_what_cannot_be_sent_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        pattern = Pattern(regex="[0-9]+", example="1", message="Digits.")
        field = TicketField(id="what", label="What happens?", pattern=pattern)
        engine.config.tickets.types[0] = TicketType(id="billing", label="B", description="M.", fields=[field])
        with pytest.raises(WrongAnswers):
            await engine.services.last_chances.send(form(), ("pay-invoice",), by=ann)
        assert await kept(engine) == []


def test_all_words_and_files_are_added() -> None:
    details = (Detail("A?", "one", (PHOTO,)), Detail("B?", "", ()), Detail("Asked in", "link", (), ORIGIN))
    assert as_added(details) == Detail("", "**A?**\none\n\nlink", (PHOTO,), ADDED)


async def test_what_was_to_go_into_a_ticket_goes_to_where_that_goes_on_by_now(
    engine: Engine, chances: LastChances
) -> None:
    desk, merging = engine.services.tickets, engine.services.merging
    old = await desk.open(form(), by=ann)
    offer, late = await sent(chances, form("delivery")), await sent(chances, form("delivery", words="Now"))
    assert [one.id for one in offer.own] == [old.id]
    middle, last = [await desk.open(form(of=of), by=member(of)) for of in (BOB, 5)]
    await merging.merge(old.id, middle.id, by=sam)
    await merging.merge(middle.id, last.id, by=sam)
    assert [one.id for one in (await sent(chances, form("delivery"))).own] == [last.id]
    assert [one.id for one in await engine.services.adding.possible(HERE, ANN, "billing", by=ann)] == [last.id]
    assert await engine.services.adding.possible(HERE, ANN, "delivery", by=ann) == []
    added = await chances.add(offer.chance.id, old.id, by=ann)
    assert (added.id, added.details[-1].field_id) == (last.id, ADDED)
    assert WORDS in added.details[-1].text
    with pytest.raises(WentIntoTicket) as twice:
        await chances.add(offer.chance.id, old.id, by=ann)
    assert twice.value.number == last.number
    await desk.close(last.id, by=sam)
    with pytest.raises(TicketClosed):
        await chances.add(late.chance.id, old.id, by=ann)
    assert (await sent(chances, form("delivery"))).own == ()


async def test_a_form_that_is_added_while_its_ticket_is_merged_is_in_one_of_the_two(
    engine: Engine, chances: LastChances
) -> None:
    desk = engine.services.tickets
    old, other = await desk.open(form(), by=ann), await desk.open(form(of=BOB), by=bob)
    offer = await sent(chances, form("delivery", words="Just now"))
    added, _ = await asyncio.gather(
        chances.add(offer.chance.id, old.id, by=ann),
        engine.services.merging.merge(old.id, other.id, by=sam),
    )
    both = [await desk.get(one.id) for one in (old, other)]
    assert [one.id for one in both if "Just now" in one.details[-1].text] == [added.id]
    assert both[1].waiting_on is WaitingOn.STAFF
