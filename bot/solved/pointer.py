"""A pointer: the line by which the FAQ, where no entry fits, points a question to one that was solved before. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.config import Between
from bot.faq.question import Question
from bot.faq.speaking import (
    ANSWERS_A_CHANNEL,
    ENTRY_CAP,
    IN_DOUBT,
    Place,
    Rule,
    is_drawn,
)
from bot.reputation.solutions.solution import Solution


class Outcome(StrEnum):
    """What became of a pointer: its asker's word, or that there is nothing to point to or from any more."""

    HELPED = "helped"
    NOT_IT = "not_it"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Pointer:
    """`message_id` is the line in Discord, None before it stands there."""

    id: int
    guild_id: int
    question_id: int
    solution_id: int
    at: datetime
    message_id: int | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Given:
    """What was pointed to before, as the caps count it: in the channel in an hour, the same solution there last, and
    whether the member was pointed to it in a day.
    """

    in_channel: int
    same_in_channel_at: datetime | None
    has_member_had: bool


class Standing(StrEnum):
    """What should stand of a pointer in Discord."""

    NOTHING = "nothing"
    LINE = "line"
    HELPED = "helped"


def may_point(
    place: Place, rule: Rule, message_id: int, *, between: Between, shadow: Collection[str | int], lot_percent: int
) -> bool:
    """Whether a question may be pointed anywhere: in a help channel or forum, where no entry was likely and nothing was
    withheld; never where the FAQ is only watched, or is to be silent unless it is sure, nor where the lot withholds answers.
    """
    return (
        rule in IN_DOUBT
        and bool(place.names)
        and between is not Between.SILENT
        and place.names.isdisjoint(shadow)
        and not is_drawn(message_id, lot_percent)
    )


def is_for(solution: Solution, question: Question) -> bool:
    """Whether a solution is news to who asked: not the question itself, nor an answer that they wrote."""
    own = (solution.question_message_id, solution.question_id)
    return question.asker_id != solution.author_id and question.message_id not in own


def allows(given: Given, answers_in_channel: int, now: datetime) -> bool:
    """Whether the caps leave room, those of entries: a member once a day, a channel once a minute, and ten messages of the
    FAQ in a channel an hour.
    """
    same = given.same_in_channel_at
    return (
        not given.has_member_had
        and (same is None or now - same >= ENTRY_CAP)
        and given.in_channel + answers_in_channel < ANSWERS_A_CHANNEL
    )


def standing(pointer: Pointer, question: Question, solution: Solution, *, is_late: bool) -> Standing:
    """What should stand now. Nothing is said for the first time once somebody else has spoken, the question reads
    otherwise, or it `is_late`.
    """
    if pointer.outcome is Outcome.HELPED:
        return Standing.HELPED
    if pointer.outcome is not None or not solution.stands:
        return Standing.NOTHING
    is_open = question.outcome is None and question.rule in IN_DOUBT
    if pointer.message_id is None and (not is_open or is_late or not solution.is_found_by_words):
        return Standing.NOTHING
    return Standing.LINE
