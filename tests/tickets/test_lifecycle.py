"""What may happen to a ticket, and by whom: the whole table, and long random lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.actor import Actor
from bot.errors import Refused
from bot.ticket_errors import (
    AlreadyClaimed,
    AlreadyWaiting,
    HolderActive,
    NoReason,
    NotOnStaff,
    SamePriority,
    TicketClosed,
)
from bot.ticket_urgency import Priority
from bot.tickets import lifecycle
from bot.tickets.priority import Grounds, Impact
from bot.tickets.ticket import LIVE, REVERSIBLE, Event, EventKind, Receipts, Status, Ticket, WaitingOn

ANN, BOB, SAM, TOM, HUGO = 1, 2, 3, 4, 5
AT = datetime(2027, 3, 1, 12, tzinfo=UTC)

ACTORS = {
    "requester": Actor(ANN),
    "stranger": Actor(BOB),
    "assignee": Actor(SAM, is_staff=True),
    "colleague": Actor(TOM, is_staff=True),
    "requester_on_staff": Actor(ANN, is_staff=True),
}

Outcome = tuple[Ticket, Event | None]


def act(action: str, ticket: Ticket, by: Actor) -> Outcome:
    """Do it; the ticket afterwards, and the event if there was one."""
    match action:
        case "claim":
            return lifecycle.claim(ticket, by, AT)
        case "release":
            return lifecycle.release(ticket, by, AT)
        case "assign":
            return lifecycle.assign(ticket, ACTORS["colleague"], by, AT)
        case "respond":
            return ticket, lifecycle.respond(ticket, by, AT)
        case "wait":
            return lifecycle.wait(ticket, WaitingOn.FIX, by, AT)
        case "resolve":
            return lifecycle.resolve(ticket, by, AT, note="a typo")
        case "credit":
            return lifecycle.resolve(ticket, by, AT, helper_id=HUGO)
        case "close":
            return lifecycle.close(ticket, by, AT, note="a duplicate")
        case "reopen":
            return lifecycle.reopen(ticket, by, AT)
        case "prioritise":
            return lifecycle.prioritise(ticket, by, AT, priority=Priority.P1, note="They pay")
        case "expire":
            return lifecycle.expire(ticket, AT) or (ticket, None)
        case _:
            raise LookupError(action)


def a_ticket(status: Status) -> Ticket:
    """Ann's ticket; Sam has it, or had it."""
    return Ticket(
        id=11,
        guild_id=7,
        number=4,
        type_id="billing",
        status=status,
        priority=Priority.P3,
        requester_id=ANN,
        assignee_id=None if status is Status.OPEN else SAM,
        summary="My invoice is wrong",
        details=(),
        question_id=None,
        interaction_id=99,
        opened_at=AT - timedelta(days=1),
        receipts=Receipts(),
        announced_event_id=0,
    )


