"""What comes next for a question that nobody answers, and when; and what ends that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.question import Outcome, Question
from bot.faq.speaking import DIRECT, SPEAKING, Rule
from bot.matching.verdict import Verdict
from bot.routing.route import KEPT_FOR, LATER, OFFERED_WITHIN, Act, Holder, Route, is_settled, is_the_same
from bot.routing_settings import Routing

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SETTINGS = Routing()
ASKED = Question(
    id=1,
    guild_id=7,
    channel_id=9,
    place_id=9,
    message_id=70,
    asker_id=1,
    asked_at=NOON,
    text="how do i bake a cake?",
    verdict=Verdict.SILENT,
    rule=Rule.UNSURE,
    entry_id=None,
    candidates=(),
    language=None,
    score=0.1,
    answer_message_id=None,
    answered_at=None,
    reread_at=None,
    outcome=None,
)
ROUTE = Route(ASKED, "Mail")


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_helpers_are_told_at_their_minutes_and_then_a_ticket_is_offered() -> None:
    route, acts = ROUTE, []
    for minute in range(200):
        act, at = route.next(SETTINGS, after(minute))
        if act is Act.TELL:
            route = replace(route, step=route.step + 1, stepped_at=at)
        elif act is Act.OFFER:
            route = replace(route, offered_at=at)
        if act is not Act.REST:
            acts.append((minute, act))
    assert acts == [(10, Act.TELL), (30, Act.TELL), (60, Act.TELL), (90, Act.OFFER)]
    assert route.next(SETTINGS, after(200)) == (Act.REST, after(260)), "it may have been answered by then"
    assert route.next(SETTINGS, after(1500)) == (Act.REST, after(1500) + LATER)
    assert route.next(SETTINGS, NOON + KEPT_FOR - timedelta(minutes=1)) == (Act.REST, NOON + KEPT_FOR)
    assert route.next(SETTINGS, NOON + KEPT_FOR)[0] is Act.END


def test_after_a_time_without_us_who_was_just_told_has_time_to_answer() -> None:
    assert ROUTE.next(SETTINGS, after(100))[0] is Act.TELL
    late = replace(ROUTE, step=1, stepped_at=after(100))
    assert late.next(SETTINGS, after(119)) == (Act.REST, after(120))
    assert late.next(SETTINGS, after(120))[0] is Act.TELL


def test_nobody_is_told_while_somebody_has_it_nor_of_what_is_old() -> None:
    held = replace(ROUTE, holder=Holder(5, after(45)))
    assert held.next(SETTINGS, after(44)) == (Act.REST, after(45))
    assert held.next(SETTINGS, after(45))[0] is Act.TELL
    assert ROUTE.next(SETTINGS, after(360))[0] is Act.TELL


def test_after_hours_without_us_a_ticket_is_offered_though_helpers_are_told_no_more() -> None:
    assert ROUTE.next(SETTINGS, after(361))[0] is Act.OFFER
    assert ROUTE.next(SETTINGS, NOON + OFFERED_WITHIN)[0] is Act.OFFER
    assert ROUTE.next(SETTINGS, NOON + OFFERED_WITHIN + timedelta(seconds=1))[0] is Act.REST
    told = replace(ROUTE, step=3, stepped_at=after(350))
    assert told.next(SETTINGS, after(361)) == (Act.REST, after(380)), "who was just told has time"
    assert told.next(SETTINGS, after(380))[0] is Act.OFFER


def test_who_takes_it_first_has_their_time_and_who_takes_it_after_them_puts_off_no_offer() -> None:
    first = replace(ROUTE, had=(5,), holder=Holder(5, after(110)))
    assert first.next(SETTINGS, after(95)) == (Act.REST, after(110))
    second = replace(ROUTE, had=(5, 6), holder=Holder(6, after(110)))
    assert second.next(SETTINGS, after(85)) == (Act.REST, after(90))
    assert second.next(SETTINGS, after(90))[0] is Act.OFFER
    assert replace(second, holder=Holder(6, after(70))).next(SETTINGS, after(65)) == (Act.REST, after(70))
    offered = replace(second, offered_at=after(90))
    assert offered.next(SETTINGS, after(95)) == (Act.REST, after(110))


@given(
    st.integers(0, 7),
    st.none() | st.integers(0, 20_000),
    st.none() | st.integers(0, 20_000),
    st.integers(0, 20_000),
    st.lists(st.integers(1, 1000), min_size=1, max_size=5, unique=True).map(sorted),
)
def test_what_rests_looks_again_later_and_within_its_time(
    step: int, stepped: int | None, held: int | None, now: int, minutes: list[int]
) -> None:
    settings = Routing(after_minutes=minutes, offer_minutes=minutes[-1] + 1, fresh_hours=48)
    route = replace(
        ROUTE,
        step=step,
        stepped_at=None if stepped is None else after(stepped),
        holder=None if held is None else Holder(5, after(held)),
    )
    act, at = route.next(settings, after(now))
    assert at > after(now) if act is Act.REST else at == after(now)
    if act is Act.TELL:
        assert step < len(minutes)
        assert now >= minutes[step]


def test_what_only_looks_like_an_answer_holds_each_step_back_once() -> None:
    settings = Routing()
    assert ROUTE.held_back(settings, ()) is None
    assert ROUTE.held_back(settings, (after(9), after(18))) == after(19), "chat does not hold it up for ever"
    told = replace(ROUTE, step=1, stepped_at=after(19))
    assert told.held_back(settings, (after(9), after(18))) is None
    assert told.held_back(settings, (after(9), after(18), after(25))) == after(35)


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule not in SPEAKING])
def test_a_question_waits_until_it_is_settled_whatever_kept_the_faq_silent(rule: Rule) -> None:
    waits = replace(ASKED, rule=rule)
    assert not is_settled(waits)
    assert not Route(waits, None).is_over
    assert Route(waits, None, ended_at=NOON).is_over
    assert Route(waits, None, is_taken_over=True).is_over
    for outcome in Outcome:
        assert is_settled(replace(waits, outcome=outcome))
    for spoken in SPEAKING:
        assert is_settled(replace(waits, rule=spoken))
    assert is_settled(replace(waits, place_id=DIRECT)), "nobody else reads it"


def test_what_one_member_asks_at_once_or_again_is_one_question() -> None:
    quarter = timedelta(minutes=15)

    def asked(minutes: float, **changed: object) -> Question:
        return replace(ASKED, id=2, asked_at=after(minutes), **changed)  # type: ignore[arg-type]

    other = {"text": "and with how many eggs?"}
    before = Route(ASKED, None)
    assert is_the_same(asked(15, **other), before, quarter)
    assert not is_the_same(asked(16, **other), before, quarter)
    assert not is_the_same(asked(1, **other, channel_id=8), before, quarter)
    assert not is_the_same(asked(1, **other, asker_id=2), before, quarter)
    assert is_the_same(asked(600, channel_id=8), before, quarter), "the same words"
    assert not is_the_same(asked(600, text=None), Route(replace(ASKED, text=None), None), quarter)
    assert not is_the_same(ASKED, Route(asked(1, **other), None), quarter), "the first one goes to helpers"

    answered = Route(replace(ASKED, outcome=Outcome.HUMAN), None, ended_at=after(2))
    assert not is_the_same(asked(5, **other), answered, quarter), "they ask something else"
    assert is_the_same(asked(60, channel_id=8), answered, quarter)
    assert not is_the_same(asked(61), answered, quarter)
    removed = Route(replace(ASKED, outcome=Outcome.REMOVED, text=None), None, ended_at=after(12))
    assert is_the_same(asked(15, **other), removed, quarter)
    assert is_the_same(asked(60), removed, quarter), "as the FAQ has read it"
    assert not is_the_same(asked(16, candidates=(("spf", 0.3),)), removed, quarter)
    assert not is_the_same(asked(16, channel_id=8), removed, quarter), "it may have stood in the wrong place"
    assert not is_the_same(asked(61), removed, quarter)
