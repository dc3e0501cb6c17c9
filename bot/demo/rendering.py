"""Discord messages, modals and replies as terminal panels, the way the person concerned sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import discord
from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text
from simcord import MemberActor

from bot.simulated.simulation import ModalField, Simulation

WIDTH = 96
"""Columns; wide enough for an answer, narrow enough for a README."""

_MENTION = re.compile(r"<(@!?|@&|#)(\d+)>")
_COMMAND = re.compile(r"</([^:>]+):\d+>")
_TIME = re.compile(r"<t:(\d+)(?::([a-zA-Z]))?>")
_BUTTON_STYLES = {
    discord.ButtonStyle.primary: "white on blue",
    discord.ButtonStyle.success: "white on green",
    discord.ButtonStyle.danger: "white on red",
}


def scene(number: int, title: str, sentence: str) -> RenderableType:
    """The heading of a scene."""
    return Group("", Rule(f"[bold]{number}. {title}", align="left"), Text(sentence, style="italic"), "")


def action(person: MemberActor, place: str, what: str) -> RenderableType:
    """What somebody does."""
    return Text.assemble(("▸ ", "bold cyan"), (_name(person), "bold"), (f" in {place}: ", "dim"), what)


def message(simulation: Simulation, shown: discord.Message, place: str) -> RenderableType:
    """A message with its embeds and buttons; one that only one person sees says so."""
    author = "Signpost" if shown.author.bot else shown.author.display_name
    head = Text.assemble(
        (author, "bold green" if shown.author.bot else "bold"),
        (" BOT" if shown.author.bot else "", "blue"),
        (f"  {place}  {shown.created_at.astimezone(UTC):%d %b %H:%M}", "dim"),
    )
    parts: list[RenderableType] = [head]
    if shown.content:
        parts.append(_markdown(simulation, shown.content))
    parts += [_embed(simulation, embed) for embed in shown.embeds]
    parts += [_buttons(row.children) for row in shown.components if isinstance(row, discord.ActionRow)]
    if shown.flags.ephemeral:
        parts.append(Text("Only you can see this", style="dim italic"))
    return Padding(Group(*parts), (0, 0, 1, 2))


def modal(title: str, fields: list[ModalField], answers: Mapping[str, Any]) -> RenderableType:
    """A modal as it is filled in."""
    lines: list[RenderableType] = []
    for field in fields:
        lines.append(Text(field.label, style="bold"))
        lines.append(Text(f"  {_answer(answers.get(field.label))}", style="cyan"))
    return Padding(Panel(Group(*lines), title=title, title_align="left", width=WIDTH - 12), (0, 0, 1, 6))


def _answer(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_answer(one) for one in answer)
    if isinstance(answer, MemberActor):
        return f"@{_name(answer)}"
    return str(answer) if answer else "—"


def _embed(simulation: Simulation, embed: discord.Embed) -> RenderableType:
    parts: list[RenderableType] = []
    if embed.description:
        parts.append(_markdown(simulation, embed.description))
    inline: list[str] = []
    for field in embed.fields:
        if field.inline:
            inline.append(f"**{field.name}** {field.value}")
        else:
            if inline:
                parts.append(_markdown(simulation, "  ·  ".join(inline)))
                inline = []
            parts.append(_markdown(simulation, f"**{field.name}**\n\n{field.value}"))
    if inline:
        parts.append(_markdown(simulation, "  ·  ".join(inline)))
    colour = f"#{embed.colour.value:06x}" if embed.colour else "white"
    return Panel(
        Group(*parts),
        title=f"[bold]{embed.title}" if embed.title else None,
        title_align="left",
        subtitle=embed.footer.text,
        subtitle_align="left",
        border_style=colour,
        width=WIDTH - 4,
    )


def _buttons(buttons: Sequence[Any]) -> Text:
    line = Text()
    for button in buttons:
        label = f"{button.emoji} {button.label}" if button.emoji else str(button.label)
        line.append(
            f"[ {label} ]".replace(" ", "\N{NO-BREAK SPACE}"), _BUTTON_STYLES.get(button.style, "white on grey30")
        )
        line.append("  ")
    return line


def _markdown(simulation: Simulation, text: str) -> Markdown:
    """Discord's Markdown is near enough to CommonMark, but its line breaks are hard."""
    named = _MENTION.sub(lambda found: _mentioned(simulation, found[1], int(found[2])), text)
    named = _COMMAND.sub(r"`/\1`", named)
    timed = _TIME.sub(lambda found: _moment(simulation, int(found[1]), found[2]), named)
    return Markdown(re.sub(r"(?<!\n)\n(?!\n)", "  \n", timed), code_theme="ansi_light")


def _mentioned(simulation: Simulation, kind: str, id_: int) -> str:
    backend = simulation.env.backend
    if kind == "#":
        channel = backend.channels.get(id_)
        if channel is None:
            return "**#deleted-channel**"
        return f"**{channel.name}**" if channel.is_thread else f"**#{channel.name}**"
    if kind == "@&":
        role = backend.get_guild(simulation.guild.id).roles.get(id_)
        return f"**@{role.name}**" if role else "**@deleted-role**"
    user = backend.users.get(id_)
    return f"**@{user.global_name or user.name}**" if user else "**@unknown**"


def _moment(simulation: Simulation, timestamp: int, style: str | None) -> str:
    """A time as Discord writes it: how far away it is for `R`, else the time itself."""
    at = datetime.fromtimestamp(timestamp, UTC)
    if style != "R":
        return f"{at:%d %b %H:%M}"
    minutes = round((simulation.now() - at).total_seconds() / 60)
    if not minutes:
        return "just now"
    much = abs(minutes)
    length = (
        f"{much} min" if much < 90 else f"{round(much / 60)} h" if much < 36 * 60 else f"{round(much / 1440)} days"
    )
    return f"{length} ago" if minutes > 0 else f"in {length}"


def _name(person: MemberActor) -> str:
    return person.user.global_name or person.name
