"""What is said where the community is asked before staff take a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.insights.numbers import LastChances
from bot.tickets.community.post import Shown, Standing
from cogs.texts.faq import button_ask_community
from cogs.texts.forms import DESCRIPTION, as_quote, channel, flat, member, moment
from cogs.texts.language import Language


def offer(t: Language, channel_id: int, until: datetime, opens_at: datetime | None) -> str:
    """Above what would be shown to all."""
    said = [
        t(
            "Before staff take it, the community can be asked, in {channel}. If nothing there has solved it {when}, staff take"
            " it by themselves. Below stands what all would read, in your name; nothing else of your form is shown, and nothing"
            " at all before you press *{ask}*.",
            channel=channel(channel_id),
            when=moment(until),
            ask=button_ask_community(t),
        )
    ]
    if opens_at is not None:
        said.append(
            t(
                "What you wrote is kept. If you press nothing, a ticket for staff opens by itself {when}.",
                when=moment(opens_at),
            )
        )
    return "\n\n".join(said)


def button_private(t: Language) -> str:
    return t.c("button", "This is private: staff, please")


def button_staff(t: Language) -> str:
    return t.c("button", "I need staff")


def is_changed(t: Language) -> str:
    """Above the offer, where it would show something else than before."""
    return t("What would be shown has changed meanwhile. Please look at it again.")


def is_being_asked(t: Language, channel_id: int) -> str:
    return t("What you wrote is kept, and is being asked in {channel}.", channel=channel(channel_id))


def asked(t: Language, shown: Shown) -> str:
    """Where it is asked, and what comes next."""
    when = moment(shown.until) if shown.until is not None else "–"
    if shown.post.thread_id is None:
        return t(
            "What you wrote is kept. Discord does not let me ask in {channel} right now; I keep trying. If nothing has"
            " solved it {when}, staff take it in any case.",
            channel=channel(shown.post.channel_id),
            when=when,
        )
    return t(
        "It is asked here: {thread}. If nothing there has solved it {when}, staff take it by themselves; *{staff}* there"
        " brings them at once.",
        thread=channel(shown.post.thread_id),
        when=when,
        staff=button_staff(t),
    )


def cannot_ask(t: Language, ticket: str) -> str:
    """`ticket` says which ticket staff have instead."""
    return t("The community cannot be asked there right now, so staff have it. {ticket}", ticket=ticket)


def body(answers: Sequence[tuple[str, str]]) -> str:
    """What all read of a form: labels and answers. What was typed does nothing there."""
    parts = [f"**{flat(label)}**\n" + "\n".join(map(flat, answer.splitlines())) for label, answer in answers]
    text = "\n\n".join(parts)
    return text if len(text) <= DESCRIPTION else f"{text[:DESCRIPTION]}…"


def post(t: Language, shown: Shown, helpers: Sequence[str]) -> str:
    """Whose question it is, and what has become of it. `helpers` are mentions of their roles."""
    asker = member(shown.post.member_id)
    match shown.standing:
        case Standing.STAFF:
            return t(
                "{asker} asked the community. Staff have it now, as ticket #{number}.",
                asker=asker,
                number=shown.number,
            )
        case Standing.SOLVED | Standing.OVER:
            return t("{asker} asked the community. ✅ Solved", asker=asker)
        case _:
            when = moment(shown.until) if shown.until is not None else "–"
            said = t(
                "{asker} asks the community. If nothing here has solved it {when}, staff take it.",
                asker=asker,
                when=when,
            )
            return " ".join([*helpers, said])


def staff_have_it(t: Language, shown: Shown) -> str:
    """A line in the post."""
    return t(
        "{asker}, staff have it now: ticket #{number}. In its private thread stands all that you wrote, and what was said"
        " here.",
        asker=member(shown.post.member_id),
        number=shown.number,
    )


def solved(t: Language, until: datetime) -> str:
    return t(
        "Good to hear! No ticket is opened. If somebody's answer solved it, thank them: in the menu of that message, under"
        " *Apps*, is *Accept answer*. If it is not solved after all, press *{staff}*: until {when}, nothing has to be typed"
        " again.",
        staff=button_staff(t),
        when=moment(until, "f"),
    )


def solved_for(t: Language, asker_id: int, until: datetime) -> str:
    """The same to staff, who called it solved."""
    return t(
        "No ticket is opened, and {asker} is told so. If it is not solved after all, *{staff}* there opens one, until {when}.",
        asker=member(asker_id),
        staff=button_staff(t),
        when=moment(until, "f"),
    )


def no_ticket(t: Language, until: datetime, asker_id: int, *, is_own: bool) -> str:
    """To who has accepted an answer: that is who asked, or staff."""
    if not is_own:
        return solved_for(t, asker_id, until)
    return t(
        "So no ticket is opened. If it is not solved after all, press *{staff}* there: until {when}, nothing has to be typed"
        " again.",
        staff=button_staff(t),
        when=moment(until, "f"),
    )


def settled(t: Language, asker_id: int, by_id: int | None, until: datetime) -> str:
    """A line in the post, where somebody else than who asked has called it solved; None where nobody knows who."""
    asker, when = member(asker_id), moment(until, "f")
    if by_id is None:
        return t(
            "{asker}, this is marked as solved, so no ticket is opened. If it is not solved, press *{staff}* above: until"
            " {when}, nothing has to be typed again.",
            asker=asker,
            staff=button_staff(t),
            when=when,
        )
    return t(
        "{asker}, {staff_member} says that this is solved, so no ticket is opened. If it is not solved, press *{staff}* above: until"
        " {when}, nothing has to be typed again.",
        asker=asker,
        staff_member=member(by_id),
        staff=button_staff(t),
        when=when,
    )


def said_there(t: Language, link: str, lines: Sequence[tuple[int, str]], *, is_all: bool = True) -> str:
    """What people wrote where it was asked: who, and what. What is left out is older."""
    heading = (
        t("What was said in {link}:", link=link)
        if is_all
        else t("What was said last in {link}; what is older stands there alone:", link=link)
    )
    return "\n".join([heading, *(f"{member(author_id)}\n{as_quote(text)}" for author_id, text in lines)])


def asked_there(t: Language, link: str) -> str:
    """In a ticket, where nobody has written anything there."""
    return t("The community was asked before: {link}", link=link)


def label_asked(t: Language) -> str:
    return t("Community first")


def numbers_asked(t: Language, counted: LastChances) -> str:
    """What came of the forms about which the community was asked."""
    return t.n(
        "The community was asked first about {count} form. Solved there, without a ticket: {solved}; came back with a ticket"
        " within 72 h: {retracted}.",
        "The community was asked first about {count} forms. Solved there, without a ticket: {solved}; came back with a ticket"
        " within 72 h: {retracted}.",
        counted.shown,
        solved=counted.solved,
        retracted=counted.retracted,
    )
