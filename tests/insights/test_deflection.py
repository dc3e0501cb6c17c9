"""What became of an answer, by value: each line of the rule, and each border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import schema, ticket_tables
from bot.database import Transaction
from bot.faq.question import RETRACTED_WITHIN, Outcome
from bot.faq.speaking import Rule
from bot.insights.deflection import SILENCE, Counted, Deflection, Tally, tallies, tally
from tests.insights.facts import Asked, Opened, answers, write
from tests.services import Engine

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=30)
HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)
ANN, BOB = 1, 2


async def became(
    engine: Engine,
    *,
    after: timedelta = timedelta(days=30),
    helped: bool | None = None,
    returned: timedelta | None = None,
    outcome: Outcome | None = None,
    outcome_after: timedelta = HOUR,
) -> Deflection:
    """What is known of an answer so long after it was served; all spans are from there."""
    asked = replace(
        question(),
        helped=helped,
        follow_up_at=None if returned is None else AT + returned,
        outcome=outcome,
        outcome_at=None if outcome is None else AT + outcome_after,
    )
    [state] = await states(engine, asked, now=AT + after)
    return state


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), Deflection.OPEN),
        (timedelta(hours=24) - MOMENT, Deflection.OPEN),
        (timedelta(hours=24), Deflection.ASSUMED),
        (timedelta(days=365), Deflection.ASSUMED),
    ],
)
async def test_after_24_hours_of_silence_an_answer_is_taken_to_have_helped(
    engine: Engine, after: timedelta, expected: Deflection
) -> None:
    assert await became(engine, after=after) is expected


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
async def test_who_comes_back_within_72_hours_was_not_helped_whatever_they_said_before(
    engine: Engine, helped: bool | None, returned: timedelta, is_retracted: bool
) -> None:
    otherwise = Deflection.CONFIRMED if helped else Deflection.ASSUMED
    assert await became(engine, helped=helped, returned=returned) is (
        Deflection.RETRACTED if is_retracted else otherwise
    )


async def test_the_askers_word_counts_at_once(engine: Engine) -> None:
    assert await became(engine, helped=True, after=MOMENT) is Deflection.CONFIRMED
    assert await became(engine, helped=False, after=MOMENT) is Deflection.UNHELPED


async def test_who_said_that_it_did_not_help_retracts_nothing_by_coming_back(engine: Engine) -> None:
    assert await became(engine, helped=False, returned=HOUR) is Deflection.UNHELPED


@pytest.mark.parametrize(
    ("outcome_after", "expected"),
    [
        (timedelta(0), Deflection.OVERTAKEN),
        (timedelta(hours=24) - MOMENT, Deflection.OVERTAKEN),
        (timedelta(hours=24), Deflection.ASSUMED),
        (timedelta(days=9), Deflection.ASSUMED),
    ],
)
async def test_a_person_overtakes_an_answer_until_24_hours_of_silence_are_over(
    engine: Engine, outcome_after: timedelta, expected: Deflection
) -> None:
    assert await became(engine, outcome=Outcome.HUMAN, outcome_after=outcome_after) is expected


@pytest.mark.parametrize("outcome", [Outcome.WRONG, Outcome.REMOVED, Outcome.HANDED_OVER, Outcome.DISMISSED])
async def test_silence_says_nothing_of_an_answer_that_was_withdrawn_or_deleted_however_late(
    engine: Engine, outcome: Outcome
) -> None:
    assert await became(engine, outcome=outcome, outcome_after=timedelta(days=9)) is Deflection.OVERTAKEN


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_the_askers_own_word_outlives_what_others_do(engine: Engine, outcome: Outcome) -> None:
    assert await became(engine, helped=True, outcome=outcome) is Deflection.CONFIRMED
    assert await became(engine, helped=False, outcome=outcome) is Deflection.UNHELPED


def test_a_follow_up_is_noted_and_counts_for_three_days() -> None:
    assert timedelta(hours=72) == RETRACTED_WITHIN


# From the tables to the rule


def question(number: int = 1, *, asker: int = ANN, entry: str = "spf", rule: Rule = Rule.SURE) -> Asked:
    """A question that was answered at once."""
    return Asked(number, asker, AT, rule, entry, answered_at=AT)


async def states(
    engine: Engine,
    *questions: Asked,
    tickets: tuple[Opened, ...] = (),
    ticket_types: dict[str, str | None] | None = None,
    now: datetime = LATER,
) -> list[Deflection]:
    """What became of the answers to these, and to no others, in the order of the questions' ids."""
    await rewrite(engine, questions, tickets)
    return [part.state for part in (await answers(engine, now, ticket_types)).values()]


