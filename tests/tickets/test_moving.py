"""Tickets that are moved to another type: what is asked, what is kept, how urgent they are then, and whether there is room."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.errors import NotStaff
from bot.ticket_errors import (
    SameType,
    TicketResolved,
    UnknownTicketType,
    WrongAnswers,
)
from bot.ticket_fields import FieldKind, Pattern, TicketField
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.moving import Moving
from bot.tickets.priority import Grounds, Impact
from bot.tickets.ticket import Detail, Event, EventKind, Ticket, WaitingOn
from bot.tickets.views import View
from tests.services import NOON, Engine
from tests.tickets.test_service import BOB, SAM, ann, events, opened, owed_views, sam, tom

NUMBER = Pattern(regex=r"\d+", example="4711", message="Write the number.")
FORUM = TicketType(id="forum", label="Forum", description="Ask there.", goes_to="community")
BUG = TicketType(
    id="bug",
    label="Bug",
    description="It fails.",
    priority=Priority.P4,
    highest_priority=Priority.P3,
    fields=[
        TicketField(id="what", label="What happens?"),
        TicketField(id="account", label="Which account?", pattern=NUMBER),
        TicketField(id="shot", label="What does it look like?", kind=FieldKind.FILE),
    ],
)


@pytest.fixture
def moving(engine: Engine) -> Moving:
    engine.config.tickets.types.extend([BUG, FORUM])
    return engine.services.moving


async def test_a_ticket_is_moved_with_all_that_was_said_and_the_rest_is_asked_of_its_requester(
    engine: Engine, moving: Moving
) -> None:
    ticket = await opened(engine)
    needs = await moving.needs(ticket.id, "bug", by=sam)
    assert [field.id for field in needs.fields] == ["account"], "nobody sends files for somebody else"
    assert needs.suggested == {"account": "My invoice is wrong"}, "a line, as it asks for one"
    moved = await moving.move(ticket.id, "bug", by=sam)
    grounds = Grounds()
    assert moved == await engine.services.tickets.get(ticket.id)
    assert moved == replace(
        ticket, type_id="bug", priority=Priority.P4, grounds=grounds, waiting_on=WaitingOn.REQUESTER
    )
    assert (await events(engine, ticket))[1:] == [
        Event(EventKind.MOVED, SAM, NOON, type_id="bug", former_type_id="billing", asked=("account", "shot")),
        Event(EventKind.TURNED, SAM, NOON, waiting_on=WaitingOn.REQUESTER),
    ]
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD, View.PARTS}
    needs = await moving.needs(ticket.id, "billing", by=sam)
    assert needs.nothing


async def test_what_staff_know_is_kept_and_an_answer_that_cannot_be_is_refused(
    engine: Engine, moving: Moving
) -> None:
    ticket = await opened(engine)
    wrong = Detail("Which account?", "the red one", field_id="account")
    with pytest.raises(WrongAnswers):
        await moving.move(ticket.id, "bug", by=sam, answers=[wrong])
    assert (await engine.services.tickets.get(ticket.id)).type_id == "billing"
    right = replace(wrong, text="4711")
    moved = await moving.move(ticket.id, "bug", by=sam, answers=[right])
    assert moved.details == (*ticket.details, right)
    assert (await events(engine, ticket))[1].asked == ("shot",)


async def test_it_is_as_urgent_as_the_new_type_says_unless_staff_have_said_otherwise(
    engine: Engine, moving: Moving
) -> None:
    ticket = await opened(engine)
    needs = await moving.needs(ticket.id, "delivery", by=sam)
    assert (needs.fields, needs.impact, needs.nothing) == ((), True, False)
    moved = await moving.move(ticket.id, "delivery", by=sam, impact=Impact.SEVERAL)
    assert (moved.priority, moved.grounds) == (Priority.P1, Grounds(Impact.SEVERAL))
    moved = await moving.move(ticket.id, "bug", by=sam)
    assert (moved.priority, moved.grounds) == (Priority.P4, Grounds(Impact.SEVERAL)), "it does not ask for that"
    moved = await moving.move(ticket.id, "delivery", by=sam, impact=Impact.ONE)
    assert moved.priority is Priority.P1, "what the requester said stands"
    await engine.services.tickets.prioritise(ticket.id, priority=Priority.P2, note="VIP", by=sam)
    assert not (await moving.needs(ticket.id, "bug", by=sam)).impact
    moved = await moving.move(ticket.id, "bug", by=sam)
    assert (moved.priority, moved.grounds) == (
        Priority.P2,
        Grounds(Impact.SEVERAL, set_by=SAM, note="VIP"),
    )


async def test_staff_move_it_beside_the_tickets_that_its_requester_has_however_many_members_may_open(
    engine: Engine, moving: Moving
) -> None:
    first, second = await opened(engine), await opened(engine, type_id="delivery")
    other = await opened(engine, BOB)
    assert (await moving.needs(second.id, "billing", by=sam)).nothing
    both = await asyncio.gather(
        *(moving.move(second.id, "billing", by=by) for by in (sam, tom)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["SameType", "Ticket"]
    assert (first.slot, next(one for one in both if isinstance(one, Ticket)).slot) == (1, 2)
    assert (await moving.move(other.id, "delivery", by=sam)).slot == 1


async def test_a_ticket_of_a_removed_type_can_be_moved_and_one_that_cannot_be_is_refused(
    engine: Engine, moving: Moving
) -> None:
    ticket = await opened(engine)
    del engine.config.tickets.types[0]
    for type_id, by, refusal in (
        ("bug", ann, NotStaff),
        ("billing", sam, UnknownTicketType),
        ("forum", sam, UnknownTicketType),
    ):
        with pytest.raises(refusal):
            await moving.needs(ticket.id, type_id, by=by)
        with pytest.raises(refusal):
            await moving.move(ticket.id, type_id, by=by)
    await moving.move(ticket.id, "delivery", by=sam)
    with pytest.raises(SameType):
        await moving.move(ticket.id, "delivery", by=sam)
    await engine.services.tickets.resolve(ticket.id, by=ann)
    with pytest.raises(TicketResolved):
        await moving.move(ticket.id, "bug", by=sam)
