"""What an operator may write about working hours, and what they are told where they are wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.working_hours import WorkingHours

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no day at all": ({}, "staff must work on some day of the week"),
    "an hour that there is not": ({"monday": ["09:00-25:00"]}, "is no time of work in 24 hours"),
    "an hour without its zero": ({"monday": ["9:00-17:00"]}, "is no time of work in 24 hours"),
    "past midnight": ({"monday": ["22:00-06:00"]}, "a night is written as two"),
    "no time at all": ({"monday": ["09:00-09:00"]}, "ends before it begins"),
    "one over the other": ({"monday": ["09:00-13:00", "12:30-17:00"]}, "begins before the one above it ends"),
    "an unknown country": (
        {"monday": ["09:00-17:00"], "country": "Germany"},
        "the holidays of `Germany` are not known",
    ),
    "a part of another country": (
        {"monday": ["09:00-17:00"], "country": "DE", "region": "NSW"},
        "it may be BB, BE",
    ),
    "a part of none": ({"monday": ["09:00-17:00"], "region": "BE"}, "a `region` needs its `country`"),
    "a day that there is not": ({"monday": ["09:00-17:00"], "closed": ["2027-02-29"]}, "is no day, such as"),
    "a month that there is not": ({"monday": ["09:00-17:00"], "closed": ["13-01"]}, "is no day, such as"),
}


@pytest.mark.parametrize("row", WRONG)
def test_the_operator_is_told_what_is_wrong(row: str) -> None:
    written, told = WRONG[row]
    with pytest.raises(ValidationError) as refused:
        WorkingHours.model_validate(written)
    assert told in str(refused.value)


def test_a_whole_day_and_hours_that_meet_are_understood() -> None:
    assert WorkingHours(friday=["00:00-12:00", "12:00-24:00"]).week[4] == ((0, 720), (720, 1440))
