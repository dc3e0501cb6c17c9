"""What is said of one line of the reputation ledger: what it brought, and which rule gave, refused or took it back."""

from __future__ import annotations

from bot.reputation.line import Line, Rule
from cogs.texts.forms import member, moment
from cogs.texts.language import Language


def earned(t: Language, line: Line) -> str:
    """What an award brought who is awarded, and why not more; of one that was asked for just now."""
    if line.vests_at is not None:
        return t.n(
            "{helper} earns {count} point, which counts {when}: {why}",
            "{helper} earns {count} points, which count {when}: {why}",
            line.pending,
            helper=member(line.member_id),
            when=moment(line.vests_at),
            why=why(t, line),
        )
    if line.rule in (Rule.FULL, Rule.ADJUSTED):
        return t.n(
            "{helper} earns {count} point.",
            "{helper} earns {count} points.",
            line.points,
            helper=member(line.member_id),
        )
    return t.n(
        "{helper} earns {count} point: {why}",
        "{helper} earns {count} points: {why}",
        line.points,
        helper=member(line.member_id),
        why=why(t, line),
    )


def why(t: Language, line: Line) -> str:
    """Which rule made the line what it is, as a sentence of its own."""
    match line.rule:
        case Rule.FULL:
            return t("Nothing limits it, so it counts in full.")
        case Rule.PAIR_HALF:
            return t("It is the second award of the same member to them within a few weeks, and counts half.")
        case Rule.PAIR_SPENT:
            return t("The same member has awarded them twice within a few weeks, and more counts nothing.")
        case Rule.RETURNED:
            return t("They have awarded who gives it a few days ago, and an award in return counts nothing.")
        case Rule.GIVER_CAP:
            return t("Who gives it has given as many awards that day as count.")
        case Rule.RECEIVER_CAP:
            return t("They have earned as much that day by *helpful* and by what trusted members say as counts.")
        case Rule.DEFLECTION_CAP:
            return t("Their answers in the FAQ have earned as much within seven days as counts.")
        case Rule.NEW_GIVER:
            return t("Who gives it is new here, and their awards wait until they are not.")
        case Rule.VESTED:
            return t("Who gave it was new here then, and is no more.")
        case Rule.RESTORED:
            return t("A limit had no room for it, and has now.")
        case Rule.ADJUSTED:
            return t("Staff have said so.")
        case Rule.LEGACY:
            return t("It is from before there were limits.")
        case Rule.SUPERSEDED:
            return t("It counts differently now: the next line says how.")
        case Rule.HELD:
            return t("Staff look at it first; until then it does not count.")
        case Rule.SWITCHED:
            return t("Another answer was accepted in its place.")
        case Rule.SHARED:
            return t("The points are shared with somebody who helped, too.")
        case Rule.UNACCEPTED:
            return t("Who gave it has taken it back.")
        case Rule.DELETED:
            return t("The message that it was for was deleted.")
        case Rule.BANNED:
            return t("Who gave it was banned.")
        case Rule.STAFF:
            return t("Staff have taken it back.")