async def rewrite(engine: Engine, questions: Sequence[Asked], tickets: Sequence[Opened]) -> None:
    """These facts in place of all that there were. A ticket on another question has one of a stranger's."""

    def empty(tx: Transaction) -> None:
        for table in (ticket_tables.tickets, schema.questions):
            tx.execute(table.delete())

    await engine.database.tx(empty)
    known = {one.id for one in questions}
    others = {ticket.question_id for ticket in tickets if ticket.question_id is not None} - known
    strangers = [Asked(number, 77, AT, Rule.UNKNOWN, None) for number in others]
    await write(engine, [*questions, *strangers], tickets)


async def test_a_follow_up_is_a_return(engine: Engine) -> None:
    assert await states(engine, replace(question(), follow_up_at=AT + HOUR)) == [Deflection.RETRACTED]


async def test_a_ticket_on_the_question_is_a_return_whoever_opened_it(engine: Engine) -> None:
    assert await states(engine, question(), tickets=(Opened(BOB, "bug", 1, AT + HOUR),)) == [Deflection.RETRACTED]
    assert await states(engine, question(), tickets=(Opened(ANN, "bug", 2, AT + HOUR),)) == [Deflection.ASSUMED]


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
async def test_a_ticket_without_a_question_is_a_return_if_it_is_of_the_type_that_the_entry_leads_to(
    engine: Engine, ticket: Opened, expected: Deflection
) -> None:
    assert await states(engine, question(), tickets=(ticket,), ticket_types={"spf": "delivery"}) == [expected]


async def test_an_entry_that_leads_to_no_type_is_not_retracted_by_any_ticket(engine: Engine) -> None:
    ticket = Opened(ANN, "bug", None, AT + HOUR)
    assert await states(engine, question(), tickets=(ticket,), ticket_types={"spf": None}) == [Deflection.ASSUMED]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (question(2), Deflection.RETRACTED),
        (question(2, rule=Rule.MEMBER_CAP), Deflection.RETRACTED),
        (question(2, entry="dkim"), Deflection.ASSUMED),
        (question(2, asker=BOB), Deflection.ASSUMED),
    ],
)
async def test_asking_for_the_same_entry_again_is_a_return(
    engine: Engine, again: Asked, expected: Deflection
) -> None:
    again = replace(again, asked_at=AT + HOUR, answered_at=None)
    assert await states(engine, question(), again) == [expected]


async def test_of_two_questions_only_the_earlier_is_asked_again(engine: Engine) -> None:
    later = replace(question(2), asked_at=AT + HOUR, answered_at=AT + HOUR)
    assert await states(engine, question(1), later) == [Deflection.RETRACTED, Deflection.ASSUMED]


async def test_the_earliest_return_counts(engine: Engine) -> None:
    returns = (Opened(ANN, "bug", 1, AT + HOUR), Opened(ANN, "bug", 1, AT + timedelta(days=9)))
    assert await states(engine, question(), tickets=returns) == [Deflection.RETRACTED]


@pytest.mark.parametrize(
    ("asked", "is_answer"),
    [
        (question(), True),
        (replace(question(), answered_at=None), False),
        (replace(question(), rule=Rule.BETWEEN, entry_id=None), False),
        (replace(question(), rule=Rule.BETWEEN), True),
        (replace(question(), rule=Rule.BETWEEN, answered_at=None), False),
        (replace(question(), rule=Rule.HELD_OUT, answered_at=None), False),
    ],
)
async def test_an_answer_is_an_entry_that_was_served_or_chosen(
    engine: Engine, asked: Asked, is_answer: bool
) -> None:
    assert bool(await states(engine, asked)) is is_answer


# Counting


def test_answers_are_counted_by_what_became_of_them() -> None:
    counted = tally(Counted(state, None, 1) for state in (Deflection.CONFIRMED, Deflection.ASSUMED, *Deflection))
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
async def test_the_opinion_of_staff_is_counted_apart(
    engine: Engine, staff_helped: bool | None, outcome: Outcome | None, right: int, wrong: int
) -> None:
    outcome_at = None if outcome is None else AT + 2 * SILENCE
    await write(engine, [replace(question(), staff_helped=staff_helped, outcome=outcome, outcome_at=outcome_at)])
    found = tally((await answers(engine, LATER)).values())
    assert (found.answers, found.staff_right, found.staff_wrong) == (1, right, wrong)


