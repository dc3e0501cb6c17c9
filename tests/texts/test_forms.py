"""What sentences are filled with is written as the reader's language writes it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.texts import catalogue, forms
from cogs.texts.language import ENGLISH, Language

GERMAN = Language(
    "de",
    catalogue.read(
        r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "{amount} d"
msgstr "{amount} Tg."

msgid "{amount} h"
msgstr "{amount} Std."

msgid "{amount} min"
msgstr "{amount} Min."

msgid "{amount} s"
msgstr "{amount} Sek."

msgctxt "decimal point"
msgid "."
msgstr ","

msgid "{percent}%"
msgstr "{percent} %"

msgid "{names} and {last}"
msgstr "{names} und {last}"

msgid "… and {count} more"
msgid_plural "… and {count} more"
msgstr[0] "… und {count} weiterer"
msgstr[1] "… und {count} weitere"
"""
    ),
)


@pytest.mark.parametrize(
    ("span", "english", "german"),
    [
        (None, "–", "–"),
        (timedelta(), "0 s", "0 Sek."),
        (timedelta(seconds=0.9), "1 s", "1 Sek."),
        (timedelta(seconds=59), "59 s", "59 Sek."),
        (timedelta(seconds=60), "1 min", "1 Min."),
        (timedelta(seconds=61), "1 min 1 s", "1 Min. 1 Sek."),
        (timedelta(minutes=59, seconds=59), "59 min 59 s", "59 Min. 59 Sek."),
        (timedelta(hours=2, minutes=30, seconds=10), "2 h 30 min", "2 Std. 30 Min."),
        (timedelta(hours=1, seconds=5), "1 h", "1 Std."),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h", "3 Tg. 4 Std."),
        (timedelta(days=400, minutes=59), "400 d", "400 Tg."),
    ],
)
def test_a_duration_is_its_two_largest_units_as_far_as_they_stand_beside_each_other(
    span: timedelta | None, english: str, german: str
) -> None:
    assert forms.duration(ENGLISH, span) == english
    assert forms.duration(GERMAN, span) == german


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(0, "0.00", "0,00"), (0.5, "0.50", "0,50"), (0.996, "1.00", "1,00"), (1234.5, "1234.50", "1234,50")],
)
def test_a_score_has_two_decimals_behind_the_point_of_the_language(
    value: float, english: str, german: str
) -> None:
    assert forms.decimal(ENGLISH, value) == english
    assert forms.decimal(GERMAN, value) == german


@pytest.mark.parametrize(
    ("part", "english", "german"),
    [(None, "–", "–"), (0.0, "0%", "0 %"), (0.004, "0%", "0 %"), (0.666, "67%", "67 %"), (1.0, "100%", "100 %")],
)
def test_a_share_is_in_whole_percent(part: float | None, english: str, german: str) -> None:
    assert forms.share(ENGLISH, part) == english
    assert forms.share(GERMAN, part) == german


def test_a_part_is_a_number_with_its_share_where_there_is_one() -> None:
    assert forms.part_of(ENGLISH, 3, None) == forms.part_of(GERMAN, 3, None) == "3"
    assert forms.part_of(ENGLISH, 3, 0.25) == "3 (25%)"
    assert forms.part_of(GERMAN, 3, 0.25) == "3 (25 %)"


@pytest.mark.parametrize(
    ("names", "english", "german"),
    [
        ([], "", ""),
        (["Ada"], "Ada", "Ada"),
        (["Ada", "Bo"], "Ada and Bo", "Ada und Bo"),
        (["Ada", "Bo", "Cy"], "Ada, Bo and Cy", "Ada, Bo und Cy"),
    ],
)
def test_the_last_of_several_names_follows_an_and(names: list[str], english: str, german: str) -> None:
    assert forms.both(ENGLISH, names) == english
    assert forms.both(GERMAN, names) == german


def test_a_name_with_braces_is_no_placeholder() -> None:
    assert forms.both(ENGLISH, ["{last}", "{0}"]) == "{last} and {0}"


def test_a_list_that_fits_is_shown_whole() -> None:
    assert forms.listed(ENGLISH, []) == ""
    assert forms.listed(ENGLISH, ["a", "b"], most=2) == "a\nb"
    assert forms.listed(ENGLISH, ["aaaa", "bbbb"], length=9) == "aaaa\nbbbb"


