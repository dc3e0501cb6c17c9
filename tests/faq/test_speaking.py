"""Each rule by which the FAQ is silent or speaks, by value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.speaking import (
    ANSWERS_A_CHANNEL,
    ANSWERS_TO_MENTIONS,
    POINTED_AT_MOST,
    SPEAKING,
    History,
    Message,
    Rule,
    is_drawn,
    leaves_alone,
    speaks,
)
from bot.matching.verdict import Judgement, Verdict

QUESTION = Message("how do i set up spf")
ANSWER = Judgement(Verdict.ANSWER, "spf", 0.9)
SUGGEST = Judgement(Verdict.SUGGEST, None, 0.5, ("spf", "dkim"))

LEFT_ALONE: dict[Rule, dict[str, Any]] = {
    Rule.BOT: {"is_bot": True},
    Rule.SYSTEM: {"is_system": True},
    Rule.TICKET: {"is_in_ticket": True},
    Rule.FORWARD: {"is_forward": True},
    Rule.NOT_HERE: {"is_listened_to": False},
    Rule.STAFF: {"is_staff": True},
    Rule.HELPER: {"is_helper": True},
    Rule.REPLY: {"is_reply": True},
    Rule.NOT_FIRST: {"is_first": False},
    Rule.SETTLED: {"is_settled": True},
    Rule.TOO_SHORT: {"text": "spf?"},
}
WITHHELD: dict[Rule, tuple[Judgement, dict[str, Any]]] = {
    Rule.UNKNOWN: (Judgement(Verdict.SILENT, None, 0.0), {}),
    Rule.UNSURE: (Judgement(Verdict.SILENT, None, 0.3), {}),
    Rule.SHADOW: (ANSWER, {"is_shadowed": True}),
    Rule.SUSPECT: (ANSWER, {"history": History(is_suspect=True)}),
    Rule.MEMBER_CAP: (ANSWER, {"history": History(member_had_entry=True)}),
    Rule.ENTRY_CAP: (ANSWER, {"history": History(channel_had_entry=True, pointed_to_entry=POINTED_AT_MOST)}),
    Rule.CHANNEL_CAP: (ANSWER, {"history": History(answers_in_channel=ANSWERS_A_CHANNEL)}),
    Rule.MENTIONS_CAP: (
        ANSWER,
        {"history": History(just_answered_member=ANSWERS_TO_MENTIONS), "is_addressed": True},
    ),
    Rule.HELD_OUT: (ANSWER, {"is_held_out": True}),
}
EVEN_IF_ADDRESSED = {Rule.BOT, Rule.SYSTEM, Rule.TICKET}

messages = st.builds(
    Message,
    text=st.sampled_from(["spf?", "how do i set up spf"]),
    **{name: st.booleans() for name in Message.__dataclass_fields__ if name != "text"},
)
histories = st.builds(
    History,
    st.booleans(),
    st.booleans(),
    st.integers(0, 2 * POINTED_AT_MOST),
    st.integers(0, 2 * ANSWERS_A_CHANNEL),
    st.booleans(),
    st.integers(0, 2 * ANSWERS_TO_MENTIONS),
    is_suspect=st.booleans(),
)


def left_alone(message: Message, *, has_opted_out: bool = False) -> Rule | None:
    return leaves_alone(message, min_words=3, has_opted_out=has_opted_out)


def decided(
    judgement: Judgement, history: History | None = None, *, is_addressed: bool = False, **facts: bool
) -> Rule:
    given_facts = {"is_shadowed": False, "is_held_out": False, **facts}
    return speaks(judgement, history or History(), is_addressed=is_addressed, **given_facts)


# Whether a message is looked at


@pytest.mark.parametrize("rule", LEFT_ALONE, ids=str)
def test_a_message_is_left_alone_for_each_of_these_reasons(rule: Rule) -> None:
    message = replace(QUESTION, **LEFT_ALONE[rule])
    assert left_alone(message) is rule
    addressed = left_alone(replace(message, is_addressed=True))
    assert addressed is (rule if rule in EVEN_IF_ADDRESSED else None)


def test_a_question_is_looked_at_unless_its_author_has_opted_out_and_does_not_mention_us() -> None:
    assert left_alone(QUESTION) is None
    assert left_alone(QUESTION, has_opted_out=True) is Rule.OPTED_OUT
    assert left_alone(replace(QUESTION, is_addressed=True), has_opted_out=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙂 🙂 🙂 🙂",
        "<@42> <#7> <:mail:123> thanks all",
        "```\nhow do i set up spf\n```",
        "`how do i set up spf`",
        "> how do i set up spf",
        ">>> how do i\nset up spf",
        "https://example.com/how-do-i-set-up-spf please",
    ],
)
def test_code_quotes_links_mentions_and_emoji_are_no_words(text: str) -> None:
    assert left_alone(Message(text)) is Rule.TOO_SHORT


@given(messages, st.booleans())
def test_whoever_is_looked_at_gave_no_reason_not_to(message: Message, has_opted_out: bool) -> None:
    rule = left_alone(message, has_opted_out=has_opted_out)
    if rule is None and not message.is_addressed:
        assert message == replace(QUESTION, text=message.text)
        assert not has_opted_out
    if message.is_bot or message.is_system or message.is_in_ticket:
        assert rule in EVEN_IF_ADDRESSED


# Whether it speaks


def test_a_sure_question_is_answered_and_a_likely_one_gets_suggestions() -> None:
    assert decided(ANSWER) is Rule.SURE
    assert decided(SUGGEST) is Rule.BETWEEN


def test_who_is_sure_to_want_what_was_just_answered_is_pointed_to_it_and_nobody_else() -> None:
    just_answered = History(channel_had_entry=True, pointed_to_entry=POINTED_AT_MOST - 1)
    assert decided(ANSWER, just_answered) is Rule.ABOVE
    assert decided(SUGGEST, just_answered) is Rule.ENTRY_CAP
    assert decided(ANSWER, replace(just_answered, member_had_entry=True)) is Rule.MEMBER_CAP
    assert decided(ANSWER, just_answered, is_addressed=True) is Rule.SURE


@pytest.mark.parametrize("rule", WITHHELD, ids=str)
def test_an_answer_is_withheld_for_each_of_these_reasons(rule: Rule) -> None:
    judgement, facts = WITHHELD[rule]
    assert decided(judgement, **facts) is rule


def test_every_rule_can_come_about() -> None:
    assert {*LEFT_ALONE, *WITHHELD, Rule.OPTED_OUT, *SPEAKING} == set(Rule)


@given(st.sampled_from([ANSWER, SUGGEST]), histories, st.booleans())
def test_a_cap_or_a_suspicion_never_turns_into_a_suggestion(
    judgement: Judgement, history: History, is_held_out: bool
) -> None:
    rule = decided(judgement, history, is_held_out=is_held_out)
    capped = (
        history.member_had_entry or history.channel_had_entry or history.answers_in_channel >= ANSWERS_A_CHANNEL
    )
    if rule is Rule.ABOVE:
        assert history.channel_had_entry
        assert judgement is ANSWER
        return
    assert (rule in SPEAKING) is not (
        capped or history.is_suspect or (is_held_out and judgement.verdict is Verdict.ANSWER)
    )
    if judgement is ANSWER:
        assert rule is not Rule.BETWEEN


@given(histories, st.booleans(), st.booleans())
def test_who_mentions_us_is_answered_in_spite_of_everything_but_a_suspicion_and_a_flood(
    history: History, is_shadowed: bool, is_held_out: bool
) -> None:
    rule = decided(ANSWER, history, is_addressed=True, is_shadowed=is_shadowed, is_held_out=is_held_out)
    is_flood = history.member_just_had_entry or history.just_answered_member >= ANSWERS_TO_MENTIONS
    assert rule is (Rule.SUSPECT if history.is_suspect else Rule.MENTIONS_CAP if is_flood else Rule.SURE)


def test_nine_messages_an_hour_leave_room_for_a_tenth() -> None:
    assert decided(ANSWER, History(answers_in_channel=9)) is Rule.SURE
    assert decided(SUGGEST, History(answers_in_channel=10)) is Rule.CHANNEL_CAP


# The lot


def test_the_lot_is_the_same_each_time_and_takes_about_its_share() -> None:
    ids = range(1_400_000_000_000_000_000, 1_400_000_000_000_020_000)
    drawn = [is_drawn(one, 5) for one in ids]
    assert drawn == [is_drawn(one, 5) for one in ids]
    assert 0.045 < sum(drawn) / len(drawn) < 0.055


@given(st.integers(0, 2**63))
def test_nobody_is_drawn_for_nothing_and_who_is_drawn_stays_drawn_for_more(message_id: int) -> None:
    assert not is_drawn(message_id, 0)
    assert is_drawn(message_id, 100)
    assert is_drawn(message_id, 20) or not is_drawn(message_id, 5)
