"""Who wrote in a resolved ticket and is still to be heard: by what stands in its thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.tickets.hearing import (
    SKEW,
    Line,
    first_answer,
    is_overtaken,
    missed_since,
    turned_by,
    turns_unheard,
    unheard,
)
from bot.tickets.ticket import REVERSIBLE, Event, EventKind, Status, StoredEvent, WaitingOn
from tests.tickets.test_lifecycle import ANN, AT, BOB, SAM, a_ticket

EARLIER, LATER = AT - timedelta(seconds=1), AT + timedelta(seconds=1)
HISTORY = [
    StoredEvent(place, Event(kind, SAM, at), place)
    for place, (kind, at) in enumerate(
        [
            (EventKind.RESOLVED, EARLIER - timedelta(days=1)),
            (EventKind.REOPENED, EARLIER - timedelta(hours=1)),
            (EventKind.RESOLVED, AT),
        ]
    )
]


@pytest.mark.parametrize(
    ("lines", "is_unheard"),
    [
        ([], False),
        ([(ANN, "it is still wrong", LATER)], True),
        ([(ANN, "", LATER)], True),
        ([(ANN, "Thank you!", LATER)], False),
        ([(ANN, "Thank you!", LATER), (ANN, "it is still wrong", LATER)], True),
        ([(ANN, "it is still wrong", AT)], False),
        ([(ANN, "it is still wrong", EARLIER)], False),
        ([(ANN, "Thank you!", LATER), (ANN, "it is still wrong", EARLIER)], False),
        ([(SAM, "Look at page two", LATER, True), (ANN, "it is still wrong", LATER)], False),
        ([(BOB, "Same for me", LATER), (ANN, "it is still wrong", LATER)], True),
        ([(BOB, "Same for me", LATER)], False),
        ([(ANN, "it is still wrong", LATER), (SAM, "Look at page two", LATER, True)], True),
        ([(ANN, "it is still wrong", LATER, True)], True),
    ],
)
def test_the_requester_is_unheard_whose_newest_lines_staff_have_not_answered(
    lines: list[tuple[Any, ...]], is_unheard: bool
) -> None:
    found = unheard(a_ticket(Status.RESOLVED), HISTORY, [Line(*line) for line in lines])
    assert (found is not None) == is_unheard


@pytest.mark.parametrize("status", Status)
def test_nobody_is_unheard_in_a_ticket_that_its_requester_cannot_open_again(status: Status) -> None:
    found = unheard(a_ticket(status), HISTORY, [Line(ANN, "it is still wrong", LATER)])
    assert (found is not None) == (status in REVERSIBLE)


ANSWERS = [
    Line(SAM, "Page two", LATER + timedelta(minutes=2), is_staff=True),
    Line(SAM, "Which invoice?", LATER + timedelta(minutes=1), is_staff=True),
    Line(BOB, "I have that too", LATER),
    Line(ANN, "Hello?", LATER, is_staff=True),
    Line(SAM, "Good morning", EARLIER, is_staff=True),
]


@pytest.mark.parametrize("status", [Status.OPEN, Status.CLAIMED])
def test_the_first_answer_is_staffs_oldest_line_since_the_ticket_was_opened(status: Status) -> None:
    ticket = replace(a_ticket(status), opened_at=AT)
    opened = StoredEvent(0, Event(EventKind.OPENED, ANN, AT), 0)
    assert missed_since(ticket, [opened]) == AT
    assert first_answer(ticket, [opened], ANSWERS) == ANSWERS[1]
    assert first_answer(ticket, [opened], ANSWERS[2:]) is None
    answered = [opened, StoredEvent(1, Event(EventKind.RESPONDED, SAM, LATER), 1)]
    assert missed_since(ticket, answered) == AT
    assert first_answer(ticket, answered, ANSWERS) is None


def test_nothing_is_missed_once_it_is_closed_and_no_answer_is_the_first_once_it_is_resolved() -> None:
    assert missed_since(a_ticket(Status.CLOSED), HISTORY) is None
    assert missed_since(a_ticket(Status.RESOLVED), HISTORY) == AT
    assert first_answer(a_ticket(Status.RESOLVED), HISTORY, ANSWERS) is None


STAFF, REQUESTER, THIRD_PARTY, FIX = WaitingOn


@pytest.mark.parametrize(
    ("waiting_on", "line", "turned"),
    [
        (STAFF, Line(SAM, "Which invoice?", LATER, is_staff=True), REQUESTER),
        (STAFF, Line(ANN, "4711", LATER), None),
        (STAFF, Line(BOB, "I have that too", LATER), None),
        (REQUESTER, Line(SAM, "And of which month?", LATER, is_staff=True), None),
        (REQUESTER, Line(ANN, "4711", LATER), STAFF),
        (REQUESTER, Line(ANN, "", LATER), STAFF),
        (REQUESTER, Line(ANN, "Thank you!", LATER), None),
        (REQUESTER, Line(ANN, "4711", LATER, is_staff=True), STAFF),
        (REQUESTER, Line(BOB, "I have that too", LATER), None),
        (THIRD_PARTY, Line(SAM, "The bank will call", LATER, is_staff=True), None),
        (THIRD_PARTY, Line(ANN, "They called", LATER), STAFF),
        (FIX, Line(SAM, "On Friday", LATER, is_staff=True), None),
        (FIX, Line(ANN, "It works again?", LATER), STAFF),
    ],
)
def test_who_writes_makes_it_the_others_turn(waiting_on: WaitingOn, line: Line, turned: WaitingOn | None) -> None:
    for status in Status:
        ticket = replace(a_ticket(status), waiting_on=waiting_on)
        assert turned_by(ticket, line) is (turned if status in (Status.OPEN, Status.CLAIMED) else None)


def test_each_line_that_was_not_heard_and_turns_it_counts() -> None:
    ticket, asked = (
        replace(a_ticket(Status.CLAIMED), waiting_on=REQUESTER),
        Line(SAM, "And?", LATER, is_staff=True),
    )
    history = [
        StoredEvent(place, Event(kind, SAM, at), place)
        for place, (kind, at) in enumerate([(EventKind.OPENED, EARLIER), (EventKind.TURNED, AT)])
    ]
    answered = Line(ANN, "4711", LATER)
    assert turns_unheard(ticket, history, []) == {}
    assert turns_unheard(ticket, history, [answered]) == {answered: STAFF}
    assert turns_unheard(ticket, history, [Line(ANN, "Thanks!", LATER), answered]) == {answered: STAFF}
    assert list(turns_unheard(ticket, history, [asked, answered]).items()) == [
        (answered, STAFF),
        (asked, REQUESTER),
    ]
    assert turns_unheard(ticket, history, [answered, asked]) == {answered: STAFF}
    assert turns_unheard(ticket, history, [replace(answered, at=AT)]) == {}
    assert turns_unheard(replace(ticket, status=Status.RESOLVED), history, [answered]) == {}


@pytest.mark.parametrize(
    ("event", "ago", "overtaken"),
    [
        (
            Event(EventKind.TURNED, SAM, AT, wrote=True, waiting_on=WaitingOn.REQUESTER),
            timedelta(milliseconds=1),
            True,
        ),
        (Event(EventKind.TURNED, SAM, AT, wrote=True, waiting_on=WaitingOn.REQUESTER), timedelta(), False),
        (Event(EventKind.TURNED, SAM, AT, waiting_on=WaitingOn.FIX), SKEW, False),
        (Event(EventKind.TURNED, SAM, AT, waiting_on=WaitingOn.FIX), SKEW * 2, True),
        (Event(EventKind.RESOLVED, SAM, AT), SKEW * 2, True),
        (Event(EventKind.REOPENED, ANN, AT, wrote=True), SKEW, False),
        (Event(EventKind.CLAIMED, SAM, AT), SKEW * 2, False),
        (Event(EventKind.RESOLVED, SAM, LATER), SKEW * 2, False),
        (Event(EventKind.TURNED, SAM, LATER, wrote=True, waiting_on=WaitingOn.REQUESTER), timedelta(), True),
    ],
)
def test_a_line_is_overtaken_by_what_was_decided_after_it_but_not_by_a_clock_that_was_ahead(
    event: Event, ago: timedelta, overtaken: bool
) -> None:
    history = [StoredEvent(1, Event(EventKind.OPENED, ANN, AT - timedelta(days=1)), 1), StoredEvent(2, event, 2)]
    assert is_overtaken(history, Line(ANN, "4711", AT - ago), AT) == overtaken
