"""A knowledge base asked of itself: what is left out, what is asked, and who may stop it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from bot.matching import trial
from bot.matching.calibration import UNCHANGED, Kind
from bot.matching.matcher import Best, Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.trial import AT_MOST, FOLDS, Stopped, Trials, try_out
from tests.encoders import Letters

THINGS = ("invoice", "mailbox", "domain", "password", "calendar", "alias", "backup", "webhook", "avatar", "server")
WISHES = (
    "how do I add a new {}",
    "where can I find my {}",
    "my {} does not work",
    "rename the {}",
    "share a {} with others",
)
BASE = [Phrasings(thing, tuple(wish.format(thing) for wish in WISHES)) for thing in THINGS]
SINGLE = [Phrasings(entry.entry_id, entry.questions[:1]) for entry in BASE]


class Asked:
    """Keeps what each matcher was built of, and what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folds: list[tuple[list[Phrasings], list[str]]] = []
        asked = self

        class Listening(Matcher):
            def __init__(self, phrasings: list[Phrasings], **others: object) -> None:
                super().__init__(phrasings)
                asked.folds.append((phrasings, []))

            def best(self, questions: Sequence[str]) -> list[tuple[Best | None, Best | None]]:
                asked.folds[-1][1].extend(questions)
                return super().best(questions)

        monkeypatch.setattr(trial, "Matcher", Listening)


@pytest.fixture(scope="module")
def tried() -> tuple[Asked, Trials]:
    """The trial of BASE, once."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        asked = Asked(monkeypatch)
        return asked, try_out(BASE)


@pytest.fixture
def folds(tried: tuple[Asked, Trials]) -> list[tuple[list[Phrasings], list[str]]]:
    return tried[0].folds


@pytest.fixture
def trials(tried: tuple[Asked, Trials]) -> Trials:
    return tried[1]


def test_nothing_that_is_asked_is_in_what_is_left(folds: list[tuple[list[Phrasings], list[str]]]) -> None:
    assert len(folds) == FOLDS
    for kept, questions in folds:
        left = {text for entry in kept for text in entry.questions}
        assert questions
        assert left.isdisjoint(questions)


def test_every_phrasing_is_asked_once_as_its_own_or_as_a_near_miss_and_every_entry_is_left_out_once(
    folds: list[tuple[list[Phrasings], list[str]]],
) -> None:
    left_out = Counter(
        entry.entry_id
        for kept, _ in folds
        for entry in BASE
        if entry.entry_id not in {one.entry_id for one in kept}
    )
    assert left_out == dict.fromkeys(THINGS, 1)
    questions = {text for _, texts in folds for text in texts}
    assert {text for entry in BASE for text in entry.questions} <= questions


def test_what_is_tried_is_the_same_every_time_and_in_whatever_order_the_entries_come(trials: Trials) -> None:
    assert try_out(BASE[::-1]) == trials


def test_what_is_asked_is_counted_by_kind(trials: Trials) -> None:
    kinds = Counter(one.kind for one in trials.by_words)
    assert kinds.keys() == set(Kind)
    assert all(kinds[kind] <= AT_MOST[kind] * FOLDS for kind in Kind)
    assert kinds[Kind.NEAR] <= sum(len(entry.questions) for entry in BASE)


def test_near_misses_and_chat_are_never_right_and_own_phrasings_mostly_are(trials: Trials) -> None:
    tried = trials.by_words
    assert not any(one.is_right for one in tried if one.kind is not Kind.OWN)
    own = [one.is_right for one in tried if one.kind is Kind.OWN]
    assert sum(own) > 0.9 * len(own)
    assert {one.phrasings for one in tried if one.kind is Kind.OWN} == {len(WISHES) - 1}


def test_the_only_phrasing_of_an_entry_is_never_asked_as_its_own() -> None:
    tried = try_out(SINGLE)
    assert {one.kind for one in tried.by_words} == {Kind.NEAR, Kind.CHAT}
    mixed = try_out([*BASE[:5], *SINGLE[5:]]).by_words
    assert {one.phrasings for one in mixed if one.kind is Kind.OWN} == {len(WISHES) - 1}
    by_words, _ = tried.calibrations
    assert by_words.of(4.0) < 4.0, "more careful, not less"


@pytest.mark.parametrize("base", [[], [Phrasings("empty", ())]], ids=["no entry", "no phrasing"])
def test_a_base_that_says_nothing_changes_nothing(base: list[Phrasings]) -> None:
    assert try_out(base) == Trials(())
    assert try_out(base).calibrations == (UNCHANGED, UNCHANGED)


def test_a_single_entry_is_kept_so_that_there_is_something_to_ask() -> None:
    assert {one.kind for one in try_out(BASE[:1]).by_words} <= {Kind.OWN, Kind.CHAT}


def test_meaning_is_tried_beside_the_words_and_decides(trials: Trials) -> None:
    letters = Letters()
    tried = try_out(BASE, encoder=letters)
    assert len(tried.by_meaning) >= len(tried.by_words) > 0
    assert tried.decisive == tried.by_meaning
    assert trials.decisive == trials.by_words == tried.by_words
    texts = [text for batch in letters.asked for text in batch]
    assert [text for text, count in Counter(texts).items() if count > 1] == [], "nothing is encoded twice"


def test_it_stops_when_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    with pytest.raises(Stopped):
        try_out(BASE, is_over=lambda: True)
    assert asked.folds == []
    with pytest.raises(Stopped):
        try_out(BASE, is_over=lambda: len(asked.folds) == 2 and len(asked.folds[1][1]) > 3)
    assert [len(questions) for _, questions in asked.folds[1:]] == [trial.AT_ONCE]
