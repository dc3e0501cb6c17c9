"""When the FAQ points to a solved question, and what should stand of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Between
from bot.faq.question import Outcome as Settled
from bot.faq.question import Question
from bot.faq.speaking import ANSWERS_A_CHANNEL, IN_DOUBT, Place, Rule, is_drawn
from bot.matching.verdict import Verdict
from bot.reputation.solutions.solution import Solution
from bot.solved.pointer import Given, Outcome, Pointer, Standing, allows, is_for, may_point, standing
from tests.services import HERE, NOON

ANN, SAM = 1, 3
PLACE = Place(HERE, 9, 9, frozenset({9, "help"}))
QUESTION = Question(
    id=7,
    guild_id=HERE,
    channel_id=9,
    place_id=9,
    message_id=70,
    asker_id=ANN,
    asked_at=NOON,
    text=None,
    verdict=Verdict.SILENT,
    rule=Rule.UNKNOWN,
    entry_id=None,
    candidates=(),
    language=None,
    score=0.0,
    answer_message_id=None,
    answered_at=None,
    reread_at=None,
    outcome=None,
)
SOLUTION = Solution(HERE, 50, 2, SAM, 9, 51, NOON, 1, None, 9, 50, True, None, False)
POINTER = Pointer(5, HERE, 7, 1, NOON)
SAID = replace(POINTER, message_id=80)
NOTHING_BEFORE = Given(0, None, has_member_had=False)


def may(
    rule: Rule = Rule.UNKNOWN,
    place: Place = PLACE,
    between: Between = Between.SUGGEST,
    shadow: tuple[str, ...] = (),
    percent: int = 0,
) -> bool:
    return may_point(place, rule, 70, between=between, shadow=shadow, lot_percent=percent)


@pytest.mark.parametrize("rule", Rule)
def test_only_where_no_entry_was_likely_and_nothing_was_withheld(rule: Rule) -> None:
    assert may(rule) is (rule in IN_DOUBT)


def test_never_where_the_faq_does_not_listen_is_watched_or_is_to_be_silent_nor_where_the_lot_withholds() -> None:
    assert not may(place=replace(PLACE, names=frozenset()))
    assert not may(shadow=("help",))
    assert may(shadow=("elsewhere",))
    assert not may(between=Between.SILENT)
    assert may(between=Between.HINT)
    assert is_drawn(70, 100)
    assert not may(percent=100)


def test_nobody_is_pointed_to_their_own_question_or_to_what_they_answered() -> None:
    assert is_for(SOLUTION, QUESTION)
    assert not is_for(replace(SOLUTION, author_id=ANN), QUESTION)
    assert not is_for(replace(SOLUTION, question_message_id=70), QUESTION)
    assert not is_for(replace(SOLUTION, question_id=70), QUESTION)


def test_the_caps_of_entries_hold() -> None:
    now = NOON + timedelta(hours=1)
    assert allows(NOTHING_BEFORE, 0, now)
    assert not allows(replace(NOTHING_BEFORE, has_member_had=True), 0, now)
    assert not allows(replace(NOTHING_BEFORE, same_in_channel_at=now - timedelta(seconds=59)), 0, now)
    assert allows(replace(NOTHING_BEFORE, same_in_channel_at=now - timedelta(seconds=60)), 0, now)
    assert not allows(replace(NOTHING_BEFORE, in_channel=4), ANSWERS_A_CHANNEL - 4, now)
    assert allows(replace(NOTHING_BEFORE, in_channel=4), ANSWERS_A_CHANNEL - 5, now)


def stands(
    pointer: Pointer = POINTER,
    question: Question = QUESTION,
    solution: Solution = SOLUTION,
    *,
    is_late: bool = False,
) -> Standing:
    return standing(pointer, question, solution, is_late=is_late)


def test_it_is_said_once_and_only_while_nobody_has_spoken_and_nothing_has_changed() -> None:
    assert stands() is Standing.LINE
    assert stands(is_late=True) is Standing.NOTHING
    assert stands(question=replace(QUESTION, outcome=Settled.HUMAN)) is Standing.NOTHING
    assert stands(question=replace(QUESTION, rule=Rule.SURE)) is Standing.NOTHING
    assert stands(solution=replace(SOLUTION, is_found_by_words=False)) is Standing.NOTHING
    assert stands(SAID, replace(QUESTION, outcome=Settled.HUMAN), is_late=True) is Standing.LINE


def test_it_goes_when_who_asked_says_so_or_there_is_nothing_to_point_to_and_stays_where_it_helped() -> None:
    ended = replace(SOLUTION, ended_at=NOON)
    assert stands(SAID, solution=ended) is Standing.NOTHING
    for outcome in (Outcome.NOT_IT, Outcome.WITHDRAWN):
        assert stands(replace(SAID, outcome=outcome)) is Standing.NOTHING
    assert stands(replace(SAID, outcome=Outcome.HELPED), solution=ended) is Standing.HELPED
