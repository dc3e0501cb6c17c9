"""What was found is made to fit, or is said not to, and nothing in it is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.fitting import Known, fit
from bot.importing.found import Found
from bot.knowledge.entry import Entry, Translation


def found(title: str = "How do I get a refund?", answer: str = "Ask us.", *asked: str) -> Found:
    return Found(7, title, answer, asked)


def test_what_fits_is_taken_as_it_is() -> None:
    fitted = fit(
        found("How do I get a  refund?", "\nAsk **us**.\n", "refund", "REFUND", "how do i get a refund?"), Known()
    )
    assert (fitted.notes, fitted.reasons) == ((), ())
    assert fitted.entry == Entry(
        id="how-do-i-get-a-refund", title="How do I get a refund?", questions=["refund"], answer="Ask **us**."
    )


def test_a_title_that_is_too_long_is_cut_and_whole_among_the_phrasings() -> None:
    long = f"How do I {'very ' * 20}much refund?"
    entry = fit(found(long), Known()).entry
    assert len(entry.title) <= 100
    assert entry.title.endswith(" very…")
    assert entry.questions == [long]
    assert len(fit(found("x" * 250), Known()).entry.title) == 100
    fitted = fit(found("y" * 301), Known())
    assert fitted.entry.questions == []
    assert "left out, since a phrasing has at most 300 characters" in fitted.notes[1]


def test_a_title_that_is_too_short_gives_way_to_another_way_to_ask() -> None:
    fitted = fit(found("fs", "So.", "md", "file system"), Known())
    assert (fitted.entry.title, fitted.entry.questions, fitted.entry.keywords) == ("file system", [], ["fs", "md"])
    assert fitted.notes == (
        "its title `fs` is too short for one, so it is a keyword, and `file system` the title",
    )
    assert fit(found("fs", "So.", "md"), Known()).reasons == ("its title `fs` must have at least 3 characters",)
    assert fit(found("退款"), Known()).entry.id == "entry"


@pytest.mark.parametrize(
    ("title", "answer", "reasons"),
    [
        ("", "So.", ["it has no title"]),
        ("Why?", " \n", ["it has no text"]),
        ("Why?", "x" * 3501, ["its text has 3501 characters, of which 3500 fit: shorten it, or make it two"]),
        ("", "", ["it has no title", "it has no text"]),
    ],
)
def test_what_cannot_be_an_entry_has_reasons_and_keeps_what_there_is(
    title: str, answer: str, reasons: list[str]
) -> None:
    fitted = fit(found(title, answer), Known())
    assert [*fitted.reasons] == reasons
    assert (fitted.entry.title, fitted.entry.answer) == (title, answer.strip())


def test_what_is_asked_elsewhere_is_not_asked_again() -> None:
    known = Known()
    translation = Translation(title="Geld zurück?", questions=["Erstattung"], answer="Frag.")
    there = Entry(id="why", title="Why?", questions=["Why not"], answer="So.", translations={"de": translation})
    known.add(there, "faq/a.yaml:3")
    assert fit(found("why  not"), known).reasons == ("`why not` is asked in faq/a.yaml:3 already",)
    fitted = fit(found("Why", "So.", "why?", "geld zurück?", "erstattung", "how so"), known)
    assert (fitted.entry.id, fitted.entry.questions) == ("why-2", ["how so"])
    assert fitted.notes == (
        "left out, since it is asked in faq/a.yaml:3 already: `why?`",
        "left out, since it is asked in faq/a.yaml:3 already: `geld zurück?`",
        "left out, since it is asked in faq/a.yaml:3 already: `erstattung`",
        "the id `why` is taken, so it is `why-2`",
    )


def test_of_very_many_the_first_are_taken_and_the_others_named() -> None:
    fitted = fit(found("Why?", "So.", *(f"why {at}" for at in range(52)), *(f"{at}" for at in range(22))), Known())
    assert (len(fitted.entry.questions), len(fitted.entry.keywords)) == (50, 20)
    assert fitted.notes == (
        "52 phrasings, of which 50 fit: left out `why 50`, `why 51`",
        "22 keywords, of which 20 fit: left out `20`, `21`",
    )


def test_what_nobody_sees_is_left_out_and_said() -> None:
    hidden = found(
        "\ufeffHow do\u200b I\0 pay?", "B\x0cy\u202e card\ud800.\u2028```ansi\n\x1b[31mred\n```", "pay\u00adment"
    )
    fitted = fit(hidden, Known())
    assert (fitted.entry.title, fitted.entry.questions) == ("How do I pay?", ["payment"])
    assert fitted.entry.answer == "By card.\n```ansi\n\x1b[31mred\n```"
    assert fitted.notes == (
        "characters that nobody sees were left out: U+0000 (1), U+FEFF (1), U+200B (1), U+000C (1), U+D800 (1), U+202E (1),"
        " U+00AD (1)",
    )
    assert fit(found("Is 👩\u200d💻 seen?"), Known()).notes == ()


texts = st.text(max_size=400)


@given(texts, st.text(max_size=3600), st.lists(texts, max_size=60))
def test_whatever_is_found_is_an_entry_or_has_reasons(title: str, answer: str, asked: list[str]) -> None:
    fitted = fit(Found(1, title, answer, tuple(asked)), Known())
    if not fitted.reasons:
        assert Entry.model_validate(fitted.entry.model_dump()) == fitted.entry
