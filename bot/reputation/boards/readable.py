"""Which lines of the ledger somebody reads. Pure.

What was earned and what was taken back is for all to read. That an award waits, or is on hold, is between who has it and staff: it
would tell others that somebody is under suspicion. Who gave it knows that it waits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.actor import Actor
from bot.reputation.line import Line, Rule


def readable(lines: Sequence[Line], by: Actor) -> list[Line]:
    """Those of these lines that they may read; each reversal is among them with what it takes back.

    What was held and is taken back for good, is so by way of a release: that reversal is for all, else they would read an award that is gone.
    """
    if by.is_staff:
        return list(lines)
    unknown = {one.id for one in lines if one.pending and not _is_concerned(one, by.id)}
    return [
        one
        for one in lines
        if one.id not in unknown
        and one.reverses_id not in unknown
        and (one.member_id == by.id or not _tells_of_a_hold(one))
    ]


def in_sight(lines: Sequence[Line], by: Actor, channel_ids: Collection[int]) -> list[Line]:
    """Those about messages in these channels, which they can see; what is about no message is for staff and whom it concerns."""
    seen = {
        one.id
        for one in lines
        if (one.data["channel"] in channel_ids if "channel" in one.data else by.is_staff or _has_part(one, by.id))
    }
    return [one for one in lines if (one.reverses_id or one.id) in seen]


def _is_concerned(line: Line, reader_id: int) -> bool:
    """Whether they have an award, or gave it."""
    return reader_id in (line.member_id, line.by_id)


def _has_part(line: Line, reader_id: int) -> bool:
    return _is_concerned(line, reader_id) or line.asker_id == reader_id


def _tells_of_a_hold(line: Line) -> bool:
    return line.rule in (Rule.HELD, Rule.SUPERSEDED) or line.is_release
