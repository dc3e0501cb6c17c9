"""For whom each command and menu is: what `/help` lists to whom, and what Discord need not show to customers.

Discord shows a group whole or not at all: one that holds a command for customers is shown to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import discord
from discord import app_commands

from bot.config import Config
from cogs.texts import (
    accepting,
    boards,
    costs,
    drafts,
    faq,
    finding,
    gaps,
    guests,
    help,
    holds,
    insights,
    leases,
    links,
    macros,
    marks,
    merges,
    moves,
    my,
    notes,
    operations,
    prevention,
    priorities,
    privacy,
    promises,
    queue,
    reputation,
    routing,
    shadow,
    silences,
    simulations,
    snoozes,
    solved,
    stale,
    stats,
    tickets,
    tiers,
    transcripts,
    turns,
    weekly,
    why,
)
from cogs.texts.commands import Sentence

Shown = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


class Audience(Enum):
    """Who can do something with it. Whoever may do more is told of that, too."""

    CUSTOMERS = auto()
    COMMUNITY = auto()
    """Whoever answers others."""
    HELPERS = auto()
    """Who has a helpers' role, and staff."""
    STAFF = auto()
    ADMINISTRATORS = auto()


@dataclass(frozen=True)
class Listed:
    """A slash command or a menu: what people type or press, for whom it is, and what it says of itself."""

    name: str
    audience: Audience
    about: Sentence


COMMANDS = (
    Listed("help", Audience.CUSTOMERS, help.about_help),
    Listed("faq search", Audience.CUSTOMERS, faq.about_search),
    Listed("solved", Audience.CUSTOMERS, solved.about_solved),
    Listed("ticket open", Audience.CUSTOMERS, tickets.about_open),
    Listed("ticket search", Audience.CUSTOMERS, finding.about_search),
    Listed("ticket resolve", Audience.CUSTOMERS, tickets.about_resolve),
    Listed("ticket close", Audience.CUSTOMERS, tickets.about_close),
    Listed("ticket reopen", Audience.CUSTOMERS, tickets.about_reopen),
    Listed("ticket transcript", Audience.CUSTOMERS, transcripts.about_transcript),
    Listed("callback", Audience.CUSTOMERS, promises.about_callback),
    Listed("faq opt-out", Audience.CUSTOMERS, faq.about_opt_out),
    Listed("faq opt-in", Audience.CUSTOMERS, faq.about_opt_in),
    Listed("why", Audience.CUSTOMERS, why.about_why),
    Listed("privacy", Audience.CUSTOMERS, privacy.about_privacy),
    Listed("rep accept", Audience.COMMUNITY, accepting.about_accept),
    Listed("rep show", Audience.COMMUNITY, reputation.about_rep),
    Listed("rep notes", Audience.COMMUNITY, weekly.about_notes),
    Listed("rep why", Audience.COMMUNITY, boards.about_why),
    Listed("leaderboard", Audience.COMMUNITY, boards.about_leaderboard),
    Listed("helper topics", Audience.COMMUNITY, routing.about_topics),
    Listed("helper show", Audience.COMMUNITY, routing.about_show),
    Listed("helper pause", Audience.COMMUNITY, routing.about_pause),
    Listed("helper resume", Audience.COMMUNITY, routing.about_resume),
    Listed("helper stop", Audience.COMMUNITY, routing.about_stop),
    Listed("helpdesk", Audience.COMMUNITY, routing.about_helpdesk),
    Listed("faq propose", Audience.HELPERS, drafts.about_propose),
    Listed("rep simulate", Audience.STAFF, simulations.about_simulate),
    Listed("queue", Audience.STAFF, queue.about_queue),
    Listed("next", Audience.STAFF, queue.about_next),
    Listed("macro", Audience.STAFF, macros.about_macro),
    Listed("ticket claim", Audience.STAFF, tickets.about_claim),
    Listed("ticket assign", Audience.STAFF, turns.about_assign),
    Listed("ticket release", Audience.STAFF, tickets.about_release),
    Listed("ticket wait", Audience.STAFF, turns.about_wait),
    Listed("ticket close-request", Audience.STAFF, silences.about_close_request),
    Listed("ticket priority", Audience.STAFF, priorities.about_priority),
    Listed("ticket move", Audience.STAFF, moves.about_move),
    Listed("ticket escalate", Audience.STAFF, tiers.about_escalate),
    Listed("ticket return", Audience.STAFF, tiers.about_return),
    Listed("ticket snooze", Audience.STAFF, snoozes.about_snooze),
    Listed("ticket show", Audience.STAFF, queue.about_show),
    Listed("ticket merge", Audience.STAFF, merges.about_merge),
    Listed("ticket unmerge", Audience.STAFF, merges.about_unmerge),
    Listed("ticket link", Audience.STAFF, links.about_link),
    Listed("ticket unlink", Audience.STAFF, links.about_unlink),
    Listed("ticket add", Audience.STAFF, guests.about_add),
    Listed("ticket remove", Audience.STAFF, guests.about_remove),
    Listed("ticket note", Audience.STAFF, notes.about_note),
    Listed("ticket cost", Audience.STAFF, costs.about_cost),
    Listed("promise", Audience.STAFF, promises.about_promise),
    Listed("promises", Audience.STAFF, promises.about_promises),
    Listed("my", Audience.STAFF, my.about_my),
    Listed("digest on", Audience.STAFF, my.about_digest_on),
    Listed("digest off", Audience.STAFF, my.about_digest_off),
    Listed("away on", Audience.STAFF, leases.about_away_on),
    Listed("away off", Audience.STAFF, leases.about_away_off),
    Listed("faq drafts", Audience.STAFF, drafts.about_drafts),
    Listed("faq preview", Audience.STAFF, drafts.about_preview),
    Listed("faq reload", Audience.STAFF, drafts.about_reload),
    Listed("faq shadow", Audience.STAFF, shadow.about_shadow),
    Listed("faq stats", Audience.STAFF, insights.about_stats),
    Listed("faq gaps", Audience.STAFF, gaps.about_gaps),
    Listed("faq stale", Audience.STAFF, stale.about_stale),
    Listed("rep commend", Audience.STAFF, marks.about_commend),
    Listed("report", Audience.STAFF, insights.about_report),
    Listed("rep adjust", Audience.STAFF, holds.about_adjust),
    Listed("rep reverse", Audience.STAFF, holds.about_reverse),
    Listed("rep hold", Audience.STAFF, holds.about_hold),
    Listed("rep release", Audience.STAFF, holds.about_release),
    Listed("rep audit", Audience.STAFF, holds.about_audit),
    Listed("prevention log", Audience.STAFF, prevention.about_log),
    Listed("prevention list", Audience.STAFF, prevention.about_list),
    Listed("stats", Audience.STAFF, stats.about_stats),
    Listed("setup", Audience.ADMINISTRATORS, operations.about_setup),
)
"""Every slash command, in the order in which it is listed."""

