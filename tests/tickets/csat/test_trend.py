"""What scores come to, by values that are reckoned by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.ticket_tiers import Tier
from bot.tickets.csat.trend import Scored, Scores, by_person, trend
from bot.tickets.tiers.ladder import Ladder

BERLIN = ZoneInfo("Europe/Berlin")
LADDER = Ladder((Tier(id="one", label="One", role="A"), Tier(id="two", label="Two", role="B")), (("dns", "two"),))


def scored(day: str, score: int, type_id: str = "mail", tier: str | None = None, by: int | None = 3) -> Scored:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Scored(at, at - timedelta(hours=13), type_id, tier, by, score)


FOUND = [
    scored("2027-03-01T12:00", 5),
    scored("2027-03-07T22:30", 2, "dns"),
    scored("2027-03-07T23:30", 1, "mail", "two", 4),
    scored("2027-03-28T22:30", 4, "mail", "gone", None),
]


def test_scores_are_counted_by_week_type_tier_and_the_hour_of_the_opening() -> None:
    found = trend(FOUND, LADDER, BERLIN)
    assert found.overall == Scores(4, 12)
    assert found.overall.mean == 3
    assert found.by_week == {
        date(2027, 3, 1): Scores(2, 7),
        date(2027, 3, 8): Scores(1, 1),  # half past midnight, in Berlin
        date(2027, 3, 29): Scores(1, 4),  # by then an hour later there
    }
    assert list(found.by_week) == sorted(found.by_week)
    assert found.by_type == {"mail": Scores(3, 10), "dns": Scores(1, 2)}
    assert found.by_tier == {"one": Scores(2, 9), "two": Scores(2, 3)}
    assert found.by_hour == {
        0: Scores(1, 5),
        10: Scores(1, 2),
        11: Scores(2, 5),
    }  # 22:30 − 13 h is 10:30, and 11:30 in summer


def test_of_types_that_somebody_does_not_read_nothing_is_counted() -> None:
    found = trend(FOUND, LADDER, BERLIN, barred=["mail"])
    assert found.overall == Scores(1, 2)
    assert list(found.by_type) == ["dns"]


def test_without_tiers_and_without_scores_there_is_nothing_to_group() -> None:
    assert trend(FOUND, Ladder(), BERLIN).by_tier == {}
    assert trend([], LADDER, BERLIN).overall.mean == 0


def test_who_had_most_tickets_comes_first_and_nobodys_are_left_out() -> None:
    assert list(by_person(FOUND).items()) == [(3, Scores(2, 7)), (4, Scores(1, 1))]


def test_of_types_that_a_lead_does_not_read_nobody_is_named() -> None:
    assert by_person(FOUND, {one.type_id for one in FOUND}) == {}
