""".po files are read as gettext's own tools read them, and what is none is refused with its line."""

from __future__ import annotations

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from cogs.texts import catalogue

PO = r"""
# German
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: cogs/texts/tickets.py:1
msgid "Claim"
msgstr "Übernehmen"

msgctxt "decimal point"
msgid "."
msgstr ","

msgid "{count} ticket"
msgid_plural "{count} tickets"
msgstr[0] "{count} Ticket"
msgstr[1] "{count} Tickets"

msgid ""
"Two lines,\n"
"\"quoted\" \\ with a \ttab"
msgstr "Zwei"

#, fuzzy
msgid "Close"
msgstr "Vielleicht"

msgid "Reopen"
msgstr ""

#~ msgid "Release"
#~ msgstr "Veraltet"
"""


def test_sentences_plural_forms_contexts_and_escapes_are_read() -> None:
    read = catalogue.read(PO)
    assert read.gettext("Claim") == "Übernehmen"
    assert read.pgettext("decimal point", ".") == ","
    assert read.gettext(".") == "."
    assert [read.ngettext("{count} ticket", "{count} tickets", count) for count in (1, 2)] == [
        "{count} Ticket",
        "{count} Tickets",
    ]
    assert read.gettext('Two lines,\n"quoted" \\ with a \ttab') == "Zwei"


@pytest.mark.parametrize("message", ["Close", "Reopen", "Release"])
def test_what_is_doubtful_empty_or_obsolete_stays_english(message: str) -> None:
    assert catalogue.read(PO).gettext(message) == message


def test_a_sentence_without_a_translation_stays_english() -> None:
    assert catalogue.read('msgid "Close"\n\nmsgid "Claim"\nmsgstr "Take"').gettext("Close") == "Close"


def test_plural_forms_count_by_their_numbers_not_by_their_order() -> None:
    turned = 'msgid "one"\nmsgid_plural "many"\nmsgstr[1] "viele"\nmsgstr[0] "eins"'
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    assert [catalogue.read(header + turned).ngettext("one", "many", count) for count in (1, 2)] == [
        "eins",
        "viele",
    ]


def test_a_character_set_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="a character set that is none"):
        catalogue.read('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-9\\n"')


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('msgid "a"\nmsgstr b', 2),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"', 2),
        ('msgid "a"\nmsgstr "b"\n"c', 3),
        ("title: a", 1),
        ("msgid 'a'\nmsgstr \"b\"", 1),
        ('msgid "a" "b".upper()\nmsgstr "c"', 1),
    ],
)
def test_what_is_no_po_file_is_refused_with_its_line(broken: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"^line {line}: "):
        catalogue.read(broken)


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    "broken",
    [
        'msgid "{number} of {name}"\nmsgstr "{nummer} von {name}"',
        'msgid "{name}"\nmsgstr "{name"',
        'msgid "{name}"\nmsgstr "{name.__class__}"',
        'msgid "{name}"\nmsgstr "{name!r}"',
        'msgid "{name}"\nmsgstr "{} {name}"',
        'msgid "one"\nmsgid_plural "{count}"\nmsgstr[0] "ein"\nmsgstr[1] "{anzahl}"',
    ],
)
def test_a_translation_that_could_not_be_filled_in_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"placeholder|which the message has not|expected '}'"):
        catalogue.read(HEADER + broken, strict=True)


words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x04\u2028\u2029\x85")
    | st.sampled_from('\n\t"\\'),
    min_size=1,
)


@given(st.dictionaries(words, words, max_size=5))
def test_whatever_a_sentence_holds_comes_back_as_it_was_written(sentences: dict[str, str]) -> None:
    written = Catalog(locale="de")
    for message, said in sentences.items():
        written.add(message, said)
    file = BytesIO()
    write_po(file, written, width=60)
    read = catalogue.read(file.getvalue().decode())
    assert {message: read.gettext(message) for message in sentences} == sentences