# What each may do to a ticket that stands as the heading says. A cell is a refusal, `-` (nothing happens), or the
# status afterwards and the assignee: `/me` who acts, `/Sam` who had it, nothing for nobody.
TABLE = """
action      actor               open           claimed         resolved        withdrawn      silent         closed
claim       requester           NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
claim       stranger            NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
claim       assignee            claimed/me     AlreadyClaimed  TicketResolved  TicketClosed   TicketSilent   TicketClosed
claim       colleague           claimed/me     AlreadyClaimed  TicketResolved  TicketClosed   TicketSilent   TicketClosed
claim       requester_on_staff  claimed/me     AlreadyClaimed  TicketResolved  TicketClosed   TicketSilent   TicketClosed
release     requester           NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
release     stranger            NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
release     assignee            NotClaimed     open            TicketResolved  TicketClosed   TicketSilent   TicketClosed
release     colleague           NotClaimed     open            TicketResolved  TicketClosed   TicketSilent   TicketClosed
release     requester_on_staff  NotClaimed     open            TicketResolved  TicketClosed   TicketSilent   TicketClosed
assign      requester           NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
assign      stranger            NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
assign      assignee            claimed/Tom    claimed/Tom     TicketResolved  TicketClosed   TicketSilent   TicketClosed
assign      colleague           claimed/Tom    claimed/Tom     TicketResolved  TicketClosed   TicketSilent   TicketClosed
assign      requester_on_staff  claimed/Tom    claimed/Tom     TicketResolved  TicketClosed   TicketSilent   TicketClosed
respond     requester           -              -               -               -              -              -
respond     stranger            -              -               -               -              -              -
respond     assignee            open           claimed/Sam     -               -              -              -
respond     colleague           open           claimed/Sam     -               -              -              -
respond     requester_on_staff  -              -               -               -              -              -
wait        requester           NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
wait        stranger            NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
wait        assignee            open           claimed/Sam     TicketResolved  TicketClosed   TicketSilent   TicketClosed
wait        colleague           open           claimed/Sam     TicketResolved  TicketClosed   TicketSilent   TicketClosed
wait        requester_on_staff  open           claimed/Sam     TicketResolved  TicketClosed   TicketSilent   TicketClosed
resolve     requester           resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
resolve     stranger            NotYourTicket  NotYourTicket   NotYourTicket   NotYourTicket  NotYourTicket  NotYourTicket
resolve     assignee            resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
resolve     colleague           resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
resolve     requester_on_staff  resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
credit      requester           NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
credit      stranger            NotYourTicket  NotYourTicket   NotYourTicket   NotYourTicket  NotYourTicket  NotYourTicket
credit      assignee            resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
credit      colleague           resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
credit      requester_on_staff  resolved       resolved/Sam    TicketResolved  TicketClosed   TicketSilent   TicketClosed
prioritise  requester           NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
prioritise  stranger            NotStaff       NotStaff        NotStaff        NotStaff       NotStaff       NotStaff
prioritise  assignee            open           claimed/Sam     TicketResolved  TicketClosed   TicketSilent   TicketClosed
prioritise  colleague           open           claimed/Sam     TicketResolved  TicketClosed   TicketSilent   TicketClosed
prioritise  requester_on_staff  open           claimed/Sam     TicketResolved  TicketClosed   TicketSilent   TicketClosed
close       requester           withdrawn      withdrawn/Sam   withdrawn/Sam   TicketClosed   withdrawn/Sam  TicketClosed
close       stranger            NotYourTicket  NotYourTicket   NotYourTicket   NotYourTicket  NotYourTicket  NotYourTicket
close       assignee            closed         closed/Sam      closed/Sam      closed/Sam     closed/Sam     TicketClosed
close       colleague           closed         closed/Sam      closed/Sam      closed/Sam     closed/Sam     TicketClosed
close       requester_on_staff  closed         closed/Sam      closed/Sam      closed/Sam     closed/Sam     TicketClosed
reopen      requester           TicketLive     TicketLive      claimed/Sam     claimed/Sam    claimed/Sam    TicketClosed
reopen      stranger            NotYourTicket  NotYourTicket   NotYourTicket   NotYourTicket  NotYourTicket  NotYourTicket
reopen      assignee            TicketLive     TicketLive      claimed/Sam     claimed/Sam    claimed/Sam    claimed/Sam
reopen      colleague           TicketLive     TicketLive      claimed/Sam     claimed/Sam    claimed/Sam    claimed/Sam
reopen      requester_on_staff  TicketLive     TicketLive      claimed/Sam     claimed/Sam    claimed/Sam    claimed/Sam
expire      time                -              -               closed/Sam      closed/Sam     closed/Sam     -
"""
_HEADING, *_ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [
    (row[0], row[1], Status(status), cell)
    for row in _ROWS
    for status, cell in zip(_HEADING[2:], row[2:], strict=True)
]

