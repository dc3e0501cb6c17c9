"""Tickets that go up and down the tiers: where each is, who may move it, what that leaves, and who gets it next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actor import Actor
from bot.errors import NotStaff
from bot.ticket_errors import HolderActive, NothingWaits, TicketResolved
from bot.ticket_tiers import Tier
from bot.ticket_urgency import QuietHours
from bot.tickets.hearing import missed_since
from bot.tickets.queue import Wanted
from bot.tickets.service import TicketService
from bot.tickets.ticket import Event, EventKind, Status, StoredEvent, Ticket, WaitingOn
from bot.tickets.tiers.escalation import Escalation, Return
from bot.tickets.tiers.ladder import Ladder
from bot.tickets.tiers.service import DRAFT_JOB, TELL_JOB, Tiers
from bot.tickets.views import View
from bot.tier_errors import FirstTier, LastTier, NoTiers, NotOfTier, TierChanged, UnknownTier, WordsMissing
from tests.services import HERE, NOON, Engine
from tests.test_store_plans import TICKET_VALUE
from tests.tickets.test_service import ANN, BOB, SAM, TOM, desk, due, events, opened, owed_views, sam, tom

__all__ = ["desk"]

SUPPORT, SECOND, ENGINEERING = (
    Tier(id=name, label=name.title(), role=role)
    for name, role in (("support", "Support"), ("second", "Second"), ("engineering", 42))
)
WORDS = Escalation("I restarted it", "It works", "Somebody who reads the log")
ANSWER = Return("The disk is full", "Look at the disk first")
kim = replace(tom, tiers=frozenset({"engineering"}))


@pytest.fixture
def tiers(engine: Engine) -> Tiers:
    engine.config.tickets.tiers[:] = [SUPPORT, ENGINEERING]
    return engine.services.tiers


async def escalated(tiers: Tiers, ticket: Ticket, by: Actor = sam, seen: str = "support") -> Ticket:
    return await tiers.escalate(ticket.id, WORDS, seen=seen, by=by)


async def numbers(desk: TicketService, tiers: Tiers, tier_id: str) -> list[int]:
    found = await desk.queue(HERE, by=sam, wanted=Wanted(at=tiers.tickets_at(tier_id)))
    assert found.waiting == len(found.tickets)
    return [ticket.number for ticket in found.tickets]


def test_a_ticket_is_where_it_was_brought_or_where_its_type_begins_whatever_the_operator_has_changed() -> None:
    ladder = Ladder((SUPPORT, SECOND, ENGINEERING), (("delivery", "second"),))
    assert [ladder.above(one) for one in ladder.tiers] == [SECOND, ENGINEERING, None]
    assert [ladder.below(one) for one in ladder.tiers] == [None, SUPPORT, SECOND]
    assert ladder.own([]) == (SUPPORT,)
    assert ladder.own(["second", "gone", "support"]) == (SUPPORT, SECOND)
    assert (Ladder().own([]), Ladder().tier("support")) == ((), None)
    at = ladder.tickets_at([SUPPORT, SECOND])
    assert (at.types, at.all_but) == ((), True)
    assert (ladder.tickets_at([SUPPORT]).types, ladder.tickets_at([SECOND]).types) == (("delivery",),) * 2


async def test_an_escalated_ticket_is_in_the_next_tiers_queue_with_all_that_was_said_and_its_role_hears_of_it(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    ticket, other = await opened(engine), await opened(engine, BOB)
    await desk.claim(ticket.id, by=sam)
    engine.clock.turn(minutes=5)
    await desk.wait(ticket.id, WaitingOn.REQUESTER, by=sam)
    at = engine.clock.turn(minutes=5)
    found = await escalated(tiers, ticket)
    assert found == replace(ticket, tier="engineering") == await desk.get(ticket.id)
    assert (found.waits_since, found.held_since) == (at, None)
    assert (await events(engine, ticket))[-1] == Event(
        EventKind.ESCALATED,
        SAM,
        at,
        member_id=SAM,
        waiting_on=WaitingOn.STAFF,
        tier="engineering",
        former_tier="support",
        words=WORDS,
    )
    assert {View.GREETING, View.NEWS, View.CARD} <= await owed_views(engine, ticket)
    assert await due(engine, TELL_JOB) == [(ticket.id, at)]
    assert [event.kind for event in await tiers.history(found)] == [EventKind.ESCALATED]
    assert (await numbers(desk, tiers, "support"), await numbers(desk, tiers, "engineering")) == ([2], [1])

    [job] = [job for job in await engine.owed() if job.kind == TELL_JOB]
    assert await tiers.to_tell(ticket.id, job.data) == found
    await desk.claim(ticket.id, by=kim)
    assert await tiers.to_tell(ticket.id, job.data) is None, "somebody has it"
    assert other.tier is None


async def test_nobody_escalates_without_saying_why_or_twice_at_once_or_beyond_the_last_tier(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    ticket = await opened(engine)
    with pytest.raises(NotStaff):
        await escalated(tiers, ticket, Actor(ANN, guild_id=HERE))
    for words in (WORDS._replace(tried=" \n"), WORDS._replace(expected=""), WORDS._replace(needed="\u200b")):
        with pytest.raises(WordsMissing):
            await tiers.escalate(ticket.id, words, seen="support", by=sam)
    assert await desk.get(ticket.id) == ticket
    assert await due(engine, TELL_JOB) == []
    await escalated(tiers, ticket)
    with pytest.raises(TierChanged, match="engineering"):
        await escalated(tiers, ticket, tom)
    with pytest.raises(LastTier):
        await escalated(tiers, ticket, seen="engineering")
    await desk.resolve(ticket.id, by=sam)
    with pytest.raises(TicketResolved):
        await escalated(tiers, ticket, seen="engineering")
    with pytest.raises(UnknownTier):
        tiers.tickets_at("gone")
    engine.config.tickets.tiers.clear()
    other = await opened(engine, BOB)
    with pytest.raises(NoTiers):
        await escalated(tiers, other)
    assert await tiers.history(ticket) == ()


async def test_a_returned_ticket_goes_back_to_whoever_escalated_it_unless_they_are_away(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    ticket = await escalated(tiers, await opened(engine))
    with pytest.raises(NotOfTier):
        await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=tom)
    with pytest.raises(WordsMissing):
        await tiers.hand_back(ticket.id, ANSWER._replace(answer=" "), seen="engineering", by=kim)
    await desk.claim(ticket.id, by=tom)
    at = engine.clock.turn(hours=1)
    draft = {"title": "Is it full?", "answer": "Look.", "locale": "de"}
    back = await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=tom, interaction_id=77, draft=draft)
    assert (back.tier, back.status, back.assignee_id, back.held_since) == ("support", Status.CLAIMED, SAM, at)
    assert back == await desk.get(ticket.id)
    assert (await events(engine, ticket))[-1] == Event(
        EventKind.RETURNED,
        TOM,
        at,
        member_id=SAM,
        waiting_on=WaitingOn.STAFF,
        tier="support",
        former_tier="engineering",
        words=ANSWER,
    )
    [job] = [job for job in await engine.owed() if job.kind == DRAFT_JOB]
    assert (job.subject_id, job.data) == (77, {**draft, "by": TOM})
    assert await due(engine, TELL_JOB) == []
    for seen, refused in (("engineering", TierChanged), ("support", FirstTier)):
        with pytest.raises(refused):
            await tiers.hand_back(ticket.id, ANSWER, seen=seen, by=kim)

    await engine.services.absences.leave(by=sam)
    await escalated(tiers, ticket)
    back = await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=kim)
    assert (back.tier, back.status, back.assignee_id, back.held_since) == ("support", Status.OPEN, None, None)
    assert (await events(engine, ticket))[-1].member_id is None
    assert len([job for job in await engine.owed() if job.kind == DRAFT_JOB]) == 1


async def test_over_several_tiers_each_return_goes_one_step_back_to_who_took_it(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    engine.config.tickets.tiers[:] = [SUPPORT, SECOND, ENGINEERING]
    ticket = await escalated(tiers, await opened(engine))
    await escalated(tiers, ticket, tom, seen="second")
    both = replace(kim, id=9, tiers=frozenset({"second", "engineering"}))
    back = await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=both)
    assert (back.tier, back.assignee_id) == ("second", TOM)
    back = await tiers.hand_back(ticket.id, ANSWER, seen="second", by=both)
    assert (back.tier, back.assignee_id) == ("support", SAM)


async def test_tiers_that_are_removed_or_put_into_another_order_leave_no_ticket_stuck(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    settings = engine.config.tickets
    settings.tiers[:] = [SUPPORT, SECOND, ENGINEERING]
    ticket = await escalated(tiers, await opened(engine))
    settings.tiers[:] = [SUPPORT, ENGINEERING]
    assert tiers.ladder.at(ticket) == SUPPORT
    assert await numbers(desk, tiers, "support") == [1]
    assert (await escalated(tiers, ticket)).tier == "engineering"
    settings.tiers[:] = [ENGINEERING, SUPPORT]
    assert await numbers(desk, tiers, "engineering") == [1]
    with pytest.raises(FirstTier):
        await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=kim)
    [job] = [job for job in await engine.owed() if job.kind == TELL_JOB]
    settings.tiers[:] = []
    assert await tiers.to_tell(ticket.id, job.data) is None
    assert (await desk.queue(HERE, by=sam)).waiting == 1
    assert (await engine.services.dealing.deal(by=sam)).id == ticket.id


async def test_a_moved_ticket_is_where_its_new_type_begins_and_a_merge_or_a_reopening_changes_no_tier(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    types = engine.config.tickets.types
    types[1] = types[1].model_copy(update={"tier": "engineering"})
    ticket, other = await escalated(tiers, await opened(engine)), await opened(engine, BOB)
    await engine.services.merging.merge(ticket.id, other.id, by=sam)
    assert (await numbers(desk, tiers, "support"), await numbers(desk, tiers, "engineering")) == ([2], [])
    await engine.services.merging.unmerge(ticket.id, by=sam)
    await desk.resolve(ticket.id, by=sam)
    assert (await desk.reopen(ticket.id, by=sam)).tier == "engineering"
    elsewhere = await engine.services.moving.move(ticket.id, "delivery", by=sam)
    assert await tiers.history(elsewhere) == [], "nothing of it is wanted any more"
    assert tiers.ladder.at(await desk.get(ticket.id)) == ENGINEERING
    assert await numbers(desk, tiers, "engineering") == [1]
    back = await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=kim)
    assert (back.tier, back.assignee_id) == ("support", None), "nobody passed it on since it is of this type"
    moved = await engine.services.moving.move(ticket.id, "billing", by=sam)
    assert moved.tier is None
    assert await numbers(desk, tiers, "support") == [1, 2]


async def test_a_type_that_some_of_staff_read_has_the_tiers_that_read_it(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    settings = engine.config.tickets
    settings.tiers[:] = [SUPPORT, SECOND, ENGINEERING]
    types = settings.types
    types[0] = types[0].model_copy(update={"staff": ["Support", 42]})
    ticket, other = await opened(engine), await opened(engine, BOB, "delivery")
    assert sorted(await numbers(desk, tiers, "support")) == [1, 2]
    assert (await escalated(tiers, ticket)).tier == "engineering", "the second would not have read it"
    assert (await escalated(tiers, other)).tier == "second"
    with pytest.raises(LastTier):
        await escalated(tiers, ticket, seen="engineering")
    [told, _] = [job for job in await engine.owed() if job.kind == TELL_JOB]
    assert await tiers.to_tell(ticket.id, told.data) == await desk.get(ticket.id)
    assert (await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=kim)).tier == "support"
    await escalated(tiers, ticket)

    types[0] = types[0].model_copy(update={"staff": ["Second"]})
    assert tiers.ladder.at(await desk.get(ticket.id)) == SECOND, "who read it before do so no more"
    assert await tiers.to_tell(ticket.id, told.data) is None
    at = [sorted(await numbers(desk, tiers, one)) for one in ("support", "second", "engineering")]
    assert at == [[], [1, 2], []]
    with pytest.raises(FirstTier):
        await tiers.hand_back(ticket.id, ANSWER, seen="second", by=replace(kim, tiers=frozenset({"second"})))
    of_second = replace(tom, tiers=frozenset({"second"}))
    assert (await engine.services.dealing.deal(by=of_second, type_id="billing")).id == ticket.id, (
        "it does not starve"
    )


async def test_the_next_ticket_is_one_at_my_tiers_and_it_is_said_where_others_wait(
    engine: Engine, tiers: Tiers
) -> None:
    first, second = await opened(engine), await opened(engine, BOB)
    await escalated(tiers, first)
    deal = engine.services.dealing.deal
    assert (await deal(by=sam)).id == second.id, "who has no tier takes what is at the first"
    with pytest.raises(NothingWaits) as refused:
        await deal(by=sam)
    assert refused.value.own == (SUPPORT,)
    with pytest.raises(NothingWaits) as refused:
        await deal(by=sam, type_id="delivery")
    assert refused.value.own == ()
    assert (await deal(by=kim)).id == first.id
    with pytest.raises(NothingWaits) as refused:
        await deal(by=kim)
    assert refused.value.own == ()


async def test_at_night_a_tier_hears_of_nothing_until_the_morning(engine: Engine, tiers: Tiers) -> None:
    night = QuietHours(begin="11:00", end="13:00")
    object.__setattr__(engine.config.tickets, "quiet_hours", night)
    ticket = await escalated(tiers, await opened(engine))
    morning = NOON + timedelta(hours=1)
    assert await due(engine, TELL_JOB) == [(ticket.id, morning)]
    [job] = [job for job in await engine.owed() if job.kind == TELL_JOB]
    assert await tiers.to_tell(ticket.id, job.data) == morning
    engine.clock.turn(hours=1)
    assert await tiers.to_tell(ticket.id, job.data) == ticket
    other = await opened(engine, BOB)
    await engine.services.merging.merge(ticket.id, other.id, by=sam)
    again = engine.clock() + timedelta(minutes=10)
    assert await tiers.to_tell(ticket.id, job.data) == again, "it may come back, and they have not heard of it"
    await engine.services.merging.unmerge(ticket.id, by=sam)
    found = await tiers.to_tell(ticket.id, job.data)
    assert isinstance(found, Ticket)
    await engine.services.tickets.resolve(ticket.id, by=sam)
    engine.clock.turn(days=8)
    assert await tiers.to_tell(ticket.id, job.data) is None


async def test_who_got_a_ticket_back_has_it_as_who_was_given_it(
    engine: Engine, desk: TicketService, tiers: Tiers
) -> None:
    leasing = engine.services.leasing
    await leasing.begin(HERE)
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=tom)
    engine.clock.turn(days=30)
    assert await leasing.lapse(ticket.id) is not None
    assert (await engine.services.pasts.of(await desk.get(ticket.id))).lapsed_from == TOM
    await escalated(tiers, ticket)
    assert (await engine.services.pasts.of(await desk.get(ticket.id))).lapsed_from is None
    engine.clock.turn(hours=2)
    await tiers.hand_back(ticket.id, ANSWER, seen="engineering", by=kim)
    engine.clock.turn(minutes=5)
    with pytest.raises(HolderActive):
        await desk.assign(ticket.id, tom, by=tom)


def test_what_was_written_before_a_ticket_went_up_is_no_turn_after_it() -> None:
    at = NOON + timedelta(minutes=5)
    history = [
        StoredEvent(number, Event(kind, SAM, when), number)
        for number, (kind, when) in enumerate(((EventKind.RESPONDED, NOON), (EventKind.ESCALATED, at)), 1)
    ]
    assert missed_since(TICKET_VALUE, history) == at
