"""Opposites and words that turn a question round: each line of the tables, and what is merely mentioned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import vetoes
from bot.matching.actions import actions_of
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.vetoes import Distinctions, Veto, VetoKind, turned_round
from bot.matching.words import normalise, stem

FILES = [
    Phrasings("create-folder", ("How do I create a folder?", "make a new folder")),
    Phrasings("share-file", ("How do I share a file?", "send a file to a colleague")),
    Phrasings("quota", ("How much space is left?", "my disk is full")),
]
DELETE_FOLDER = Phrasings("delete-folder", ("How do I delete a folder?", "remove a folder for good"))


def sides(table: str) -> list[tuple[str, str]]:
    """Each word with the first word of each other side of its line."""
    return [
        (word, other.split()[0])
        for line in table.strip().splitlines()
        for here, words in enumerate(line.split("|"))
        for there, other in enumerate(line.split("|"))
        if here != there
        for word in words.split()
    ]


def veto_of(phrasing: str, question: str) -> Veto | None:
    words, asked = normalise(phrasing), normalise(question)
    stems = list(dict.fromkeys(map(stem, words)))
    actions = frozenset(actions_of(asked))
    return Distinctions([[words]], [[stems]]).veto(
        turned_round(asked), asked, set(map(stem, asked)), actions, 0, 0
    )


@pytest.mark.parametrize(("typed", "phrased"), sides(vetoes._ACTIONS))
def test_what_is_wanted_done_on_one_side_is_not_what_is_done_on_another(typed: str, phrased: str) -> None:
    found = veto_of(f"I want to {phrased} the thing", f"I want to {typed} the thing")
    assert found == Veto(VetoKind.DISTINGUISHING, (stem(typed), stem(phrased)))
    assert veto_of(f"I want to {phrased} the thing", f"the {typed} thing of mine") is None, "only mentioned"


@pytest.mark.parametrize(("typed", "phrased"), sides(vetoes._THINGS))
def test_a_thing_on_one_side_is_not_one_on_another_wherever_it_stands(typed: str, phrased: str) -> None:
    found = veto_of(f"the thing for {phrased} there", f"is the thing there for {typed}")
    assert found == Veto(VetoKind.DISTINGUISHING, (typed, phrased))


@pytest.mark.parametrize(
    ("phrasing", "question"),
    [
        ("a monthly invoice", "can I get an invoice for last year"),
        ("outgoing payments", "proof of my income payments"),
        ("install it on linux", "install it in a new window"),
    ],
)
def test_what_has_the_stem_of_a_thing_is_not_that_thing(phrasing: str, question: str) -> None:
    assert veto_of(phrasing, question) is None


@pytest.mark.parametrize(
    ("phrasing", "question", "crossed"),
    [
        ("move my mail from gmail to larkmail", "how do I move away from larkmail to gmail", "gmail"),
        ("change my account from pop to imap", "how do I change my account from imap to pop", "imap"),
        ("move my mail from gmail to larkmail", "how do I move my mail from gmail", None),
        ("move my mail from gmail to larkmail", "my mail from gmail should go to larkmail", None),
    ],
)
def test_the_other_way_round_is_another_question(phrasing: str, question: str, crossed: str | None) -> None:
    found = veto_of(phrasing, question)
    assert found == (crossed and Veto(VetoKind.DISTINGUISHING, ("from", "to", stem(crossed))))


def test_to_do_both_in_one_phrasing_is_no_doing_of_one_alone() -> None:
    entry = Phrasings("import", ("How do I import contacts?", "export my calendar and import it here"))
    (candidate,) = Matcher([entry]).explain("how do I export contacts").candidates
    assert candidate.veto == Veto(VetoKind.DISTINGUISHING, ("export", "import"))


@pytest.mark.parametrize(
    ("phrasing", "question", "words"),
    [
        ("how do I delete a folder", "how do I delete the folder that docker created", None),
        ("how do I share a folder", "how do I share the docker-created folder", None),
        ("how do I remove a folder", "the docker-created folder is in my way, how do I remove it", None),
        ("how do I create a folder", "how do I create one like the deleted folder", None),
        ("how do I create a folder", "how do I delete a folder", ("delet", "creat")),
        ("how do I create a folder", "please remove the folder", ("remov", "creat")),
    ],
)
def test_an_incidental_word_is_no_opposite(phrasing: str, question: str, words: tuple[str, str] | None) -> None:
    assert veto_of(phrasing, question) == (words and Veto(VetoKind.DISTINGUISHING, words))


def test_what_docker_created_is_deleted_as_any_folder() -> None:
    matcher = Matcher([*FILES, DELETE_FOLDER])
    assert matcher.rank("how do I delete the folder that docker created")[0].entry_id == "delete-folder"
    assert matcher.rank("how do I create the folder that docker deleted")[0].entry_id == "create-folder"


def test_where_question_or_entry_stands_on_both_sides_there_is_no_opposite() -> None:
    assert veto_of("how do I enable mail", "how do I disable mail and enable it again") is None
    assert veto_of("how do I enable or disable mail", "how do I disable mail") is None


def test_an_entry_that_mentions_the_other_side_in_another_phrasing_answers_both() -> None:
    words = [["how", "do", "i", "enable", "mail"], ["how", "do", "i", "disable", "mail"]]
    both = Distinctions([words], [[[*map(stem, one)] for one in words]])
    asked = ["how", "do", "i", "disable", "mail"]
    assert both.veto(None, asked, set(map(stem, asked)), {stem("disable")}, 0, 0) is None


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("how do I not get mail", "not"),
        ("how to never get mail", "never"),
        ("I do not want to get mail", "not"),
        ("please tell it not to write", "not"),
        ("please do not cancel my plan", "not"),
        ("don't cancel my plan", "not"),
        ("doesn't connect to my phone", None),
        ("don't connect to my phone anymore", None),
        ("mail is not arriving", None),
        ("why can I not log in", None),
        ("can I connect without a proxy", None),
        ("I can use it without a password", None),
    ],
)
def test_a_wish_is_turned_round_and_a_fault_or_a_lack_is_not(question: str, word: str | None) -> None:
    assert turned_round(normalise(question)) == word


@pytest.mark.parametrize(
    ("phrasing", "question", "word"),
    [
        ("my account was hacked", "my account was not hacked", "hack"),
        ("my mailbox is full", "my mailbox isn't full", "full"),
        ("my mailbox is full", "my mailbox is full and mail does not arrive", None),
        ("mail does not arrive", "mail is not arriving", None),
        ("how do I verify my id", "I am not able to verify my id", None),
        ("I am able to verify my id", "I am not able to verify my id", None),
    ],
)
def test_what_is_said_not_to_be_so_is_not_what_a_phrasing_says_is_so(
    phrasing: str, question: str, word: str | None
) -> None:
    assert veto_of(phrasing, question) == (word and Veto(VetoKind.NEGATION, ("not", word)))


class OfReplies:
    """Says that all which mentions a reply means one thing, and all else another."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1.0, 0.0] if "reply" in text else [0.0, 1.0] for text in texts], np.float32)


def test_with_meaning_it_is_the_phrasing_nearest_by_meaning_that_is_compared() -> None:
    entry = Phrasings(
        "holidays", ("the beach ball is in my calendar", "how do I enable the reply", "lovely weather")
    )
    question = "how can I disable the beach ball in my calendar reply"
    by_words, by_meaning = (
        next(one.veto for one in matcher.explain(question).candidates if one.match.entry_id == "holidays")
        for matcher in (Matcher([entry, *FILES]), Matcher([entry, *FILES], encoder=OfReplies()))
    )
    assert (by_words, by_meaning) == (None, Veto(VetoKind.DISTINGUISHING, (stem("disable"), stem("enable"))))