LEAVES = {
    "claim": EventKind.CLAIMED,
    "release": EventKind.RELEASED,
    "assign": EventKind.ASSIGNED,
    "respond": EventKind.RESPONDED,
    "wait": EventKind.TURNED,
    "resolve": EventKind.RESOLVED,
    "credit": EventKind.RESOLVED,
    "close": EventKind.CLOSED,
    "prioritise": EventKind.PRIORITISED,
    "reopen": EventKind.REOPENED,
    "expire": EventKind.CLOSED,
}


SETS: dict[str, Callable[[Actor], dict[str, Any]]] = {
    "wait": lambda _: {"waiting_on": WaitingOn.FIX},
    "prioritise": lambda by: {"priority": Priority.P1, "grounds": Grounds(set_by=by.id, note="They pay")},
}
"""What an action changes beside status and assignee."""


def test_the_table_leaves_nothing_out() -> None:
    wanted = {
        (action, actor, status) for action in LEAVES if action != "expire" for actor in ACTORS for status in Status
    }
    wanted |= {("expire", "time", status) for status in Status}
    assert {case[:3] for case in CASES} == wanted
    assert len(CASES) == len(wanted)


@pytest.mark.parametrize(("action", "actor", "status", "cell"), CASES, ids=lambda part: str(part))
def test_who_may_do_what_to_which_ticket(action: str, actor: str, status: Status, cell: str) -> None:
    before, by = a_ticket(status), ACTORS.get(actor, Actor(0))
    if cell[0].isupper():
        with pytest.raises(Refused) as refusal:
            act(action, before, by)
        assert type(refusal.value).__name__ == cell
        return
    after, event = act(action, before, by)
    if cell == "-":
        assert (after, event) == (before, None)
        return
    expected, _, assignee = cell.partition("/")
    holder = {"": None, "me": by.id, "Sam": SAM, "Tom": TOM}[assignee]
    sets = SETS.get(action, lambda _: {})(by)
    assert after == replace(before, status=Status(expected), assignee_id=holder, **sets)
    assert event is not None
    expires = action == "expire" and status is not Status.RESOLVED
    kind = EventKind.EXPIRED if expires else LEAVES[action]
    assert (event.kind, event.at) == (kind, AT)
    assert event.actor_id == (None if actor == "time" else by.id)


def test_staff_who_set_the_priority_keep_what_the_form_said_and_none_is_set_twice() -> None:
    said = Grounds(Impact.SEVERAL, has_workaround=False)
    before, sam = replace(a_ticket(Status.OPEN), grounds=said), ACTORS["assignee"]
    after, event = act("prioritise", before, sam)
    assert after.grounds == replace(said, set_by=SAM, note="They pay")
    assert event == Event(EventKind.PRIORITISED, SAM, AT, note="They pay", priority=Priority.P1)
    with pytest.raises(SamePriority):
        act("prioritise", after, sam)


def test_an_event_tells_what_was_said_and_whom_it_is_about() -> None:
    sam = ACTORS["assignee"]
    assert act("resolve", a_ticket(Status.OPEN), sam)[1] == Event(EventKind.RESOLVED, SAM, AT, note="a typo")
    assert act("credit", a_ticket(Status.OPEN), sam)[1] == Event(EventKind.RESOLVED, SAM, AT, member_id=HUGO)
    assert act("close", a_ticket(Status.OPEN), sam)[1] == Event(EventKind.CLOSED, SAM, AT, note="a duplicate")
    released = act("release", a_ticket(Status.CLAIMED), ACTORS["colleague"])[1]
    assert released == Event(EventKind.RELEASED, TOM, AT, member_id=SAM)


def test_a_refusal_names_the_ticket_and_who_has_it() -> None:
    with pytest.raises(Refused) as refusal:
        act("claim", a_ticket(Status.CLAIMED), ACTORS["colleague"])
    assert vars(refusal.value) == {"number": 4, "assignee_id": SAM}
    with pytest.raises(Refused) as refusal:
        act("reopen", a_ticket(Status.CLOSED), ACTORS["requester"])
    assert vars(refusal.value) == {"number": 4, "is_withdrawn": False}


