"""`/leaderboard`: who helps most people, in pages that all may turn."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

import discord
from discord import app_commands

from bot.reputation.boards.board import Board, Kind, Place
from bot.reputation.boards.service import PAGE
from cogs.texts import boards as texts
from cogs.texts.commands import Sentence, described
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import public
from cogs.ui.replies import redraw, reply
from cogs.ui.style import BRAND
from cogs.ui.subjects import id_in

ROUNDS = 9
"""So often more rows are looked at, where of those before somebody has left: Discord is asked of a hundred members a page at the most,
and of who had left not again for an hour.
"""


def _kind(one: Kind) -> Sentence:
    return lambda t: texts.kind(t, one)


KINDS = [app_commands.Choice(name=described(_kind(one)), value=one.value) for one in Kind]


class TurnButton(ActionButton, action="board:turn"):
    """Turns to other places of a board, as it is now.

    Subject: `<kind>.<position>`, with `.<topic>` where there is one, as `_called`. The page begins there; below zero, it ends before that.
    """

    async def press(self, interaction: Interaction) -> None:
        kind, position, topic = (*self.subject.split("."), "", "")[:3]
        back, start = position.startswith("-"), id_in(position.removeprefix("-"))
        topics = await interaction.client.services.boards.topics(interaction.guild_id or 0) if topic else []
        meant = next((one for one in topics if _called(one) == topic), None)
        board = Board(Kind(kind) if kind in set(Kind) else Kind.SEASON, meant)
        await redraw(interaction, **await _message(interaction, board, -start if back else start))


@app_commands.command(name="leaderboard", description=described(texts.about_leaderboard))
@app_commands.describe(kind=described(texts.about_kind), topic=described(texts.about_topic))
@app_commands.choices(kind=KINDS)
@app_commands.guild_only()
async def leaderboard(
    interaction: Interaction,
    kind: str | None = None,
    topic: app_commands.Range[str, 1, 100] | None = None,
) -> None:
    """The first page; a topic by itself asks for its board."""
    wanted = Kind(kind) if kind in set(Kind) else Kind.TOPIC if topic else Kind.SEASON
    board = Board(wanted, topic if wanted is Kind.TOPIC else None)
    await reply(interaction, **await _message(interaction, board, 0), is_public=True)


@leaderboard.autocomplete("topic")
async def _suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    topics = await interaction.client.services.boards.topics(interaction.guild_id or 0)
    matching = [one for one in topics if typed.casefold() in one.casefold()]
    return [app_commands.Choice(name=one, value=one) for one in matching[:25]]


@dataclass(frozen=True)
class _Page:
    """Those who are still here; `before` and `after` are where the pages beside it end and begin, None where there is none."""

    rows: list[Place]
    before: int | None
    after: int | None


async def _message(interaction: Interaction, board: Board, start: int) -> dict[str, Any]:
    """A page, as `reply` and `redraw` take it. One that goes back and is not full begins with the first place."""
    bot, guild = interaction.client, interaction.guild
    page = await _page_back(interaction, board, -start) if start < 0 else None
    if page is None or page.before is None:
        page = await _page(interaction, board, max(start, 0))
    t, is_of_all = public(guild, bot.config), board.kind is Kind.ALL_TIME
    boards = bot.services.boards
    lines = [texts.row(t, one, boards.rank(one.points) if is_of_all else None) for one in page.rows]
    embed = discord.Embed(
        title=texts.board_title(t, bot.config.community.name, board),
        description="\n".join(lines) or (texts.nobody_here(t) if page.before or page.after else texts.empty(t)),
        colour=BRAND,
    ).set_footer(text=texts.footer(t, board, bot.config.reputation.seasons))
    turns = [_turn(board, -page.before, "◀")] if page.before else []
    turns += [_turn(board, page.after, "▶")] if page.after else []
    return {"embed": embed, "view": view(*turns)}


def _turn(board: Board, start: int, label: str) -> TurnButton:
    topic = f".{_called(board.topic)}" if board.topic else ""
    return TurnButton(f"{board.kind}.{start}{topic}", label=label)


def _called(topic: str) -> str:
    """A topic as a custom_id has room for it."""
    return blake2s(topic.encode(), digest_size=6).hexdigest()


async def _page(interaction: Interaction, board: Board, start: int) -> _Page:
    """From this position on."""
    found: list[Place] = []
    after: int | None = start
    for _ in range(ROUNDS):
        rows = await interaction.client.services.boards.some(_here(interaction), board, after or 0, limit=PAGE + 1)
        found += await _still_here(interaction, rows)
        after = rows[-1].position + 1 if len(rows) > PAGE else None
        if after is None or len(found) > PAGE:
            break
    if len(found) > PAGE:
        after = found[PAGE].position
    return _Page(found[:PAGE], start or None, after)


async def _page_back(interaction: Interaction, board: Board, end: int) -> _Page:
    """The last ones before this position."""
    found: list[Place] = []
    before: int | None = end
    for _ in range(ROUNDS):
        rows = await interaction.client.services.boards.some(
            _here(interaction), board, -(before or 0), limit=PAGE + 1
        )
        found = [*await _still_here(interaction, rows), *found]
        before = rows[0].position if len(rows) > PAGE else None
        if before is None or len(found) > PAGE:
            break
    if len(found) > PAGE:
        before = found[-PAGE].position
    return _Page(found[-PAGE:], before, end)


def _here(interaction: Interaction) -> int:
    return interaction.guild_id or 0


async def _still_here(interaction: Interaction, rows: Sequence[Place]) -> list[Place]:
    left = await _left(interaction.guild, [one.member_id for one in rows])
    interaction.client.services.boards.have_left(_here(interaction), left)
    return [one for one in rows if one.member_id not in left]


async def _left(guild: discord.Guild | None, member_ids: Sequence[int]) -> set[int]:
    """Those who are no longer here. Members are not kept in memory, so Discord is asked for each, at once."""
    if guild is None:
        return set()
    found = await asyncio.gather(*map(guild.fetch_member, member_ids), return_exceptions=True)
    gone = {one for one, who in zip(member_ids, found, strict=True) if isinstance(who, discord.NotFound)}
    for who in found:
        if isinstance(who, BaseException) and not isinstance(who, discord.HTTPException):
            raise who
    return gone
