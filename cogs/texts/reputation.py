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


def no_standing(t: Language, member_id: int) -> str:
    return t(
        "{member} has no reputation yet. An accepted answer brings the first points.", member=member(member_id)
    )


def standing_title(t: Language, name: str) -> str:
    return t("Reputation of {name}", name=name)
