"""What is said of a line of the ledger: as much as it brought, and the rule behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.reputation.line import Giver, Line, Reason, Rule
from cogs.texts import awards
from cogs.texts.language import ENGLISH, SHIPPED
from tests.services import NOON

LINE = Line(
    id=1,
    guild_id=7,
    key="accepted:m70",
    turn=0,
    member_id=4,
    by_id=1,
    giver=Giver.ASKER,
    reason=Reason.ACCEPTED_ANSWER,
    subject_id=70,
    asker_id=1,
    topic=None,
    points=15,
    pending=0,
    vests_at=None,
    rule=Rule.FULL,
    data={},
    at=NOON,
    earned_at=NOON,
    reverses_id=None,
    policy_id=None,
)


def test_an_award_says_what_it_brings_and_why_not_more() -> None:
    assert awards.earned(ENGLISH, LINE) == "<@4> earns 15 points."
    half = awards.earned(ENGLISH, replace(LINE, points=7, rule=Rule.PAIR_HALF))
    assert half.startswith("<@4> earns 7 points: It is the second award")
    spent = awards.earned(ENGLISH, replace(LINE, points=0, rule=Rule.PAIR_SPENT))
    assert spent.startswith("<@4> earns 0 points: The same member has awarded them twice")
    one = awards.earned(ENGLISH, replace(LINE, points=1, rule=Rule.RECEIVER_CAP))
    assert one.startswith("<@4> earns 1 point: They have earned as much")
    vests = NOON + timedelta(days=6)
    pending = awards.earned(ENGLISH, replace(LINE, points=0, pending=15, vests_at=vests, rule=Rule.NEW_GIVER))
    assert pending.startswith(
        f"<@4> earns 15 points, which count <t:{int(vests.timestamp())}:R>: Who gives it is new"
    )


def test_every_rule_has_a_sentence_of_its_own_in_every_language() -> None:
    for t in SHIPPED.values():
        said = [awards.why(t, replace(LINE, rule=rule)) for rule in Rule]
        assert all(said)
        assert len(set(said)) == len(Rule)