@pytest.mark.parametrize("action", ["resolve", "claim", "wait", "close"])
@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.CLOSED])
def test_a_refusal_tells_what_its_requester_can_take_back_from_what_is_closed(action: str, status: Status) -> None:
    by = ACTORS["requester" if action in ("resolve", "close") else "colleague"]
    with pytest.raises(TicketClosed) as refusal:
        act(action, a_ticket(status), by)
    assert refusal.value.is_withdrawn == (status is Status.WITHDRAWN)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_a_ticket_that_nobody_had_is_nobodys_when_it_is_open_again(status: Status) -> None:
    before = replace(a_ticket(status), assignee_id=None)
    after, _ = lifecycle.reopen(before, ACTORS["colleague"], AT)
    assert after == replace(before, status=Status.OPEN)


def test_a_requester_who_writes_in_a_resolved_ticket_opens_it_again_with_whoever_had_it() -> None:
    before = a_ticket(Status.RESOLVED)
    after, event = lifecycle.hear(before, ACTORS["requester"], AT)
    assert after == replace(before, status=Status.CLAIMED)
    assert event == Event(EventKind.REOPENED, ANN, AT, wrote=True)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("actor", ACTORS)
def test_only_the_requester_speaks_after_all_and_only_until_time_closes_the_ticket(
    status: Status, actor: str
) -> None:
    is_theirs = ACTORS[actor].id == ANN
    assert lifecycle.speaks_after_all(a_ticket(status), ACTORS[actor]) == (is_theirs and status in REVERSIBLE)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("actor", ACTORS)
def test_only_staff_are_asked_what_solved_a_ticket_and_only_while_somebody_waits(
    status: Status, actor: str
) -> None:
    asked = lifecycle.is_asked_what_solved_it(a_ticket(status), ACTORS[actor])
    assert asked == (ACTORS[actor].is_staff and status in (Status.OPEN, Status.CLAIMED))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("actor", ACTORS)
def test_only_the_requester_is_asked_before_a_ticket_is_closed(status: Status, actor: str) -> None:
    asked = lifecycle.is_asked_before_closing(a_ticket(status), ACTORS[actor])
    assert asked == (actor == "requester" and status not in (Status.WITHDRAWN, Status.CLOSED))


@pytest.mark.parametrize("note", ["", "  ", "\u200b"])
def test_a_priority_is_set_only_with_a_reason(note: str) -> None:
    with pytest.raises(NoReason):
        lifecycle.prioritise(a_ticket(Status.OPEN), ACTORS["colleague"], AT, priority=Priority.P1, note=note)


def test_who_says_again_whose_turn_it_is_has_to_say_what_is_new() -> None:
    sam, waits = ACTORS["assignee"], replace(a_ticket(Status.CLAIMED), waiting_on=WaitingOn.FIX)
    with pytest.raises(AlreadyWaiting):
        lifecycle.wait(waits, WaitingOn.FIX, sam, AT)
    after, event = lifecycle.wait(waits, WaitingOn.FIX, sam, AT, note="Not before Friday")
    assert after == waits
    assert event == Event(EventKind.TURNED, SAM, AT, note="Not before Friday", waiting_on=WaitingOn.FIX)


def test_who_takes_a_ticket_from_a_colleague_is_asked_first_where_they_were_active_within_the_hour() -> None:
    held, tom = a_ticket(Status.CLAIMED), ACTORS["colleague"]
    with pytest.raises(HolderActive) as asked:
        lifecycle.assign(held, tom, tom, AT, active_at=AT - timedelta(minutes=59))
    assert vars(asked.value) == {
        "number": 4,
        "assignee_id": SAM,
        "to_id": TOM,
        "active_at": AT - timedelta(minutes=59),
    }
    taken, event = lifecycle.assign(held, tom, tom, AT, active_at=AT - timedelta(hours=1))
    assert taken == replace(held, assignee_id=TOM)
    assert event == Event(EventKind.ASSIGNED, TOM, AT, member_id=TOM)
    given, _ = lifecycle.assign(held, tom, ACTORS["assignee"], AT, active_at=AT)
    assert given.assignee_id == TOM, "who gives away what they have is not asked"
    with pytest.raises(AlreadyClaimed):
        lifecycle.assign(held, ACTORS["assignee"], tom, AT)
    with pytest.raises(NotOnStaff):
        lifecycle.assign(held, ACTORS["stranger"], tom, AT)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.WITHDRAWN, Status.CLOSED])
