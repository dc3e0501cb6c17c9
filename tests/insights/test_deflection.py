"""What became of an answer, by value: each line of the rule, and each border."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.question import RETRACTED_WITHIN, Outcome
from bot.faq.speaking import Rule
from bot.insights.deflection import (
    SILENCE,
    Answer,
    Deflection,
    Named,
    Opened,
    Tally,
    deflection,
    deflections,
    tallies,
    tally,
)

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=30)
HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)
ANN, BOB = 1, 2


def became(
    *,
    after: timedelta = timedelta(days=30),
    helped: bool | None = None,
    returned: timedelta | None = None,
    outcome: Outcome | None = None,
    outcome_after: timedelta = HOUR,
) -> Deflection:
    """What is known of an answer so long after it was served; all spans are from there."""
    answer = Answer(
        AT,
        helped,
        None if returned is None else AT + returned,
        outcome,
        None if outcome is None else AT + outcome_after,
    )
    return deflection(answer, AT + after)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), Deflection.OPEN),
        (timedelta(hours=24) - MOMENT, Deflection.OPEN),
        (timedelta(hours=24), Deflection.ASSUMED),
        (timedelta(days=365), Deflection.ASSUMED),
    ],
)
def test_after_24_hours_of_silence_an_answer_is_taken_to_have_helped(
    after: timedelta, expected: Deflection
) -> None:
    assert became(after=after) is expected


@pytest.mark.parametrize("helped", [None, True])
@pytest.mark.parametrize(
    ("returned", "is_retracted"),
    [
        (MOMENT, True),
        (timedelta(hours=24), True),
        (timedelta(hours=72), True),
        (timedelta(hours=72) + MOMENT, False),
    ],
)
def test_who_comes_back_within_72_hours_was_not_helped_whatever_they_said_before(
    helped: bool | None, returned: timedelta, is_retracted: bool
) -> None:
    otherwise = Deflection.CONFIRMED if helped else Deflection.ASSUMED
    assert became(helped=helped, returned=returned) is (Deflection.RETRACTED if is_retracted else otherwise)


def test_the_askers_word_counts_at_once() -> None:
    assert became(helped=True, after=MOMENT) is Deflection.CONFIRMED
    assert became(helped=False, after=MOMENT) is Deflection.UNHELPED


def test_who_said_that_it_did_not_help_retracts_nothing_by_coming_back() -> None:
    assert became(helped=False, returned=HOUR) is Deflection.UNHELPED


@pytest.mark.parametrize(
    ("outcome_after", "expected"),
    [
        (timedelta(0), Deflection.OVERTAKEN),
        (timedelta(hours=24) - MOMENT, Deflection.OVERTAKEN),
        (timedelta(hours=24), Deflection.ASSUMED),
        (timedelta(days=9), Deflection.ASSUMED),
    ],
)
def test_a_person_overtakes_an_answer_until_24_hours_of_silence_are_over(
    outcome_after: timedelta, expected: Deflection
) -> None:
    assert became(outcome=Outcome.HUMAN, outcome_after=outcome_after) is expected


@pytest.mark.parametrize("outcome", [Outcome.WRONG, Outcome.REMOVED, Outcome.HANDED_OVER, Outcome.DISMISSED])
def test_silence_says_nothing_of_an_answer_that_was_withdrawn_or_deleted_however_late(outcome: Outcome) -> None:
    assert became(outcome=outcome, outcome_after=timedelta(days=9)) is Deflection.OVERTAKEN


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_askers_own_word_outlives_what_others_do(outcome: Outcome) -> None:
    assert became(helped=True, outcome=outcome) is Deflection.CONFIRMED
    assert became(helped=False, outcome=outcome) is Deflection.UNHELPED


def test_a_follow_up_is_noted_and_counts_for_three_days() -> None:
    assert timedelta(hours=72) == RETRACTED_WITHIN


# From the tables to the rule


def question(number: int = 1, *, asker: int = ANN, entry: str = "spf", rule: Rule = Rule.SURE) -> Named:
    """A question that was answered at once."""
    return Named(number, asker, 9, AT, rule, entry, answered_at=AT)


def states(
    *questions: Named,
    tickets: tuple[Opened, ...] = (),
    ticket_types: dict[str, str | None] | None = None,
    now: datetime = LATER,
) -> list[Deflection]:
    return [state for _, state in deflections(questions, tickets, ticket_types or {}, now)]


def test_a_follow_up_is_a_return() -> None:
    assert states(replace(question(), follow_up_at=AT + HOUR)) == [Deflection.RETRACTED]


def test_a_ticket_on_the_question_is_a_return_whoever_opened_it() -> None:
    assert states(question(), tickets=(Opened(BOB, "bug", 1, AT + HOUR),)) == [Deflection.RETRACTED]
    assert states(question(), tickets=(Opened(ANN, "bug", 2, AT + HOUR),)) == [Deflection.ASSUMED]


@pytest.mark.parametrize(
    ("ticket", "expected"),
    [
        (Opened(ANN, "delivery", None, AT + HOUR), Deflection.RETRACTED),
        (Opened(ANN, "delivery", None, AT + RETRACTED_WITHIN), Deflection.RETRACTED),
        (Opened(ANN, "delivery", None, AT + RETRACTED_WITHIN + MOMENT), Deflection.ASSUMED),
        (Opened(ANN, "delivery", None, AT - HOUR), Deflection.ASSUMED),
        (Opened(ANN, "billing", None, AT + HOUR), Deflection.ASSUMED),
        (Opened(BOB, "delivery", None, AT + HOUR), Deflection.ASSUMED),
        (Opened(ANN, "delivery", 99, AT + HOUR), Deflection.ASSUMED),
    ],
)
def test_a_ticket_without_a_question_is_a_return_if_it_is_of_the_type_that_the_entry_leads_to(
    ticket: Opened, expected: Deflection
) -> None:
    assert states(question(), tickets=(ticket,), ticket_types={"spf": "delivery"}) == [expected]


def test_an_entry_that_leads_to_no_type_is_not_retracted_by_any_ticket() -> None:
    ticket = Opened(ANN, "bug", None, AT + HOUR)
    assert states(question(), tickets=(ticket,), ticket_types={"spf": None}) == [Deflection.ASSUMED]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (question(2), Deflection.RETRACTED),
        (question(2, rule=Rule.MEMBER_CAP), Deflection.RETRACTED),
        (question(2, rule=Rule.TOO_CLOSE), Deflection.RETRACTED),
        (question(2, entry="dkim"), Deflection.ASSUMED),
        (question(2, asker=BOB), Deflection.ASSUMED),
    ],
)
def test_asking_for_the_same_entry_again_is_a_return(again: Named, expected: Deflection) -> None:
    again = replace(again, asked_at=AT + HOUR, answered_at=None)
    assert states(question(), again) == [expected]


def test_of_two_questions_only_the_earlier_is_asked_again() -> None:
    later = replace(question(2), asked_at=AT + HOUR, answered_at=AT + HOUR)
    assert states(question(1), later) == [Deflection.RETRACTED, Deflection.ASSUMED]


def test_the_earliest_return_counts() -> None:
    returns = (Opened(ANN, "bug", 1, AT + HOUR), Opened(ANN, "bug", 1, AT + timedelta(days=9)))
    assert states(question(), tickets=returns) == [Deflection.RETRACTED]


@pytest.mark.parametrize(
    ("asked", "is_answer"),
    [
        (question(), True),
        (replace(question(), answered_at=None), False),
        (replace(question(), rule=Rule.BETWEEN), False),
        (replace(question(), rule=Rule.BETWEEN, is_chosen=True), True),
        (replace(question(), rule=Rule.BETWEEN, is_chosen=True, answered_at=None), False),
        (replace(question(), rule=Rule.HELD_OUT, answered_at=None), False),
    ],
)
def test_an_answer_is_an_entry_that_was_served_or_chosen(asked: Named, is_answer: bool) -> None:
    assert bool(states(asked)) is is_answer


# Counting


def test_answers_are_counted_by_what_became_of_them() -> None:
    counted = tally(
        (question(number), state)
        for number, state in enumerate((Deflection.CONFIRMED, Deflection.ASSUMED, *Deflection))
    )
    assert {state: counted[state] for state in Deflection} == {
        **dict.fromkeys(Deflection, 1),
        Deflection.CONFIRMED: 2,
        Deflection.ASSUMED: 2,
    }
    assert (counted.answers, counted.deflected, counted.judged) == (8, 4, 6)


@pytest.mark.parametrize(
    ("staff_helped", "outcome", "right", "wrong"),
    [
        (None, None, 0, 0),
        (True, None, 1, 0),
        (False, None, 0, 1),
        (None, Outcome.WRONG, 0, 1),
        (True, Outcome.WRONG, 0, 1),
        (None, Outcome.HUMAN, 0, 0),
    ],
)
def test_the_opinion_of_staff_is_counted_apart(
    staff_helped: bool | None, outcome: Outcome | None, right: int, wrong: int
) -> None:
    one = replace(question(), staff_helped=staff_helped, outcome=outcome)
    assert tally([(one, Deflection.ASSUMED)]) == Tally({Deflection.ASSUMED: 1}, right, wrong)


def test_the_most_served_come_first_and_equals_by_name() -> None:
    answers = [(question(entry=entry), Deflection.OPEN) for entry in ("b", "c", "a", "c")]
    assert [name for name, _ in tallies(answers, lambda one: one.entry_id)] == ["c", "a", "b"]


# Whatever happens

spans = st.timedeltas(timedelta(0), timedelta(days=10))
answers = st.builds(
    lambda helped, returned, outcome, outcome_after: Answer(
        AT,
        helped,
        None if returned is None else AT + returned,
        outcome,
        None if outcome is None else AT + outcome_after,
    ),
    st.none() | st.booleans(),
    st.none() | spans,
    st.none() | st.sampled_from(Outcome),
    spans,
)


@given(answers, spans)
def test_an_answer_is_in_exactly_one_state_and_time_only_turns_open_into_assumed(
    answer: Answer, after: timedelta
) -> None:
    early, late = deflection(answer, AT + after), deflection(answer, AT + after + SILENCE)
    assert early in Deflection
    assert late is (Deflection.ASSUMED if early is Deflection.OPEN else early)


@given(answers, spans, spans)
def test_coming_back_never_makes_a_deflection(answer: Answer, after: timedelta, returned: timedelta) -> None:
    deflected = (Deflection.CONFIRMED, Deflection.ASSUMED)
    if deflection(replace(answer, returned_at=AT + returned), AT + after) in deflected:
        assert deflection(replace(answer, returned_at=None), AT + after) in deflected
