"""What is said where answers are accepted, shared, moved to another one and taken back."""

from __future__ import annotations

from bot.errors import Refused
from bot.matching.qualifying import LEAST_CHARACTERS
from bot.reputation.answers.refused import (
    AnswerGone,
    AskerIsHere,
    AssistsFull,
    InReview,
    NoQuestion,
    NothingAccepted,
    NotQualified,
    Overruled,
)
from bot.reputation.line import Line, Reason, Rule
from bot.tickets.ticket import Ticket
from cogs.texts import awards, tickets
from cogs.texts.forms import member
from cogs.texts.language import Language

Refusal = (
    AnswerGone | AskerIsHere | AssistsFull | InReview | NoQuestion | NothingAccepted | NotQualified | Overruled
)


def about_accept(t: Language) -> str:
    return t("Say that this message answered your question")


def about_message(t: Language) -> str:
    return t("A link to the answer, or its id if it is in this channel")


def button_instead(t: Language) -> str:
    return t("This one instead")


def button_assist(t: Language) -> str:
    return t("This one helped too")


def button_unaccept(t: Language) -> str:
    return t("Not solved after all")


def which(t: Language, holder_id: int, author_id: int) -> str:
    return t(
        "{holder}'s answer is accepted already. Did {author}'s solve it instead, or did it help, too? Press nothing to"
        " leave it as it is.",
        holder=member(holder_id),
        author=member(author_id),
    )


def accepted(t: Language, line: Line, *, is_hidden: bool) -> str:
    """To who accepted it; of a member who is hidden from them, not what it brought."""
    said = (
        t("Noted: they helped, too.") if line.reason is Reason.ASSIST else t("Accepted. I say so for all to read.")
    )
    return said if is_hidden else f"{said} {awards.earned(t, line)}"


def resolved(t: Language, ticket: Ticket, helper_id: int | None, line: Line | None) -> str:
    """To staff; and what whoever helped has of it, where they have named somebody."""
    said = tickets.resolved(t, ticket)
    return said if helper_id is None else f"{said} {credited(t, helper_id, line)}"


def credited(t: Language, helper_id: int, line: Line | None) -> str:
    """What a helper has of the pot of a ticket that was resolved."""
    if line is None:
        return t(
            "{helper} has no points for it: those that there are for one question are given.",
            helper=member(helper_id),
        )
    if line.rule is Rule.FULL:
        return t.n(
            "{helper} has {count} point for it.",
            "{helper} has {count} points for it.",
            line.points,
            helper=member(helper_id),
        )
    return t.n(
        "{helper} has {count} point for it: {why}",
        "{helper} has {count} points for it: {why}",
        line.points,
        helper=member(helper_id),
        why=awards.why(t, line),
    )


def wished(t: Language, author_id: int) -> str:
    return t(
        "Noted. Who asked has not been here since, so it takes two: once one more trusted member accepts an answer of"
        " {author} here, it is accepted.",
        author=member(author_id),
    )


def unaccepted(t: Language) -> str:
    return t(
        "The question is open again, and nobody has points for answering it any more. What a ✅ gave because a message helped"
        " stays."
    )


def unaccepted_beside(t: Language) -> str:
    return t(
        "Nobody has points for this answer any more. The question became one with another, whose answer stays accepted."
    )


def thanks(t: Language, line: Line, balance: int | None) -> str:
    """For all to read. What is pending or held, and why nothing is earned, is for whom it concerns; without a `balance` no
    number is told.
    """
    helper, by = member(line.member_id), member(line.by_id or 0)
    if line.reason is Reason.TICKET_HELP:
        if balance is not None and line.points > 0:
            return t(
                "✅ This is solved, with the help of {helper}. **+{points}** reputation, {balance} in all. Thank you!",
                helper=helper,
                points=line.points,
                balance=balance,
            )
        return t("✅ This is solved, with the help of {helper}. Thank you!", helper=helper)
    if balance is not None and line.points > 0:
        return t(
            "✅ {asker} accepted {helper}'s answer. **+{points}** reputation, {balance} in all. Thank you!",
            asker=by,
            helper=helper,
            points=line.points,
            balance=balance,
        )
    return t("✅ {asker} accepted {helper}'s answer. Thank you!", asker=by, helper=helper)


def where(t: Language, link: str) -> str:
    return t("This is the answer: {link}", link=link)


def open_again(t: Language) -> str:
    return t("This is not solved after all: the question is open again.")


def accepted_elsewhere(t: Language) -> str:
    return t(
        "This answer is not accepted any more. The question became one with another, which has an accepted answer."
    )


def refusal(t: Language, refused: Refused) -> str:
    return _refusal(t, refused)  # type: ignore[arg-type]  # called with these alone


def _refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case AnswerGone():
            return t("That message is gone, or you cannot read it any more, so nothing was changed.")
        case NoQuestion():
            return t(
                "I find no question here that this answers, so there is nothing to accept. Choose a reply to a question in a"
                " help channel, or a message in a post, in the thread of a question or in a ticket."
            )
        case NotQualified(author_id):
            return t.n(
                "{author} has written too little here to be awarded for it: at least {count} character, code, a link or a"
                " file.",
                "{author} has written too little here to be awarded for it: at least {count} characters, code, a link or a"
                " file.",
                LEAST_CHARACTERS,
                author=member(author_id),
            )
        case AskerIsHere(int(asker_id)):
            return t(
                "{asker}, who asked, can accept it. If they write nothing here for 24 hours after the answer, two trusted"
                " members can.",
                asker=member(asker_id),
            )
        case AskerIsHere():
            return t("I cannot tell who asked, so only staff can accept an answer.")
        case AssistsFull(at_most):
            return t.n(
                "No more shares: {count} member has one for helping already.",
                "No more shares: {count} members have one for helping already.",
                at_most,
            )
        case NothingAccepted():
            return t("No answer to this question is accepted any more, so there is nothing to take back.")
        case Overruled(author_id):
            return t(
                "Staff have taken back what {author} had for this question, so only staff can award them for it again.",
                author=member(author_id),
            )
        case InReview():
            return t(
                "Staff look at what was awarded for this question, so it stays as it is until they have decided."
            )
