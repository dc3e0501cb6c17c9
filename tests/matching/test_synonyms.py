"""A knowledge base's own synonyms: what its files do not say is read as what they do say."""

from __future__ import annotations

import pytest

from bot.knowledge.entry import Entry
from bot.matching.matcher import Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.synonyms import Synonyms

GROUPS = [
    ("postbox", "Mailbox", "folder", "letter tray"),
    ("letter", "e-mail", "mail"),
    ("2fa", "second factor"),
    ("robot", "android"),
    ("?!", "mailbox"),
]
SAID = [["mailboxes", "are", "full"], ["the", "folder"], ["a", "second", "factor"], ["mail", "is", "late"]]


@pytest.mark.parametrize(
    ("typed", "read", "changes"),
    [
        ("my postboxes", "my mailbox", {"postboxes": "mailbox"}),
        ("letter tray full", "mailbox full", {"letter tray": "mailbox"}),
        ("letter e mail tray", "mail mail tray", {"letter": "mail", "e mail": "mail"}),
        ("need 2fa", "need second factor", {"2fa": "second factor"}),
        ("folder mailbox second factor", "folder mailbox second factor", {}),
        ("robot android", "robot android", {}),
        ("", "", {}),
    ],
)
def test_a_term_that_no_phrasing_has_is_read_as_the_first_of_its_group_that_one_has(
    typed: str, read: str, changes: dict[str, str]
) -> None:
    assert Synonyms(GROUPS, SAID).read(typed.split(), typed.split()) == (tuple(read.split()), changes)


def test_what_is_spelt_anew_is_named_by_what_was_typed() -> None:
    words, changes = Synonyms(GROUPS, SAID).read(["my", "leter", "trays"], ["my", "letter", "trays"])
    assert (words, changes) == (("my", "mailbox"), {"leter trays": "mailbox"})
    assert Synonyms([], SAID).read(["teh", "folder"], ["the", "folder"]) == (("the", "folder"), {"teh": "the"})


BASE = [
    Phrasings("size", ("how big may a mailbox be", "what is the size of my mailbox", "mailbox is full")),
    Phrasings("pay", ("how do I pay an invoice", "pay my bill by card")),
    Phrasings("domain", ("how do I add a domain", "which domains may I use")),
]


def test_a_knowledge_bases_own_synonyms_are_as_good_as_its_own_words() -> None:
    question = "what is the size of my postbox"
    plain, taught = Matcher(BASE), Matcher(BASE, synonyms=[("mailbox", "postbox", "letter tray")])
    assert taught.explain(question).corrections == {"postbox": "mailbox"}
    assert taught.rank(question)[0].entry_id == "size"
    assert taught.rank(question)[0].score > plain.rank(question)[0].score
    for question in ("what is the size of my letter tray", "what is the size of my letter trays"):
        assert taught.rank(question)[0] == taught.rank("what is the size of my postbox")[0]


def test_a_synonym_is_no_slip_of_a_word_that_the_files_have() -> None:
    base = [*BASE, Phrasings("invite", ("how do I invite a colleague", "invites do not arrive"))]
    taught = Matcher(base, synonyms=[("bill", "invoyce")])
    assert taught.explain("pay my invoyce").corrections == {"invoyce": "bill"}
    assert Matcher(base).explain("pay my invoyce").corrections == {"invoyce": "invoice"}


def test_a_matcher_is_built_anew_for_other_synonyms() -> None:
    entry = Entry(
        id="size", title="How big is a mailbox?", questions=["mailbox size", "mailbox is full"], answer="Big."
    )
    plain, taught = Matcher.build([entry]), Matcher.build([entry], (("mailbox", "postbox"),))
    assert taught is Matcher.build([entry], (("mailbox", "postbox"),))
    assert plain.explain("postbox size").corrections == {}
    assert taught.explain("postbox size").corrections == {"postbox": "mailbox"}
