"""What waits for a member of staff, and when their digest is due: by value, and over a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotStaff
from bot.ticket_urgency import Priority
from bot.tickets.mine.digest import DIGEST_JOB, Digest, next_at, owed_since
from bot.tickets.mine.waiting import PAGE, Due, Waiting, waiting
from bot.tickets.promises.promise import Call, Promise, State
from bot.tickets.ticket import Receipts, Status, Ticket, WaitingOn
from bot.zones import UnknownZone, zone
from tests.services import HERE, NOON, Engine, member
from tests.tickets.test_service import ANN, SAM, TOM, ann, due, opened, sam, tom

BERLIN = zone("Europe/Berlin")
TICKET = Ticket(
    id=1,
    guild_id=HERE,
    number=1,
    type_id="billing",
    status=Status.CLAIMED,
    priority=Priority.P3,
    requester_id=ANN,
    assignee_id=SAM,
    summary="It fails",
    details=(),
    question_id=None,
    interaction_id=1,
    opened_at=NOON,
    receipts=Receipts(),
    announced_event_id=0,
)
LOOSE, TOMS = replace(TICKET, id=2, status=Status.OPEN, assignee_id=None), replace(TICKET, id=3, assignee_id=TOM)
TICKETS = {one.id: one for one in (TICKET, LOOSE, TOMS)}


def promised(hours: float, ticket: Ticket = TICKET, **more: object) -> Promise:
    due_at = NOON + timedelta(hours=hours)
    made = Promise(1, HERE, ticket.id, 1, State.OPEN, "A refund", SAM, NOON, due_at)
    return replace(made, **more)  # type: ignore[arg-type]


def wished(*hours: float, ticket: Ticket = TICKET) -> Promise:
    slots = tuple(NOON + timedelta(hours=one) for one in hours)
    call = Call("4711", "UTC", slots)
    return promised(hours[0], ticket, state=State.ASKED, text="", is_call=True, call=call)


def of_sam(*promises: Promise, turns: tuple[Ticket, ...] = ()) -> Waiting:
    return waiting(SAM, promises, TICKETS, turns, NOON, BERLIN)


def test_call_backs_of_today_stand_on_top_then_promises_then_tickets() -> None:
    late, soon, far = promised(-1), promised(2), promised(50)
    call, later_call = promised(3, text="", is_call=True), promised(30, text="", is_call=True)
    found = of_sam(late, soon, call, later_call, far, turns=(TICKET,))
    assert [one.promise for one in found.calls] == [call]
    assert [one.promise for one in found.promises] == [late, soon, later_call, far]
    assert found.tickets == (TICKET,)
    assert found.count == 6


def test_an_unanswered_call_back_is_on_top_on_the_morning_of_any_of_its_times() -> None:
    today, tomorrow = wished(4, 30), wished(20, 30)
    assert [one.promise for one in of_sam(today).calls] == [today]
    assert [one.promise for one in of_sam(tomorrow).promises] == [tomorrow]
    assert of_sam(replace(today, state=State.PROPOSED)) == Waiting()


def test_what_is_promised_in_nobodys_ticket_concerns_all_on_its_day_and_what_is_a_colleagues_nobody_else() -> None:
    assert of_sam(promised(2, TOMS), promised(20, LOOSE), wished(2, ticket=TOMS)) == Waiting()
    mine, call = promised(2, LOOSE), wished(20, ticket=LOOSE)
    found = of_sam(mine, call)
    assert found.promises == (Due(mine, LOOSE), Due(call, LOOSE))
    midnight = promised(11, LOOSE)  # 0:00 in Berlin, and still today in UTC
    assert of_sam(midnight) == Waiting()


def test_pages_hold_all_of_it_once() -> None:
    found = Waiting([Due(promised(1), TICKET)] * 3, [Due(promised(2), TICKET)] * 20, [replace(TICKET, id=9)] * 10)
    assert (found.pages, Waiting().pages) == (3, 1)
    parts = [found.page(number) for number in (1, 2, 3)]
    assert [(len(one.calls), len(one.promises), len(one.tickets)) for one in parts] == [
        (3, 12, 0),
        (0, 8, 7),
        (0, 0, 3),
    ]
    assert parts[0].count == PAGE


@pytest.mark.parametrize(
    ("now", "hour", "due_at"),
    [
        (datetime(2027, 3, 1, 6, 59, tzinfo=UTC), 8, datetime(2027, 3, 1, 7, tzinfo=UTC)),
        (datetime(2027, 3, 1, 7, 0, tzinfo=UTC), 8, datetime(2027, 3, 2, 7, tzinfo=UTC)),
        (datetime(2027, 3, 27, 7, 0, tzinfo=UTC), 8, datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (datetime(2027, 3, 27, 7, 0, tzinfo=UTC), 2, datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (datetime(2027, 10, 30, 7, 0, tzinfo=UTC), 8, datetime(2027, 10, 31, 7, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), 2, datetime(2027, 11, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_digest_is_due_when_the_clocks_show_its_hour(now: datetime, hour: int, due_at: datetime) -> None:
    assert next_at(hour, BERLIN, now) == due_at


def test_a_digest_is_owed_until_it_is_sent_or_half_a_day_late() -> None:
    digest = Digest(1, HERE, SAM, 8, "UTC", "en")
    eight = NOON - timedelta(hours=4)
    assert owed_since(digest, UTC, NOON) == eight
    assert owed_since(replace(digest, sent_at=eight), UTC, NOON) is None
    assert owed_since(replace(digest, sent_at=eight - timedelta(hours=1)), UTC, NOON) == eight
    assert owed_since(digest, UTC, eight + timedelta(hours=12, minutes=1)) is None


async def test_my_tickets_wait_for_me_where_it_is_staffs_turn(engine: Engine) -> None:
    mine, tickets = engine.services.mine, engine.services.tickets
    first = await opened(engine)
    await tickets.claim(first.id, by=sam)
    promise = await engine.services.promises.make(first.id, "A refund", "in 2 h", by=tom)
    found, digest = await mine.of(by=sam)
    assert ([one.id for one in found.tickets], digest) == ([first.id], None)
    assert [one.promise for one in found.promises] == [promise]
    assert (await mine.of(by=tom))[0] == Waiting()
    await tickets.wait(first.id, WaitingOn.REQUESTER, by=sam)
    assert (await mine.of(by=sam))[0].tickets == ()
    await tickets.assign(first.id, tom, by=tom, sure_of=SAM)
    assert [one.promise for one in (await mine.of(by=tom))[0].promises] == [promise]
    assert (await mine.of(by=sam))[0].count == 0
    with pytest.raises(NotStaff):
        await mine.of(by=ann)


async def test_a_digest_is_wanted_at_another_hour_and_no_more(engine: Engine) -> None:
    mine = engine.services.mine
    with pytest.raises(NotStaff):
        await mine.want(8, None, "en", by=ann)
    with pytest.raises(UnknownZone):
        await mine.want(8, "Mars", "en", by=sam)
    first, at = await mine.want(8, "berlin", "de", by=sam)
    assert (first.time_zone, at) == ("Europe/Berlin", NOON + timedelta(hours=19))
    second, at = await mine.want(13, None, "de", by=sam)
    assert await due(engine, DIGEST_JOB) == [(second.id, NOON + timedelta(hours=1))]
    assert await mine.owed(second.id) is None, "it was not wanted yet when the hour struck, and nothing waits"
    ticket = await opened(engine)
    await engine.services.tickets.claim(ticket.id, by=sam)
    engine.clock.turn(hours=2)
    owed = await mine.owed(second.id)
    assert owed is not None
    assert owed[1].count == 1
    await mine.sent(second.id, is_delivered=False)
    assert await mine.owed(second.id) is None
    _, digest = await mine.of(by=sam)
    assert digest is not None
    assert digest.undelivered_at == engine.clock.now
    assert await mine.next_at(second.id) == NOON + timedelta(hours=25)
    await mine.want_none(by=member(SAM))
    assert await due(engine, DIGEST_JOB) == []
    assert await mine.next_at(second.id) is None
    assert (await mine.of(by=sam))[1] is None
