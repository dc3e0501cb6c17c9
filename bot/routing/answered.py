"""Whether what people wrote after a question answers it, where nothing but their lines tells. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.matching.asking import wants_an_answer
from bot.matching.pleas import answers_nobody


@dataclass(frozen=True)
class Said:
    """A line that a person wrote, what it replies to, and whom it mentions. `text` is empty where we may not read it."""

    message_id: int
    author_id: int
    text: str
    replied_to: int | None = None
    mentions: frozenset[int] = frozenset()


def is_answered(asker_id: int, pieces: Collection[int], lines: Iterable[Said], *, is_own_place: bool) -> bool:
    """Whether somebody else has answered, by these lines since the question, the oldest first.

    In a thread of its own (`is_own_place`) whatever helps does. In a channel it has to reply to the asker or mention them;
    or speak to nobody else and ask nothing itself, before somebody else has asked there.
    """
    own, has_other_asked = set(pieces), False
    for line in lines:
        if line.author_id == asker_id:
            own.add(line.message_id)
            continue
        if line.text and answers_nobody(line.text):
            continue
        if is_own_place or line.replied_to in own or asker_id in line.mentions:
            return True
        if line.replied_to is not None or line.mentions:
            continue
        if wants_an_answer(line.text):
            has_other_asked = True
        elif not has_other_asked:
            return True
    return False
