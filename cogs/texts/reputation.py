"""What is said of reputation."""

from __future__ import annotations

from cogs.texts.forms import member
from cogs.texts.language import Language


def about_group(t: Language) -> str:
    return t("Reputation: what helpers have earned, and why")


def about_rep(t: Language) -> str:
    return t("How much reputation somebody has earned")


def about_member(t: Language) -> str:
    return t("Whose; yours if left out")


def accepted(t: Language, helper_id: int, points: int) -> str:
    return t.n(
        "Accepted: {helper} earns {count} point. I say so for all to read.",
        "Accepted: {helper} earns {count} points. I say so for all to read.",
        points,
        helper=member(helper_id),
    )


def answer_accepted(t: Language, helper_id: int, by_id: int, points: int, balance: int) -> str:
    return t(
        "✅ {asker} accepted {helper}'s answer. **+{points}** reputation, {balance} in all. Thank you!",
        asker=member(by_id),
        helper=member(helper_id),
        points=points,
        balance=balance,
    )


def about_leaderboard(t: Language) -> str:
    return t("Who helps most in this community")


def no_standing(t: Language, member_id: int) -> str:
    return t(
        "{member} has no reputation yet. An accepted answer brings the first points.", member=member(member_id)
    )


def standing_title(t: Language, name: str) -> str:
    return t("Reputation of {name}", name=name)
