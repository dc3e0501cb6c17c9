"""Whether a line that somebody else writes after a question answers it. Pure."""

from __future__ import annotations

from enum import StrEnum

from bot.matching.asking import wants_an_answer
from bot.matching.pleas import answers_nobody
from bot.matching.qualifying import qualifies


class Bearing(StrEnum):
    """What a line is to a question: nothing, what only looks like an answer, or one."""

    NOTHING = "nothing"
    MAYBE = "maybe"
    ANSWER = "answer"


def bearing(text: str, *, is_to_asker: bool) -> Bearing:
    """What is said to who asked answers them, if it is more than is said beside; what is said into the room does only if it
    asks nothing and is enough to be awarded. No text is one that we may not read, or a picture: it counts as an answer.
    """
    if not text:
        return Bearing.ANSWER
    if answers_nobody(text):
        return Bearing.NOTHING
    if is_to_asker or (qualifies(text) and not wants_an_answer(text)):
        return Bearing.ANSWER
    return Bearing.MAYBE
