"""What is said of reputation."""

from __future__ import annotations

from bot.reputation.service import RankedStanding
from cogs.texts.forms import member
from cogs.texts.language import Language


def about_group(t: Language) -> str:
    return t("Reputation: what helpers have earned, and why")


def about_rep(t: Language) -> str:
    return t("How much reputation somebody has earned")


def about_member(t: Language) -> str:
    return t("Whose; yours if left out")


def about_leaderboard(t: Language) -> str:
    return t("Who helps most in this community")


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


def no_standing(t: Language, member_id: int) -> str:
    return t(
        "{member} has no reputation yet. An accepted answer brings the first points.", member=member(member_id)
    )


def standing_title(t: Language, name: str) -> str:
    return t("Reputation of {name}", name=name)


def standing_text(t: Language, ranked: RankedStanding) -> str:
    standing = ranked.standing
    lines = [
        t.n(
            "**{balance}** points from {count} award, place {place}",
            "**{balance}** points from {count} awards, place {place}",
            standing.awards,
            balance=standing.balance,
            place=standing.place,
        )
    ]
    if ranked.rank:
        lines.append(t("Rank: **{rank}**", rank=ranked.rank.title(t.code)))
    if ranked.next_rank:
        missing = ranked.next_rank.points - standing.balance
        lines.append(
            t.n(
                "{count} more to **{rank}**",
                "{count} more to **{rank}**",
                missing,
                rank=ranked.next_rank.title(t.code),
            )
        )
    return "\n".join(lines)


def leaderboard_title(t: Language, community: str) -> str:
    return t("{community}: who helps most", community=community)


def leaderboard_empty(t: Language) -> str:
    return t("Nobody has been awarded yet. Accept a good answer: right-click it → Apps → *Accept answer*.")


def leaderboard_line(t: Language, ranked: RankedStanding, *, has_left: bool) -> str:
    """A place, who has it, and their rank: facts beside each other. Who has left cannot be mentioned: a number would
    stand there.
    """
    standing = ranked.standing
    place = {1: "🥇", 2: "🥈", 3: "🥉"}.get(standing.place, f"{standing.place}.")
    rank = f" · {ranked.rank.title(t.code)}" if ranked.rank else ""
    if has_left:
        return t(
            "{place} somebody who has left · **{balance}**{rank}", place=place, balance=standing.balance, rank=rank
        )
    return f"{place} {member(standing.member_id)} · **{standing.balance}**{rank}"
