"""What the operator may ask answers to look like, and that no answer takes long to check, whatever they ask."""

from __future__ import annotations

import pytest

from bot.patterns import fits, flaw, weight

PHONE = r"\+[1-9][0-9 ()/.-]{5,28}"


def test_all_of_an_answer_has_to_match() -> None:
    assert fits(PHONE, "+31 20 555 0123")
    for wrong in ("call me maybe", "", "ring +31 20 555 0123", "+31 20 555 0123 please", "+31 20 555 0123\n"):
        assert not fits(PHONE, wrong), wrong
    assert fits("a|b", "b")
    assert not fits("a|b", "bc")


@pytest.mark.parametrize("slow_elsewhere", ["(a+)+b", "(a|a)*b", "(.*a){30}b", "a*a*a*a*a*a*b", "(a?){40}b"])
def test_a_pattern_that_elsewhere_runs_for_years_is_checked_at_once(slow_elsewhere: str) -> None:
    assert flaw(slow_elsewhere) is None
    assert not fits(slow_elsewhere, "a" * 1000)


@pytest.mark.parametrize(
    ("pattern", "gist"),
    [
        ("(", "unclosed group"),
        ("(?=a)b", "look-around"),
        (r"(a)\1", "backreferences"),
        ("(?x) a {9999}", "flag `x`"),
        (r"(?:.{0,400}){0,10}", "repeats too much"),
        (r"(?:(?:a?){300}){300}", "repeats too much"),
        (r"(?:\w{1,100}\W){1,2}", "repeats too much"),
        (r"(?:a{0,1000}b{0,1000}){0,50}", "repeats too much"),
        (r"(?P<name>[^a-z]{60})", "repeats too much"),
        (r"[\w-]{60}", "repeats too much"),
        ("a{99999999999999999999}", "repeats too much"),
    ],
)
def test_what_could_not_be_checked_in_no_time_is_no_pattern(pattern: str, gist: str) -> None:
    found = flaw(pattern)
    assert found is not None
    assert gist in found


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\{9999}", 6),
        (r"[\]{9]{2}", 2),
        ("[]{9]{3}", 3),
        ("[^]{9]", 10),
        (r"\p{Lu}{3}", 30),
        (r"\x{41}{3}", 3),
        ("(ab|c){3}d", 10),
        ("((a{2}){2}){2}", 8),
        ("(?i)a{3}?b*", 4),
        (PHONE, 30),
    ],
)
def test_a_pattern_weighs_what_it_is_when_written_out(pattern: str, expected: int) -> None:
    assert weight(pattern) == expected