MENUS = (
    Listed("Look up in FAQ", Audience.CUSTOMERS, help.about_look_up),
    Listed("Escalate to ticket", Audience.CUSTOMERS, help.about_escalate),
    Listed("Accept answer", Audience.CUSTOMERS, help.about_accept),
    Listed("Why this answer?", Audience.CUSTOMERS, help.about_why_this),
    Listed("Make FAQ draft", Audience.HELPERS, help.about_make_draft),
)
"""Every menu of a message."""


def switched_off(config: Config) -> frozenset[str]:
    """The commands that do nothing with these settings: nobody is told of them."""
    wanted = config.tickets
    off: dict[Sentence, bool] = {
        promises.about_callback: not wanted.callbacks,
        tiers.about_escalate: not wanted.tiers,
        tiers.about_return: not wanted.tiers,
        macros.about_macro: not wanted.macros,
    }
    return frozenset(one.name for one in COMMANDS if off.get(one.about))


def for_staff_alone(tree: app_commands.CommandTree[Any]) -> Iterator[Shown]:
    """The commands, groups and menus in which nobody but staff finds anything."""
    for command in tree.get_commands(type=discord.AppCommandType.chat_input):
        assert isinstance(command, app_commands.Command | app_commands.Group)
        if _is_for_staff(COMMANDS, names_in(command)):
            yield command
    for menu in tree.get_commands(type=discord.AppCommandType.message):
        if _is_for_staff(MENUS, [menu.name]):
            yield menu


def names_in(command: app_commands.Command[Any, ..., Any] | app_commands.Group) -> list[str]:
    """What people type for it, or for each command of a group."""
    if isinstance(command, app_commands.Command):
        return [command.qualified_name]
    return [name for one in command.commands for name in names_in(one)]


def _is_for_staff(listed: Iterable[Listed], names: Iterable[str]) -> bool:
    of_staff = {one.name for one in listed if one.audience is Audience.STAFF}
    return of_staff.issuperset(names)
