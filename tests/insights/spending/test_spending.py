"""What staff's time goes to, by value: minutes by hand, on how many tickets they rest, and who may read what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.actor import Actor
from bot.errors import NotStaff
from bot.insights.spending.spent import CauseCost, EntryFound, Halves, Lacking, Spent
from bot.tickets.costs.cost import NOTHING, Estimate, Finding
from tests.services import ELSEWHERE, Engine, member
from tests.tickets.test_service import SAM, TOM, ann, opened, sam, tom

lea = replace(member(7, is_staff=True), is_lead=True)
barred = replace(lea, barred={"delivery": (42,)})


async def costs(
    engine: Engine, requester: int, estimate: Estimate, *, by: Actor = sam, type_id: str = "billing"
) -> int:
    """A ticket that was resolved by them; its id."""
    ticket = await opened(engine, requester, type_id)
    await engine.services.tickets.resolve(ticket.id, by=by, estimate=estimate)
    return ticket.id


async def written(engine: Engine) -> None:
    """Four tickets, one of them resolved twice, and one of a year ago; an hour and a half of prevention, of which half an hour
    is undone.
    """
    services = engine.services
    await costs(engine, 21, Estimate(60, "invoices", Finding.MISSING))
    await services.prevention.log(60, "Long ago", 1, by=sam)
    engine.clock.turn(days=365)
    first = await costs(engine, 22, Estimate(5, "invoices", Finding.MISSING))
    await costs(engine, 23, NOTHING)
    await costs(engine, 24, Estimate(30, None, Finding.NOT_FOUND, "reset-password"), by=tom, type_id="delivery")
    await costs(engine, 25, Estimate(None, "bug", Finding.WRONG, "reset-password"), by=tom)
    engine.clock.turn(minutes=1)
    await services.tickets.reopen(first, by=sam)
    engine.clock.turn(minutes=1)
    await services.tickets.resolve(first, by=tom, estimate=Estimate(5))
    await services.costs.say(first, Estimate(15, "invoices", Finding.MISSING), by=sam)
    done = await services.prevention.log(30, "Wrote a draft", 2, by=sam)
    await services.prevention.log(60, "Wrote a guide", 3, by=lea)
    await services.prevention.undo(done.id, by=sam)
    await services.prevention.log(10, "Fixed a link", 5, by=sam)
    engine.clock.turn(minutes=1)


async def test_a_lead_reads_both_halves_by_cause_and_by_person_and_on_how_many_tickets_they_rest(
    engine: Engine,
) -> None:
    await written(engine)
    assert await engine.services.spending.spent(days=30, by=lea) == Spent(
        halves=Halves(answering=50, preventing=70),
        estimated=2,
        unestimated=2,
        by_cause=[CauseCost(None, 30, 1), CauseCost("invoices", 20, 1)],
        by_person={7: Halves(0, 60), TOM: Halves(45, 0), SAM: Halves(5, 10)},
    )
    long = await engine.services.spending.spent(days=366, by=lea)
    assert long.halves == Halves(110, 130)
    assert long.by_cause[0] == CauseCost("invoices", 80, 2)


async def test_of_persons_others_of_staff_read_themselves_and_nothing_of_types_that_they_do_not_read(
    engine: Engine,
) -> None:
    await written(engine)
    spending = engine.services.spending
    own = await spending.spent(days=30, by=tom)
    assert own.halves == Halves(50, 70)
    assert own.by_person == {TOM: Halves(45, 0)}
    assert (await spending.spent(days=30, by=member(99, is_staff=True))).by_person == {}
    seen = await spending.spent(days=30, by=barred)
    assert (seen.halves, seen.estimated, seen.unestimated) == (Halves(20, 70), 1, 2)
    assert seen.by_person[TOM] == Halves(15, 0)
    with pytest.raises(NotStaff):
        await spending.spent(days=30, by=ann)


async def test_what_a_ticket_cost_that_nobody_had_is_theirs_who_say_so(engine: Engine) -> None:
    ticket = await opened(engine)
    await engine.services.tickets.resolve(ticket.id, by=ann)
    await engine.services.costs.say(ticket.id, Estimate(15), by=tom)
    spent = await engine.services.spending.spent(days=30, by=lea)
    assert (spent.halves, spent.by_person) == (Halves(15, 0), {TOM: Halves(15, 0)})


async def test_where_nothing_is_known_nothing_is_said(engine: Engine) -> None:
    spent = await engine.services.spending.spent(days=30, by=lea)
    assert spent == Spent(Halves(), 0, 0, by_cause=[])
    assert spent.halves.preventing_share is None
    assert Halves(50, 70).preventing_share == 70 / 120
    assert await engine.services.spending.lacking(by=lea) == Lacking(0, 0, [])


async def test_what_is_missing_is_counted_by_ticket_with_what_all_its_resolutions_cost(engine: Engine) -> None:
    await written(engine)
    await costs(engine, 26, Estimate(60, "bug", Finding.MISSING), type_id="delivery")
    await costs(engine, 27, Estimate(None, None, Finding.MISSING))
    engine.clock.turn(minutes=1)
    found = await engine.services.spending.lacking(by=lea)
    assert (found.tickets, found.minutes) == (3, 80)
    assert [(one.number, one.minutes, one.cause) for one in found.shown] == [
        (6, 60, "bug"),
        (2, 20, "invoices"),
        (7, None, None),
    ]
    seen = await engine.services.spending.lacking(by=barred)
    assert [one.number for one in seen.shown] == [2, 7]
    elsewhere = await engine.services.spending.lacking(by=member(7, True, guild_id=ELSEWHERE))
    assert elsewhere == Lacking(0, 0, [])
    with pytest.raises(NotStaff):
        await engine.services.spending.lacking(by=ann)


async def again(engine: Engine, ticket_id: int, estimate: Estimate) -> None:
    engine.clock.turn(minutes=1)
    await engine.services.tickets.reopen(ticket_id, by=sam)
    engine.clock.turn(minutes=1)
    await engine.services.tickets.resolve(ticket_id, by=sam, estimate=estimate)


async def test_of_a_ticket_the_last_word_on_the_faq_counts_with_all_that_it_cost(engine: Engine) -> None:
    async def missing() -> list[tuple[int | None, str | None]]:
        found = await engine.services.spending.lacking(by=lea)
        assert found.minutes == sum(one.minutes or 0 for one in found.shown)
        return [(one.minutes, one.cause) for one in found.shown]

    ticket = await costs(engine, 21, Estimate(30, "zebra", Finding.MISSING))
    await again(engine, ticket, Estimate(15, "apple", Finding.MISSING))
    assert await missing() == [(45, "apple")]
    await again(engine, ticket, Estimate(5, "bug"))
    assert await missing() == [(50, "apple")], "nothing is said of the FAQ"
    await again(engine, ticket, Estimate(5, None, Finding.WRONG, "reset-password"))
    assert await missing() == []
    numbers = await engine.services.insights.numbers(7, days=30, by=sam)
    assert numbers.findings == {Finding.WRONG: 1}
    assert numbers.by_entry_found == [EntryFound("reset-password", wrong=1, not_found=0, minutes=55)]
    await again(engine, ticket, Estimate(5, None, Finding.FINE))
    await engine.services.costs.say(ticket, Estimate(5, None, Finding.MISSING), by=sam)
    assert await missing() == [(60, None)]


async def test_what_is_merged_costs_where_it_goes_on_and_its_own_again_once_it_goes_on_by_itself(
    engine: Engine,
) -> None:
    into = await opened(engine, 21)
    ticket = await costs(engine, 22, Estimate(60, "invoices", Finding.MISSING))
    engine.clock.turn(minutes=1)
    await engine.services.tickets.reopen(ticket, by=sam)
    await engine.services.merging.merge(ticket, into.id, by=sam)
    await engine.services.tickets.resolve(into.id, by=sam, estimate=Estimate(60))
    spent = await engine.services.spending.spent(days=30, by=lea)
    assert (spent.halves.answering, spent.estimated, spent.unestimated) == (60, 1, 0)
    assert await engine.services.spending.lacking(by=lea) == Lacking(0, 0, [])
    await engine.services.merging.unmerge(ticket, by=sam)
    spent = await engine.services.spending.spent(days=30, by=lea)
    assert (spent.halves.answering, spent.estimated) == (120, 2)


async def test_what_was_found_of_an_entry_stands_in_the_numbers_of_the_faq(engine: Engine) -> None:
    await written(engine)
    numbers = await engine.services.insights.numbers(7, days=30, by=sam)
    assert numbers.by_entry_found == [EntryFound("reset-password", wrong=1, not_found=1, minutes=30)]
    assert numbers.findings == {Finding.MISSING: 1, Finding.WRONG: 1, Finding.NOT_FOUND: 1}
