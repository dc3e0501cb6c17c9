"""What words are about: groups of terms, and those that are shipped."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from bot.matching.ideas import Ideas, groups_of, stems_of
from bot.matching.shipped_ideas import SHIPPED


def ideas_of(text: str, ideas: Ideas) -> list[str]:
    return ideas.of(stems_of(text))


IDEAS = Ideas([("refund", "money back", "reimburse"), ("log in", "sign in"), ("pay", "refund")])


def test_terms_of_one_group_share_an_idea_in_any_ending_and_of_any_length() -> None:
    refund, sign_in = "refund, money back, reimburse", "log in, sign in"
    assert ideas_of("was I refunded?", IDEAS) == [refund, "pay, refund"]
    assert ideas_of("I want my money back", IDEAS) == [refund]
    assert ideas_of("signing in and reimbursed twice, reimbursed", IDEAS) == [sign_in, refund, refund]
    for text in ("money", "back the money", "log out", "", "in"):
        assert ideas_of(text, IDEAS) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("buy, purchase\nalone", "line 2: a group has two terms or more"),
        ("# words\n\nbuy, purchase, buys", "line 3: a term stands in the group twice"),
        ("buy, , purchase", "line 1: a term has no word"),
        ("buy, ?!", "line 1: a term has no word"),
        ("buy, purchase\npurchases, buying  # again", "line 2: this group stands here twice"),
    ],
)
def test_a_mistake_in_a_file_of_groups_is_named_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{problem}$"):
        groups_of(text)


def test_groups_stand_one_a_line_with_comments() -> None:
    assert groups_of("# words\n\nbuy, purchase # goods\nlog in,sign in\n") == (
        ("buy", "purchase"),
        ("log in", "sign in"),
    )
    assert groups_of("") == ()


def test_in_the_shipped_groups_no_two_words_are_taken_for_one_by_their_stem() -> None:
    written = defaultdict(set)
    for term in {term for group in SHIPPED for term in group}:
        written[stems_of(term)].add(term)
    assert [terms for terms in written.values() if len(terms) > 1] == []


def test_a_shipped_term_stands_in_few_groups_each_of_another_sense() -> None:
    groups = Counter(term for group in SHIPPED for term in group)
    assert {term for term, count in groups.items() if count > 1} == {"bill", "computer"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cancel", "pause"),
        ("allow", "block"),
        ("send", "receive"),
        ("enable", "disable"),
        ("turn on", "turn off"),
        ("log in", "log out"),
        ("import", "export"),
        ("upload", "download"),
        ("install", "uninstall"),
        ("add", "remove"),
        ("upgrade", "downgrade"),
        ("open", "close"),
        ("mute", "volume"),
        ("show", "hide"),
        ("lock", "unlock"),
        ("forward", "stop"),
        ("iphone", "android"),
        ("mac", "pc"),
        ("anmelden", "abmelden"),
        ("aktivieren", "deaktivieren"),
    ],
)
def test_what_is_another_action_or_another_thing_shares_no_shipped_idea(one: str, other: str) -> None:
    ideas = Ideas(SHIPPED)
    assert not set(ideas_of(one, ideas)) & set(ideas_of(other, ideas))
