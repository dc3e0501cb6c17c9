"""What staff say that resolved tickets cost: in the press that resolves, later, again, and who may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.actor import Actor
from bot.cost_tables import ticket_costs
from bot.errors import NotStaff
from bot.ticket_causes import Cause, Causes, CauseTranslation, cause_label
from bot.ticket_errors import NotReader, TicketMerged, UnknownTicket
from bot.ticket_tables import ticket_resolutions
from bot.tickets.costs.cost import NOTHING, Estimate, Finding
from bot.tickets.costs.refused import NeverResolved
from bot.tickets.ticket import Status, Ticket
from tests.services import ELSEWHERE, Engine, member
from tests.tickets.test_service import ANN, SAM, TOM, ann, bob, opened, sam, tom

QUARTER = Estimate(15, "invoices", Finding.WRONG, "pay-invoice")
HOUR = Estimate(60, "invoices")
barred = replace(sam, barred={"billing": (42,)})


async def resolved(
    engine: Engine, estimate: Estimate = NOTHING, *, by: Actor = sam, requester: int = ANN
) -> Ticket:
    ticket = await opened(engine, requester)
    return await engine.services.tickets.resolve(ticket.id, by=by, estimate=estimate)


async def told(engine: Engine, ticket: Ticket) -> list[tuple[Estimate, int]]:
    """What counts of each resolution, and who said so."""
    found = await engine.services.costs.of_ticket(ticket.id, by=sam)
    return [(one.cost.estimate, one.cost.said_by) for one in found]


async def earlier(engine: Engine, ticket: Ticket) -> tuple[int, int]:
    """The minutes that are noted beside what is asked: as it is resolved, and of the last time anew."""
    costs = engine.services.costs
    return await costs.earlier(ticket, is_anew=False), await costs.earlier(ticket, is_anew=True)


async def test_what_is_said_in_the_press_that_resolves_is_kept_with_the_resolution(engine: Engine) -> None:
    ticket = await resolved(engine, QUARTER)
    [resolution] = await engine.rows(ticket_resolutions)
    [row] = await engine.rows(ticket_costs)
    assert (row["resolution_id"], row["number"], row["said_by"]) == (resolution["id"], 1, SAM)
    assert await told(engine, ticket) == [(QUARTER, SAM)]
    assert await engine.services.costs.said(ticket.id, by=tom) == QUARTER


async def test_nothing_said_leaves_nothing_and_can_be_said_later_by_any_reader(engine: Engine) -> None:
    ticket = await resolved(engine, by=ann)
    assert await engine.rows(ticket_costs) == []
    assert await engine.services.costs.said(ticket.id, by=tom) == NOTHING
    await engine.services.costs.say(ticket.id, NOTHING, by=tom)
    assert await engine.rows(ticket_costs) == []
    await engine.services.costs.say(ticket.id, HOUR, by=tom)
    assert await told(engine, ticket) == [(HOUR, TOM)]


async def test_the_last_word_counts_every_word_stays_and_an_empty_one_takes_it_back(engine: Engine) -> None:
    ticket, costs = await resolved(engine, QUARTER), engine.services.costs
    await costs.say(ticket.id, HOUR, by=tom)
    await costs.say(ticket.id, HOUR, by=sam)
    assert await told(engine, ticket) == [(HOUR, TOM)]
    await costs.say(ticket.id, NOTHING, by=sam)
    assert await told(engine, ticket) == []
    assert await costs.said(ticket.id, by=sam) == NOTHING
    assert [(row["number"], row["minutes"]) for row in await engine.rows(ticket_costs)] == [
        (1, 15),
        (2, 60),
        (3, None),
    ]


async def test_each_resolution_has_its_own_and_opening_it_again_takes_nothing_away(engine: Engine) -> None:
    ticket, desk = await resolved(engine, QUARTER), engine.services.tickets
    engine.clock.turn(minutes=1)
    await desk.reopen(ticket.id, by=ann)
    assert await told(engine, ticket) == [(QUARTER, SAM)]
    engine.clock.turn(minutes=1)
    assert await earlier(engine, ticket) == (15, 0), "to the next resolution comes what is noted of this one"
    await desk.resolve(ticket.id, by=tom)
    assert await engine.services.costs.said(ticket.id, by=sam) == NOTHING
    await engine.services.costs.say(ticket.id, HOUR, by=tom)
    assert await earlier(engine, ticket) == (75, 15)
    await desk.close(ticket.id, by=sam)
    assert await told(engine, ticket) == [(QUARTER, SAM), (HOUR, TOM)]


async def test_only_who_reads_its_type_says_what_a_ticket_cost(engine: Engine) -> None:
    ticket, costs = await opened(engine), engine.services.costs
    for by, refused in ((ann, NotStaff), (replace(barred, id=ANN), NotReader)):
        with pytest.raises(refused):
            await engine.services.tickets.resolve(ticket.id, by=by, estimate=QUARTER)
    assert (await engine.services.tickets.get(ticket.id)).status is Status.OPEN
    await engine.services.tickets.resolve(ticket.id, by=sam)
    for by, refusal in (
        (ann, NotStaff),
        (bob, NotStaff),
        (barred, NotReader),
        (member(SAM, is_staff=True, guild_id=ELSEWHERE), UnknownTicket),
    ):
        with pytest.raises(refusal):
            await costs.say(ticket.id, QUARTER, by=by)
        with pytest.raises(refusal):
            await costs.said(ticket.id, by=by)
        with pytest.raises(refusal):
            await costs.of_ticket(ticket.id, by=by)
    assert await engine.rows(ticket_costs) == []


async def test_what_was_never_resolved_has_no_cost_and_what_is_merged_costs_where_it_goes_on(
    engine: Engine,
) -> None:
    into, gone = await opened(engine), await opened(engine, 11)
    with pytest.raises(NeverResolved):
        await engine.services.costs.say(into.id, QUARTER, by=sam)
    await engine.services.tickets.resolve(gone.id, by=sam, estimate=QUARTER)
    engine.clock.turn(minutes=1)
    await engine.services.tickets.reopen(gone.id, by=sam)
    await engine.services.merging.merge(gone.id, into.id, by=sam)
    with pytest.raises(TicketMerged):
        await engine.services.costs.say(gone.id, HOUR, by=sam)
    assert await told(engine, gone) == [(QUARTER, SAM)]


def test_two_causes_of_the_same_id_are_refused() -> None:
    causes = [Cause(id="bug", label="A bug"), Cause(id="bug", label="Another")]
    with pytest.raises(ValidationError, match="two causes have the same id"):
        TypeAdapter(Causes).validate_python(causes)


def test_a_cause_has_its_name_in_the_readers_language_and_its_id_once_it_is_removed() -> None:
    causes = [Cause(id="bug", label="A bug", translations={"de": CauseTranslation(label="Ein Fehler")})]
    assert [cause_label(causes, "bug", locale) for locale in ("de", "en-GB", None)] == [
        "Ein Fehler",
        "A bug",
        "A bug",
    ]
    assert cause_label(causes, "gone", "de") == "gone"
