"""Which rank a member holds: up at once, down only after a while, so that no balance makes a role flap. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.reputation_settings import Rank, RankRoles


@dataclass(frozen=True)
class Since:
    """A balance, and since when it was that."""

    at: datetime
    balance: int


def held(
    before: str | None, course: Sequence[Since], ranks: Sequence[Rank], settings: RankRoles, now: datetime
) -> str | None:
    """The name of the rank that is held now by who held `before`; `ranks` rise.

    `course` is how the balance went in the last `grace_days`: first what it was when they began, last what it is. A rank
    is reached with its points, and lost when the balance was more than `margin_percent` below them for all that time.
    What config.yaml says now counts as if it had always said so; a rank that it knows no more is held by nobody.
    """
    place = next((at for at, rank in enumerate(ranks) if rank.name == before), -1)
    begins = now - timedelta(days=settings.grace_days)
    lately = [one.balance for one, later in pairwise(course) if later.at > begins]
    peak = max([*lately, course[-1].balance])
    reached = [rank for rank in ranks if course[-1].balance >= rank.points]
    kept = [rank for rank in ranks[: place + 1] if peak >= kept_from(rank, settings)]
    names = [rank.name for rank in (reached if len(reached) > len(kept) else kept)]
    return names[-1] if names else None


def lost_at(
    name: str | None, course: Sequence[Since], ranks: Sequence[Rank], settings: RankRoles
) -> datetime | None:
    """When this rank is lost unless the balance rises; None where it is high enough."""
    rank = next((one for one in ranks if one.name == name), None)
    if rank is None or course[-1].balance >= kept_from(rank, settings):
        return None
    enough = [place for place, one in enumerate(course) if one.balance >= kept_from(rank, settings)]
    fell = course[enough[-1] + 1] if enough else course[0]
    return fell.at + timedelta(days=settings.grace_days)


def roles_of(name: str | None, ranks: Sequence[Rank], settings: RankRoles) -> tuple[str | int, ...]:
    """The roles, as config.yaml names them, that go with a rank: its own, or that of the next below it that has one; or of all
    up to it.
    """
    place = next((at for at, rank in enumerate(ranks) if rank.name == name), -1)
    roles = [rank.role for rank in ranks[: place + 1] if rank.role is not None]
    return tuple(dict.fromkeys(roles if settings.stacked else roles[-1:]))


def kept_from(rank: Rank, settings: RankRoles) -> int:
    """The lowest balance that is not too low for who holds this rank."""
    return -(-rank.points * (100 - settings.margin_percent) // 100)
