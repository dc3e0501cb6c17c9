"""Which unanswered questions are put together, which are shown, and what is told of them."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from bot.insights.gaps import PEOPLE_AT_LEAST, Unanswered, find_gaps

COLOUR = (
    "can i change the colour of the webmail",
    "how to change webmail colours?",
    "webmail colour change please",
)
PRINT = ("how do i print a conversation", "can i print the whole conversation", "printing conversations on paper")


def asked(*texts: str | None, first: int = 1, nearest: str | None = None) -> list[Unanswered]:
    """Each by somebody else."""
    return [Unanswered(asker, text, nearest) for asker, text in enumerate(texts, first)]


def test_questions_about_the_same_are_one_group_whatever_their_words_end_in() -> None:
    found = find_gaps(asked(*COLOUR, *PRINT))
    assert [(group.people, group.questions) for group in found.groups] == [(3, 3), (3, 3)]
    assert {group.words for group in found.groups} == {("change", "colour", "webmail"), ("conversation", "print")}
    assert (found.ungrouped, found.forgotten) == (0, 0)


def test_a_group_of_fewer_than_three_people_is_not_shown_and_only_counted() -> None:
    found = find_gaps(asked(*COLOUR[:2]))
    assert found.groups == ()
    assert found.ungrouped == 2


def test_one_person_who_asks_often_is_one_person() -> None:
    again = [Unanswered(1, text) for text in COLOUR * 3]
    assert find_gaps(again).groups == ()
    found = find_gaps([*again, *asked(*COLOUR[:2], first=2)])
    assert [(group.people, group.questions) for group in found.groups] == [(3, 11)]


def test_the_largest_group_comes_first_by_its_people() -> None:
    fourth = Unanswered(10, "webmail colour")
    found = find_gaps([*asked(*PRINT), *asked(*COLOUR, first=4), fourth])
    assert [group.people for group in found.groups] == [4, 3]
    assert "webmail" in found.groups[0].words


def test_what_is_forgotten_cannot_be_grouped_and_is_counted() -> None:
    found = find_gaps(asked(*COLOUR, None, None))
    assert [group.questions for group in found.groups] == [3]
    assert (found.ungrouped, found.forgotten) == (0, 2)


def test_what_says_nothing_is_in_no_group() -> None:
    found = find_gaps(asked("how do i do this?", "how can i do this", "what is it", "🙂", ""))
    assert (found.groups, found.ungrouped) == ((), 5)


def test_groups_do_not_chain_from_one_topic_to_the_next() -> None:
    chain = asked("red apple", "apple pie", "pie dish", "dish washer", "washer door", "door red")
    thrice = [Unanswered(one.asker_id + 10 * copy, one.text) for copy in range(3) for one in chain]
    found = find_gaps(thrice)
    assert all(group.questions <= 9 for group in found.groups)
    assert len(found.groups) >= 2


def test_two_examples_are_the_middle_and_what_is_least_like_it_by_somebody_else() -> None:
    far = "webmail colour change everywhere"
    found = find_gaps(
        [*asked(*COLOUR), Unanswered(9, far), Unanswered(1, "webmail colours change in the calendar")]
    )
    middle, other = found.groups[0].examples
    assert middle in COLOUR
    assert other != middle
    assert other == far


def test_three_people_with_the_very_same_words_are_one_example() -> None:
    found = find_gaps(asked(*[COLOUR[0]] * 3))
    assert found.groups[0].examples == (COLOUR[0],)


def test_the_nearest_entry_is_that_of_most() -> None:
    nearest = ("themes", "themes", None)
    found = find_gaps([Unanswered(at, COLOUR[at], nearest[at]) for at in range(3)])
    assert (found.groups[0].nearest, found.groups[0].nearest_to) == ("themes", 2)
    assert find_gaps(asked(*COLOUR)).groups[0].nearest is None


def test_scripts_without_spaces_are_grouped_too() -> None:
    found = find_gaps(
        asked("パスワードを変更したい", "パスワードを変更したいです", "パスワードを変更したいのですが")
    )
    assert [group.people for group in found.groups] == [3]


def test_five_thousand_questions_take_less_than_two_seconds() -> None:
    topics = ("mail", "calendar", "invoice", "domain", "password", "alias", "filter", "folder", "contact", "phone")
    texts = [f"{topics[at % 10]} {topics[at // 10 % 10]} broken {at % 700} since {at % 31}" for at in range(5_000)]
    began = time.process_time()
    found = find_gaps(asked(*texts))
    assert time.process_time() - began < 2.0
    assert found.groups


@given(
    st.lists(
        st.builds(
            Unanswered,
            st.integers(1, 5),
            st.none()
            | st.text(max_size=30)
            | st.lists(st.sampled_from(["mail", "late", "spam", "lost", "the"])).map(" ".join),
            st.none() | st.sampled_from(["a", "b"]),
        ),
        max_size=40,
    )
)
def test_every_question_is_counted_once_and_nobody_is_shown_alone(questions: list[Unanswered]) -> None:
    found = find_gaps(questions)
    assert sum(group.questions for group in found.groups) + found.ungrouped + found.forgotten == len(questions)
    assert found == find_gaps(questions)
    for group in found.groups:
        assert PEOPLE_AT_LEAST <= group.people <= group.questions
        assert 1 <= len(group.examples) <= 2
        assert group.words
