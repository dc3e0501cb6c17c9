"""Who wrote in a resolved ticket and is still to be heard: by what stands in its thread."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.tickets.hearing import Line, is_unheard
from bot.tickets.lifecycle import Event, EventKind, Status, StoredEvent
from tests.tickets.test_lifecycle import ANN, AT, BOB, SAM, a_ticket

EARLIER, LATER = AT - timedelta(seconds=1), AT + timedelta(seconds=1)
HISTORY = [
    StoredEvent(place, Event(kind, SAM, at))
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
        ([(SAM, "Look at page two", LATER), (ANN, "it is still wrong", LATER)], False),
        ([(BOB, "Look at page two", LATER), (ANN, "it is still wrong", LATER)], False),
        ([(ANN, "it is still wrong", LATER), (SAM, "Look at page two", LATER)], True),
    ],
)
def test_the_requester_is_unheard_whose_newest_lines_nobody_has_answered(
    lines: list[tuple[int, str, datetime]], unheard: bool
) -> None:
    assert is_unheard(a_ticket(Status.RESOLVED), HISTORY, [Line(*line) for line in lines]) == unheard


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.RESOLVED])
def test_nobody_is_unheard_in_a_ticket_that_is_not_resolved(status: Status) -> None:
    assert not is_unheard(a_ticket(status), HISTORY, [Line(ANN, "it is still wrong", LATER)])
