"""What sentences are filled with: mentions, moments, lengths of time, shares, lists, and what people typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.visible import is_blank, straight
from cogs.texts.language import Language

MESSAGE = 2000
"""Characters that a message holds."""

DESCRIPTION = 4000
"""Characters that a list in an embed's description may have; Discord lets 4096 stand there."""


_MARKDOWN = re.compile(
    r"(?P<stays><(?:a?:\w+:\d+|[@#][!&]?\d+|t:-?\d+(?::\w)?)>|https?://[^\s<>]+)|[\\`*_~|\[\]]|^[#>+-]"
)
"""What Discord takes for a sign of Markdown, some of it only where a line begins; and what to leave as it is."""


def member(member_id: int) -> str:
    """A mention; it pings only where the message allows it."""
    return f"<@{member_id}>"


def roles(ids: Sequence[int]) -> str:
    """Mentions of these roles."""
    return ", ".join(f"<@&{id_}>" for id_ in ids)


def channel(channel_id: int) -> str:
    return f"<#{channel_id}>"


def moment(at: datetime, style: str = "R") -> str:
    """A time that Discord shows in the reader's own zone: R relative, f date and time, D date."""
    return f"<t:{int(at.timestamp())}:{style}>"


def channel_link(guild_id: int, channel_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}"


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def duration(t: Language, span: timedelta | None) -> str:
    """A length of time, in its two largest units."""
    if span is None:
        return "–"
    days, rest = divmod(timedelta(seconds=round(span.total_seconds())), timedelta(days=1))
    return _in_units(t, days, rest)


def working_time(t: Language, span: timedelta | None) -> str:
    """A length of working time, as settings give it: in hours, for a day of work has no 24 of them."""
    return "–" if span is None else _in_units(t, 0, span)


def _in_units(t: Language, days: int, rest: timedelta) -> str:
    minutes, seconds = divmod(round(rest.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    units = [
        (days, t("{amount} d", amount=days)),
        (hours, t("{amount} h", amount=hours)),
        (minutes, t("{amount} min", amount=minutes)),
        (seconds, t("{amount} s", amount=seconds)),
    ]
    first = next((place for place, (amount, _) in enumerate(units) if amount), 3)
    shown = [unit for amount, unit in units[first : first + 2] if amount]
    if len(shown) == 2:
        return t.c("a length of time in two units", "{larger} {smaller}", larger=shown[0], smaller=shown[1])
    return shown[0] if shown else units[3][1]


def plain(text: str) -> str:
    """A sentence for the operator's terminal: without Discord's Markdown."""
    return text.replace("**", "").replace("*", "").replace("`", "")


def decimal(t: Language, value: float) -> str:
    """A score, with two decimals."""
    return f"{value:.2f}".replace(".", t.c("decimal point", "."))


def tenths(t: Language, value: float) -> str:
    """An amount, with one decimal."""
    return f"{value:.1f}".replace(".", t.c("decimal point", "."))


def share(t: Language, part: float | None) -> str:
    """A part of all, from 0 to 1, in percent."""
    return "–" if part is None else t("{percent}%", percent=round(100 * part))


def part_of(t: Language, part: int, fraction: float | None) -> str:
    """How many, and which share of all that is."""
    return str(part) if fraction is None else f"{part} ({share(t, fraction)})"


def both(t: Language, names: Sequence[str]) -> str:
    """Names in a sentence: one, or two and more with an *and* before the last."""
    if len(names) < 2:
        return "".join(names)
    return t("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def quoted(text: str, limit: int = 80) -> str:
    """What somebody typed, shown as code: Markdown and mentions in it do nothing."""
    shown = " ".join(straight(text).replace("`", "ˋ").split())
    return f"`{shown[:limit] + '…' if len(shown) > limit else shown or ' '}`"


def listed(t: Language, lines: Sequence[str], most: int = 10, length: int = 1500, *, between: str = "\n") -> str:
    """The first lines, as many as fit into `length` characters, and how many more there are."""
    shown: list[str] = []
    for line in lines[:most]:
        if sum(map(len, shown)) + len(between) * len(shown) + len(line) > length:
            break
        shown.append(line)
    if not shown and lines:
        shown = [lines[0][:length] + "…"]
    if len(shown) < len(lines):
        shown.append(and_more(t, len(lines) - len(shown)))
    return between.join(shown)


def and_more(t: Language, count: int) -> str:
    """The last line of a list that is cut short."""
    return t.n("… and {count} more", "… and {count} more", count)


def as_code(text: str) -> str:
    """Several lines as a block of code: Markdown and mentions in it do nothing."""
    return f"```\n{text.replace('```', 'ˋˋˋ')}\n```"


def problem_lines(t: Language, problems: str) -> str:
    """What is wrong with a file or a form, as a block below a sentence."""
    return as_code(listed(t, problems.splitlines()))


def day(on: date) -> str:
    return on.isoformat()


def one_line(text: str) -> str:
    """Several lines as one, where Discord shows no Markdown: in names. None where nothing of it is seen."""
    return "" if is_blank(text) else " ".join(straight(text).split())


def flat(text: str) -> str:
    """What people typed, as one line of our own words: Markdown in it does nothing, and names no other place for a link.

    Mentions, times, emojis and addresses stay what they are.
    """
    return _MARKDOWN.sub(lambda found: found["stays"] or f"\\{found[0]}", one_line(text))


def as_quote(text: str) -> str:
    """What somebody wrote, every line marked as theirs: none of it can pass for a line of somebody else, and a block of
    code that they leave open ends with it.
    """
    return "\n".join(f"> {line}".rstrip() for line in straight(text).splitlines() or ["–"])
