"""Whether what people wrote after a question answers it, where nothing but their lines tells. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.matching.answering import Bearing, bearing
from bot.matching.asking import wants_an_answer
from bot.matching.thanks import is_thanks


@dataclass(frozen=True)
class Said:
    """A line that a person wrote, what it replies to, and whom it mentions. `text` is empty where we may not read it."""

    message_id: int
    author_id: int
    text: str
    at: datetime
    replied_to: int | None = None
    mentions: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seen:
    """Whether somebody has answered, and when lines came that only look like it."""

    is_answered: bool = False
    maybe_at: tuple[datetime, ...] = ()


def seen(asker_id: int, pieces: Collection[int], lines: Iterable[Said], *, is_own_place: bool) -> Seen:
    """What these lines since the question are to it, the oldest first.

    In a thread of its own (`is_own_place`) whatever helps answers it. In a channel it has to reply to the asker or mention
    them; or speak to nobody else, before somebody else has asked there. Of what only looks like an answer the asker says
    whether it was one, by their thanks.
    """
    own, maybe_at, has_other_asked = set(pieces), list[datetime](), False
    for line in lines:
        if line.author_id == asker_id:
            own.add(line.message_id)
            if maybe_at and is_thanks(line.text):
                return Seen(is_answered=True)
            continue
        is_to_asker = line.replied_to in own or asker_id in line.mentions
        if not is_own_place and not is_to_asker:
            if line.replied_to is not None or line.mentions or has_other_asked:
                continue
            if has_other_asked := wants_an_answer(line.text):
                continue
        match bearing(line.text, is_to_asker=is_to_asker):
            case Bearing.ANSWER:
                return Seen(is_answered=True)
            case Bearing.MAYBE:
                maybe_at.append(line.at)
            case Bearing.NOTHING:
                pass
    return Seen(maybe_at=tuple(maybe_at))
