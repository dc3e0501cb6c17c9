"""When staff work, as the operator writes it in config.yaml."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Self

from holidays import list_supported_countries
from pydantic import AfterValidator, Field, field_validator, model_validator

from bot.problems import did_you_mean, shown
from bot.settings import Settings

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)
_DAY = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)", re.ASCII)
_SOME_LEAP_YEAR = 2028

Hours = tuple[int, int]
"""From when until when, in minutes from midnight; 1440 is the midnight after."""


def hours(span: str) -> Hours:
    """What a checked span means: "09:00-12:30" is from 540 to 750."""
    begin, end = ([int(part) for part in clock.split(":")] for clock in span.split("-"))
    return begin[0] * 60 + begin[1], end[0] * 60 + end[1]


def _is_span(span: str) -> str:
    if _SPAN.fullmatch(span) is None:
        raise ValueError(f'{shown(span)} is no time of work in 24 hours, such as "09:00-12:30"')
    begin, end = hours(span)
    if begin >= end:
        raise ValueError(
            f"{shown(span)} ends before it begins: a night is written as two, until 24:00 and from 00:00"
        )
    return span


def _is_day(day: str) -> str:
    if (read := _DAY.fullmatch(day)) is not None:
        try:
            date(int(read[1] or _SOME_LEAP_YEAR), int(read[2]), int(read[3]))
        except ValueError:
            pass
        else:
            return day
    raise ValueError(f'{shown(day)} is no day, such as "2027-01-04", or "12-24" for that of each year')


Span = Annotated[str, AfterValidator(_is_span)]
ClosedDay = Annotated[str, AfterValidator(_is_day)]


def _weekday(name: str) -> Any:
    return Field(default=[], max_length=6, description=f"When they work on {name}s. Without it, not at all.")


class WorkingHours(Settings):
    """The week of who answers tickets, by the clock of `community.time_zone`, and the days on which nobody does."""

    monday: list[Span] = _weekday("Monday")
    tuesday: list[Span] = _weekday("Tuesday")
    wednesday: list[Span] = _weekday("Wednesday")
    thursday: list[Span] = _weekday("Thursday")
    friday: list[Span] = _weekday("Friday")
    saturday: list[Span] = _weekday("Saturday")
    sunday: list[Span] = _weekday("Sunday")
    country: str | None = Field(
        default=None,
        description="The country on whose public holidays nobody works, by its two letters, such as `DE`. Without it, none.",
    )
    region: str | None = Field(
        default=None, description="The part of it, for the holidays that only that has, such as `BE` for Berlin."
    )
    closed: list[ClosedDay] = Field(
        default=[],
        max_length=400,
        description='Other days on which nobody works, in quotes: "2027-01-04", or "12-24" for that of each year.',
    )

    @property
    def week(self) -> tuple[tuple[Hours, ...], ...]:
        """Seven days from Monday."""
        days = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)
        return tuple(tuple(hours(span) for span in day) for day in days)

    @property
    def days_off(self) -> frozenset[date]:
        """The closed days that come once."""
        return frozenset(date.fromisoformat(day) for day in self.closed if _is_once(day))

    @property
    def yearly_off(self) -> frozenset[tuple[int, int]]:
        """The closed days of each year, by month and day."""
        return frozenset((int(day[:2]), int(day[3:])) for day in self.closed if not _is_once(day))

    @field_validator("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    @classmethod
    def _come_one_after_the_other(cls, spans: list[Span]) -> list[Span]:
        read = [hours(span) for span in spans]
        for (_, end), (begin, _), span in zip(read, read[1:], spans[1:], strict=False):
            if begin < end:
                raise ValueError(f"{shown(span)} begins before the one above it ends")
        return spans

    @field_validator("country")
    @classmethod
    def _is_known(cls, country: str | None) -> str | None:
        known = list_supported_countries()
        if country is not None and country not in known:
            raise ValueError(f"the holidays of {shown(country)} are not known{did_you_mean(country, list(known))}")
        return country

    @model_validator(mode="after")
    def _have_a_place(self) -> Self:
        if not any(self.week):
            raise ValueError("staff must work on some day of the week")
        if self.region is not None:
            if self.country is None:
                raise ValueError("a `region` needs its `country`")
            known = list_supported_countries()[self.country]
            if self.region not in known:
                there = f": it may be {', '.join(known)}" if known else ""
                raise ValueError(
                    f"{shown(self.region)} is no part of {self.country} whose holidays are known{there}"
                )
        return self


def _is_once(day: str) -> bool:
    return len(day) > len("12-24")
