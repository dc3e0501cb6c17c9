"""Who helps with what and when, and who is told of a question: never those who sleep or rest, nor always the same. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

LATELY = timedelta(hours=24)
"""What somebody was told of within this is what they have to do."""

LEARNT_WITHIN = timedelta(days=180)
"""For this long an accepted answer shows what its author knows."""

LEARNT_AT_MOST = 10
"""More accepted answers of one topic than this say nothing more of their author."""

TOPICS_AT_MOST = 25
"""Options that a form of Discord's can have."""


@dataclass(frozen=True)
class Wish:
    """What a member wants to be told of: these topics, or all; but not from one hour of their day to another."""

    topics: tuple[str, ...]
    takes_all: bool
    quiet: tuple[int, int] | None
    time_zone: str


@dataclass(frozen=True)
class Helper:
    """A member who helps. `zone` is that of their day; paused without an end they are until they say otherwise."""

    member_id: int
    wish: Wish
    zone: tzinfo = UTC
    paused_at: datetime | None = None
    paused_until: datetime | None = None

    def is_paused(self, now: datetime) -> bool:
        """Whether they want to be told of nothing right now, by their own word."""
        return self.paused_at is not None and (self.paused_until is None or now < self.paused_until)

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is one of their quiet hours: the first is one, the last is none."""
        if self.wish.quiet is None:
            return False
        (begin, end), hour = self.wish.quiet, now.astimezone(self.zone).hour
        return begin <= hour < end if begin < end else hour >= begin or hour < end


@dataclass(frozen=True)
class Work:
    """What the database knows of a helper: accepted answers by topic, how many questions they were told of or took
    `LATELY`, how many they have taken and not answered yet, and when that last was.
    """

    learnt: Mapping[str, int] = field(default_factory=dict)
    lately: int = 0
    holds: int = 0
    last_at: datetime | None = None


IDLE = Work()


def candidates(
    helpers: Iterable[Helper],
    work: Mapping[int, Work],
    topic: str | None,
    now: datetime,
    *,
    but: Collection[int],
    is_last: bool,
) -> list[int]:
    """The ids of those who may be told of a question of this topic now, who is to be told first the first; but for who was
    told of it before, and its asker.

    While it is not the last time, only those of its topic, by their wish or by what they have answered.
    The weight of each is their skill, 1 for a wish and up to 1 for accepted answers, over 1 + what they have to do, where
    what they have taken counts twice. Of those who weigh the same, who was told longest ago goes first.
    """
    found = [
        helper
        for helper in helpers
        if helper.member_id not in but
        and not helper.is_paused(now)
        and not helper.is_quiet(now)
        and (is_last or _is_theirs(helper, work.get(helper.member_id, IDLE), topic))
    ]
    never = datetime.min.replace(tzinfo=UTC)

    def place(helper: Helper) -> tuple[float, datetime, int]:
        done = work.get(helper.member_id, IDLE)
        return -_weight(helper, done, topic), done.last_at or never, helper.member_id

    return [helper.member_id for helper in sorted(found, key=place)]


def _is_theirs(helper: Helper, done: Work, topic: str | None) -> bool:
    return helper.wish.takes_all or topic in helper.wish.topics or (topic is not None and topic in done.learnt)


def _weight(helper: Helper, done: Work, topic: str | None) -> float:
    """Never 0: who knows nothing of a topic is told the last time, less often the more they have to do."""
    wish = 1.0 if topic in helper.wish.topics else 0.5 if helper.wish.takes_all else 0.0
    learnt = min(done.learnt.get(topic, 0), LEARNT_AT_MOST) / LEARNT_AT_MOST if topic is not None else 0.0
    return (0.1 + wish + learnt) / (1 + done.lately + 2 * done.holds)
