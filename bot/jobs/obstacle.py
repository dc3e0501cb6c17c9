"""Obstacles: what keeps a job from being done until a person changes something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ObstacleKind(StrEnum):
    """What sort of thing a person has to change."""

    CHANNEL_MISSING = "channel_missing"
    ROLE_MISSING = "role_missing"
    ROLE_OUT_OF_REACH = "role_out_of_reach"
    """We may not give or take it: it stands too high, belongs to an app, or we lack a permission."""

    ROLE_POWERFUL = "role_powerful"
    """It can do more than a rank may bring."""

    TAG_MISSING = "tag_missing"
    POST_FULL = "post_full"
    """A forum post carries as many tags as Discord lets it."""

    THREADS_FULL = "threads_full"
    """As many threads are active in the server as Discord lets there be."""

    FORBIDDEN = "forbidden"
    """Discord does not let us: a permission is missing there."""

    REFUSED = "refused"
    """Discord takes it in no form that we know; `what` may be a kind of job where no channel is concerned."""

    DISK = "disk"
    """Our own disk takes no more, or the folder is not ours to write in; `what` names it."""

    BROKEN = "broken"
    """Signpost itself fails at it, again and again."""


LETS_ONE_PASS = frozenset({ObstacleKind.THREADS_FULL})
"""Where there is room for one, there need not be any for the next."""


@dataclass(frozen=True)
class Obstacle:
    """One obstacle. `what` names what to look at, as people write it: `#support-queue`, `@Support`, a kind of job."""

    kind: ObstacleKind
    what: str


@dataclass(frozen=True)
class Line:
    """The message in the queue channel that tells of an obstacle."""

    channel_id: int
    message_id: int


@dataclass(frozen=True)
class MetObstacle:
    """An obstacle in a server, since when, and when people were told; `waiting` counts the jobs that it keeps.

    `told_at` is None while nobody could be told, `line` where it is not in the queue channel that they were.
    """

    id: int
    guild_id: int
    obstacle: Obstacle
    since_at: datetime
    told_at: datetime | None
    waiting: int
    line: Line | None = None


class Hindered(Exception):
    """Raised by a handler: its job waits until somebody has changed something."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(f"{obstacle.kind}: {obstacle.what}")
        self.obstacle = obstacle


TELL_JOB = "obstacle.tell"
"""Tells people of an obstacle, once. Subject: the obstacle."""

PASSED_JOB = "obstacle.passed"
"""Takes back the line that told of an obstacle. Subject: the message; data: its `channel`, and `what` kept us."""
