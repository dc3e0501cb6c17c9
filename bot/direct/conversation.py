"""Which lines of direct messages belong together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

PAUSE = timedelta(hours=1)
"""After a longer silence, what somebody writes is about something new."""


def together(times: Sequence[datetime]) -> int:
    """How many of these lines, the newest first, are about the same as the newest: all up to a pause."""
    return next(
        (n for n, (later, earlier) in enumerate(pairwise(times), 1) if later - earlier > PAUSE), len(times)
    )
