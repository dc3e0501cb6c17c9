"""What `signpost faq lint` finds, and what it must leave alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.explanation import Candidate, Explanation
from bot.matching.linting import Finding, FindingKind, lint, near_duplicates
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.verdict import Match
from bot.matching.vetoes import Veto, VetoKind

SURE = 0.6

REFUND = Phrasings("refund", ("how do i get a refund", "i want my money back"), ("refund for a stolen card",))
INVITE = Phrasings("invite", ("add the bot to my server", "how do i invite the bot"))
ACCOUNT = Phrasings("account", ("delete my account", "erase all data you have of me"))
BASE = [REFUND, INVITE, ACCOUNT]


class Told(Matcher):
    """A matcher that finds what it is told to, so that a rule can be seen alone."""

    def __init__(self, found: dict[str, list[Candidate]]) -> None:
        self._found = found

    def rank(self, question: str, limit: int = 5, among: frozenset[str] | None = None) -> list[Match]:
        return self.explain(question, among).matches[:limit]

    def explain(self, question: str, among: frozenset[str] | None = None) -> Explanation:
        return Explanation((), {}, tuple(self._found.get(question, ())))


def candidate(entry_id: str, score: float, veto: Veto | None = None) -> Candidate:
    return Candidate(Match(entry_id, score, f"nearest of {entry_id}"), {}, veto)


def found(
    entries: Sequence[Phrasings], matcher: Matcher | None = None, only: str | None = None, suggest: float = 0.4
) -> list[Finding]:
    return lint(entries, threshold=SURE, suggest_from=suggest, only=only, matcher=matcher)


ONE = Phrasings("one", ("its phrasing",))
REFUSING = Phrasings("one", (), ("refused",))


def test_a_knowledge_base_without_conflicts_has_no_findings() -> None:
    assert found(BASE) == []


def test_a_phrasing_that_finds_another_entry_is_stolen() -> None:
    matcher = Told({"its phrasing": [candidate("two", 0.8), candidate("one", 0.7)]})
    assert found([ONE], matcher) == [
        Finding(FindingKind.STOLEN, "one", "its phrasing", "two", "nearest of two", 0.8)
    ]


def test_a_phrasing_that_finds_its_entry_first_is_well_whatever_follows() -> None:
    assert found([ONE], Told({"its phrasing": [candidate("one", 0.3), candidate("two", 0.3)]})) == []


def test_a_phrasing_that_finds_nothing_is_named() -> None:
    assert found([ONE], Told({})) == [Finding(FindingKind.UNFOUND, "one", "its phrasing")]
    assert found([*BASE, Phrasings("odd", ("???", "odd things happen here"))]) == [
        Finding(FindingKind.UNFOUND, "odd", "???")
    ]


@pytest.mark.parametrize("others", [[], [candidate("two", 0.5)]])
def test_a_phrasing_that_its_own_entry_may_not_answer_is_named_with_the_words(others: list[Candidate]) -> None:
    own = candidate("one", 0.9, Veto(VetoKind.NOT_FOR, ("refused",)))
    assert found([ONE], Told({"its phrasing": [own, *others]})) == [
        Finding(FindingKind.VETOED, "one", "its phrasing", None, "refused", 0.9)
    ]


@pytest.mark.parametrize(
    ("candidates", "kind"),
    [
        ([candidate("one", 0.9)], FindingKind.NOT_SILENT),
        ([candidate("one", 0.4)], FindingKind.NOT_SILENT),  # suggested
        ([candidate("two", 0.59), candidate("one", 0.58)], FindingKind.NOT_SILENT),  # suggested, second
        ([candidate("one", 0.39)], None),
        ([candidate("two", 0.9), candidate("one", 0.3)], FindingKind.ANSWERED_ELSEWHERE),
        ([candidate("two", 0.5)], None),
        ([], None),
    ],
)
def test_what_stands_in_not_for_is_silent_for_its_entry(
    candidates: list[Candidate], kind: FindingKind | None
) -> None:
    findings = found([REFUSING], Told({"refused": candidates}))
    assert [one.kind for one in findings] == ([kind] if kind else [])
    for finding in findings:
        assert (finding.entry_id, finding.phrasing) == ("one", "refused")
        wanted = "two" if kind is FindingKind.ANSWERED_ELSEWHERE else "one"
        assert (finding.other_entry_id, finding.other_phrasing) == (wanted, f"nearest of {wanted}")
        assert finding.score == next(one.match.score for one in candidates if one.match.entry_id == wanted)


def test_only_an_answer_by_another_entry_is_no_fault() -> None:
    faults = {kind for kind in FindingKind if Finding(kind, "a", "b").is_fault}
    assert faults == set(FindingKind) - {FindingKind.ANSWERED_ELSEWHERE}


def test_what_another_entry_answers_is_told_of_a_real_matcher() -> None:
    base = [*BASE, Phrasings("ban", ("somebody was banned", "why was i banned"), ("how do i get a refund",))]
    (finding,) = found(base)
    assert (finding.kind, finding.entry_id) == (FindingKind.ANSWERED_ELSEWHERE, "ban")
    assert (finding.other_entry_id, finding.other_phrasing) == ("refund", "how do i get a refund")


@pytest.mark.parametrize(
    ("phrasing", "other", "is_near"),
    [
        ("How do I get a refund?", "how do i get a refund", True),
        ("how do i get my refund", "how do I get the refund, please", True),
        ("refund how do i get", "how do i get a refund", True),
        ("what's the price", "what is the price", True),
        ("cancel my order", "cancel my orders", True),
        ("cancel my ordre", "cancel my order", True),
        ("cancel my order", "cancel my border", True),
        ("cancel my order", "cancel my odder", True),
        ("order", "orders", True),
        ("cancel my order", "cancel my subscription", False),
        ("download for windows", "download for linux", False),
        ("turn it on", "turn it off", False),
        ("turn it on", "turn it in", False),
        ("i can log in", "i can not log in", False),
        ("install it again", "uninstall it again", False),
        ("increase the limit", "decrease the limit", False),
        ("cancel orders now now", "cancel orders now", False),
        ("cancal my ordre", "cancel my order", False),
        ("cancel my rdero", "cancel my order", False),
        ("how do i get a refund", "get a refund", False),
        ("如何退款", "如何退款?", True),
        ("как отменить подписку", "как отменить подпискy", True),
        ("🎉", "🎊", False),
        ("", "", False),
    ],
)
def test_phrasings_that_are_nearly_the_same(phrasing: str, other: str, is_near: bool) -> None:
    for first, second in ((phrasing, other), (other, phrasing)):
        findings = list(near_duplicates([Phrasings("a", (first,)), Phrasings("b", (second,))]))
        named = [
            (one.kind, one.entry_id, one.phrasing, one.other_entry_id, one.other_phrasing) for one in findings
        ]
        assert named == ([(FindingKind.NEAR_DUPLICATE, "b", second, "a", first)] if is_near else [])


def test_the_score_of_a_near_duplicate_says_how_alike_they_are() -> None:
    base = [Phrasings("a", ("cancel my order",)), Phrasings("b", ("the order cancel", "cancel orders"))]
    same, near = near_duplicates(base)
    assert same.score == 1
    assert near.score == pytest.approx(2 * 12 / (12 + 13))


def test_an_entry_may_say_the_same_twice() -> None:
    assert list(near_duplicates([Phrasings("a", ("cancel my order", "cancel the order", "cancel orders"))])) == []


def test_a_phrasing_of_many_entries_is_named_once_for_each_but_the_first() -> None:
    base = [Phrasings(f"e{at}", ("how do i cancel my order",)) for at in range(10)]
    findings = list(near_duplicates(base))
    assert [(one.entry_id, one.other_entry_id) for one in findings] == [(f"e{at}", "e0") for at in range(1, 10)]


def test_a_near_duplicate_is_named_with_the_first_that_it_is_like() -> None:
    base = [Phrasings("a", ("cancel my order", "cancel the order")), Phrasings("b", ("please cancel this order",))]
    assert [one.other_phrasing for one in near_duplicates(base)] == ["cancel my order"]


def test_a_near_duplicate_is_seen_past_phrasings_of_its_own_entry() -> None:
    base = [
        Phrasings("a", ("cancel my order",)),
        Phrasings("b", ("cancel my orders", "cancel all orders", "cancel my order")),
    ]
    assert [one.phrasing for one in near_duplicates(base)] == ["cancel my orders", "cancel my order"]


def in_channels(entry_id: str, *channels: str | int) -> Phrasings:
    phrasings = ("add the bot to my server", f"what {entry_id} alone is asked")
    return Phrasings(entry_id, phrasings, channels=frozenset(channels))


@pytest.mark.parametrize(
    ("one", "other", "is_met"),
    [
        (("help",), ("lounge",), False),
        (("help", 7), ("lounge", 8), False),
        (("help",), ("lounge", "help"), True),
        (("help",), (), True),
        ((), (), True),
    ],
)
def test_entries_that_no_channel_has_both_of_may_be_asked_in_the_same_words(
    one: tuple[str | int, ...], other: tuple[str | int, ...], is_met: bool
) -> None:
    base = [in_channels("one", *one), in_channels("two", *other), REFUND, ACCOUNT]
    assert any(finding.kind is FindingKind.NEAR_DUPLICATE for finding in found(base)) is is_met
    assert (found(base) == []) is not is_met


def test_of_a_draft_only_its_own_conflicts_are_named() -> None:
    clash = Phrasings("clash", ("add the bot to my server",))
    draft = Phrasings("draft", ("delete my accounts", "something new altogether"))
    base = [REFUND, INVITE, ACCOUNT, clash, draft]
    everything = found(base)
    assert {one.entry_id for one in everything} > {"draft"}
    of_draft = found(base, only="draft")
    assert of_draft == [one for one in everything if "draft" in (one.entry_id, one.other_entry_id)]
    assert any(one.kind is FindingKind.NEAR_DUPLICATE and one.other_entry_id == "account" for one in of_draft)


def test_a_draft_that_takes_the_phrasing_of_another_entry_is_named() -> None:
    matcher = Told({"its phrasing": [candidate("draft", 0.8), candidate("one", 0.7)]})
    (finding,) = found([ONE, Phrasings("draft", ())], matcher, only="draft")
    assert (finding.kind, finding.entry_id, finding.other_entry_id) == (FindingKind.STOLEN, "one", "draft")


def test_an_empty_knowledge_base_has_no_findings() -> None:
    assert found([]) == []


words = st.lists(st.sampled_from(["cancel", "order", "orders", "the", "bot", "not", "refund"]), max_size=4)
bases = st.lists(st.lists(words.map(" ".join), max_size=3), max_size=4)


@given(bases)
def test_near_duplicates_are_those_of_the_stated_measure(texts: list[list[str]]) -> None:
    """Against every pair: the same words but for `the`, or `order` in one where the other has `orders`."""
    base = [Phrasings(str(at), tuple(dict.fromkeys(phrasings))) for at, phrasings in enumerate(texts)]
    near = set()
    for at, entry in enumerate(base):
        for phrasing in entry.questions:
            for other in (text for earlier in base[:at] for text in earlier.questions):
                if is_near(phrasing, other):
                    near.add((entry.entry_id, phrasing))
    assert {(one.entry_id, one.phrasing) for one in near_duplicates(base)} == near


def is_near(one: str, other: str) -> bool:
    mine, its = one.split(), other.split()
    if not mine or not its:
        return False
    mine, its = [word for word in mine if word != "the"] or mine, [word for word in its if word != "the"] or its
    same_but_for_plural = sorted(w.rstrip("s") for w in mine) == sorted(w.rstrip("s") for w in its)
    return same_but_for_plural and abs(mine.count("orders") - its.count("orders")) <= 1
