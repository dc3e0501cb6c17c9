"""What a search finds and in which order, and who may see which entry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.searching import search
from bot.knowledge.entry import Entry, Translation
from bot.matching.verdict import Match

SURE = 0.5


def entry(entry_id: str, title: str, answer: str = "Look below.", **more: object) -> Entry:
    return Entry.model_validate(
        {"id": entry_id, "title": title, "questions": ["first way", "second way"], "answer": answer, **more}
    )


DNS = entry("dns-propagation", "How long does DNS take?", "Up to **48 hours**; often minutes.", keywords=["ttl"])
SPF = entry("spf-setup", "How do I set up SPF?", "Add a TXT record.", keywords=["spf", "sender policy"])
DKIM = entry("dkim-setup", "How do I set up DKIM?", "Copy the record from the panel.")
REFUND = entry(
    "refund",
    "Can I get my money back?",
    translations={
        "de": Translation(
            title="Bekomme ich mein Geld zurück?", questions=["geld zurück", "erstattung"], answer="Ja, 30 Tage."
        ),
        "ja": Translation(title="返金はできますか", questions=["返金したい", "お金を戻す"], answer="はい。"),
    },
)
ENTRIES = [DNS, SPF, DKIM, REFUND]


def found(query: str, *matches: tuple[str, float]) -> list[str]:
    ranked = [Match(entry_id, score, "") for entry_id, score in matches]
    return [one.id for one in search(ENTRIES, query, ranked, sure_from=SURE)]


@pytest.mark.parametrize("query", ["", "  ", "\n"])
def test_an_empty_query_lists_everything_in_the_order_of_the_files(query: str) -> None:
    assert found(query) == [one.id for one in ENTRIES]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dkim-setup", "dkim-setup"),
        ("how do i set up dkim?", "dkim-setup"),
        ("  HOW do I set  up DKIM? ", "dkim-setup"),
        ("bekomme ich mein geld zuruck?", "refund"),
        ("返金はできますか", "refund"),
    ],
)
def test_an_id_or_a_title_in_any_language_comes_before_what_the_matcher_is_sure_of(query: str, first: str) -> None:
    assert found(query, ("spf-setup", 0.99))[:2] == [first, "spf-setup"]


def test_what_the_matcher_is_sure_of_comes_before_keywords_in_its_order() -> None:
    assert found("spf or dkim", ("dkim-setup", 0.8), ("refund", 0.6)) == ["dkim-setup", "refund", "spf-setup"]


def test_a_keyword_in_the_query_comes_before_what_the_matcher_is_not_sure_of() -> None:
    assert found("what is sender policy good for", ("refund", 0.2)) == ["spf-setup", "refund"]
    assert found("what is the policy", ("refund", 0.2)) == ["refund"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("h", ["dns-propagation", "spf-setup", "dkim-setup"]),
        ("d", ["dns-propagation", "dkim-setup", "spf-setup"]),
        ("D", ["dns-propagation", "dkim-setup", "spf-setup"]),
        ("dk", ["dkim-setup"]),
        ("tt", ["dns-propagation"]),
        ("spf", ["spf-setup"]),
        ("up d", ["dkim-setup", "spf-setup", "dns-propagation"]),
        ("how do i set up d", ["dkim-setup", "spf-setup"]),
        ("how do i set up dk", ["dkim-setup"]),
        ("zur", ["refund"]),
        ("zür", ["refund"]),
        ("返", ["refund"]),
        ("できま", ["refund"]),
        ("x", []),
        ("🙂", []),
    ],
)
def test_while_typing_the_entries_are_offered_whose_titles_and_keywords_go_on_so(
    typed: str, offered: list[str]
) -> None:
    assert found(typed) == offered


def test_a_title_that_begins_so_comes_before_one_that_has_such_a_word() -> None:
    later, first = entry("import", "What can I import?"), entry("refund", "Can I get my money back?")
    assert search([later, first], "can", [], sure_from=SURE) == [first, later]


def test_the_words_of_the_answer_are_found_last_and_only_from_three_letters_on() -> None:
    assert found("record", ("refund", 0.1)) == ["refund", "spf-setup", "dkim-setup"]
    assert found("minut") == ["dns-propagation"]
    assert found("mi") == []
    assert found("dkim record panel") == ["dkim-setup"]
    assert found("erstattung tage") == []
    assert found("geld tage") == ["refund"]


def test_a_match_of_an_entry_that_is_gone_or_hidden_is_passed_over() -> None:
    assert found("zzz", ("secret", 0.9), ("refund", 0.1)) == ["refund"]


def test_a_match_that_is_hardly_one_is_not_shown() -> None:
    assert found("zzz", ("refund", 0.05), ("dkim-setup", 0.04)) == ["refund"]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.sampled_from(["refund", "dkim-setup", "gone"]), st.floats(0, 1)), max_size=6),
)
def test_any_text_finds_each_entry_at_most_once(query: str, matches: list[tuple[str, float]]) -> None:
    ids = found(query, *matches)
    assert len(ids) == len(set(ids))
    assert set(ids) <= {one.id for one in ENTRIES}


@pytest.mark.parametrize(
    ("channels", "visible", "may"),
    [
        ([], set(), True),
        ([], {"help"}, True),
        (["help"], set(), False),
        (["help"], {"lounge", 7}, False),
        (["help"], {"help", 5}, True),
        (["help", 7], {"dns", 7}, True),
        ([7], {"7"}, False),
    ],
)
def test_an_entry_of_some_channels_is_for_who_sees_one_of_them(
    channels: list[str | int], visible: set[str | int], may: bool
) -> None:
    assert entry("x", "Anything at all", channels=channels).is_for(visible) is may
