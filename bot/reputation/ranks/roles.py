"""Which roles a member is given and loses: what points gave, and nothing that a person did. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Grant:
    """A role that we give a member; `given_at` is None until Discord has taken it."""

    role_id: int
    given_at: datetime | None = None


def to_give(
    wanted: Sequence[int], grants: Collection[Grant], has: Collection[int], joined_at: datetime | None
) -> list[int]:
    """The roles that are still to be given, or that an earlier run may have given without noting so.

    What somebody has by hand is theirs already; what a moderator took off stays off, until they leave and come back.
    """
    given = {grant.role_id: grant.given_at for grant in grants}
    return [role_id for role_id in wanted if _is_open(role_id, given, has, joined_at)]


def to_take(wanted: Collection[int], grants: Collection[Grant]) -> list[int]:
    """The roles that we gave and that go with their rank no more."""
    return [grant.role_id for grant in grants if grant.role_id not in wanted]


def _is_open(
    role_id: int, given: dict[int, datetime | None], has: Collection[int], joined_at: datetime | None
) -> bool:
    if role_id not in given:
        return role_id not in has
    given_at = given[role_id]
    if given_at is None:
        return True
    return role_id not in has and joined_at is not None and joined_at > given_at
