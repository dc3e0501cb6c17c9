"""What a card says of awards that staff are to look at, and of an order that a second one is to confirm."""

from __future__ import annotations

from bot.reputation.holds.case import NEWCOMERS_DAYS, Action, Case, CaseKind, Decision, Order
from bot.reputation.holds.service import Shown
from bot.reputation.holds.state import State
from cogs.texts.forms import both, flat, member, message_link, moment
from cogs.texts.holds import reason
from cogs.texts.language import Language


def card_title(t: Language, kind: CaseKind) -> str:
    match kind:
        case CaseKind.NEWCOMERS:
            return t("New accounts award one member")
        case CaseKind.PAIR:
            return t("One member awards another again and again")
        case CaseKind.RING:
            return t("Members award one another")
        case CaseKind.SUPPLIED:
            return t("Most awards of a member come from one giver")
        case CaseKind.BANNED:
            return t("Awards by somebody who was banned")
        case CaseKind.ORDER:
            return t("A second member of staff has to agree")


def card_text(t: Language, shown: Shown) -> str:
    """What was found, and, while somebody has to decide, what it means for those of these awards that are as it says."""
    parts = [_found(t, shown.case)]
    if shown.can_be_decided and shown.case.order is not None:
        until = moment(shown.case.expires_at or shown.case.opened_at, "f")
        parts.append(t("Somebody else of staff can agree until {until}.", until=until))
    elif shown.can_be_decided:
        parts += [t("What is **held** counts again once you let it go.")] if shown.is_held else []
        parts += [_vesting(t)] if shown.is_vesting else []
    return "\n".join(parts)


def _vesting(t: Language) -> str:
    return t(
        "What is still to vest does not count yet: it vests by itself once who gave it is new no more, unless you take it back."
    )


def _found(t: Language, case: Case) -> str:
    """What stays true, whatever becomes of these awards."""
    whom, givers = member(case.member_id), [member(one) for one in case.members if one != case.member_id]
    match case.kind:
        case CaseKind.NEWCOMERS:
            return t(
                "{givers} awarded {member} within {days} days. Each was new to Discord or to this server then.",
                givers=both(t, givers),
                member=whom,
                days=NEWCOMERS_DAYS.days,
            )
        case CaseKind.PAIR:
            return t(
                "{givers} has awarded {member} so often in a short time that more of it earned nothing.",
                givers=both(t, givers),
                member=whom,
            )
        case CaseKind.RING:
            return t(
                "{members} received {received} awards, and {inside} of these from one another. Those were held.",
                members=both(t, [member(one) for one in case.members]),
                received=case.received,
                inside=case.inside,
            )
        case CaseKind.SUPPLIED:
            return t(
                "{inside} of the {received} awards of {member} came from {givers}. They were held.",
                inside=case.inside,
                received=case.received,
                member=whom,
                givers=both(t, givers),
            )
        case CaseKind.BANNED:
            return t(
                "{member} was banned. What was still to vest of their awards was taken back; these counted already.",
                member=whom,
            )
        case CaseKind.ORDER:
            assert case.order is not None
            return _wanted(t, case.opened_by or 0, case.order)


def _wanted(t: Language, by_id: int, order: Order) -> str:
    by, whom, why = member(by_id), member(order.member_id), flat(order.reason)
    match order.action:
        case Action.ADJUST:
            return t(
                "{staff} wants to adjust the balance of {member} by **{points}** points: {why}",
                staff=by,
                member=whom,
                points=f"{order.points:+d}",
                why=why,
            )
        case Action.HOLD:
            return t("{staff} wants to hold an award of {member}: {why}", staff=by, member=whom, why=why)
        case Action.RELEASE:
            return t("{staff} wants to let go an award of {member}: {why}", staff=by, member=whom, why=why)
        case _:
            return t("{staff} wants to take back an award of {member}: {why}", staff=by, member=whom, why=why)


def card_outcome(t: Language, case: Case) -> str:
    """What became of it; an empty text while somebody has to look."""
    by, when = member(case.decided_by or 0), moment(case.decided_at or case.opened_at)
    match case.decision:
        case None:
            return ""
        case Decision.LET_GO:
            return t("{staff} has let them stand, {when}.", staff=by, when=when)
        case Decision.REVERSED:
            return t("{staff} has taken them back, {when}.", staff=by, when=when)
        case Decision.CONFIRMED:
            return t("{staff} has agreed, {when}.", staff=by, when=when)
        case Decision.DECLINED:
            return t("{staff} has declined, {when}.", staff=by, when=when)
        case Decision.EXPIRED:
            return t("Nobody has agreed in time.")


def nothing_left(t: Language, shown: Shown) -> str:
    if shown.case.order is not None:
        return t("That cannot be done with this award any more, so there is nothing to agree to.")
    return t("None of these awards stands any more, so there is nothing to decide.")


def card_line(t: Language, found: State, *, is_open: bool) -> str:
    """One award: its number, who gave it to whom, what for, and how it is: on a card that nobody has to look at any more only
    what stays so, since that is not drawn again. Facts beside each other.
    """
    line = found.line
    what, given = reason(t, line.reason), moment(line.earned_at, "d")
    channel_id, message_id = line.data.get("channel"), line.data.get("message")
    if channel_id and message_id:
        what = f"[{what}]({message_link(line.guild_id, channel_id, message_id)})"
    people = " → ".join(member(one) for one in (line.by_id, line.member_id) if one is not None)
    return f"`#{line.id}` {people} · {what} · {given} · {_standing(t, found, is_open=is_open)}"


def _standing(t: Language, found: State, *, is_open: bool) -> str:
    points = f"**{found.line.points + found.line.pending:+d}**"
    if not found.stands and not found.is_held:
        return t("{points}, taken back", points=points)
    if not is_open:
        return points
    if found.is_held:
        return t("{points}, held", points=points)
    if found.line.vests_at is not None:
        return t("{points}, vests {when}", points=points, when=moment(found.line.vests_at))
    return points


def button_let_go(t: Language, shown: Shown) -> str:
    if shown.is_held:
        return t("Release all")
    return t("Let them vest") if shown.is_vesting else t("Let them stand")


def button_reverse(t: Language) -> str:
    return t("Reverse all")


def button_confirm(t: Language) -> str:
    return t("Agree")


def button_decline(t: Language) -> str:
    return t("Decline")