@pytest.mark.parametrize(
    ("lines", "rest_in_english", "rest_in_german"),
    [(3, "… and 1 more", "… und 1 weiterer"), (5, "… and 3 more", "… und 3 weitere")],
)
def test_what_is_too_many_lines_is_counted(lines: int, rest_in_english: str, rest_in_german: str) -> None:
    shown = [str(number) for number in range(lines)]
    assert forms.listed(ENGLISH, shown, most=2) == f"0\n1\n{rest_in_english}"
    assert forms.listed(GERMAN, shown, most=2) == f"0\n1\n{rest_in_german}"
    assert forms.and_more(ENGLISH, lines - 2) == rest_in_english
    assert forms.and_more(GERMAN, lines - 2) == rest_in_german


def test_what_is_too_long_a_list_is_counted_and_at_least_the_first_line_is_shown() -> None:
    assert forms.listed(ENGLISH, ["aaaa", "bbbb", "c"], length=8) == "aaaa\n… and 2 more"
    assert forms.listed(ENGLISH, ["a" * 20, "b"], length=5) == "aaaaa…\n… and 1 more"


def test_problems_are_a_block_of_which_no_line_leaves_it() -> None:
    problems = "\n".join(["dns.yaml:3: ```", *(f"dns.yaml:{line}: `title` is missing" for line in range(4, 15))])
    block = forms.problem_lines(GERMAN, problems)
    assert block.startswith("```\ndns.yaml:3: ˋˋˋ\ndns.yaml:4: `title` is missing\n")
    assert block.endswith("\ndns.yaml:12: `title` is missing\n… und 2 weitere\n```")


def test_what_has_no_words_is_the_same_in_every_language() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert forms.member(7) == "<@7>"
    assert forms.channel(7) == "<#7>"
    assert forms.moment(at) == "<t:1767225600:R>"
    assert forms.moment(at, "D") == "<t:1767225600:D>"
    assert forms.message_link(1, 2, 3) == "https://discord.com/channels/1/2/3"
    assert forms.day(date(2026, 3, 1)) == "2026-03-01"
    assert forms.plain("**Run** *it* with `signpost`") == "Run it with signpost"
    assert forms.flat(" one\n  two ") == forms.one_line(" one\n  two ") == "one two"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**x** _y_ ~~z~~ ||s||", r"\*\*x\*\* \_y\_ \~\~z\~\~ \|\|s\|\|"),
        ("# Big", r"\# Big"),
        ("-# small", r"\-# small"),
        ("> said\n> so", r"\> said > so"),
        ("a # b - c + d > e", "a # b - c + d > e"),
        ("[Verify](https://evil.example) [b](https://c.example)", None),
        ("```code``` \\*x", r"\`\`\`code\`\`\` \\\*x"),
        ("https://example.com/a_b_c*d", "https://example.com/a_b_c*d"),
        ("<@5> <#7> <@&9> <:a_b:1> <a:a_b:1> <t:5:R>", "<@5> <#7> <@&9> <:a_b:1> <a:a_b:1> <t:5:R>"),
        ("<b_c>", r"<b\_c>"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_markdown_in_what_people_typed_does_nothing(typed: str, shown: str | None) -> None:
    found = forms.flat(typed)
    assert found == (shown or r"\[Verify\](https://evil.example) \[b\](https://c.example)")


@given(st.text(alphabet="a_*~|`[]()#>-+\\ \n:/.", max_size=30))
def test_no_sign_of_markdown_is_left_alone_where_a_link_is_named(typed: str) -> None:
    assert re.search(r"(?<!\\)(?:\\\\)*\[", forms.flat(typed)) is None
    assert forms.flat(typed).replace("\\", "") == forms.one_line(typed).replace("\\", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", "` `"),
        ("`x`\n y", "`ˋxˋ y`"),
        ("**bold** @everyone", "`**bold** @everyone`"),
        ("a" * 80, f"`{'a' * 80}`"),
        ("a" * 81, f"`{'a' * 80}…`"),
    ],
)
def test_what_somebody_typed_is_one_line_of_code(typed: str, shown: str) -> None:
    assert forms.quoted(typed) == shown


def test_what_somebody_typed_does_not_turn_the_words_beside_it() -> None:
    typed = "evil \u202etxt\u2066.exe"
    assert {forms.one_line(typed), forms.flat(typed)} == {"evil txt.exe"}
    assert forms.quoted(typed) == "`evil txt.exe`"
    assert forms.as_quote(f"{typed}\n\n```") == "> evil txt.exe\n>\n> ```"
    assert forms.one_line("\u200f\u05d0") == "\u200f\u05d0", "a mark of direction is needed to read it"
    assert forms.one_line("\u200b \u2060") == "", "nothing of it is seen"


def test_what_somebody_wrote_is_theirs_in_every_line() -> None:
    assert forms.as_quote("hm\r\n<@1>: yes\x0bno") == "> hm\n> <@1>: yes\n> no"
    assert forms.as_quote("") == "> –"
