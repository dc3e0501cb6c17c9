"""Whether the FAQ would do the same today, whatever a rule made of what the matcher said then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.faq.question import Question
from bot.faq.speaking import Rule
from bot.faq.why import Reading, Why
from bot.matching.explanation import Explanation
from bot.matching.verdict import Judgement, Verdict


def why(rule: Rule, entry_id: str | None, verdict_now: Verdict, entry_now: str | None = None) -> Why:
    then = Question(
        id=1,
        guild_id=1,
        channel_id=1,
        place_id=1,
        message_id=1,
        asker_id=1,
        asked_at=datetime(2027, 1, 1, tzinfo=UTC),
        text="how",
        verdict=Verdict.SILENT,
        rule=rule,
        entry_id=entry_id,
        candidates=(("spf", 0.5),),
        language=None,
        score=0.5,
        answer_message_id=None,
        answered_at=None,
        reread_at=None,
        outcome=None,
    )
    return Why(rule, then, Reading("how", Explanation((), {}, ()), Judgement(verdict_now, entry_now, 0.5)))


@pytest.mark.parametrize("rule", [Rule.SURE, Rule.SUSPECT, Rule.MEMBER_CAP, Rule.SHADOW, Rule.HELD_OUT])
def test_an_answer_that_was_given_or_withheld_is_the_same_while_it_is_the_same_entry(rule: Rule) -> None:
    assert not why(rule, "spf", Verdict.ANSWER, "spf").has_changed
    assert why(rule, "spf", Verdict.ANSWER, "dkim").has_changed
    assert why(rule, "spf", Verdict.SUGGEST).has_changed
    assert why(rule, "spf", Verdict.SILENT).has_changed


@pytest.mark.parametrize("rule", [Rule.UNSURE, Rule.UNKNOWN])
def test_what_found_too_little_is_the_same_while_it_finds_too_little(rule: Rule) -> None:
    assert not why(rule, None, Verdict.SILENT).has_changed
    assert why(rule, None, Verdict.SUGGEST).has_changed
    assert why(rule, None, Verdict.ANSWER, "spf").has_changed


def test_suggestions_are_the_same_also_where_the_asker_chose_one_or_a_cap_withheld_them() -> None:
    assert not why(Rule.BETWEEN, None, Verdict.SUGGEST).has_changed
    assert not why(Rule.BETWEEN, "spf", Verdict.SUGGEST).has_changed
    assert not why(Rule.SHADOW, None, Verdict.SUGGEST).has_changed
    assert why(Rule.BETWEEN, "spf", Verdict.ANSWER, "spf").has_changed


def test_what_was_never_logged_or_has_no_words_cannot_have_changed() -> None:
    logged = why(Rule.SURE, "spf", Verdict.SILENT)
    assert not Why(Rule.STAFF, None, logged.reading).has_changed
    assert not Why(Rule.SURE, logged.question, None).has_changed
