"""What is said of what staff's work on tickets came to."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.insights.stats.figures import DAYS_OLD, Backlog, Figures, Group, Spans
from bot.tickets.clocks.clock import ClockKind
from bot.tickets.ticket import WaitingOn
from cogs.texts.clocks import kind
from cogs.texts.csat import scores
from cogs.texts.forms import day, decimal, duration, part_of, share, working_time
from cogs.texts.language import Language
from cogs.texts.turns import turn


def about_stats(t: Language) -> str:
    return t("Staff: tickets of the last days, how long they took, what was late")


def about_days(t: Language) -> str:
    return t("How many days back; 30 if left out")


def about_by(t: Language) -> str:
    return t("By what the figures are told apart; by week if left out")


def option_week(t: Language) -> str:
    return t.c("figures told apart", "by week")


def option_type(t: Language) -> str:
    return t.c("figures told apart", "by ticket type")


def option_tier(t: Language) -> str:
    return t.c("figures told apart", "by tier")


def option_hour(t: Language) -> str:
    return t.c("figures told apart", "by hour of the day")


def stats_title(t: Language, days: int) -> str:
    return t.n("Tickets of the last day", "Tickets of the last {count} days", days)


def group_title(t: Language, group: Group) -> str:
    match group:
        case Group.WEEK:
            return t("By week")
        case Group.TYPE:
            return t("By ticket type")
        case Group.TIER:
            return t("By tier")
        case Group.HOUR:
            return t("By hour of the day in which they were opened")


def page_title(t: Language, community: str, days: int) -> str:
    return t.n(
        "{community}: tickets of the last day",
        "{community}: tickets of the last {count} days",
        days,
        community=community,
    )


def period(t: Language, start_at: datetime, end_at: datetime, zone_name: str) -> str:
    """From when to when, by the clock in which the figures count."""
    begin, end = (at.strftime("%Y-%m-%d %H:%M") for at in (start_at, end_at))
    return t("From {begin} to {end}, {zone}", begin=begin, end=end, zone=zone_name)


def head(t: Language, group: Group) -> str:
    """Above the names of the groups."""
    match group:
        case Group.WEEK:
            return t.c("above a column", "Week of")
        case Group.TYPE:
            return t.c("above a column", "Ticket type")
        case Group.TIER:
            return t.c("above a column", "Tier")
        case Group.HOUR:
            return t.c("above a column", "Hour")


def head_age(t: Language) -> str:
    return t.c("above a column", "Age")


def head_live(t: Language) -> str:
    return t.c("above a column", "Live tickets")


def no_tiers(t: Language) -> str:
    return t("There are no tiers here.")


def no_tickets(t: Language) -> str:
    return t("No tickets in this time.")


def all_attached(t: Language) -> str:
    """Below a list that is cut short."""
    return t("All of them stand in the attached file.")


def label_first_response(t: Language) -> str:
    return t("First response")


def label_resolution(t: Language) -> str:
    return t.c("time from opening to the end", "Resolution")


def label_breaches(t: Language) -> str:
    return t("SLA breaches")


def label_reopened(t: Language) -> str:
    return t("Opened again")


def label_snoozed(t: Language) -> str:
    return t("Snoozed now")


def label_turns(t: Language) -> str:
    return t("Whose turn now")


def label_backlog(t: Language) -> str:
    return t("Backlog now")


def opened(t: Language, figures: Figures) -> str:
    if not figures.merged:
        return str(figures.opened)
    return t.n(
        "{opened}, {count} of them merged into another",
        "{opened}, {count} of them merged into others",
        figures.merged,
        opened=figures.opened,
    )


def resolved(t: Language, figures: Figures) -> str:
    if not figures.closed:
        return str(figures.resolution.count)
    return t.n(
        "{resolved}, and {count} closed unresolved",
        "{resolved}, and {count} closed unresolved",
        figures.closed,
        resolved=figures.resolution.count,
    )


def first_response(t: Language, figures: Figures) -> str:
    """How long it took, and how many wait for it, or have ended without it."""
    said = spans(t, figures.first_response)
    if not figures.unanswered:
        return said
    none = t.n("{count} of those opened had none yet", "{count} of those opened had none yet", figures.unanswered)
    return f"{said}\n{none}"


def spans(t: Language, found: Spans) -> str:
    """How long it took half of them at most, and most of them."""
    if not found.count:
        return "–"
    return t.n(
        "**{median}** (P80 {p80}, P95 {p95}; {count} ticket)",
        "**{median}** (P80 {p80}, P95 {p95}; {count} tickets)",
        found.count,
        median=lasted(t, found, found.median),
        p80=lasted(t, found, found.p80),
        p95=lasted(t, found, found.p95),
    )


def lasted(t: Language, found: Spans, span: timedelta | None) -> str:
    """One of these lengths of time."""
    return working_time(t, span) if found.in_working_hours else duration(t, span)


def breaches(t: Language, figures: Figures) -> str:
    kinds = [f"{kind(t, ClockKind(name))} {number}" for name, number in figures.breaches.items()]
    return f"{figures.breached} ({', '.join(kinds)})" if kinds else "0"


def reopened(t: Language, figures: Figures) -> str:
    if not figures.resolutions:
        return "–"
    return t.n(
        "{reopened} after {count} resolution",
        "{reopened} after {count} resolutions",
        figures.resolutions,
        reopened=part_of(t, figures.reopened, figures.reopened_share),
    )


def csat(t: Language, figures: Figures) -> str:
    return scores(t, figures.csat) if figures.csat.count else "–"


def promises(t: Language, figures: Figures) -> str:
    due = figures.promises.kept + figures.promises.missed
    if not due:
        return "–"
    return t(
        "{kept} of {due} ({share})",
        kept=figures.promises.kept,
        due=due,
        share=share(t, figures.promises.share),
    )


def turns(t: Language, found: Mapping[WaitingOn, int], snoozed: int) -> str:
    lines = [f"{turn(t, value)}: {number}" for value, number in found.items()]
    return "\n".join([*lines, t("Snoozed: {number}", number=snoozed)])


def backlog(t: Language, found: Backlog) -> str:
    """How much there is, and how old."""
    if not found.live:
        return t("Nothing waits.")
    if found.live == 1:
        return t("1 live ticket, {age} old", age=duration(t, found.oldest))
    said = t.n(
        "{count} live ticket: half of them are {median} old at most, the oldest {oldest}",
        "{count} live tickets: half of them are {median} old at most, the oldest {oldest}",
        found.live,
        median=duration(t, found.median),
        oldest=duration(t, found.oldest),
    )
    ages = [f"{name}: {number}" for name, number in zip(ages_old(t), found.ages, strict=True)]
    return f"{said}\n{' · '.join(ages)}"


def ages_old(t: Language) -> list[str]:
    """How old what is live may be, from the newest."""
    first, *_, last = DAYS_OLD
    between = [t("{low}–{high} d", low=low, high=high) for low, high in itertools.pairwise(DAYS_OLD)]
    return [t("under {days} d", days=first), *between, t("{days} d and more", days=last)]


def line(t: Language, name: str, figures: Figures) -> str:
    """One of several groups, without what there is none of."""
    facts = [
        t.n("{count} opened", "{count} opened", figures.opened),
        t.n("{count} resolved", "{count} resolved", figures.resolution.count),
    ]
    if figures.closed:
        facts.append(t.n("{count} closed unresolved", "{count} closed unresolved", figures.closed))
    if figures.first_response.count:
        facts.append(t("first response {spans}", spans=short_spans(t, figures.first_response)))
    if figures.unanswered:
        facts.append(t.n("{count} unanswered", "{count} unanswered", figures.unanswered))
    if figures.resolution.count:
        facts.append(t("resolution {spans}", spans=short_spans(t, figures.resolution)))
    if figures.breached:
        facts.append(t.n("{count} breach", "{count} breaches", figures.breached))
    if figures.reopened:
        facts.append(t.n("{count} opened again", "{count} opened again", figures.reopened))
    if figures.csat.count:
        facts.append(t("CSAT {mean}", mean=decimal(t, figures.csat.mean)))
    if figures.promises.share is not None:
        facts.append(t("promises kept {kept}", kept=promises(t, figures)))
    return f"**{name}** · {' · '.join(facts)}"


def short_spans(t: Language, found: Spans) -> str:
    """Without how many there were."""
    if not found.count:
        return "–"
    return " / ".join(lasted(t, found, span) for span in (found.median, found.p80, found.p95))


def short_first_response(t: Language, figures: Figures) -> str:
    """Without how many had one."""
    said = short_spans(t, figures.first_response)
    if not figures.unanswered:
        return said
    none = t.n("{count} unanswered", "{count} unanswered", figures.unanswered)
    return f"{said} · {none}"


def median(t: Language, found: Spans) -> str:
    return lasted(t, found, found.median)


def week(monday: date) -> str:
    return day(monday)


def hour(number: int) -> str:
    return f"{number:02}:00"


def footer(t: Language, *, in_working_hours: bool) -> str:
    """How to read it."""
    legend = t(
        "The first value is the median; P80 and P95: 80 % and 95 % took at most so long. What was opened again is not"
        " resolved. Types and tiers are those of today, for CSAT those of the resolution."
    )
    return f"{counted(t, in_working_hours=in_working_hours)} {legend}"


def counted(t: Language, *, in_working_hours: bool) -> str:
    """From when on times run, and in which hours."""
    if in_working_hours:
        return t("Times count working hours from the opening, also while it is the requester's turn.")
    return t("Times run from the opening, also while it is the requester's turn.")
