"""Which solved question is near to what somebody asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.solved.nearness import MOST_TERMS, Nearness, terms_of

KNOWN = {
    1: "my calendar does not sync with the phone after the update",
    2: "how do i move my old mailbox with its folders to the business plan",
    3: "invoices arrive twice since monday",
    5: "backups restored slowly",
    4: "calendar invitations show the wrong time zone",
}


def nearness(known: dict[int, str] = KNOWN) -> Nearness:
    return Nearness((id_, terms_of(text)) for id_, text in known.items())


def is_pointed_to(text: str) -> int | None:
    near = nearness().nearest(terms_of(text))
    return near.solution_id if near is not None and near.is_alike else None


def found(query: str) -> list[int]:
    return [near.solution_id for near in nearness().holding(terms_of(query), 10)]


def test_terms_are_stems_that_carry_a_topic_without_code_links_and_mentions() -> None:
    assert terms_of("How do I sync the Calendars? `rm -rf` <@1> https://example.invalid calendar") == (
        "sync",
        "calendar",
    )
    assert terms_of("what is it about, then?") == ()
    assert len(terms_of(" ".join(f"word{number}x" for number in range(200)))) <= MOST_TERMS


def test_the_same_in_other_inflections_is_alike() -> None:
    assert is_pointed_to("calendars not syncing with my phone after updates") == 1
    assert is_pointed_to("How do I move old mailboxes with their folders to business plans?") == 2


def test_what_shares_some_words_is_something_else() -> None:
    assert is_pointed_to("my calendar does not open on the laptop") is None
    assert is_pointed_to("backups restored slowly") is None, "three terms are too little to go by"
    assert (
        is_pointed_to(
            "how do i move my old mailbox to the business plan and keep the domain, both aliases and all filters"
        )
        is None
    )


def test_a_few_words_find_what_holds_most_of_them_the_nearest_first() -> None:
    assert found("calendar") == [4, 1]
    assert found("calendar phone") == [1]
    assert found("mailbox plan zzyzx") == [2]
    assert found("printer on fire") == []
    assert found("") == []


def test_of_two_that_say_the_same_the_latest_is_the_nearest() -> None:
    near = nearness({1: KNOWN[1], 2: KNOWN[1]}).nearest(terms_of(KNOWN[1]))
    assert near is not None
    assert (near.solution_id, round(near.score, 6)) == (2, 1.0)


def test_where_nothing_was_solved_nothing_is_near() -> None:
    empty = nearness({})
    assert len(empty) == 0
    assert empty.nearest(terms_of("calendar sync phone")) is None
    assert empty.holding(terms_of("calendar sync phone"), 10) == []


WORDS = st.lists(
    st.sampled_from(["mail", "phone", "sync", "plan", "late", "twice", "zone", "move"]), max_size=6
).map(" ".join)


@given(st.dictionaries(st.integers(1, 50), WORDS, max_size=8), WORDS)
def test_scores_are_shares_and_each_question_is_nearest_to_itself(known: dict[int, str], asked: str) -> None:
    built = nearness(known)
    for near in built.holding(terms_of(asked), 10):
        assert 0 < near.score <= 1.000001
        assert 0 < near.holds <= 1.000001
        assert near.shared <= len(terms_of(asked))
    for text in known.values():
        near_itself = built.nearest(terms_of(text))
        assert near_itself is None or near_itself.score > 0.999999
