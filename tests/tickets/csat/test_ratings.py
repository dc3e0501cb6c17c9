"""What customers say of how their tickets were resolved: who may, for how long, what counts, and who follows up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actor import Actor
from bot.database import Transaction
from bot.ticket_errors import UnknownTicket
from bot.ticket_macros import Macro
from bot.ticket_settings import Tickets
from bot.ticket_tables import ticket_ratings, ticket_resolutions
from bot.tickets import store as tickets
from bot.tickets.csat import rating as rules
from bot.tickets.csat import store
from bot.tickets.csat.rating import Resolution, resolution_id
from bot.tickets.csat.refused import (
    FollowUpDone,
    FollowUpTaken,
    NotForYou,
    NotRated,
    NotTheCustomer,
    RatingNotAsked,
    RatingOver,
    UnknownFollowUp,
)
from bot.tickets.csat.service import Ratings
from bot.tickets.ticket import Event, EventKind, Ticket, WaitingOn
from tests.services import ELSEWHERE, HERE, Engine, member
from tests.tickets.test_service import ANN, BOB, SAM, TOM, ann, bob, events, opened, sam, tom

EVE = 6
eve = member(EVE)
lea = replace(member(7, is_staff=True), is_lead=True)


def settings(engine: Engine) -> Tickets:
    return engine.config.tickets


@pytest.fixture
def ratings(engine: Engine) -> Ratings:
    settings(engine).__dict__["csat"] = True
    return engine.services.ratings


async def resolved(engine: Engine, *, by: Actor = sam, requester: int = ANN, type_id: str = "billing") -> Ticket:
    """A ticket that Sam had, resolved."""
    ticket = await opened(engine, requester, type_id)
    await engine.services.tickets.claim(ticket.id, by=sam)
    return await engine.services.tickets.resolve(ticket.id, by=by)


def of(engine: Engine, ticket: Ticket) -> int:
    """Its resolution, which was just now."""
    return resolution_id(ticket.id, engine.clock())


async def told(engine: Engine, ticket: Ticket) -> Event:
    """The newest event of a ticket."""
    return (await events(engine, ticket))[-1]


async def test_each_way_of_resolving_is_kept_with_who_had_the_ticket(engine: Engine, ratings: Ratings) -> None:
    desk = engine.services.tickets
    by_staff, by_customer = await resolved(engine), await resolved(engine, requester=BOB, by=bob)
    nobodys = await opened(engine, EVE)
    await desk.resolve(nobodys.id, by=tom)
    own = await opened(engine, 8)
    await desk.resolve(own.id, by=member(8))
    settings(engine).__dict__["macros"] = [Macro(id="bye", label="Bye", text="Bye", resolve=True)]
    with_macro = await opened(engine, 9, "delivery")
    await engine.services.macros.reply(with_macro.id, "bye", None, by=tom)
    withdrawn = await opened(engine, 10)
    await desk.close(withdrawn.id, by=member(10))
    into = await opened(engine, 11)
    merged = await opened(engine, 12)
    await engine.services.merging.merge(merged.id, into.id, by=sam)

    found = {row["ticket_id"]: row for row in await engine.rows(ticket_resolutions)}
    assert {id_: (row["handler_id"], row["type_id"]) for id_, row in found.items()} == {
        by_staff.id: (SAM, "billing"),
        by_customer.id: (SAM, "billing"),
        nobodys.id: (TOM, "billing"),
        own.id: (None, "billing"),
        with_macro.id: (TOM, "delivery"),
    }
    for ticket in (by_staff, by_customer, nobodys, own, with_macro):
        now = await desk.get(ticket.id)
        ask = await ratings.asked(now, await told(engine, now))
        assert ask is not None
        assert ask.resolution.ticket_id == ticket.id


async def test_nobody_is_asked_where_the_operator_asks_nobody(engine: Engine) -> None:
    ratings, ticket = engine.services.ratings, await resolved(engine)
    event = await told(engine, ticket)
    assert await ratings.asked(ticket, event) is None
    settings(engine).__dict__["csat"] = True
    assert await ratings.asked(ticket, event) is not None
    types = settings(engine).types
    types[0] = types[0].model_copy(update={"csat": False})
    assert await ratings.asked(ticket, event) is None


async def test_only_of_the_newest_resolution_is_asked_and_not_while_the_ticket_is_open(
    engine: Engine, ratings: Ratings
) -> None:
    desk, first = engine.services.tickets, await resolved(engine)
    event = await told(engine, first)
    engine.clock.turn(minutes=1)
    again = await desk.reopen(first.id, by=ann)
    assert await ratings.asked(again, event) is None
    assert await ratings.asked(again, await told(engine, again)) is None
    second = await desk.resolve(first.id, by=sam)
    assert await ratings.asked(second, event) is None
    assert await ratings.asked(second, await told(engine, second)) is not None
    engine.clock.turn(days=14)
    assert await ratings.asked(second, await told(engine, second)) is None


async def test_the_last_press_counts_and_nothing_before_it_is_lost(engine: Engine, ratings: Ratings) -> None:
    ticket = await resolved(engine)
    which = of(engine, ticket)
    for score in (4, 4, 5):
        await ratings.rate(which, score, by=ann)
    said = await ratings.comment(which, " 1 star, terrible: 2/10 \n", by=ann)
    assert (said.rating.score, said.rating.comment) == (5, "1 star, terrible: 2/10"), "words are no score"
    await ratings.comment(which, "1 star, terrible: 2/10", by=ann)
    engine.clock.turn(days=3, minutes=1)
    await engine.services.listening.expire(ticket.id, ())
    changed = await ratings.rate(which, 3, by=ann)
    assert (changed.rating.score, changed.rating.comment) == (3, "1 star, terrible: 2/10")
    emptied = await ratings.comment(which, "\u200b", by=ann)
    assert emptied.rating.comment is None
    rows = [(row["number"], row["score"]) for row in await engine.rows(ticket_ratings)]
    assert rows == [(1, 4), (2, 5), (3, 5), (4, 3), (5, 3)]
    assert [one.number for one in await ratings.of_ticket(ticket.id, by=tom)] == [5]


async def test_on_the_15th_day_it_is_too_late(engine: Engine, ratings: Ratings) -> None:
    which, asked_at = of(engine, await resolved(engine)), engine.clock()
    engine.clock.now = asked_at + timedelta(days=14, microseconds=-1)
    await ratings.rate(which, 2, by=ann)
    engine.clock.now = asked_at + timedelta(days=14)
    with pytest.raises(RatingOver) as refused:
        await ratings.rate(which, 5, by=ann)
    assert refused.value.ended_at == asked_at + timedelta(days=14)
    with pytest.raises(RatingOver):
        await ratings.comment(which, "So", by=ann)
    with pytest.raises(RatingOver):
        await ratings.given(which, by=ann)
    assert [row["score"] for row in await engine.rows(ticket_ratings)] == [2]


async def test_only_customers_say_how_good_it_was_each_for_their_own_ticket(
    engine: Engine, ratings: Ratings
) -> None:
    into, merged = await opened(engine, ANN), await opened(engine, BOB)
    await engine.services.tickets.claim(into.id, by=sam)
    await engine.services.merging.merge(merged.id, into.id, by=sam)
    await engine.services.guests.add(into.id, EVE, by=sam)
    ticket = await engine.services.tickets.resolve(into.id, by=sam)
    ask = await ratings.asked(ticket, await told(engine, ticket))
    assert ask is not None
    assert list(ask.customers) == [BOB]
    which = of(engine, ticket)
    for stranger in (eve, sam, lea, member(99)):
        with pytest.raises(NotTheCustomer):
            await ratings.rate(which, 5, by=stranger)
    for forged in (0, 6, 10**6):
        with pytest.raises(UnknownTicket):
            await ratings.rate(which, forged, by=ann)
    with pytest.raises(UnknownTicket):
        await ratings.rate(which + 1, 5, by=ann)
    with pytest.raises(UnknownTicket):
        await ratings.rate(which, 5, by=member(ANN, guild_id=ELSEWHERE))
    with pytest.raises(NotRated):
        await ratings.comment(which, "So", by=ann)
    assert (await ratings.rate(which, 5, by=ann)).rating.ticket_id == into.id
    assert (await ratings.rate(which, 1, by=bob)).is_followed
    assert [(one.member_id, one.ticket_id) for one in await ratings.of_ticket(merged.id, by=tom)] == [
        (BOB, merged.id)
    ]
    both = {(one.member_id, one.ticket_id) for one in await ratings.of_ticket(into.id, by=tom)}
    assert both == {(ANN, into.id), (BOB, merged.id)}
    with pytest.raises(NotForYou):
        await engine.services.follow_ups.claim(merged.id, by=sam)


async def test_a_low_score_is_followed_up_by_another_than_who_had_it(engine: Engine, ratings: Ratings) -> None:
    follow_ups, ticket = engine.services.follow_ups, await resolved(engine)
    which = of(engine, ticket)
    assert not (await ratings.rate(which, 3, by=ann)).is_followed
    with pytest.raises(UnknownFollowUp):
        await follow_ups.claim(ticket.id, by=tom)
    assert (await ratings.rate(which, 2, by=ann)).is_followed
    assert not (await ratings.rate(which, 5, by=ann)).is_followed, "nobody is told so who is content"
    assert (await ratings.rate(which, 1, by=ann)).is_followed
    with pytest.raises(NotForYou) as refused:
        await follow_ups.claim(ticket.id, by=sam)
    assert refused.value.is_handler
    with pytest.raises(NotForYou):
        await follow_ups.finish(ticket.id, by=sam)
    with pytest.raises(NotForYou):
        await follow_ups.claim(ticket.id, by=member(ANN, is_staff=True))
    await follow_ups.claim(ticket.id, by=tom)
    with pytest.raises(FollowUpTaken):
        await follow_ups.claim(ticket.id, by=lea)
    await follow_ups.finish(ticket.id, by=lea)
    for late in (follow_ups.claim, follow_ups.finish):
        with pytest.raises(FollowUpDone):
            await late(ticket.id, by=tom)
    again = await engine.services.tickets.reopen(ticket.id, by=ann)
    engine.clock.turn(minutes=1)
    await engine.services.tickets.resolve(again.id, by=sam)
    assert (await ratings.rate(of(engine, again), 1, by=ann)).is_followed, "another one is looked at anew"
    await follow_ups.claim(ticket.id, by=tom)


async def test_who_had_the_ticket_before_does_not_follow_up_either(engine: Engine, ratings: Ratings) -> None:
    follow_ups, ticket = engine.services.follow_ups, await resolved(engine)
    await ratings.rate(of(engine, ticket), 1, by=ann)
    await follow_ups.claim(ticket.id, by=tom)
    again = await engine.services.tickets.reopen(ticket.id, by=ann)
    engine.clock.turn(minutes=1)
    await engine.services.tickets.assign(again.id, tom, by=sam)
    await engine.services.tickets.resolve(again.id, by=tom)
    assert (await ratings.rate(of(engine, again), 2, by=ann)).is_followed
    for handler in (sam, tom):
        with pytest.raises(NotForYou):
            await follow_ups.claim(ticket.id, by=handler)
        with pytest.raises(NotForYou):
            await follow_ups.finish(ticket.id, by=handler)
    await follow_ups.claim(ticket.id, by=lea)


async def test_who_answered_a_ticket_that_nobody_had_does_not_follow_up(engine: Engine, ratings: Ratings) -> None:
    ticket = await opened(engine)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, by=sam, text="It is the record")
    await engine.services.tickets.resolve(ticket.id, by=ann)
    assert (await ratings.rate(of(engine, ticket), 1, by=ann)).is_followed
    with pytest.raises(NotForYou):
        await engine.services.follow_ups.claim(ticket.id, by=sam)


async def test_who_answered_last_had_it_and_not_who_only_said_whose_turn_it_is(
    engine: Engine, ratings: Ratings
) -> None:
    ticket = await opened(engine)
    for who in (sam, ann, tom):
        engine.clock.turn(minutes=1)
        text = f"Number {who.id} says so"
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, by=who, text=text)
    for to in (WaitingOn.STAFF, WaitingOn.REQUESTER):
        engine.clock.turn(minutes=1)
        await engine.services.tickets.wait(ticket.id, to, by=lea)
    ended = await engine.services.tickets.resolve(ticket.id, by=ann)
    await ratings.rate(of(engine, ended), 1, by=ann)
    with pytest.raises(NotForYou) as refused:
        await engine.services.follow_ups.claim(ticket.id, by=tom)
    assert refused.value.is_handler
    await engine.services.follow_ups.claim(ticket.id, by=lea)


async def test_who_had_the_ticket_does_not_settle_it_by_a_score_of_their_own(
    engine: Engine, ratings: Ratings
) -> None:
    own, into = await opened(engine, SAM), await opened(engine)
    await engine.services.merging.merge(own.id, into.id, by=tom)
    await engine.services.tickets.claim(into.id, by=sam)
    which = of(engine, await engine.services.tickets.resolve(into.id, by=sam))
    for score in (1, 5):
        await ratings.rate(which, score, by=sam)
    standing = await engine.services.follow_ups.standing(own.id)
    assert standing is not None
    assert not standing.follow_up.is_withdrawn


async def test_who_raises_their_score_before_anybody_looks_settles_it(engine: Engine, ratings: Ratings) -> None:
    ticket = await resolved(engine)
    which = of(engine, ticket)
    await ratings.rate(which, 1, by=ann)
    assert not (await ratings.rate(which, 4, by=ann)).is_followed
    standing = await engine.services.follow_ups.standing(ticket.id)
    assert standing is not None
    assert standing.follow_up.is_withdrawn
    with pytest.raises(FollowUpDone):
        await engine.services.follow_ups.claim(ticket.id, by=tom)
    assert (await ratings.rate(which, 2, by=ann)).is_followed
    await engine.services.follow_ups.claim(ticket.id, by=tom)
    await ratings.rate(which, 5, by=ann)
    standing = await engine.services.follow_ups.standing(ticket.id)
    assert standing is not None
    assert standing.follow_up.claimed_by == tom.id, "who looks goes on"


async def test_old_buttons_score_nothing_once_nobody_is_asked(engine: Engine, ratings: Ratings) -> None:
    ticket = await resolved(engine)
    await ratings.rate(of(engine, ticket), 3, by=ann)
    settings(engine).__dict__["csat"] = False
    for refused in (
        ratings.rate(of(engine, ticket), 1, by=ann),
        ratings.comment(of(engine, ticket), "So", by=ann),
        ratings.given(of(engine, ticket), by=ann),
    ):
        with pytest.raises(RatingNotAsked):
            await refused


async def test_where_nobody_is_to_follow_up_nobody_is_told_so(engine: Engine, ratings: Ratings) -> None:
    settings(engine).__dict__["csat_low_from"] = 0
    ticket = await resolved(engine)
    assert not (await ratings.rate(of(engine, ticket), 1, by=ann)).is_followed
    assert await engine.services.follow_ups.standing(ticket.id) is None


async def test_a_follow_up_waits_for_whom_it_concerns(engine: Engine, ratings: Ratings) -> None:
    async def waits_for(by: Actor) -> int:
        waiting, _ = await engine.services.mine.of(by=by)
        assert waiting.count == len(waiting.follow_ups)
        return waiting.count

    ticket = await resolved(engine)
    await ratings.rate(of(engine, ticket), 1, by=ann)
    blind = replace(member(8, is_staff=True), barred={"billing": (1,)})
    for by, count in ((sam, 0), (tom, 1), (lea, 1), (blind, 0), (member(ANN, is_staff=True), 0)):
        assert await waits_for(by) == count
    other = member(9, is_staff=True)
    await engine.services.follow_ups.claim(ticket.id, by=tom)
    for by, count in ((sam, 0), (tom, 1), (lea, 1), (other, 0)):
        assert await waits_for(by) == count
    await engine.services.follow_ups.finish(ticket.id, by=tom)
    for by in (sam, tom, lea, other):
        assert await waits_for(by) == 0


async def test_scores_by_name_are_for_who_is_meant_and_for_leads(engine: Engine, ratings: Ratings) -> None:
    await ratings.rate(of(engine, await resolved(engine)), 5, by=ann)
    await ratings.rate(of(engine, await resolved(engine, requester=BOB, type_id="delivery")), 2, by=bob)
    await ratings.rate(of(engine, own := await resolved(engine, requester=SAM)), 5, by=sam)
    assert own.assignee_id == SAM, "they praise themselves"
    engine.clock.turn(minutes=1)
    found = await ratings.trend(days=7, by=tom)
    assert (found.overall.count, found.overall.total) == (2, 7)
    assert {name: scores.total for name, scores in found.by_type.items()} == {"billing": 5, "delivery": 2}
    blind = replace(tom, barred={"delivery": (1,)})
    assert (await ratings.trend(days=7, by=blind)).overall.total == 5
    assert await ratings.by_person(days=7, by=tom) == {}
    assert {id_: one.count for id_, one in (await ratings.by_person(days=7, by=lea)).items()} == {SAM: 2}
    assert (await ratings.own(by=sam)).total == 7
    assert (await ratings.own(by=tom)).count == 0
    assert (await ratings.trend(days=7, by=replace(tom, guild_id=ELSEWHERE))).overall.count == 0
    engine.clock.turn(days=7)
    assert (await ratings.trend(days=7, by=tom)).overall.count == 0


async def test_words_can_be_taken_away_and_the_scores_stay(engine: Engine, ratings: Ratings) -> None:
    ticket = await resolved(engine)
    which = of(engine, ticket)
    await ratings.rate(which, 1, by=ann)
    await ratings.comment(which, "My name is Ann", by=ann)

    def forget(tx: Transaction) -> None:
        tx.execute(ticket_ratings.update().where(ticket_ratings.c.member_id == ANN).values(comment=None))

    await engine.database.tx(forget)
    engine.clock.turn(minutes=1)
    assert (await ratings.trend(days=1, by=tom)).overall.total == 1
    standing = await engine.services.follow_ups.standing(ticket.id)
    assert standing is not None
    assert standing.rating.comment is None


async def test_what_is_stored_is_what_was_decided(engine: Engine, ratings: Ratings) -> None:
    ticket = await resolved(engine)
    stored = await engine.database.read(lambda reader: store.last_resolution(reader, ticket.id))
    event = await told(engine, ticket)
    assert event.kind is EventKind.RESOLVED
    before = await engine.database.read(lambda reader: tickets.known(reader, ticket.id))
    assert stored == rules.resolution(before, ticket, event)
    assert rules.resolution(before, ticket, replace(event, actor_id=None)) is None, (
        "time says of nothing that it is solved"
    )
    assert stored == Resolution(stored.id, HERE, ticket.id, event.at, SAM, "billing", None)
