"""What an award earns under the limits, who may give it, and which rank a balance earns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.errors import BotAward, NotTheQuestioner, SelfAward
from bot.ids import snowflake
from bot.reputation import rules
from bot.reputation.line import Claim, Giver, Reason, Rule
from bot.reputation.rules import Before, Counted, Judged, Policy
from bot.reputation_settings import Limits, Points, Rank

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
ANN, BOB, SAM, HUGO = (snowflake(AT - timedelta(days=400), number) for number in range(1, 5))
NEWCOMER = snowflake(AT - timedelta(days=6), 5)
POLICY = Policy(Points(), Limits())
RANKS = [Rank(name="Postcard", points=10), Rank(name="Sorter", points=30), Rank(name="Postmaster", points=31)]

ACCEPTED = Claim(7, "accepted:m70", HUGO, ANN, Giver.ASKER, Reason.ACCEPTED_ANSWER, 70, AT, asker_id=ANN)
HELPFUL = replace(ACCEPTED, key="mark:m70:71:1", reason=Reason.HELPFUL)


@pytest.mark.parametrize(
    ("claim", "points"),
    [
        (ACCEPTED, 15),
        (replace(ACCEPTED, assists=1), 12),
        (replace(ACCEPTED, assists=2), 9),
        (replace(ACCEPTED, reason=Reason.ASSIST), 3),
        (replace(ACCEPTED, reason=Reason.TICKET_HELP), 15),
        (HELPFUL, 5),
        (replace(HELPFUL, reason=Reason.PEER), 2),
        (replace(ACCEPTED, reason=Reason.COMMENDATION), 10),
        (replace(ACCEPTED, reason=Reason.FAQ_ENTRY), 10),
        (replace(ACCEPTED, reason=Reason.DEFLECTION), 1),
        (replace(ACCEPTED, reason=Reason.ADJUSTMENT, points=-40), -40),
    ],
)
def test_what_each_good_deed_is_worth(claim: Claim, points: int) -> None:
    assert rules.worth(claim, Points()) == points


@given(assists=st.integers(0, 2))
def test_who_answered_and_who_helped_beside_share_one_pot(assists: int) -> None:
    primary = rules.worth(replace(ACCEPTED, assists=assists), Points())
    assert primary + assists * rules.worth(replace(ACCEPTED, reason=Reason.ASSIST), Points()) == 15


@pytest.mark.parametrize(
    ("claim", "found", "judged"),
    [
        (ACCEPTED, Before(), Judged(15, Rule.FULL)),
        (ACCEPTED, Before(paired=1), Judged(7, Rule.PAIR_HALF)),
        (ACCEPTED, Before(paired=2), Judged(0, Rule.PAIR_SPENT)),
        (ACCEPTED, Before(paired=9), Judged(0, Rule.PAIR_SPENT)),
        (ACCEPTED, Before(returned=True), Judged(0, Rule.RETURNED)),
        (ACCEPTED, Before(given=4), Judged(15, Rule.FULL)),
        (ACCEPTED, Before(given=5), Judged(0, Rule.GIVER_CAP)),
        (ACCEPTED, Before(received=40), Judged(15, Rule.FULL)),
        (HELPFUL, Before(received=35), Judged(5, Rule.FULL)),
        (HELPFUL, Before(received=37), Judged(3, Rule.RECEIVER_CAP)),
        (HELPFUL, Before(received=40), Judged(0, Rule.RECEIVER_CAP)),
        (HELPFUL, Before(paired=1, received=39), Judged(1, Rule.RECEIVER_CAP)),
        (
            replace(ACCEPTED, reason=Reason.DEFLECTION, giver=Giver.NOBODY, by_id=None),
            Before(),
            Judged(1, Rule.FULL),
        ),
        (
            replace(ACCEPTED, reason=Reason.DEFLECTION, giver=Giver.NOBODY, by_id=None),
            Before(deflections=5),
            Judged(0, Rule.DEFLECTION_CAP),
        ),
        (replace(ACCEPTED, giver=Giver.STAFF), Before(2, True, 9, 99), Judged(15, Rule.FULL)),
        (replace(ACCEPTED, reason=Reason.ADJUSTMENT, points=-40), Before(2, True), Judged(-40, Rule.ADJUSTED)),
    ],
)
def test_what_the_limits_leave(claim: Claim, found: Before, judged: Judged) -> None:
    assert rules.judge(claim, found, POLICY) == judged


@pytest.mark.parametrize(
    ("by", "joined", "vests"),
    [
        (ANN, AT - timedelta(hours=24), None),
        (ANN, AT - timedelta(hours=23), AT + timedelta(hours=1)),
        (ANN, None, None),
        (NEWCOMER, AT - timedelta(days=5), AT + timedelta(days=1)),
        (NEWCOMER, AT, AT + timedelta(days=1)),
        (snowflake(AT - timedelta(days=7), 5), AT - timedelta(days=5), None),
    ],
)
def test_what_somebody_new_gives_is_pending_until_they_are_new_no_more(
    by: int, joined: datetime | None, vests: datetime | None
) -> None:
    said = rules.judge(replace(ACCEPTED, by_id=by, joined_at=joined), Before(), POLICY)
    if vests is None:
        assert said == Judged(15, Rule.FULL)
    else:
        assert said == Judged(0, Rule.NEW_GIVER, pending=15, vests_at=vests)


@pytest.mark.parametrize(
    ("claim", "found", "judged"),
    [
        (ACCEPTED, Before(), Judged(15, Rule.RESTORED)),
        (ACCEPTED, Before(paired=1), Judged(7, Rule.RESTORED)),
        (ACCEPTED, Before(paired=2), Judged(0, Rule.PAIR_SPENT)),
        (ACCEPTED, Before(given=5), Judged(0, Rule.GIVER_CAP)),
        (HELPFUL, Before(received=38), Judged(2, Rule.RECEIVER_CAP)),
    ],
)
def test_what_a_day_took_is_given_back_as_far_as_all_other_rules_let_it(
    claim: Claim, found: Before, judged: Judged
) -> None:
    assert rules.given_back(claim, found, POLICY) == judged


def earlier(
    key: str = "accepted:m60",
    by: int | None = ANN,
    to: int = HUGO,
    reason: Reason = Reason.ACCEPTED_ANSWER,
    claimed: int = 15,
    *,
    is_limited: bool = True,
    **ago: float,
) -> Counted:
    return Counted(key, by, to, is_limited, reason, AT - timedelta(**ago), claimed)


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (earlier(days=1), Before(paired=1)),
        (earlier(hours=1), Before(paired=1, given=1)),
        (earlier(days=29, hours=23), Before(paired=1)),
        (earlier(days=30), Before()),
        (earlier(days=-1), Before(paired=1)),
        (earlier(days=1, is_limited=False), Before()),
        (earlier(days=1, claimed=0), Before()),
        (earlier(key=HELPFUL.key, days=1), Before()),
        (earlier(to=BOB, hours=1), Before(given=1)),
        (earlier(to=BOB, hours=12), Before(given=1)),
        (earlier(to=BOB, hours=12, seconds=1), Before()),
        (earlier(by=HUGO, to=ANN, days=6), Before(returned=True)),
        (earlier(by=HUGO, to=ANN, days=7), Before()),
        (earlier(by=HUGO, to=BOB, days=1), Before()),
        (earlier(by=BOB, reason=Reason.HELPFUL, claimed=5, hours=2), Before(received=5)),
        (earlier(by=BOB, reason=Reason.PEER, claimed=2, hours=12), Before(received=2)),
        (earlier(by=BOB, reason=Reason.PEER, claimed=2, hours=12, seconds=1), Before()),
        (earlier(by=BOB, claimed=15, hours=2), Before()),
        (earlier(by=None, reason=Reason.DEFLECTION, claimed=1, days=6, is_limited=False), Before(deflections=1)),
        (earlier(by=None, reason=Reason.DEFLECTION, claimed=1, days=7, is_limited=False), Before()),
    ],
)
def test_what_counts_against_a_claim(one: Counted, found: Before) -> None:
    assert rules.before(HELPFUL, [one], Limits()) == found


@given(st.integers(0, 60), st.integers(0, 9), st.integers(0, 3), st.booleans())
def test_whatever_was_before_nothing_earns_more_than_it_is_worth_nor_less_than_nothing(
    received: int, given_: int, paired: int, returned: bool
) -> None:
    found = Before(paired, returned, given_, received)
    for claim in (ACCEPTED, HELPFUL):
        said = rules.judge(claim, found, POLICY)
        assert 0 <= said.points + said.pending <= rules.worth(claim, Points())
        if claim is HELPFUL:
            assert said.points == 0 or received + said.points <= 40


@pytest.mark.parametrize(
    ("by", "asker", "is_trusted", "giver"),
    [
        (Actor(ANN), ANN, False, Giver.ASKER),
        (Actor(SAM, is_staff=True), ANN, False, Giver.STAFF),
        (Actor(SAM, is_staff=True), None, False, Giver.STAFF),
        (Actor(SAM, is_staff=True), SAM, False, Giver.ASKER),
        (Actor(BOB), ANN, True, Giver.PEER),
        (Actor(BOB), ANN, False, None),
        (Actor(BOB), None, False, None),
    ],
)
def test_as_whom_somebody_gives(by: Actor, asker: int | None, is_trusted: bool, giver: Giver | None) -> None:
    if giver is not None:
        assert rules.giver_of(by, asker, is_trusted=is_trusted) is giver
        return
    with pytest.raises(NotTheQuestioner) as refused:
        rules.giver_of(by, asker, is_trusted=is_trusted)
    assert refused.value == NotTheQuestioner(asker)


few_ids = st.integers(1, 4)


@given(member=few_ids, asker=st.none() | few_ids, by=few_ids, is_bot=st.booleans())
def test_whoever_gives_whatever_nobody_awards_themselves_who_asked_or_a_bot(
    member: int, asker: int | None, by: int, is_bot: bool
) -> None:
    try:
        rules.require_receiver(member, is_bot=is_bot, by_id=by, asker_id=asker)
    except BotAward:
        assert is_bot
    except SelfAward:
        assert member in (by, asker)
    else:
        assert not is_bot
        assert member not in (by, asker)


@pytest.mark.parametrize(
    ("balance", "rank", "next_rank"),
    [
        (0, None, "Postcard"),
        (9, None, "Postcard"),
        (10, "Postcard", "Sorter"),
        (29, "Postcard", "Sorter"),
        (30, "Sorter", "Postmaster"),
        (31, "Postmaster", None),
        (1_000_000, "Postmaster", None),
    ],
)
def test_a_balance_earns_the_highest_rank_it_reaches_and_shows_the_next(
    balance: int, rank: str | None, next_rank: str | None
) -> None:
    names = [found and found.name for found in (rules.rank(balance, RANKS), rules.next_rank(balance, RANKS))]
    assert names == [rank, next_rank]


def test_without_ranks_nobody_has_one() -> None:
    assert rules.rank(100, []) is None
    assert rules.next_rank(100, []) is None
