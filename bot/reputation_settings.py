"""`reputation` in config.yaml: what good deeds are worth, and what a balance earns."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from bot.locales import nearest
from bot.settings import Channel, Locale, Named, Settings, translations

MOST_ASSISTS = 2
"""So many share the pot of an answer with whoever gave it."""


class Points(Settings):
    """What an award is worth."""

    model_config = ConfigDict(json_schema_extra={"retired": ["ticket_help"]})

    accepted_answer: int = Field(
        default=15,
        ge=1,
        le=1000,
        description="Points for what answered a question or solved a ticket: one pot, which who else helped shares.",
    )
    assist: int = Field(
        default=3, ge=1, le=400, description="Points out of that pot for each of up to two who helped beside."
    )
    helpful: int = Field(
        default=5, ge=1, le=1000, description="Points for another message that helped, as the asker says."
    )
    peer: int = Field(
        default=2, ge=1, le=1000, description="Points for a message that helps, as somebody trusted says."
    )
    commendation: int = Field(
        default=10, ge=1, le=1000, description="Points with which staff commend somebody for a message."
    )
    faq_entry: int = Field(
        default=10, ge=1, le=1000, description="Points for an answer that became an entry of the FAQ."
    )
    deflection: int = Field(
        default=1,
        ge=0,
        le=100,
        description="Points for each question that such an entry settled, as its asker says; 0 for none.",
    )

    @model_validator(mode="after")
    def _leaves_the_most_to_whoever_answered(self) -> Self:
        if self.assist * (MOST_ASSISTS + 1) > self.accepted_answer:
            raise ValueError("`assist` must not be more than a third of `accepted_answer`")
        return self


class Limits(Settings):
    """How much of it counts. A day is one of UTC; what staff give as staff has no limit."""

    received_a_day: int = Field(
        default=40, ge=1, le=100_000, description="Points a day that one member earns by `helpful` and `peer`."
    )
    given_a_day: int = Field(default=5, ge=1, le=1000, description="Awards a day that one member gives.")
    deflections_a_week: int = Field(
        default=5, ge=0, le=1000, description="Awards for deflections that one member earns in seven days."
    )
    pair_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description="Days in which only the first two awards of one member to another earn, the second one half.",
    )
    return_days: int = Field(
        default=7, ge=0, le=365, description="Days in which an award that is given back earns nothing."
    )
    new_account_days: int = Field(
        default=7, ge=0, le=365, description="Awards by younger accounts count once these are so many days old."
    )
    new_member_hours: int = Field(
        default=24, ge=0, le=720, description="Awards by newer members count once they are here for so many hours."
    )


class Rings(Settings):
    """What is held until staff have looked at it: awards in a closed group, and those from one giver. Looked for each night."""

    enabled: bool = Field(
        default=True, description="Whether awards in closed groups are looked for, and held until staff decide."
    )
    hour: int = Field(default=3, ge=0, le=23, description="The hour of the day, in UTC, at which that is done.")
    days: int = Field(default=30, ge=7, le=90, description="Of so many days awards are looked at.")
    awards: int = Field(
        default=6, ge=3, le=1000, description="Awards in those days from which on a group or a giver is looked at."
    )
    inside_percent: int = Field(
        default=70,
        ge=51,
        le=100,
        description="So many percent of what a closed group receives, or more, come from among it.",
    )
    one_giver_percent: int = Field(
        default=60,
        ge=51,
        le=100,
        description="So many percent of what a member receives, or more, come from one giver.",
    )


class Rank(Settings):
    """A title earned by a balance of at least `points`."""

    name: str = Field(min_length=1, max_length=40, description="The title.")
    points: int = Field(
        ge=0, le=1_000_000, description="The balance from which it is earned; more than for the title before."
    )
    role: Named | None = Field(
        default=None,
        description="The role that goes with it: a name or id. Without it, none; one of staff or leads is refused.",
    )
    translations: dict[Locale, Annotated[str, Field(min_length=1, max_length=40)]] = translations("The title")

    def title(self, locale: str | None) -> str:
        """The name in this language, or in one that differs only by country, or else as it stands."""
        code = nearest(locale, self.translations)
        return self.translations[code] if code else self.name


class SolvedQuestions(Settings):
    """How solved questions are found again."""

    keep_days: int | None = Field(
        default=None,
        ge=0,
        le=3650,
        description="Days for which the words of a solved question in a help channel or forum are kept, so that `/solved` finds"
        " it; 0 keeps none. Without it, as long as those of any question: `faq.keep_text_days`.",
    )
    suggest: bool = Field(
        default=True,
        description="Whether the FAQ points who asks what no entry answers to a question that was solved before, if that has"
        " the same words.",
    )


class RankRoles(Settings):
    """Which roles members have for their ranks, and for how long."""

    stacked: bool = Field(
        default=False,
        description="Whether members have the roles of all ranks up to theirs, rather than only that of the highest.",
    )
    margin_percent: int = Field(
        default=10,
        ge=0,
        le=50,
        description="By how much a balance may fall below the points of a rank, in percent, and the rank is kept.",
    )
    grace_days: int = Field(
        default=14,
        ge=0,
        le=90,
        description="For how many days a balance must be lower still before the rank is lost.",
    )


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Weekly(Settings):
    """What is said once a week of who helped."""

    weekday: Annotated[Weekday, Field(strict=False)] = Field(
        default=Weekday.MONDAY, description="The day on which a week ends, and is told of."
    )
    hour: int = Field(default=9, ge=0, le=23, description="The hour of it, by `community.time_zone`.")
    thanks: Channel | None = Field(
        default=None,
        description="The text channel in which those are thanked who helped, without numbers and in random order."
        " Without it, none.",
    )
    most_names: int = Field(
        default=20, ge=1, le=50, description="How many of them are named; the others are thanked too."
    )


class Seasons(Settings):
    """How points fade on the leaderboard. A day is one of UTC; balances and ranks never fade."""

    half_life_days: int = Field(
        default=45, ge=1, le=365, description="Days after which points are worth half as much in the season."
    )
    days: int = Field(
        default=90, ge=1, le=730, description="Days after which they are worth nothing there any more."
    )
    rising_days: int = Field(
        default=60, ge=1, le=365, description="Days since their first award for which members are rising."
    )


class Reputation(Settings):
    """Points and the ranks they earn."""

    points: Points = Field(default=Points(), description="What each good deed is worth.")
    limits: Limits = Field(default=Limits(), description="How much of it counts, so that nobody can farm it.")
    rings: Rings = Field(default=Rings(), description="Which awards are held until staff have looked at them.")
    seasons: Seasons = Field(default=Seasons(), description="How points fade on the leaderboard.")
    trusted_from: int = Field(
        default=50,
        ge=1,
        le=1_000_000,
        description="The balance from which a member is trusted to say what helps, as those with a role of helpers are.",
    )
    solved: SolvedQuestions = Field(
        default=SolvedQuestions(), description="Questions of which an answer was accepted, for who asks again."
    )
    ranks: list[Rank] = Field(default=[], max_length=20, description="The titles, from the lowest to the highest.")
    rank_roles: RankRoles = Field(default=RankRoles(), description="How the roles of ranks come and go.")
    weekly: Weekly = Field(default=Weekly(), description="The weekly thanks, and notes to those who want one.")

    @property
    def named_roles(self) -> tuple[str | int, ...]:
        """The roles of all ranks, each once, from the lowest to the highest."""
        return tuple(dict.fromkeys(rank.role for rank in self.ranks if rank.role is not None))

    @model_validator(mode="after")
    def _ranks_have_names_of_their_own(self) -> Self:
        names = [rank.name for rank in self.ranks]
        if len(names) != len(set(names)):
            raise ValueError("two ranks have the same name")
        return self

    @model_validator(mode="after")
    def _ranks_rise(self) -> Self:
        steps = [rank.points for rank in self.ranks]
        if steps != sorted(set(steps)):
            raise ValueError("ranks must rise: each needs more points than the one before")
        return self
