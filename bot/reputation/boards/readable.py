"""Which lines of the ledger somebody reads. Pure.

What was earned and what was taken back is for all to read. That an award waits, or is on hold, is between who has it and staff: it
would tell others that somebody is under suspicion. Who gave it knows that it waits.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.actor import Actor
from bot.reputation.line import Line, Rule


def readable(lines: Sequence[Line], by: Actor) -> list[Line]:
    """Those of these lines that they may read; `lines` are all of their keys."""
    if by.is_staff:
        return list(lines)
    hidden = {one.id for one in lines if _is_hidden(one, by.id)}
    return [one for one in lines if one.id not in hidden and one.reverses_id not in hidden]


def _is_hidden(line: Line, reader_id: int) -> bool:
    if line.member_id == reader_id:
        return False
    if line.pending:
        return line.by_id != reader_id
    return line.rule in (Rule.HELD, Rule.SUPERSEDED) or line.is_release
