"""Who may award what to whom, and which rank a balance earns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.errors import BotAward, NotTheQuestioner, Refused, SelfAward
from bot.reputation import rules
from bot.reputation.rules import Award, Candidate, Reason
from bot.reputation_settings import Points, Rank

ANN, BOB, SAM, HUGO = 1, 2, 3, 4
AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
POINTS = Points(accepted_answer=10, ticket_help=15)
RANKS = [Rank(name="Postcard", points=10), Rank(name="Sorter", points=30), Rank(name="Postmaster", points=31)]


def answer(author: int = HUGO, *, asker: int | None = ANN, is_bot: bool = False) -> Candidate:
    return Candidate(
        guild_id=7,
        question_id=70,
        asker_id=asker,
        author_id=author,
        author_is_bot=is_bot,
        channel_id=9,
        message_id=71,
    )


def test_an_accepted_answer_is_awarded_to_its_author() -> None:
    expected = Award(
        guild_id=7,
        member_id=HUGO,
        awarded_by=ANN,
        reason=Reason.ACCEPTED_ANSWER,
        subject_id=70,
        points=10,
        at=AT,
    )
    assert rules.accept(answer(), Actor(ANN), POINTS, AT) == expected


@pytest.mark.parametrize(
    ("candidate", "by", "refusal"),
    [
        (answer(), Actor(ANN), None),
        (answer(), Actor(SAM, is_staff=True), None),
        (answer(asker=None), Actor(SAM, is_staff=True), None),
        (answer(), Actor(BOB), NotTheQuestioner(ANN)),
        (answer(), Actor(HUGO), NotTheQuestioner(ANN)),
        (answer(asker=None), Actor(ANN), NotTheQuestioner(None)),
        (answer(ANN), Actor(ANN), SelfAward()),
        (answer(ANN), Actor(SAM, is_staff=True), SelfAward()),
        (answer(SAM), Actor(SAM, is_staff=True), SelfAward()),
        (answer(SAM, asker=None), Actor(SAM, is_staff=True), SelfAward()),
        (answer(is_bot=True), Actor(ANN), BotAward()),
        (answer(is_bot=True), Actor(SAM, is_staff=True), BotAward()),
        (answer(is_bot=True), Actor(BOB), NotTheQuestioner(ANN)),
    ],
    ids=[
        "by-the-asker",
        "by-staff-for-the-asker",
        "by-staff-where-no-asker-is-known",
        "by-a-stranger",
        "by-the-author",
        "by-a-member-where-no-asker-is-known",
        "the-askers-own-words",
        "the-askers-own-words-by-staff",
        "staffs-own-words",
        "staffs-own-words-where-no-asker-is-known",
        "a-bots-answer",
        "a-bots-answer-by-staff",
        "a-bots-answer-by-a-stranger",
    ],
)
def test_who_may_accept_which_answer(candidate: Candidate, by: Actor, refusal: Refused | None) -> None:
    if refusal is None:
        assert rules.accept(candidate, by, POINTS, AT).awarded_by == by.id
        return
    with pytest.raises(type(refusal)) as raised:
        rules.accept(candidate, by, POINTS, AT)
    assert raised.value == refusal


def credited(helper: int = HUGO, *, requester: int = ANN, by: int = SAM, is_bot: bool = False) -> Award:
    return rules.credit(
        guild_id=7,
        ticket_id=70,
        requester_id=requester,
        helper_id=helper,
        helper_is_bot=is_bot,
        by=Actor(by, is_staff=True),
        points=POINTS,
        at=AT,
    )


def test_help_with_a_ticket_is_awarded_to_the_helper() -> None:
    assert credited() == Award(
        guild_id=7, member_id=HUGO, awarded_by=SAM, reason=Reason.TICKET_HELP, subject_id=70, points=15, at=AT
    )


def test_no_ticket_credits_staff_themselves_its_requester_or_a_bot() -> None:
    with pytest.raises(SelfAward):
        credited(SAM)
    with pytest.raises(SelfAward):
        credited(ANN)
    with pytest.raises(BotAward):
        credited(is_bot=True)


few_ids = st.integers(1, 4)


@given(author=few_ids, asker=st.none() | few_ids, by=few_ids, is_staff=st.booleans(), is_bot=st.booleans())
def test_whoever_accepts_whatever_nobody_awards_themselves(
    author: int, asker: int | None, by: int, is_staff: bool, is_bot: bool
) -> None:
    try:
        award = rules.accept(answer(author, asker=asker, is_bot=is_bot), Actor(by, is_staff), POINTS, AT)
    except Refused:
        assert is_bot or author in (by, asker) or not (is_staff or by == asker)
        return
    assert award.member_id == author
    assert author not in (by, asker)
    assert is_staff or by == asker
    assert not is_bot


@given(helper=few_ids, requester=few_ids, by=few_ids, is_bot=st.booleans())
def test_whoever_credits_whomever_nobody_awards_themselves(
    helper: int, requester: int, by: int, is_bot: bool
) -> None:
    try:
        award = credited(helper, requester=requester, by=by, is_bot=is_bot)
    except Refused:
        assert is_bot or helper in (by, requester)
        return
    assert award.member_id == helper
    assert helper not in (by, requester)
    assert not is_bot


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


def test_an_answer_that_became_an_entry_of_the_faq_is_awarded_to_its_author() -> None:
    expected = Award(
        guild_id=7,
        member_id=HUGO,
        awarded_by=SAM,
        reason=Reason.FAQ_ENTRY,
        subject_id=3,
        points=20,
        at=AT,
    )
    assert (
        rules.credit_entry(guild_id=7, draft_id=3, author_id=HUGO, by=Actor(SAM), points=POINTS, at=AT) == expected
    )


def test_who_approves_their_own_answer_is_not_awarded() -> None:
    with pytest.raises(SelfAward):
        rules.credit_entry(guild_id=7, draft_id=3, author_id=SAM, by=Actor(SAM), points=POINTS, at=AT)
