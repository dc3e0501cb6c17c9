"""Which views a change makes out of date, in which order they are best made, and what has never been made."""

from __future__ import annotations

import pytest

from bot.tickets.ticket import REVERSIBLE, Receipts, Status
from bot.tickets.views import OF_A_NEW_THREAD, OF_A_NEW_TICKET, View, in_order, missing, of_change


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_a_thread_is_locked_or_freed_only_where_a_ticket_is_closed_or_no_longer(
    before: Status, after: Status
) -> None:
    wanted = of_change(before, after)
    assert {View.GREETING, View.NEWS, View.CARD} <= {*wanted}
    assert (View.OFFERS in wanted) == (before in REVERSIBLE and after not in REVERSIBLE)
    assert (View.LOCK in wanted) == ((before is Status.CLOSED) != (after is Status.CLOSED))


@pytest.mark.parametrize("status", Status)
def test_each_view_has_its_turn_and_the_thread_the_first(status: Status) -> None:
    order = in_order(status)
    assert sorted(order) == sorted(View)
    assert order[0] is View.THREAD
    assert order.index(View.GREETING) < order.index(View.PARTS) < order.index(View.MEMBER)


def test_a_thread_is_locked_after_all_is_said_in_it_and_freed_before() -> None:
    assert in_order(Status.CLOSED)[-1] is View.LOCK
    for status in (Status.OPEN, Status.CLAIMED, Status.RESOLVED):
        assert in_order(status)[1] is View.LOCK


def test_a_new_ticket_and_its_new_thread_leave_no_view_out_but_what_needs_lines_with_buttons() -> None:
    assert {*OF_A_NEW_TICKET, *OF_A_NEW_THREAD} == {*View} - {View.OFFERS, View.NOTES}


@pytest.mark.parametrize(
    ("receipts", "status", "wanted"),
    [
        (Receipts(), Status.OPEN, {View.THREAD, View.CARD}),
        (Receipts(), Status.CLOSED, {View.THREAD}),
        (Receipts(1), Status.CLAIMED, {View.GREETING, View.MEMBER, View.CARD}),
        (Receipts(1, 2), Status.RESOLVED, {View.MEMBER, View.CARD}),
        (Receipts(1, 2, True), Status.OPEN, {View.CARD}),
        (Receipts(1, None, True, 3, 4), Status.OPEN, {View.GREETING}),
        (Receipts(1, 2, False, 3, 4), Status.OPEN, {View.MEMBER}),
        (Receipts(1, 2, True, 3, 4), Status.OPEN, set()),
    ],
)
def test_what_has_no_receipt_is_missing(receipts: Receipts, status: Status, wanted: set[View]) -> None:
    assert {*missing(receipts, status)} == wanted