def test_the_most_served_come_first_and_equals_by_name() -> None:
    parts = {entry: [Counted(Deflection.OPEN, None, count)] for entry, count in (("b", 1), ("c", 2), ("a", 1))}
    assert [name for name, _ in tallies(parts)] == ["c", "a", "b"]
    assert tallies(parts)[0] == ("c", Tally({Deflection.OPEN: 2}))


# Whatever happens

spans = st.timedeltas(timedelta(hours=-1), timedelta(days=5))
borders = st.sampled_from(
    [timedelta(0), MOMENT, SILENCE - MOMENT, SILENCE, RETRACTED_WITHIN, RETRACTED_WITHIN + MOMENT]
)
moments = (spans | borders).map(lambda span: AT + span)
said = st.none() | st.booleans()


@st.composite
def asked(draw: st.DrawFn, number: int) -> Asked:
    rule = draw(st.sampled_from([Rule.SURE, Rule.SURE, Rule.BETWEEN, Rule.HELD_OUT, Rule.ENTRY_CAP, Rule.UNSURE]))
    outcome = draw(st.none() | st.sampled_from(Outcome))
    asked_at = draw(moments)
    has_entry = rule in (Rule.SURE, Rule.HELD_OUT) or draw(st.booleans())
    return Asked(
        number,
        draw(st.sampled_from([ANN, BOB])),
        asked_at,
        rule,
        draw(st.sampled_from(["spf", "dkim"])) if has_entry else None,
        draw(st.sampled_from(["spf", "dkim"])),
        draw(st.none() | st.just(asked_at) | st.just(asked_at + HOUR)),
        outcome,
        None if outcome is None else draw(moments),
        draw(said),
        draw(said),
        draw(st.none() | moments),
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Asked], list[Opened]]:
    questions = [draw(asked(number)) for number in range(1, draw(st.integers(1, 5)) + 1)]
    tickets = st.builds(
        Opened,
        st.sampled_from([ANN, BOB]),
        st.sampled_from(["bug", "delivery"]),
        st.none() | st.sampled_from([one.id for one in questions]),
        moments,
    )
    return questions, draw(st.lists(tickets, max_size=3))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(), moments)
async def test_the_database_counts_as_the_rule_says_one_by_one(
    engine: Engine, history: tuple[list[Asked], list[Opened]], now: datetime
) -> None:
    questions, tickets = history
    types: dict[str, str | None] = {"spf": "bug", "dkim": None}
    await rewrite(engine, questions, tickets)
    expected = {
        one.id: became_by_hand(one, one.answered_at, questions, tickets, types, now)
        for one in questions
        if one.answered_at is not None and is_served(one) and one.asked_at <= now
    }
    assert {number: part.state for number, part in (await answers(engine, now, types)).items()} == expected


def is_served(one: Asked) -> bool:
    return one.entry_id is not None and one.rule in (Rule.SURE, Rule.BETWEEN)


def became_by_hand(
    one: Asked,
    at: datetime,
    questions: list[Asked],
    tickets: list[Opened],
    types: dict[str, str | None],
    now: datetime,
) -> Deflection:
    """The rule, said once more and plainly."""
    returns = [one.follow_up_at] if one.follow_up_at is not None else []
    returns += [ticket.opened_at for ticket in tickets if ticket.question_id == one.id]
    returns += [
        ticket.opened_at
        for ticket in tickets
        if ticket.question_id is None
        and ticket.requester_id == one.asker_id
        and ticket.type_id == types[one.entry_id or ""]
    ]
    returns += [
        other.asked_at
        for other in questions
        if other.asker_id == one.asker_id
        and (other.entry_id or (None if other.rule is Rule.UNSURE else other.candidate)) == one.entry_id
        and (other.asked_at, other.id) > (at, one.id)
    ]
    if one.helped is False:
        return Deflection.UNHELPED
    if any(at <= moment <= at + RETRACTED_WITHIN for moment in returns):
        return Deflection.RETRACTED
    if one.helped:
        return Deflection.CONFIRMED
    if one.outcome is Outcome.HUMAN and one.outcome_at is not None and one.outcome_at - at < SILENCE:
        return Deflection.OVERTAKEN
    if one.outcome not in (None, Outcome.SOLVED, Outcome.HUMAN):
        return Deflection.OVERTAKEN
    return Deflection.ASSUMED if now - at >= SILENCE else Deflection.OPEN
