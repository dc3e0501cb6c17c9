"""Which lines of direct messages belong together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

PAUSE = timedelta(hours=1)
"""After a longer silence, what somebody writes is about something new."""


def of_server(messages: Sequence[tuple[datetime, bool, bool | None]]) -> list[int]:
    """Which of these messages, the oldest first, belong to what was begun with the first: up to a pause, and without what
    went to another server. Each is when it was written, whether it is theirs, and of ours whether the buttons below it are
    of this server; None where there are none.
    """
    found, waiting, last, goes_here = list[int](), list[int](), None, True
    for place, (at, is_theirs, is_here) in enumerate(messages):
        if is_theirs:
            if last is not None and at - last > PAUSE:
                break
            last = at
            waiting.append(place)
        elif is_here is not None:
            found += waiting if is_here else []
            waiting, goes_here = [], is_here
    return found + waiting if goes_here else found


def together(times: Sequence[datetime]) -> int:
    """How many of these lines, the newest first, are about the same as the newest: all up to a pause."""
    return next(
        (n for n, (later, earlier) in enumerate(pairwise(times), 1) if later - earlier > PAUSE), len(times)
    )
