"""What is said of how tickets were resolved: to customers who are asked, and to staff who read it and follow up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.tickets.csat import refused as kinds
from bot.tickets.csat.rating import FollowUp, Rating
from bot.tickets.csat.trend import Scores
from bot.tickets.ticket import Ticket
from cogs.texts.forms import both, channel, day, decimal, flat, member, moment
from cogs.texts.language import Language
from cogs.texts.promises import place

Refusal = (
    kinds.NotTheCustomer
    | kinds.RatingNotAsked
    | kinds.RatingOver
    | kinds.NotRated
    | kinds.UnknownFollowUp
    | kinds.NotForYou
    | kinds.FollowUpTaken
    | kinds.FollowUpDone
)
FACES = ("😠", "🙁", "😐", "🙂", "😀")
"""By the scores from 1 to 5; the number stands beside it."""


def ask(t: Language, customers: Sequence[int]) -> str:
    """What the thread asks; `customers` are those whose tickets went on in this one."""
    asked = t("How good was the help? Press a number: **1** is bad, **5** is very good.")
    if not customers:
        return asked
    others = both(t, [member(one) for one in customers])
    return f"{asked}\n{t('{customers}: you too, please, for your own ticket.', customers=others)}"


def title_comment(t: Language, score: int) -> str:
    return t("{score} of 5 counts, thank you", score=score)


def ask_comment(t: Language) -> str:
    return t("Would you like to say why?")


def hint_comment(t: Language, *, is_followed: bool) -> str:
    """At most 100 characters."""
    if is_followed:
        return t("Somebody else of staff will look at it. Only staff read this.")
    return t("You need not. Only staff read this.")


def rated(t: Language, given: Rating, *, is_followed: bool) -> str:
    """What is said where the form could not be shown, and after it."""
    said = t("Thank you: your **{score} of 5** counts.", score=given.score)
    if given.comment:
        said = t("Thank you: your **{score} of 5** counts, and staff read what you wrote.", score=given.score)
    if not is_followed:
        return said
    return f"{said} {t('Somebody who did not handle your ticket will look at it.')}"


def rated_late(t: Language, given: Rating, *, is_followed: bool) -> str:
    return f"{rated(t, given, is_followed=is_followed)} {t('To say why, press the number again.')}"


def button_follow_up(t: Language) -> str:
    return t.c("button", "Follow up")


def button_done(t: Language) -> str:
    return t.c("button: somebody has followed up on a low score", "Done")


def line(t: Language, wanted: FollowUp, ticket: Ticket, held_in: Ticket, score: int) -> str:
    """What staff read in their queue channel of a low score."""
    customer = member(wanted.member_id)
    if wanted.is_withdrawn:
        said = t(
            "✅ **{score} of 5** from {customer} for ticket #{number} by now: nobody has to follow up.",
            score=score,
            customer=customer,
            number=ticket.number,
        )
    elif wanted.done_by is not None:
        said = t(
            "✅ **{score} of 5** from {customer} for ticket #{number}: {by} has followed up.",
            score=score,
            customer=customer,
            number=ticket.number,
            by=member(wanted.done_by),
        )
    elif wanted.claimed_by is not None:
        said = t(
            "🔁 **{score} of 5** from {customer} for ticket #{number}: {by} follows up.",
            score=score,
            customer=customer,
            number=ticket.number,
            by=member(wanted.claimed_by),
        )
    elif wanted.handler_id is not None:
        said = t(
            "🔁 **{score} of 5** from {customer} for ticket #{number}. Somebody other than {handler}, who had it, should"
            " follow up.",
            score=score,
            customer=customer,
            number=ticket.number,
            handler=member(wanted.handler_id),
        )
    else:
        said = t(
            "🔁 **{score} of 5** from {customer} for ticket #{number}. Somebody should follow up.",
            score=score,
            customer=customer,
            number=ticket.number,
        )
    thread_id = held_in.receipts.thread_id
    return said if thread_id is None else f"{said} {channel(thread_id)}"


def claimed(t: Language, ticket: Ticket) -> str:
    return t(
        "You follow up on ticket #{number}. Press *{done}* once that is done.",
        number=ticket.number,
        done=button_done(t),
    )


def finished(t: Language, ticket: Ticket) -> str:
    return t("It is noted that somebody has followed up on ticket #{number}.", number=ticket.number)


def ratings_title(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: what its customers say", number=ticket.number)


def rating(t: Language, given: Rating) -> str:
    """Who says what, when; below it their words."""
    said = t(
        "{face} **{score} of 5** · {customer} · {when}",
        face=FACES[given.score - 1],
        score=given.score,
        customer=member(given.member_id),
        when=moment(given.at),
    )
    return f"{said}\n{comment(given)}" if given.comment else said


def comment(given: Rating) -> str:
    """Their words, or nothing."""
    return f"> {flat(given.comment)}" if given.comment else ""


def follow_ups(t: Language) -> str:
    return t("**Low scores to follow up on**")


def my_line(t: Language, wanted: FollowUp, ticket: Ticket) -> str:
    facts = [place(ticket), moment(wanted.opened_at), flat(ticket.summary)]
    by = wanted.claimed_by
    return " · ".join([*facts, t("**unclaimed**") if by is None else member(by)])


def label_csat(t: Language) -> str:
    return t("CSAT")


def label_people(t: Language) -> str:
    return t("CSAT by who had the ticket")


def label_own(t: Language, days: int) -> str:
    return t.n("Your CSAT of the last day", "Your CSAT of the last {count} days", days)


def scores(t: Language, found: Scores) -> str:
    return t.n(
        "**{mean}** of 5, {count} customer",
        "**{mean}** of 5, {count} customers",
        found.count,
        mean=decimal(t, found.mean),
    )


def named_scores(t: Language, name: str, found: Scores) -> str:
    """One of several, below each other."""
    return f"{name} · {scores(t, found)}"


def week(t: Language, monday: date) -> str:
    return t("Week of {day}", day=day(monday))


def refusal(t: Language, refused: Refusal) -> str:
    """Why not, and what to do instead."""
    match refused:
        case kinds.NotTheCustomer(number):
            return t("Only the customer of ticket #{number} can say how good the help was.", number=number)
        case kinds.RatingOver(ended_at):
            return t(
                "This could be answered for 14 days, until {end}. To tell staff anything, open a ticket with `/ticket open`.",
                end=moment(ended_at, "D"),
            )
        case kinds.RatingNotAsked():
            return t("This is not asked any more. To tell staff anything, open a ticket with `/ticket open`.")
        case kinds.NotRated():
            return t("Please press a number first.")
        case kinds.UnknownFollowUp(number):
            return t("Nobody has to follow up on ticket #{number}.", number=number)
        case kinds.NotForYou(number, is_handler=True):
            return t(
                "You had ticket #{number} when it was resolved, so somebody else has to follow up on it: who gave a low score"
                " was promised that.",
                number=number,
            )
        case kinds.NotForYou(number):
            return t("That score of ticket #{number} is yours, so somebody else has to follow up.", number=number)
        case kinds.FollowUpTaken(number, member_id):
            return t("{member} follows up on ticket #{number} already.", member=member(member_id), number=number)
        case kinds.FollowUpDone(number, member_id):
            return t("{member} has followed up on ticket #{number}.", member=member(member_id), number=number)
