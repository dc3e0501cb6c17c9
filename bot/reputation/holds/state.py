"""What has become of an award: a later line may stand in its place, by which it vested, or was let go or given back. Runs in a caller's
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.database import Reader
from bot.reputation import store
from bot.reputation.line import Line


@dataclass(frozen=True)
class State:
    """An award as it is: its newest line, and whether that stands or is held. Neither: it is taken back."""

    line: Line
    stands: bool = False
    is_held: bool = False

    @property
    def award(self) -> tuple[str, int, int | None, datetime]:
        """What all lines of the award have in common, and those of no other."""
        return self.line.key, self.line.member_id, self.line.by_id, self.line.earned_at


def state(reader: Reader, line_id: int) -> State | None:
    """Of the award whose line this is, or takes it back; None where there is no such line."""
    line = store.get(reader, line_id)
    if line is not None and line.reverses_id is not None:
        line = store.get(reader, line.reverses_id)
    if line is None:
        return None
    standing = store.standing_at(reader, line.guild_id, line.key)
    if standing is not None:
        return State(standing, stands=True) if _is_same(standing, line) else State(line)
    held = store.held_at(reader, line.guild_id, line.key)
    if held is not None and _is_same(held, line):
        return State(held, is_held=True)
    return State(line)


def lines_of(reader: Reader, line: Line) -> set[int]:
    """The ids of all award lines that this award has had: a card names those that it had when it was looked at."""
    lines = store.of_key(reader, line.guild_id, line.key)
    return {one.id for one in lines if not one.is_reversal and _is_same(one, line)}


def _is_same(one: Line, other: Line) -> bool:
    """Whether it is the same award, and not that of somebody else who has the key by now."""
    return State(one).award == State(other).award
