"""Until its callers pass a language: what sentences are filled with: mentions, moments, lengths of time, shares, lists, and what people typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta


def member(member_id: int) -> str:
    """A mention; it pings only where the message allows it."""
    return f"<@{member_id}>"


def channel(channel_id: int) -> str:
    return f"<#{channel_id}>"


def moment(at: datetime, style: str = "R") -> str:
    """A time that Discord shows in the reader's own zone: R relative, f date and time, D date."""
    return f"<t:{int(at.timestamp())}:{style}>"


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def duration(span: timedelta | None) -> str:
    """A length of time, in its two largest units."""
    if span is None:
        return "–"
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next((place for place, (amount, _) in enumerate(units) if amount), 3)
    shown = [f"{amount} {unit}" for amount, unit in units[first : first + 2] if amount]
    return " ".join(shown) or "0 s"


def plain(text: str) -> str:
    """A sentence for the operator's terminal: without Discord's Markdown."""
    return text.replace("**", "").replace("*", "").replace("`", "")


def share(part: float | None) -> str:
    return "–" if part is None else f"{part:.0%}"


def quoted(text: str, limit: int = 80) -> str:
    """What somebody typed, shown as code: Markdown and mentions in it do nothing."""
    shown = " ".join(text.replace("`", "ˋ").split())
    return f"`{shown[:limit] + '…' if len(shown) > limit else shown or ' '}`"


def listed(lines: Sequence[str], most: int = 10, length: int = 1500) -> str:
    """The first lines, as many as fit, and how many more there are."""
    shown: list[str] = []
    for line in lines[:most]:
        if sum(map(len, shown)) + len(shown) + len(line) > length:
            break
        shown.append(line)
    if not shown and lines:
        shown = [lines[0][:length] + "…"]
    if len(shown) < len(lines):
        shown.append(f"… and {len(lines) - len(shown)} more")
    return "\n".join(shown)


def as_code(text: str) -> str:
    """Several lines as a block of code: Markdown and mentions in it do nothing."""
    return f"```\n{text.replace('```', 'ˋˋˋ')}\n```"


def problem_lines(problems: str) -> str:
    return f"\n{as_code(listed(problems.splitlines()))}"


def day(on: date) -> str:
    return on.isoformat()


def flat(text: str) -> str:
    """Several lines as one, for a quote."""
    return " ".join(text.split())


def and_more(count: int) -> str:
    return f"… and {count} more"


def part_of(part: int, fraction: float | None) -> str:
    return str(part) if fraction is None else f"{part} ({share(fraction)})"
