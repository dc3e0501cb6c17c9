"""The sentences are collected with all that a translator needs, and a translation outlives what is said anew."""

from __future__ import annotations

import pytest

from tests.texts.extraction import template, updated, written

SOURCE = """
def f(t: Language, x: int) -> str:
    later = t.n("One ticket", "{count} tickets", x)
    t.c("a verb", "Open")
    return t("Ticket {number} " "is open: 95 % of {all}", number=t("Open"), all=x)
"""
COLLECTED = """\

#: cogs/texts/a.py
#, python-brace-format
msgid "One ticket"
msgid_plural "{count} tickets"
msgstr[0] ""
msgstr[1] ""

#: cogs/texts/a.py
msgctxt "a verb"
msgid "Open"
msgstr ""

#: cogs/texts/a.py
#, python-brace-format
msgid "Ticket {number} is open: 95 % of {all}"
msgstr ""

#: cogs/texts/a.py cogs/texts/b.py
msgid "Open"
msgstr ""

"""
TRANSLATED = r"""# Who has translated it
msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

#: cogs/texts/a.py
msgid "Close"
msgstr "Schließen"

# As Discord says it
#: cogs/texts/old.py
msgid "Open"
msgstr "Öffnen"

#: cogs/texts/a.py
msgid "One ticket"
msgid_plural "{count} tickets"
msgstr[0] "Ein Ticket"
msgstr[1] "{count} Tickets"

"""


def collected(source: str) -> str:
    return written(template({"cogs/texts/a.py": source}))


def test_messages_stand_in_the_order_of_the_source_with_their_files_and_contexts() -> None:
    both = template({"cogs/texts/a.py": SOURCE, "cogs/texts/b.py": "t('Open')"})
    assert written(both).endswith(COLLECTED)


def test_only_a_sentence_that_changes_changes_the_file() -> None:
    moved = f'"""A module."""\n\n\ndef g() -> None: ...\n{SOURCE}'
    assert collected(moved) == collected(SOURCE)
    assert collected(SOURCE.replace("Open", "Open it")) != collected(SOURCE)


@pytest.mark.parametrize(
    "source",
    [
        "t(f'Ticket {x}')",
        "t('Ticket', x)",
        "t.n('One', many, x)",
        "t('One ticket')\nt.n('One ticket', '{count} tickets', x)",
        "t.n('One ticket', '{count} tickets', x)\nt.n('One ticket', 'some tickets', x)",
    ],
)
def test_what_cannot_be_collected_is_refused_with_its_line(source: str) -> None:
    with pytest.raises(ValueError, match=r"^cogs/texts/a\.py:[12]: "):
        collected(source)


def test_a_translation_is_kept_and_what_is_said_no_more_is_dropped() -> None:
    now = written(updated(TRANSLATED, "de", template({"cogs/texts/a.py": SOURCE})))
    assert 'msgstr[0] "Ein Ticket"\nmsgstr[1] "{count} Tickets"' in now
    assert '# As Discord says it\n#: cogs/texts/a.py\nmsgid "Open"\nmsgstr "Öffnen"' in now
    assert 'msgctxt "a verb"\nmsgid "Open"\nmsgstr ""' in now
    assert "Schließen" not in now
    assert now.startswith("# Who has translated it\nmsgid")
    assert "fuzzy" not in now
    assert written(updated(now, "de", template({"cogs/texts/a.py": SOURCE}))) == now


def test_a_translation_of_another_plural_is_doubtful() -> None:
    changed = SOURCE.replace("{count} tickets", "{count} open tickets")
    now = written(updated(TRANSLATED, "de", template({"cogs/texts/a.py": changed})))
    assert '#, fuzzy, python-brace-format\nmsgid "One ticket"' in now
    assert now.count("fuzzy") == 1
    again = written(updated(now, "de", template({"cogs/texts/a.py": changed})))
    assert again == now


def test_an_empty_file_begins_a_language_with_its_plural_forms() -> None:
    begun = written(updated("", "pl", template({"cogs/texts/a.py": SOURCE})))
    assert begun.startswith("# Signpost in Polish.\nmsgid")
    assert "nplurals=3" in begun
    assert 'msgstr[2] ""' in begun
