"""What a form asks of what a ticket cost: the minutes, the cause, and what of the FAQ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.client import SupportBot
from bot.errors import FormChanged
from bot.ticket_causes import MOST, Cause, cause_label
from bot.tickets.costs.cost import MINUTES, NOTHING, OF_AN_ENTRY, Estimate, Finding
from bot.tickets.ticket import Ticket
from cogs.texts import costs as texts
from cogs.texts.language import Language
from cogs.ui.filled import Filled
from cogs.ui.style import short

TIME, CAUSE, FINDING = "minutes", "cause", "finding"

UNKNOWN = "0"
"""Instead of minutes: Discord lets nobody take back a choice of these."""

MOST_ENTRIES = 5
"""Entries that are named; of each it is asked twice."""

_ID = re.compile(r"[a-z0-9-]{1,40}")

Question = discord.ui.Label[Any]


async def questions(
    t: Language, bot: SupportBot, ticket: Ticket, said: Estimate = NOTHING, *, is_anew: bool = False
) -> list[Question]:
    """At most three, with what was `said` before. All of them may be left out."""
    causes, earlier = bot.config.tickets.causes, await bot.services.costs.earlier(ticket, is_anew=is_anew)
    hint = texts.hint_minutes(t, earlier)
    asked = [discord.ui.Label[Any](text=texts.ask_minutes(t), description=hint, component=_time(t, said, is_anew))]
    if causes or said.cause is not None:
        asked.append(discord.ui.Label(text=texts.ask_cause(t), component=_cause(t, causes, said)))
    found = _finding(t, await _entries(t, bot, ticket, said), said)
    asked.append(discord.ui.Label(text=texts.ask_finding(t), description=texts.hint_finding(t), component=found))
    return asked


def estimated(filled: Filled) -> Estimate:
    """What was filled in. A cause or an entry that is gone by now is what they said all the same. Raises FormChanged."""
    minutes, cause = filled.choice(TIME), filled.choice(CAUSE)
    finding, _, entry_id = filled.choice(FINDING).partition(":")
    is_known = minutes in ("", UNKNOWN, *map(str, MINUTES)) and finding in ("", *Finding)
    is_of_entry = not entry_id or finding in OF_AN_ENTRY
    if not (is_known and is_of_entry and all(_ID.fullmatch(one) for one in (cause, entry_id) if one)):
        raise FormChanged
    return Estimate(
        minutes=int(minutes or UNKNOWN) or None,
        cause=cause or None,
        finding=Finding(finding) if finding else None,
        entry_id=entry_id or None,
    )


def labels(t: Language) -> Mapping[str, str]:
    """What stands above these fields."""
    return {TIME: texts.ask_minutes(t), CAUSE: texts.ask_cause(t), FINDING: texts.ask_finding(t)}


def title_of(t: Language, bot: SupportBot, entry_id: str) -> str:
    """Of an entry, which may be gone: then its id."""
    entry = bot.services.knowledge.entry(entry_id)
    return entry.wording(t.code).title if entry else entry_id


def _time(t: Language, said: Estimate, is_anew: bool) -> discord.ui.RadioGroup[Any]:
    options = [
        discord.RadioGroupOption(
            label=texts.option_minutes(t, minutes), value=str(minutes), default=minutes == said.minutes
        )
        for minutes in MINUTES
    ]
    if is_anew:
        unknown = texts.option_unknown(t)
        options.append(discord.RadioGroupOption(label=unknown, value=UNKNOWN, default=said.minutes is None))
    return discord.ui.RadioGroup(custom_id=TIME, required=False, options=options)


def _cause(t: Language, causes: list[Cause], said: Estimate) -> discord.ui.Select[Any]:
    ids = [cause.id for cause in causes]
    if said.cause is not None and said.cause not in ids:
        ids = [*ids[: MOST - 1], said.cause]
    options = [
        discord.SelectOption(label=cause_label(causes, one, t.code), value=one, default=one == said.cause)
        for one in ids
    ]
    return discord.ui.Select(custom_id=CAUSE, required=False, min_values=0, options=options)


def _finding(t: Language, entries: Sequence[tuple[str, str]], said: Estimate) -> discord.ui.Select[Any]:
    """What is found of an entry stands below what is found of none; `entries` are ids and titles."""
    choices = [(Finding.MISSING, "", ""), (Finding.FINE, "", "")]
    choices += [(finding, *entry) for entry in entries for finding in OF_AN_ENTRY]
    choices += [(finding, "", "") for finding in OF_AN_ENTRY]
    options = [
        discord.SelectOption(
            label=texts.option_entry(t, finding, short(title)) if title else texts.option_finding(t, finding),
            value=f"{finding.value}:{entry_id}" if entry_id else finding.value,
            default=(finding, entry_id or None) == (said.finding, said.entry_id),
        )
        for finding, entry_id, title in choices
    ]
    return discord.ui.Select(custom_id=FINDING, required=False, min_values=0, options=options)


async def _entries(t: Language, bot: SupportBot, ticket: Ticket, said: Estimate) -> list[tuple[str, str]]:
    """The entry of which it was said before, those that were sent into the ticket, those that its requester was shown before
    there was one, and the one that comes near to it: each by id and title.
    """
    advice = await bot.services.advising.of(ticket)
    ids = [said.entry_id] if said.entry_id else []
    ids += [*sorted(advice.sent), *(entry.id for entry in advice.shown)]
    ids += [entry.id for entry in advice.near.entries[:1]] if advice.near else []
    return [(one, title_of(t, bot, one)) for one in dict.fromkeys(ids)][:MOST_ENTRIES]