def test_in_a_ticket_that_is_open_again_it_is_staffs_turn(status: Status) -> None:
    after, _ = lifecycle.reopen(replace(a_ticket(status), waiting_on=WaitingOn.FIX), ACTORS["colleague"], AT)
    assert after.waiting_on is WaitingOn.STAFF


class TicketLife(RuleBasedStateMachine):
    """One ticket, and anybody who does anything to it in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = a_ticket(Status.OPEN)
        self.history: list[Event] = []

    @rule(action=st.sampled_from(sorted(LEAVES)), by=st.sampled_from(list(ACTORS.values())))
    def somebody_acts(self, action: str, by: Actor) -> None:
        before, copy = self.ticket, replace(self.ticket)
        try:
            after, event = act(action, before, by)
        except Refused:
            assert before == copy
            return
        if event is None:
            assert after == before
            return
        expires = action == "expire" and before.status is not Status.RESOLVED
        assert event.kind is (EventKind.EXPIRED if expires else LEAVES[action])
        assert event.actor_id == (None if action == "expire" else by.id)
        assert by.is_staff or by.id == ANN or action == "expire"
        if action == "assign":
            assert after == replace(before, status=Status.CLAIMED, assignee_id=TOM)
        elif action in SETS:
            assert after == replace(before, **SETS[action](by))
        else:
            assert after == before if action == "respond" else after.status is not before.status
        self.ticket = after
        self.history.append(event)

    @invariant()
    def only_who_claimed_it_has_it(self) -> None:
        holder = None
        for event in self.history:
            if event.kind is EventKind.CLAIMED:
                holder = event.actor_id
            elif event.kind is EventKind.ASSIGNED:
                holder = event.member_id
            elif event.kind is EventKind.RELEASED:
                holder = None
        assert self.ticket.assignee_id == holder
        assert self.ticket.status is not Status.CLAIMED or holder is not None
        assert holder is None or self.ticket.status is not Status.OPEN

    @invariant()
    def its_history_tells_how_it_stands(self) -> None:
        stays = (EventKind.RESPONDED, EventKind.TURNED, EventKind.PRIORITISED)
        moves = [(event.kind, event.actor_id) for event in self.history if event.kind not in stays]
        stands = {
            EventKind.CLAIMED: Status.CLAIMED,
            EventKind.RELEASED: Status.OPEN,
            EventKind.ASSIGNED: Status.CLAIMED,
            EventKind.REOPENED: Status.OPEN if self.ticket.assignee_id is None else Status.CLAIMED,
            EventKind.RESOLVED: Status.RESOLVED,
            EventKind.CLOSED: self.ticket.status,
            EventKind.EXPIRED: Status.CLOSED,
        }
        if moves:
            assert self.ticket.status is stands[moves[-1][0]]
            assert (self.ticket.status is Status.WITHDRAWN) <= (moves[-1] == (EventKind.CLOSED, ANN))
        else:
            assert self.ticket.status in LIVE

    @invariant()
    def nothing_else_about_it_changes(self) -> None:
        now, at_first = self.ticket, a_ticket(Status.OPEN)
        is_set = any(event.kind is EventKind.PRIORITISED for event in self.history)
        assert (now.priority is Priority.P1, now.grounds is not None) == (is_set, is_set)
        same = replace(now, status=Status.OPEN, assignee_id=None, waiting_on=WaitingOn.STAFF)
        assert replace(same, priority=at_first.priority, grounds=None) == at_first


test_whatever_people_do_a_ticket_stays_whole = TicketLife.TestCase
TicketLife.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
