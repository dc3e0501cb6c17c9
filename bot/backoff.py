"""How long to wait before the next try: binary exponential back-off."""

from __future__ import annotations

from datetime import timedelta

_DOUBLINGS_AT_MOST = 20
"""More than any bound needs; a `timedelta` holds some forty doublings of a second."""


def pause(failures: int, first: timedelta, longest: timedelta) -> timedelta:
    """Nothing where nothing has failed; then `first`, doubled with each further failure, up to `longest`."""
    return min(first * (1 << min(failures - 1, _DOUBLINGS_AT_MOST)), longest) if failures else timedelta()
