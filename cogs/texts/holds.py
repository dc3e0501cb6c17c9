"""What staff read of awards that they are to look at, and of what they do to the ledger."""

from __future__ import annotations

from bot.reputation.holds import refused as kinds
from bot.reputation.holds.case import (
    ALONE,
    MOST,
    Action,
    Audited,
    Decision,
    Outcome,
)
from bot.reputation.holds.orders import Ordered
from bot.reputation.line import Line, Reason
from cogs.texts.forms import day, flat, member, moment
from cogs.texts.language import Language

Refusal = (
    kinds.OnOneself
    | kinds.NoReason
    | kinds.NoPoints
    | kinds.UnknownAward
    | kinds.AwardGone
    | kinds.UnknownCase
    | kinds.CaseDecided
    | kinds.NotAlone
    | kinds.EnoughAlone
)


def about_adjust(t: Language) -> str:
    return t("Staff: give a member points, or take some; you are asked why")


def about_reverse(t: Language) -> str:
    return t("Staff: take an award back; you are asked why")


def about_hold(t: Language) -> str:
    return t("Staff: hold an award until somebody has looked at it")


def about_release(t: Language) -> str:
    return t("Staff: let go an award that is held; you are asked why")


def about_audit(t: Language) -> str:
    return t("Staff: who changed what in the ledger, and why")


def about_whom(t: Language) -> str:
    return t("Whose balance")


def about_points(t: Language) -> str:
    return t("How many points; below zero to take some")


def about_award(t: Language) -> str:
    return t("Which award: choose one, or give its number")


def about_whose(t: Language) -> str:
    return t("Whose awards are suggested; all if left out")


def title_adjust(t: Language, points: int) -> str:
    return t("Adjust by {points} points", points=f"{points:+d}")


def title_act(t: Language, action: Action) -> str:
    match action:
        case Action.HOLD:
            return t("Hold this award")
        case Action.RELEASE:
            return t("Let this award go")
        case _:
            return t("Take this award back")


def ask_reason(t: Language) -> str:
    return t("Why?")


def hint_reason(t: Language) -> str:
    """At most 100 characters."""
    return t("Staff read it in `/rep audit`.")


def ordered(t: Language, done: Ordered) -> str:
    order = done.order
    if done.case is not None:
        return t(
            "Above {most} points a second member of staff has to agree. The card in the queue asks for that.",
            most=ALONE,
        )
    match order.action:
        case Action.ADJUST:
            return t(
                "Done: {points} points for {member}.", points=f"{order.points:+d}", member=member(order.member_id)
            )
        case Action.HOLD:
            return t(
                "Held: the award of {member} counts no more until somebody lets it go.",
                member=member(order.member_id),
            )
        case Action.RELEASE:
            return t("Let go: the award of {member} counts again.", member=member(order.member_id))
        case _:
            return t("Taken back: the award of {member} counts no more.", member=member(order.member_id))


def decided(t: Language, decision: Decision) -> str:
    match decision:
        case Decision.LET_GO:
            return t("Noted: these awards stay as they were earned.")
        case Decision.REVERSED:
            return t("All of these awards are taken back.")
        case Decision.CONFIRMED:
            return t("Confirmed: it is done.")
        case _:
            return t("Declined: nothing is done.")


def award_choice(t: Language, line: Line) -> str:
    """In a list of suggestions, where nobody can be mentioned; at most 100 characters."""
    return t(
        "#{number} · {points} · {reason} · {day}",
        number=line.id,
        points=f"{line.points + line.pending:+d}",
        reason=reason(t, line.reason),
        day=day(line.earned_at.date()),
    )


def reason(t: Language, what: Reason) -> str:
    match what:
        case Reason.ACCEPTED_ANSWER:
            return t("accepted answer")
        case Reason.TICKET_HELP:
            return t("solved ticket")
        case Reason.ASSIST:
            return t("help beside the answer")
        case Reason.HELPFUL:
            return t("helpful message")
        case Reason.PEER:
            return t("helpful, says a peer")
        case Reason.COMMENDATION:
            return t("commended by staff")
        case Reason.FAQ_ENTRY:
            return t("entry of the FAQ")
        case Reason.DEFLECTION:
            return t("question settled by an entry")
        case Reason.ADJUSTMENT:
            return t("adjusted by staff")


def audit_title(t: Language) -> str:
    return t("What staff changed in the ledger")


def audit_empty(t: Language) -> str:
    return t("Staff have changed nothing in the ledger.")


def audit_line(t: Language, done: Audited) -> str:
    """When, who, what, and why; facts beside each other."""
    parts = [
        moment(done.at, "f"),
        member(done.by_id),
        f"{_action(t, done)} → {member(done.member_id)}",
        _outcome(t, done.outcome),
    ]
    if done.line_id is not None:
        parts.insert(3, f"`#{done.line_id}`")
    if done.reason:
        parts.append(flat(done.reason))
    return " · ".join(part for part in parts if part)


def _action(t: Language, done: Audited) -> str:
    match done.action:
        case Action.ADJUST:
            return f"{done.points:+d}"
        case Action.REVERSE:
            return t("take back")
        case Action.HOLD:
            return t("hold")
        case Action.RELEASE:
            return t("let go")
        case Action.DECIDE:
            return t("a card")
        case Action.COMMEND:
            return t("{points} for a message", points=f"{done.points:+d}")


def _outcome(t: Language, outcome: Outcome) -> str:
    match outcome:
        case Outcome.DONE:
            return ""
        case Outcome.ASKED:
            return t("waits for a second one")
        case Outcome.LET_GO:
            return t("let all of it stand")
        case Outcome.REVERSED:
            return t("took all of it back")
        case Outcome.CONFIRMED:
            return t("agreed to it")
        case Outcome.DECLINED:
            return t("declined it")
        case Outcome.ONESELF:
            return t("refused: about themselves")
        case Outcome.NO_REASON:
            return t("refused: without a reason")
        case Outcome.NO_POINTS:
            return t("refused: no such number of points")
        case Outcome.GONE:
            return t("refused: not possible any more")
        case Outcome.SAME:
            return t("refused: confirmed their own order")
        case Outcome.ENOUGH:
            return t("refused: enough for a day")


def refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case kinds.OnOneself():
            return t("This is about yourself, so somebody else of staff has to decide it.")
        case kinds.NoReason():
            return t("Please say why: without a reason nothing is changed.")
        case kinds.NoPoints():
            return t("Please give a number of points from 1 to {most}, or from -{most} to -1.", most=MOST)
        case kinds.UnknownAward():
            return t(
                "I know no such award here. `/rep why` and the suggestions of this command show their numbers."
            )
        case kinds.AwardGone():
            return t("That is not possible any more: this award is taken back, held, or let go already.")
        case kinds.UnknownCase():
            return t("I no longer know what this card is about.")
        case kinds.CaseDecided(by_id, at):
            if by_id is None:
                return t("The time for this was over {when}. Please give the order again.", when=moment(at))
            return t("{staff} has decided this already, {when}.", staff=member(by_id), when=moment(at))
        case kinds.EnoughAlone(member_id):
            return t(
                "That would be more than the {most} points that one of staff may give or take {member} alone within a day. For more,"
                " `/rep adjust` asks a second one.",
                member=member(member_id),
                most=ALONE,
            )
        case kinds.NotAlone():
            return t("You gave this order, so somebody else of staff has to agree.")
