"""Who wrote in a resolved ticket and is still to be heard: by what stands in its thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.tickets.hearing import Line, first_answer, is_unheard, missed_since
from bot.tickets.lifecycle import Event, EventKind, Status, StoredEvent
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
    ("lines", "unheard"),
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
    lines: list[tuple[Any, ...]], unheard: bool
) -> None:
    assert is_unheard(a_ticket(Status.RESOLVED), HISTORY, [Line(*line) for line in lines]) == unheard


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.RESOLVED])
def test_nobody_is_unheard_in_a_ticket_that_is_not_resolved(status: Status) -> None:
    assert not is_unheard(a_ticket(status), HISTORY, [Line(ANN, "it is still wrong", LATER)])


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
    assert missed_since(ticket, answered) is None
    assert first_answer(ticket, answered, ANSWERS) is None


def test_nothing_is_missed_once_it_is_closed_and_no_answer_is_the_first_once_it_is_resolved() -> None:
    assert missed_since(a_ticket(Status.CLOSED), HISTORY) is None
    assert missed_since(a_ticket(Status.RESOLVED), HISTORY) == AT
    assert first_answer(a_ticket(Status.RESOLVED), HISTORY, ANSWERS) is None
