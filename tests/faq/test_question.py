"""What should stand under a question, by value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Between
from bot.faq.question import Outcome, Question, Standing, meant_in_post, standing
from bot.faq.speaking import SPEAKING, Rule
from bot.matching.verdict import Verdict

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ASKED = Question(
    id=1,
    guild_id=7,
    channel_id=9,
    place_id=9,
    message_id=55,
    asker_id=3,
    asked_at=NOON,
    text="how do i set up spf",
    verdict=Verdict.ANSWER,
    rule=Rule.SURE,
    entry_id="spf",
    candidates=(("spf", 0.9),),
    language=None,
    score=0.9,
    answer_message_id=None,
    answered_at=None,
    reread_at=None,
    outcome=None,
)
UNSURE = replace(ASKED, verdict=Verdict.SUGGEST, rule=Rule.BETWEEN, entry_id=None)
SERVED = replace(ASKED, answer_message_id=77, answered_at=NOON)

questions = st.builds(
    lambda base, rule, outcome, is_served, is_chosen: replace(
        base,
        rule=rule,
        outcome=outcome,
        answer_message_id=77 if is_served else None,
        answered_at=NOON if is_served else None,
        entry_id="spf" if is_chosen or base.verdict is Verdict.ANSWER else None,
    ),
    st.sampled_from([ASKED, UNSURE]),
    st.sampled_from(Rule),
    st.none() | st.sampled_from(Outcome),
    st.booleans(),
    st.booleans(),
)


def test_a_line_in_a_post_is_about_ones_own_question_or_one_that_nobody_has_settled() -> None:
    theirs, others = ASKED, replace(ASKED, id=2, asker_id=4)
    settled = replace(others, outcome=Outcome.SOLVED)
    assert meant_in_post([], 5) is None
    assert meant_in_post([theirs, settled], theirs.asker_id) is theirs
    assert meant_in_post([theirs, others], 5) is others
    assert meant_in_post([theirs, settled], 5) is theirs
    assert meant_in_post([settled], 5) is settled


@pytest.mark.parametrize("between", Between)
def test_a_sure_answer_stands_whatever_is_done_when_it_is_not_sure(between: Between) -> None:
    assert standing(ASKED, between) is Standing.ANSWER
    assert standing(replace(SERVED, outcome=Outcome.SOLVED), between) is Standing.SOLVED


def test_what_is_not_sure_is_suggested_or_hinted_at() -> None:
    assert standing(UNSURE, Between.SUGGEST) is Standing.SUGGESTIONS
    assert standing(UNSURE, Between.HINT) is Standing.HINT


def test_a_choice_becomes_the_answer_but_a_hint_stays_a_hint_for_others() -> None:
    chosen = replace(UNSURE, entry_id="spf", answer_message_id=77, answered_at=NOON)
    assert standing(chosen, Between.SUGGEST) is Standing.ANSWER
    assert standing(chosen, Between.HINT) is Standing.HINT
    solved = replace(chosen, outcome=Outcome.SOLVED)
    assert standing(solved, Between.SUGGEST) is Standing.SOLVED
    assert standing(solved, Between.HINT) is Standing.LINE


@pytest.mark.parametrize("outcome", [Outcome.HUMAN, Outcome.HANDED_OVER, Outcome.WRONG])
def test_what_was_overtaken_leaves_a_line_and_nothing_where_nothing_was_said(outcome: Outcome) -> None:
    assert standing(replace(SERVED, outcome=outcome), Between.SUGGEST) is Standing.LINE
    assert standing(replace(ASKED, outcome=outcome), Between.SUGGEST) is Standing.NOTHING


@pytest.mark.parametrize("outcome", [Outcome.REMOVED, Outcome.DISMISSED])
def test_what_was_removed_or_dismissed_leaves_nothing(outcome: Outcome) -> None:
    assert standing(replace(SERVED, outcome=outcome), Between.SUGGEST) is Standing.NOTHING


def test_who_was_pointed_to_an_answer_keeps_a_line_once_it_helped() -> None:
    pointed = replace(SERVED, rule=Rule.ABOVE)
    assert standing(pointed, Between.SUGGEST) is Standing.ABOVE
    assert standing(replace(pointed, outcome=Outcome.SOLVED), Between.SUGGEST) is Standing.LINE


@given(questions, st.sampled_from(Between))
def test_where_a_rule_wants_silence_nothing_stands_and_nothing_is_live(
    question: Question, between: Between
) -> None:
    what = standing(question, between)
    if question.rule not in SPEAKING:
        assert what is Standing.NOTHING
        assert not question.is_live
    if question.is_live:
        assert what in (Standing.ANSWER, Standing.ABOVE, Standing.SUGGESTIONS, Standing.HINT)
    if what is Standing.LINE:
        assert question.answer_message_id is not None
    if what in (Standing.ANSWER, Standing.SOLVED) and question.outcome is None:
        assert question.entry_id is not None
