"""What may stand in an entry and will hardly have been meant is named with its line."""

from __future__ import annotations

from bot.knowledge.entry import Entry, Translation
from bot.matching.doubts import doubts, with_few
from bot.matching.phrasings import Phrasings

ENTRY = Entry(
    id="setup",
    title="How do I set it up?",
    questions=["???", "set it up"],
    not_for=["🎉🎉🎉", "`/setup`"],
    answer="See [the page](../setup.md) and ![it](https://example.com/it.png).",
    translations={"de": Translation(title="Wie?!", answer="Siehe [hier](#x).")},
)


def test_links_images_and_phrasings_without_a_word_are_named() -> None:
    texts = (*ENTRY.questions, *ENTRY.not_for, ENTRY.answer, ENTRY.translations["de"].answer)
    positions = {("setup", text): f"faq/a.yaml:{at}" for at, text in enumerate(texts, start=1)}
    assert list(doubts([ENTRY], positions)) == [
        "faq/a.yaml:5: `[the page](../setup.md)` is a link that is no whole web address, which Discord shows as it is"
        " written: begin it with https://",
        "faq/a.yaml:5: `![it](https://example.com/it.png)` is an image, which Discord shows as it is written: write a"
        " link",
        "faq/a.yaml:6: `[hier](#x)` is a link that is no whole web address, which Discord shows as it is written:"
        " begin it with https://",
        "faq/a.yaml:1: `???` has no word that a question could have, so it never matches",
        "faq/a.yaml:3: `🎉🎉🎉` has no word that a question could have, so it never matches",
        "faq/a.yaml:4: ``/setup`` has no word that a question could have, so it never matches",
    ]


def test_an_entry_with_fewer_than_three_phrasings_has_few() -> None:
    assert with_few(
        [Phrasings("a", ("a", "b")), Phrasings("b", ("a", "b", "b")), Phrasings("c", ("a", "b", "c"))]
    ) == [
        "a",
        "b",
    ]
