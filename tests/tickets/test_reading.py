"""Staff who do not read a type are to its tickets what any other member is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.actor import Actor
from bot.errors import NotStaff, Refused
from bot.ticket_errors import AlreadyOpen, NothingWaits, NotReader, NotYourTicket, OpenUnread, UnknownTicket
from bot.tickets import lifecycle, merging, reading
from bot.tickets.csat.refused import NotTheCustomer
from bot.tickets.holding import Holding
from bot.tickets.owed import HOLDER_JOB
from bot.tickets.past.past import Past
from bot.tickets.promises.refused import NotTheCaller, UnknownPromise
from bot.tickets.queue import Wanted, Whose
from bot.tickets.reading import reads
from bot.tickets.service import TicketService
from bot.tickets.ticket import Event, EventKind, Status, WaitingOn
from tests import test_other_servers as elsewhere
from tests.services import HERE, NOON, Engine, member, open_engine
from tests.tickets.test_lifecycle import ACTORS, AT, CASES, a_ticket, act
from tests.tickets.test_service import ANN, BOB, SAM, TOM, ann, desk, due, kinds, opened, request, sam

__all__ = ["desk"]

ENGINEERING = 600
BARRED = {"billing": (ENGINEERING,)}
kim = replace(member(TOM, is_staff=True), barred=BARRED)
"""On staff, and reads no tickets of the type `billing`."""


def outcome(action: str, status: Status, by: Actor) -> Any:
    """What comes of it: a ticket and an event, or the kind of refusal."""
    try:
        return act(action, a_ticket(status), by)
    except Refused as refused:
        return type(refused)


@pytest.mark.parametrize(("action", "actor", "status"), [case[:3] for case in CASES if case[1] != "time"])
def test_whatever_the_barred_do_to_a_ticket_comes_of_it_as_if_they_were_not_on_staff(
    action: str, actor: str, status: Status
) -> None:
    person = ACTORS[actor]
    as_member = outcome(action, status, replace(person, is_staff=False))
    barred = outcome(action, status, replace(person, is_staff=True, barred=BARRED))
    assert barred == (NotReader if as_member in (NotStaff, NotYourTicket) else as_member)
    other = replace(person, is_staff=True, barred={"delivery": (ENGINEERING,)})
    assert outcome(action, status, other) == outcome(action, status, replace(person, is_staff=True))


def test_who_gives_takes_moves_or_merges_a_ticket_reads_it_on_both_sides() -> None:
    ticket, other = a_ticket(Status.OPEN), replace(a_ticket(Status.OPEN), id=12, number=5, type_id="delivery")
    assert (reads(ticket, kim), reads(other, kim), reads(ticket, ann)) == (False, True, False)
    with pytest.raises(NotReader) as given:
        lifecycle.assign(ticket, kim, sam, AT)
    assert given.value == NotReader((ENGINEERING,), TOM)
    for one, into in ((ticket, other), (other, ticket)):
        with pytest.raises(NotReader) as merged:
            merging.merge(one, into, kim, AT)
        assert merged.value == NotReader((ENGINEERING,))
        with pytest.raises(NotReader):
            merging.unmerge(
                replace(one, status=Status.CLOSED, merged_into=into.number), into, kim, AT, merging.Meanwhile()
            )


async def test_nobody_moves_a_ticket_from_or_to_a_type_that_they_do_not_read(engine: Engine) -> None:
    for ticket, type_id in (
        (await opened(engine), "delivery"),
        (await opened(engine, ANN, "delivery"), "billing"),
    ):
        with pytest.raises(NotReader):
            await engine.services.moving.needs(ticket.id, type_id, by=kim)
        with pytest.raises(NotReader):
            await engine.services.moving.move(ticket.id, type_id, by=kim)


PARTY = {
    "adding.add_lines": NotYourTicket,
    "promises.may_ask": NotTheCaller,
    "promises.ask": NotTheCaller,
    "promises.agree": NotTheCaller,
    "ratings.rate": NotTheCustomer,
    "ratings.comment": NotTheCustomer,
    "ratings.given": NotTheCustomer,
    "tickets.in_server": None,
    "tickets.meant": None,
}
"""What only the requester does, and what finds the ticket for those who then ask whether it may be shown."""


async def test_no_service_does_anything_in_a_ticket_for_staff_who_do_not_read_it(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        rows = await elsewhere.written(engine)
        before, tried = await elsewhere.everything(engine), 0
        stranger = replace(member(77, is_staff=True, is_helper=True), barred=BARRED)
        for name, (call, refused) in elsewhere.CASES.items():
            if refused not in (UnknownTicket, UnknownPromise):
                continue
            tried += 1
            if (expected := PARTY.get(name, NotReader)) is None:
                await call(engine.services, rows, stranger)
            else:
                with pytest.raises(expected):
                    await call(engine.services, rows, stranger)
            assert await elsewhere.everything(engine) == before, name
        assert tried > 30


async def test_what_one_does_not_read_is_neither_listed_nor_counted_nor_dealt(
    engine: Engine, desk: TicketService
) -> None:
    hidden, shown = await opened(engine), await opened(engine, ANN, "delivery")
    for wanted in (Wanted(), Wanted(Whose.UNCLAIMED)):
        queue = await desk.queue(HERE, by=kim, wanted=wanted)
        assert ([one.id for one in queue.tickets], queue.waiting) == ([shown.id], 1)
    assert (await desk.queue(HERE, by=sam)).waiting == 2
    with pytest.raises(NotReader):
        await desk.queue(HERE, by=kim, wanted=Wanted(type_id="billing"))
    with pytest.raises(NotReader):
        await engine.services.dealing.deal(by=kim, type_id="billing")
    assert (await engine.services.dealing.deal(by=kim)).id == shown.id
    with pytest.raises(NothingWaits):
        await engine.services.dealing.deal(by=kim)
    assert (await engine.services.dealing.deal(by=sam)).id == hidden.id


async def test_my_list_names_nothing_that_i_do_not_read_although_it_is_mine(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    tom = member(TOM, is_staff=True)
    await desk.claim(ticket.id, by=tom)
    await engine.services.promises.make(ticket.id, "A refund", "in 1 h", by=tom)
    assert (await engine.services.mine.of(by=tom))[0].count == 2
    assert (await engine.services.mine.of(by=kim))[0].count == 0


async def test_a_line_of_somebody_who_does_not_read_the_type_is_no_answer_of_staff(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    thread_id = ticket.receipts.thread_id
    assert thread_id is not None
    assert await engine.services.listening.wrote(thread_id, "I know this", by=kim) is None
    assert "responded" not in await kinds(engine, ticket)
    answered = await engine.services.listening.wrote(thread_id, "I know this", by=sam)
    assert answered is not None
    assert answered.waiting_on is WaitingOn.REQUESTER


async def test_a_requester_who_does_not_read_the_type_closes_and_reopens_as_any_other(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine, TOM)
    assert lifecycle.is_asked_before_closing(ticket, kim)
    assert not lifecycle.is_asked_what_solved_it(ticket, kim)
    assert (await desk.close(ticket.id, by=kim)).status is Status.WITHDRAWN
    assert (await desk.reopen(ticket.id, by=kim)).status is Status.OPEN
    assert (await desk.resolve(ticket.id, by=kim)).status is Status.RESOLVED


def test_who_has_a_ticket_and_does_not_read_it_any_more_gives_it_back() -> None:
    held = replace(a_ticket(Status.CLAIMED), assignee_id=TOM, held_since=NOON)
    assert reading.give_back(held, kim, AT) == (
        replace(held, status=Status.OPEN, assignee_id=None),
        Event(EventKind.BARRED, None, AT, member_id=TOM),
    )
    for ticket, holder in (
        (held, member(TOM, is_staff=True)),
        (held, replace(kim, id=SAM)),
        (replace(held, type_id="delivery"), kim),
        (replace(held, status=Status.RESOLVED), kim),
    ):
        assert reading.give_back(ticket, holder, AT) is None


def only(engine: Engine, type_id: str, **changes: object) -> None:
    """The operator has written this into config.yaml for a type."""
    kind = engine.config.tickets.type(type_id)
    assert kind is not None
    kind.__dict__.update(changes)


async def test_what_is_held_of_a_type_that_not_all_read_is_looked_at_when_it_comes_there_or_back(
    engine: Engine, desk: TicketService
) -> None:
    tom, ticket = member(TOM, is_staff=True), await opened(engine)
    looked = (ticket.id, NOON)
    await desk.claim(ticket.id, by=tom)
    assert looked not in await due(engine, HOLDER_JOB)
    await engine.services.moving.move(ticket.id, "delivery", by=sam)
    assert looked in await due(engine, HOLDER_JOB)
    await engine.services.jobs.run(HOLDER_JOB, ticket.id)
    only(engine, "delivery", staff=["Support"])
    holding = Holding(engine.database, engine.clock, engine.config.tickets, engine.services.jobs)
    assert [one.id for one in await holding.held(HERE)] == [ticket.id]
    barred = replace(tom, barred={"delivery": ()})
    assert await holding.give_back(ticket.id, sam) is None
    assert (await desk.get(ticket.id)).assignee_id == TOM
    given = await holding.give_back(ticket.id, barred)
    assert given is not None
    assert (given.status, given.assignee_id) == (Status.OPEN, None)
    assert (await holding.held(HERE), (await kinds(engine, ticket))[-1]) == ([], "barred")


async def test_the_history_on_a_card_names_no_ticket_that_some_who_see_the_card_do_not_read(
    engine: Engine, desk: TicketService
) -> None:
    only(engine, "delivery", staff=["Support"])
    hidden = await opened(engine, ANN, "delivery")
    engine.clock.turn(hours=1)
    seen = await opened(engine)
    of = engine.services.pasts.of
    assert await of(seen) == Past()
    assert (await of(hidden)).live == 1, "those who read it read the other one, too"
    only(engine, "billing", staff=[42], queue="billing-queue")
    assert await of(seen) == Past(), "whoever reads that may not read this"
    only(engine, "billing", staff=["Support"])
    assert ((await of(seen)).before, (await of(seen)).live) == (1, 1)
    only(engine, "billing", queue=None)
    assert await of(seen) == Past(), "its card stands where all of staff see it"


async def test_a_ticket_in_which_anothers_goes_on_is_not_named_to_who_does_not_read_it(
    engine: Engine, desk: TicketService
) -> None:
    adding, merging = engine.services.adding, engine.services.merging
    seen, hidden = await opened(engine, ANN, "delivery"), await opened(engine, BOB)
    await merging.merge(seen.id, hidden.id, by=sam)
    assert [one.id for one in await adding.possible(HERE, ANN, "delivery", by=sam)] == [hidden.id]
    assert [one.id for one in await adding.possible(HERE, ANN, "delivery", by=ann)] == [hidden.id]
    assert await adding.possible(HERE, ANN, "delivery", by=kim) == []
    as_requester = replace(ann, is_staff=True, barred=BARRED)
    assert [one.id for one in await adding.possible(HERE, ANN, "delivery", by=as_requester)] == [hidden.id]
    for ticket in (seen, hidden):
        with pytest.raises(NotReader):
            await adding.add(ticket.id, (), requester_id=ANN, question_id=None, by=kim)
    assert (await adding.add(seen.id, (), requester_id=ANN, question_id=None, by=as_requester)).id == hidden.id


async def test_nobody_is_sent_to_an_open_ticket_that_they_do_not_read(engine: Engine, desk: TicketService) -> None:
    await opened(engine)
    with pytest.raises(OpenUnread) as unread:
        await desk.may_open(HERE, ANN, "billing", by=kim)
    assert unread.value == OpenUnread((ENGINEERING,))
    with pytest.raises(OpenUnread):
        await desk.open(request(), by=kim)
    for by in (sam, replace(ann, is_staff=True, barred=BARRED)):
        with pytest.raises(AlreadyOpen):
            await desk.may_open(HERE, ANN, "billing", by=by)
