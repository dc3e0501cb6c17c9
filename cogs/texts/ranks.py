"""What is said of ranks and of their roles."""

from __future__ import annotations

from bot.reputation.ranks.service import Kept
from cogs.texts.forms import moment
from cogs.texts.language import Language


def given(t: Language) -> str:
    """Stands in the server's audit log."""
    return t("The rank that their reputation has earned")


def taken(t: Language) -> str:
    """Stands in the server's audit log."""
    return t("Their rank is another one by now")


def kept_until(t: Language, kept: Kept) -> str:
    """Under a standing."""
    return t.n(
        "The rank **{rank}** is kept until {until}, and longer with {count} point or more.",
        "The rank **{rank}** is kept until {until}, and longer with {count} points or more.",
        kept.points,
        rank=kept.rank.title(t.code),
        until=moment(kept.ends_at, "D"),
    )


def out_of_reach(t: Language, role: str) -> str:
    return t(
        "I cannot give or take the role **{name}** of a rank: it must stand below mine in the server's list of roles and"
        " belong to no app, and I need the permission Manage Roles. Points count all the same.",
        name=role,
    )


def powerful(t: Language, role: str) -> str:
    return t(
        "The role **{name}** of a rank can do what nobody may come by through points, such as manage messages or be staff, so I"
        " give it to nobody. Take that from it, or name another role in config.yaml.",
        name=role,
    )
