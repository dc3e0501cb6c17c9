"""Lines of the ledger as a test wants them, whatever the rules would say."""

from __future__ import annotations

from typing import Any

from bot.reputation.line import Giver, Reason, Rule
from tests.services import HERE, NOON


def values(member_id: int, by_id: int, subject_id: int, points: int, **others: Any) -> dict[str, Any]:
    """What `store.add` writes: an award by staff for help with a ticket."""
    return {
        "guild_id": HERE,
        "key": f"accepted:t{subject_id}",
        "turn": 0,
        "member_id": member_id,
        "awarded_by": by_id,
        "giver": Giver.STAFF.value,
        "reason": Reason.TICKET_HELP.value,
        "subject_id": subject_id,
        "asker_id": None,
        "topic": None,
        "points": points,
        "pending": 0,
        "vests_at": None,
        "rule": Rule.FULL.value,
        "data": {},
        "at": NOON,
        "earned_at": NOON,
        "reverses_id": None,
        "policy_id": None,
    } | others
