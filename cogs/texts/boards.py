"""What is said on leaderboards, of a member's standing, and of why a line of the ledger stands there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reputation.boards import refused as kinds
from bot.reputation.boards.board import Board, Kind, Place, Standing
from bot.reputation.boards.nothing import Nothing
from bot.reputation.line import Line, Reason
from bot.reputation_settings import Rank, Seasons
from cogs.texts import awards
from cogs.texts.forms import flat, member, moment
from cogs.texts.language import Language

Refusal = kinds.StandingHidden | kinds.UnknownTopic


def about_leaderboard(t: Language) -> str:
    return t("Who helps most people in this community")


def about_kind(t: Language) -> str:
    return t("Which leaderboard; the season if left out")


def about_topic(t: Language) -> str:
    return t("Only what was about this category of the FAQ")


def about_why(t: Language) -> str:
    return t("Which rule gave or refused what for a message")


def about_message(t: Language) -> str:
    return t("The message's link or id")


def kind(t: Language, one: Kind) -> str:
    match one:
        case Kind.SEASON:
            return t("This season")
        case Kind.ALL_TIME:
            return t("All time")
        case Kind.RISING:
            return t("Rising newcomers")
        case Kind.TOPIC:
            return t("One topic")


def board_title(t: Language, community: str, board: Board) -> str:
    match board.kind:
        case Kind.SEASON:
            return t("{community}: who helps most this season", community=community)
        case Kind.ALL_TIME:
            return t("{community}: who has helped most of all time", community=community)
        case Kind.RISING:
            return t("{community}: rising newcomers", community=community)
        case Kind.TOPIC:
            return t(
                "{community}: who helps most with {topic}", community=community, topic=flat(board.topic or "")
            )


def footer(t: Language, board: Board, seasons: Seasons) -> str:
    match board.kind:
        case Kind.SEASON:
            return t(
                "By people helped, then by points. Points are worth half after {half} days, and nothing after {days}.",
                half=seasons.half_life_days,
                days=seasons.days,
            )
        case Kind.RISING:
            return t(
                "Whose first award came within {days} days, by people helped, then by points.",
                days=seasons.rising_days,
            )
        case Kind.ALL_TIME | Kind.TOPIC:
            return t("By people helped, then by points.")


def empty(t: Language) -> str:
    return t("Nobody stands here yet. Accept a good answer: right-click it → Apps → *Accept answer*.")


def nobody_here(t: Language) -> str:
    return t("All those whose places would be here have left.")


def points(t: Language, count: int) -> str:
    return t.n("**{count}** point", "**{count}** points", count)


def helped(t: Language, count: int) -> str:
    return t.n("**{count}** person helped", "**{count}** people helped", count)


def row(t: Language, one: Place, rank: Rank | None) -> str:
    """A place, who has it, and why: facts beside each other."""
    place = {1: "🥇", 2: "🥈", 3: "🥉"}.get(one.place, f"{one.place}.")
    facts = [f"{place} {member(one.member_id)}", helped(t, one.helped), points(t, one.points)]
    return " · ".join([*facts, *([rank.title(t.code)] if rank else [])])


def standing(t: Language, found: Standing) -> list[str]:
    """What everybody may read of a member."""
    said = [" · ".join([points(t, found.all_time.points), helped(t, found.all_time.helped)])]
    if found.all_time.place is not None:
        said[0] = t("{standing}, place {place}", standing=said[0], place=found.all_time.place)
    if found.season.place is not None:
        season = " · ".join([points(t, found.season.points), helped(t, found.season.helped)])
        said.append(t("This season: {standing}, place {place}", standing=season, place=found.season.place))
    if found.rank:
        said.append(t("Rank: **{rank}**", rank=found.rank.title(t.code)))
    if found.next_rank:
        missing = found.next_rank.points - found.all_time.points
        next_title = found.next_rank.title(t.code)
        said.append(t.n("{count} more to **{rank}**", "{count} more to **{rank}**", missing, rank=next_title))
    return said


def label_pending(t: Language) -> str:
    return t("Still to count")


def label_held(t: Language) -> str:
    return t("On hold: staff look at it")


def label_latest(t: Language) -> str:
    return t("Newest lines")


def label_for_you(t: Language) -> str:
    return t("Only you and staff read what follows.")


def reason(t: Language, one: Reason) -> str:
    match one:
        case Reason.ACCEPTED_ANSWER:
            return t("An answer was accepted.")
        case Reason.TICKET_HELP:
            return t("It was help with a ticket.")
        case Reason.ASSIST:
            return t("They helped beside whoever answered.")
        case Reason.HELPFUL:
            return t("It was helpful, says who asked.")
        case Reason.PEER:
            return t("It was helpful, says somebody trusted.")
        case Reason.COMMENDATION:
            return t("Staff commended it.")
        case Reason.FAQ_ENTRY:
            return t("An answer became an entry of the FAQ.")
        case Reason.DEFLECTION:
            return t("Their entry of the FAQ settled a question.")
        case Reason.ADJUSTMENT:
            return t("Staff adjusted the balance.")


def line(t: Language, one: Line, *, with_id: bool = False) -> str:
    """What somebody earned or lost, for what, when, and by which rule; with its number, by which staff name it."""
    amount = f"**{one.points:+}**" if one.points or not one.pending else f"**({one.pending:+})**"
    number = f"`{one.id}` " if with_id else ""
    given = f" · {member(one.by_id)}" if one.by_id is not None else ""
    facts = f"{number}{amount} · {member(one.member_id)}{given} · {moment(one.at)}"
    return f"{facts}\n-# {reason(t, one.reason)} {awards.why(t, one)}"


def pending(t: Language, one: Line) -> str:
    """What is to count, when and why not yet."""
    when = f" · {moment(one.vests_at)}" if one.vests_at else ""
    return f"**(+{one.pending})**{when}\n-# {reason(t, one.reason)} {awards.why(t, one)}"


def held(t: Language, one: Line) -> str:
    """What is held; it had counted or was to."""
    return f"**({one.claimed:+})** · {moment(one.earned_at)}\n-# {reason(t, one.reason)}"


def why_title(t: Language) -> str:
    return t("What this brought")


def about_its_question(t: Language) -> str:
    return t("Of this message itself nothing stands in the ledger. Of the question that it belongs to:")


def earner_hidden(t: Language) -> str:
    return t(
        "What this brought was earned by somebody who does not want to be shown, so only they and staff see it."
    )


def nothing(t: Language, why: Nothing) -> str:
    match why:
        case Nothing.BOTS:
            return t("It brought nothing: a bot wrote it, and bots earn nothing.")
        case Nothing.CHAT:
            return t(
                "It brought nothing: it answers no question that I know of. What counts are answers to questions in the help"
                " channels, in forum posts and in tickets; a line in a chat is none."
            )
        case Nothing.ASKERS:
            return t("It brought nothing: who asked wrote it, and nobody is awarded for their own question.")
        case Nothing.OPEN:
            return t(
                "This is a question, and no answer to it has been accepted. Who asked or staff may: right-click the answer → Apps →"
                " *Accept answer*."
            )
        case Nothing.TOO_LITTLE:
            return t(
                "It brought nothing, and could bring something only together with more: an answer needs 20 characters, code, a link"
                " or a file."
            )
        case Nothing.NOBODY_SAID:
            return t(
                "It brought nothing so far: nobody has said that it helped. Who asked or staff may: right-click it → Apps → *Accept"
                " answer*."
            )
        case Nothing.GONE:
            return t("Nothing stands in the ledger about this message, and it is not there any more.")


def refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case kinds.StandingHidden():
            return t(
                "{member} does not want to be shown, so only they and staff see what they have earned.",
                member=member(refused.member_id),
            )
        case kinds.UnknownTopic():
            return unknown_topic(t, refused.topics)


def unknown_topic(t: Language, topics: Sequence[str]) -> str:
    if not topics:
        return t("No award is about a topic yet, so there is no such leaderboard.")
    return t("Please choose one of these topics: {topics}.", topics=", ".join(flat(one) for one in topics[:25]))
