"""What is said where a ticket is passed on to another tier, and returned."""

from __future__ import annotations

from collections.abc import Sequence

from bot import tier_errors
from bot.ticket_tiers import Tier
from bot.tickets.ticket import Event, EventKind, Ticket
from bot.tickets.tiers.escalation import Escalation, Return
from cogs.texts.forms import channel, member, moment
from cogs.texts.language import Language
from cogs.texts.priorities import PRIORITIES

Refusal = (
    tier_errors.NoTiers
    | tier_errors.UnknownTier
    | tier_errors.LastTier
    | tier_errors.FirstTier
    | tier_errors.NotOfTier
    | tier_errors.TierChanged
    | tier_errors.WordsMissing
    | tier_errors.TitleMissing
)


def about_escalate(t: Language) -> str:
    return t("Staff: pass a ticket on to the next tier, with what was tried")


def about_return(t: Language) -> str:
    return t("Staff: give a ticket back to the tier below, with the answer")


def about_only_tier(t: Language) -> str:
    return t("Only tickets at this tier")


def button_escalate(t: Language) -> str:
    return t.c("button", "Escalate")


def button_return(t: Language) -> str:
    return t.c("button", "Return")


def title_escalate(t: Language, ticket: Ticket) -> str:
    return t("Escalate ticket #{number}", number=ticket.number)


def title_return(t: Language, ticket: Ticket) -> str:
    return t("Return ticket #{number}", number=ticket.number)


def ask_tried(t: Language) -> str:
    return t("What have you tried?")


def ask_expected(t: Language) -> str:
    return t("What should have happened?")


def ask_needed(t: Language) -> str:
    return t("What do you need?")


def hint_escalate(t: Language) -> str:
    return t("Only staff read this.")


def ask_answer(t: Language) -> str:
    return t("What is the answer?")


def hint_answer(t: Language) -> str:
    return t("Only staff read this: who gets it back tells the customer.")


def ask_next_one(t: Language) -> str:
    return t("How to handle the next one?")


def ask_becomes(t: Language) -> str:
    return t("What becomes of that?")


def option_draft(t: Language) -> str:
    return t("A draft of an entry of the FAQ")


def option_nothing(t: Language) -> str:
    return t("Nothing more")


def ask_title(t: Language) -> str:
    return t("Title, as customers would ask")


def hint_title(t: Language) -> str:
    return t("Needed for a draft; without one, leave it empty.")


def hint_next_one(t: Language) -> str:
    return t("A draft says this to customers, once staff have approved it.")


def escalated(t: Language, ticket: Ticket, to: str) -> str:
    """To whoever passed it on."""
    return t("Ticket #{number} waits at {tier} now.", number=ticket.number, tier=f"**{to}**")


def returned(t: Language, ticket: Ticket, to: str) -> str:
    """To whoever returned it."""
    if ticket.assignee_id is None:
        return t("Ticket #{number} is back in the queue, at {tier}.", number=ticket.number, tier=f"**{to}**")
    return t(
        "Ticket #{number} is back at {tier}, with {assignee}.",
        number=ticket.number,
        tier=f"**{to}**",
        assignee=member(ticket.assignee_id),
    )


def told_back(t: Language, ticket: Ticket, by_id: int) -> str:
    """To whoever has it again."""
    said = t(
        "Ticket #{number} is yours again: {member} has returned it, with an answer on its card.",
        number=ticket.number,
        member=member(by_id),
    )
    thread_id = ticket.receipts.thread_id
    return f"{said} {channel(thread_id)}" if thread_id else said


def happened(t: Language, event: Event) -> str:
    """What the thread is told. What staff said of it is for staff."""
    if event.kind is EventKind.ESCALATED:
        return t("Somebody who knows more about this takes over this ticket, and goes on here.")
    if event.member_id is None:
        return t(
            "This ticket has been looked at by somebody who knows more about it. A colleague goes on here now."
        )
    return t(
        "This ticket has been looked at by somebody who knows more about it. {assignee} goes on here now.",
        assignee=member(event.member_id),
    )


def line(t: Language, role: str, ticket: Ticket, type_label: str, tier: str) -> str:
    """What the role of a tier hears. Nothing that anybody typed stands in it."""
    thread_id = ticket.receipts.thread_id
    return t(
        "⬆️ {role} Ticket #{number} was escalated to {tier}: {type}, {priority}. Its card says what was tried.",
        role=role,
        number=ticket.number,
        tier=f"**{tier}**",
        type=type_label,
        priority=PRIORITIES[ticket.priority],
    ) + (f" {channel(thread_id)}" if thread_id is not None else "")


def label_tier(t: Language) -> str:
    return t("Tier")


def label_escalations(t: Language) -> str:
    """Of a report."""
    return t("Escalations")


def step(t: Language, event: Event, former: str, to: str) -> str:
    """One line of how a ticket went up and down."""
    arrow = "⬆️" if event.kind is EventKind.ESCALATED else "⬇️"
    return f"{arrow} {former} → {to} · {member(event.actor_id or 0)} · {moment(event.at)}"


def said(t: Language, event: Event) -> Sequence[tuple[str, str]]:
    """What staff said at the last of these, each with its label."""
    if event.kind is EventKind.ESCALATED:
        words = Escalation(*event.words)
        labels = (t("Tried"), t("Expected"), t("Needed"))
        return tuple(zip(labels, words, strict=True))
    answer = Return(*event.words)
    return ((t("Answer"), answer.answer), (t("The next one"), answer.next_one))


def refusal(t: Language, refused: Refusal) -> str:
    """Why not, and what to do instead."""
    match refused:
        case tier_errors.NoTiers():
            return t(
                "There are no tiers here: all of staff are one. Give the ticket to a colleague with `/ticket assign`."
            )
        case tier_errors.UnknownTier():
            return t("There is no such tier (any more). Choose one of those that are offered while you type.")
        case tier_errors.LastTier(number, tier):
            return t(
                "Ticket #{number} is at {tier}, and nobody is above that. Give it to a colleague with `/ticket assign`, or say with"
                " `/ticket wait` that it waits for a fix or for somebody else.",
                number=number,
                tier=_named(t, tier),
            )
        case tier_errors.FirstTier(number, tier):
            return t(
                "Ticket #{number} is at {tier}, and nobody is below that. `/ticket release` puts it back into the queue.",
                number=number,
                tier=_named(t, tier),
            )
        case tier_errors.NotOfTier(number, tier):
            return t(
                "Ticket #{number} is at {tier}: only who has it or the role of that tier can return it. To return it, claim it"
                " first.",
                number=number,
                tier=_named(t, tier),
            )
        case tier_errors.TierChanged(number, tier):
            return t(
                "Ticket #{number} has moved on meanwhile: it is at {tier} by now. Look at it with `/ticket show` first.",
                number=number,
                tier=_named(t, tier),
            )
        case tier_errors.TitleMissing():
            return t("A draft needs a title: what would customers ask? Or choose that nothing more becomes of it.")
        case tier_errors.WordsMissing():
            return t("Please fill in all of it: who gets the ticket has only that to go by.")


def nothing_at(t: Language, own: Sequence[Tier]) -> str:
    """Where nothing waits at somebody's tiers, but at others."""
    return t(
        "No ticket waits at {tiers} that nobody has. At other tiers some do: `/queue` lists them, and `/ticket claim` takes one.",
        tiers=", ".join(_named(t, tier) for tier in own),
    )


def _named(t: Language, tier: Tier) -> str:
    return f"**{tier.wording(t.code).label}**"
