"""What is said of what tickets cost: in the forms of staff, of a ticket, and of many."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from bot.insights.spending.spent import CauseCost, EntryFound, Halves, Lacking, LackingTicket, Spent
from bot.tickets.costs.cost import MINUTES, NOTHING, Estimate, Finding, Said
from bot.tickets.costs.refused import NeverResolved
from bot.tickets.ticket import Ticket
from cogs.texts.forms import channel, duration, flat, member, moment, share
from cogs.texts.language import Language


def about_cost(t: Language) -> str:
    return t("Staff: say what a resolved ticket cost, or say it anew")


def title_cost(t: Language, ticket: Ticket) -> str:
    return t("What ticket #{number} cost", number=ticket.number)


def ask_minutes(t: Language) -> str:
    return t("How long did it take staff?")


def hint_minutes(t: Language, earlier: int) -> str:
    """`earlier`: minutes that are noted of the times that it was resolved before, to which these are added."""
    if not earlier:
        return t("In all, roughly. Leave out what you do not know.")
    return t("Only since it was opened again: before that, {earlier} are noted.", earlier=length(t, earlier))


def option_minutes(t: Language, minutes: int) -> str:
    if minutes == MINUTES[-1]:
        return t("{minutes} minutes or more", minutes=minutes)
    return t.n("{count} minute", "{count} minutes", minutes)


def option_unknown(t: Language) -> str:
    return t.c("of minutes", "Not known")


def ask_cause(t: Language) -> str:
    return t("Why did it come?")


def ask_finding(t: Language) -> str:
    return t("What about the FAQ?")


def hint_finding(t: Language) -> str:
    return t("It is counted where the FAQ is worked on.")


def option_finding(t: Language, finding: Finding) -> str:
    """Without saying of which entry."""
    match finding:
        case Finding.MISSING:
            return t("Missing: no entry has the answer")
        case Finding.WRONG:
            return t("Wrong: another entry")
        case Finding.NOT_FOUND:
            return t("Not found: another entry has the answer")
        case Finding.FINE:
            return t("Fine: there is nothing to do")
        case _:
            assert_never(finding)


def option_entry(t: Language, finding: Finding, title: str) -> str:
    """Of this entry."""
    return t("Wrong: {entry}", entry=title) if finding is Finding.WRONG else t("Not found: {entry}", entry=title)


def said(t: Language, ticket: Ticket, estimate: Estimate) -> str:
    if estimate == NOTHING:
        return t("Nothing is said of what ticket #{number} cost.", number=ticket.number)
    return t("It is noted what ticket #{number} cost. `/report` counts it.", number=ticket.number)


def costs_title(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: what it cost", number=ticket.number)


def line(t: Language, one: Said, cause: str | None, entry: str | None) -> str:
    """One resolution: when it was, what is said of it, by whom."""
    estimate = one.cost.estimate
    facts = [moment(one.resolution.at, "D")]
    if estimate.minutes is not None:
        facts.append(f"**{took(t, estimate.minutes)}**")
    if cause is not None:
        facts.append(cause)
    if estimate.finding is not None:
        facts.append(t("FAQ: {finding}", finding=found(t, estimate.finding, entry)))
    return " · ".join([*facts, member(one.cost.said_by)])


def took(t: Language, minutes: int) -> str:
    """As it was chosen."""
    return t("{amount} min or more", amount=minutes) if minutes == MINUTES[-1] else length(t, minutes)


def length(t: Language, minutes: int) -> str:
    return duration(t, timedelta(minutes=minutes)) if minutes else t("{amount} min", amount=0)


def found(t: Language, finding: Finding, entry: str | None) -> str:
    """Within a line; `entry` is the title of the one that is meant, if it is known."""
    name = finding_name(t, finding)
    return name if entry is None else t("{finding} (“{entry}”)", finding=name, entry=entry)


def finding_name(t: Language, finding: Finding) -> str:
    match finding:
        case Finding.MISSING:
            return t.c("what of the FAQ", "missing")
        case Finding.WRONG:
            return t.c("what of the FAQ", "wrong")
        case Finding.NOT_FOUND:
            return t.c("what of the FAQ", "not found")
        case Finding.FINE:
            return t.c("what of the FAQ", "fine")
        case _:
            assert_never(finding)


def label_halves(t: Language) -> str:
    return t("Half and half: where staff's time goes")


def halves(t: Language, found: Halves) -> str:
    return t(
        "Answering **{answering}**, preventing **{preventing}**: {share} goes to preventing.",
        answering=length(t, found.answering),
        preventing=length(t, found.preventing),
        share=share(t, found.preventing_share),
    )


def rests_on(t: Language, spent: Spent) -> str:
    """On how many tickets it rests, also of those that were opened again since."""
    return t.n(
        "Of {count} ticket that was resolved, opened again since or not, {estimated} has an estimate.",
        "Of {count} tickets that were resolved, opened again since or not, {estimated} have an estimate.",
        spent.estimated + spent.unestimated,
        estimated=spent.estimated,
    )


def label_causes(t: Language) -> str:
    return t("What tickets cost, by cause")


def no_cause(t: Language) -> str:
    return t("no cause named")


def cause_line(t: Language, name: str, cost: CauseCost) -> str:
    return t.n(
        "{cause} · **{time}** in {count} ticket",
        "{cause} · **{time}** in {count} tickets",
        cost.tickets,
        cause=name,
        time=length(t, cost.minutes),
    )


def label_people(t: Language, *, is_lead: bool) -> str:
    return t("Half and half by person") if is_lead else t("Your own half and half")


def person_line(t: Language, member_id: int, found: Halves) -> str:
    return t(
        "{member} · answering {answering}, preventing {preventing}",
        member=member(member_id),
        answering=length(t, found.answering),
        preventing=length(t, found.preventing),
    )


def label_findings(t: Language) -> str:
    return t("What staff found at tickets")


def findings(t: Language, finding: Finding, count: int) -> str:
    return t("{finding}: {amount}", finding=finding_name(t, finding), amount=count)


def entry_line(t: Language, title: str, found: EntryFound) -> str:
    facts = []
    if found.wrong:
        facts.append(findings(t, Finding.WRONG, found.wrong))
    if found.not_found:
        facts.append(findings(t, Finding.NOT_FOUND, found.not_found))
    return " · ".join([f"**{title}**", *facts, length(t, found.minutes)])


def label_lacking(t: Language, found: Lacking) -> str:
    return t.n(
        "Missing, staff say at {count} ticket: {time}",
        "Missing, staff say at {count} tickets: {time}",
        found.tickets,
        time=length(t, found.minutes),
    )


def lacking_line(t: Language, one: LackingTicket, cause: str | None) -> str:
    facts = [f"#{one.number}" if one.thread_id is None else channel(one.thread_id)]
    if one.minutes is not None:
        facts.append(f"**{length(t, one.minutes)}**")
    if cause is not None:
        facts.append(cause)
    return " · ".join([*facts, flat(one.summary)])


def refusal(t: Language, refused: NeverResolved) -> str:
    return t(
        "Ticket #{number} was never resolved by anybody. What a ticket cost is said of how it was resolved.",
        number=refused.number,
    )
