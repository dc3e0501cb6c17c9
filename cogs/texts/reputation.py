"""What is said of reputation."""

from __future__ import annotations

from bot.reputation.service import RankedStanding
from cogs.texts import english


def answer_accepted(helper_id: int, by_id: int, points: int, balance: int) -> str:
    return (
        f"✅ {english.member(by_id)} accepted {english.member(helper_id)}'s answer."
        f" **+{points}** reputation, {balance} in all. Thank you!"
    )


def no_standing(member_id: int) -> str:
    return f"{english.member(member_id)} has no reputation yet. An accepted answer brings the first points."


def standing_title(name: str) -> str:
    return f"Reputation of {name}"


def standing_text(ranked: RankedStanding) -> str:
    standing = ranked.standing
    lines = [
        f"**{standing.balance}** points from {standing.awards} award{'s' if standing.awards != 1 else ''},"
        f" place {standing.place}"
    ]
    if ranked.rank:
        lines.append(f"Rank: **{ranked.rank.name}**")
    if ranked.next_rank:
        missing = ranked.next_rank.points - standing.balance
        lines.append(f"{missing} more to **{ranked.next_rank.name}**")
    return "\n".join(lines)


def leaderboard_title(community: str) -> str:
    return f"{community}: who helps most"


def leaderboard_empty() -> str:
    return "Nobody has been awarded yet. Accept a good answer: right-click it → Apps → *Accept answer*."


def leaderboard_line(ranked: RankedStanding) -> str:
    standing = ranked.standing
    place = {1: "🥇", 2: "🥈", 3: "🥉"}.get(standing.place, f"{standing.place}.")
    rank = f" · {ranked.rank.name}" if ranked.rank else ""
    return f"{place} {english.member(standing.member_id)} · **{standing.balance}**{rank}"
