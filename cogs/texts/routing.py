"""What helpers read of questions that nobody answers, and who asked one."""

from __future__ import annotations

from datetime import datetime

from bot.faq.question import Question
from bot.routing import refused as kinds
from bot.routing.route import Holder, Route
from bot.routing.willing import Helper
from cogs.texts.forms import flat, member, message_link, moment, quoted
from cogs.texts.language import Language

Refusal = (
    kinds.NotOpenToYou
    | kinds.NoHelper
    | kinds.NothingChosen
    | kinds.UnclearHours
    | kinds.RouteOver
    | kinds.AlreadyTaken
    | kinds.HadBefore
    | kinds.OwnQuestion
    | kinds.NotTakenByYou
)

SIGN = "🛟"
"""How the name of the helpdesk begins, in every language: so it is known again."""

EXCERPT = 120
"""Characters of a question in a list."""


def about_helper(t: Language) -> str:
    return t("Help others: which questions you are told of, and when")


def about_topics(t: Language) -> str:
    return t("Choose the topics of which you are told when nobody answers")


def about_show(t: Language) -> str:
    return t("What you have chosen")


def about_pause(t: Language) -> str:
    return t("Be told of no questions for a while")


def about_hours(t: Language) -> str:
    return t("For how many hours; without this, until you say otherwise")


def about_resume(t: Language) -> str:
    return t("Be told of questions again")


def about_stop(t: Language) -> str:
    return t("Be told of no questions any more, and have your choices forgotten")


def about_helpdesk(t: Language) -> str:
    return t("Questions that wait for an answer, the oldest first")


# The form


def title_topics(t: Language) -> str:
    return t("What you help with")


def ask_topics(t: Language) -> str:
    return t("Topics")


def hint_topics(t: Language) -> str:
    return t("You are told of a question when nobody has answered it.")


def ask_all(t: Language) -> str:
    return t("All questions")


def hint_all(t: Language) -> str:
    return t("Whatever they are about, also what belongs to no topic.")


def ask_quiet(t: Language) -> str:
    return t("Quiet hours")


def hint_quiet(t: Language) -> str:
    return t("When you are told of nothing, such as 22-7. May be left empty.")


def ask_zone(t: Language) -> str:
    return t("Your time zone")


def hint_zone(t: Language, zone_name: str) -> str:
    return t("Such as Berlin. Without it: {zone}.", zone=zone_name)


# What is set


def _wish(t: Language, helper: Helper) -> list[str]:
    lines = []
    if helper.wish.takes_all:
        lines.append(t("You are told of all questions that nobody answers."))
    if helper.wish.topics:
        topics = " · ".join(flat(topic) for topic in helper.wish.topics)
        lines.append(t("Your topics: {topics}", topics=topics))
    if helper.wish.quiet is not None:
        begin, end = helper.wish.quiet
        lines.append(
            t(
                "Your quiet hours: {begin}:00 to {end}:00 ({zone})",
                begin=begin,
                end=end,
                zone=helper.wish.time_zone,
            )
        )
    return lines


def chosen(t: Language, helper: Helper, *, is_on: bool, is_reached: bool) -> str:
    lines = _wish(t, helper)
    if not is_on:
        lines.append(_is_off(t))
    elif not is_reached:
        lines.append(_is_unreached(t))
    else:
        lines.append(
            t(
                "Thank you! You are told in a thread of this server, with few others, when a question has waited for a while."
                " `/helper pause` gives you rest."
            )
        )
    return "\n".join(lines)


def shown(t: Language, helper: Helper, now: datetime, *, is_hidden: bool, is_on: bool, is_reached: bool) -> str:
    lines = _wish(t, helper)
    if helper.is_paused(now):
        lines.append(f"⏸️ {paused(t, helper.paused_until)}")
    if is_hidden:
        lines.append(
            t(
                "⚠️ You do not want to be named here, so you are told of nothing: others would read your name beside the"
                " question. `/privacy` changes that."
            )
        )
    if not is_on:
        lines.append(_is_off(t))
    elif not is_reached:
        lines.append(_is_unreached(t))
    return "\n".join(lines)


def _is_off(t: Language) -> str:
    return t("⚠️ This community shows no questions to helpers at the moment.")


def _is_unreached(t: Language) -> str:
    return t(
        "⚠️ You do not see the channel of tickets, below which helpers are told, so you are told of nothing. Ask staff to show it to"
        " you; `/helpdesk` lists all the same what waits."
    )


def paused(t: Language, until: datetime | None) -> str:
    if until is None:
        return t("You are told of nothing until you say `/helper resume`.")
    return t("You are told of nothing until {until}.", until=moment(until, "f"))


def resumed(t: Language) -> str:
    return t("You are told of questions again.")


def stopped(t: Language) -> str:
    return t("You are told of nothing any more, and what you had chosen is forgotten. Thank you for your help!")


# In the helpdesk


def helpdesk_name(t: Language) -> str:
    return t("{sign} Helpdesk", sign=SIGN)


def line(t: Language, route: Route, holder: Holder | None) -> str:
    """One question, for all in the helpdesk, and whom it was shown to. Not all of them see where it stands, so neither its
    words nor its asker are named: to them the link shows nothing.
    """
    asked = route.question
    lines = [
        t(
            "❓ A question waits for an answer, asked {when}: {link}",
            when=moment(asked.asked_at),
            link=_link(asked),
        )
    ]
    if route.topic is not None:
        lines.append(t("It may be about *{topic}*.", topic=flat(route.topic)))
    if holder is not None:
        lines.append(_taken(t, holder))
    elif route.told:
        told = ", ".join(member(member_id) for member_id in route.told)
        lines.append(t("{helpers}: can one of you answer?", helpers=told))
    if route.offered_at is not None:
        lines.append(t("Nobody has for long, so a ticket was offered."))
    return "\n".join(lines)


def _link(asked: Question) -> str:
    return message_link(asked.guild_id, asked.channel_id, asked.message_id)


def _taken(t: Language, holder: Holder) -> str:
    return t(
        "🙋 {helper} answers it, until {until}.",
        helper=member(holder.member_id),
        until=moment(holder.until, "t"),
    )


def offer(t: Language, asker_id: int, *, is_anew: bool) -> str:
    if is_anew:
        return t(
            "{asker}, your question is still open. Shall our team look at it? Choose what it is about: what you wrote is filled in.",
            asker=member(asker_id),
        )
    return t(
        "{asker}, nobody has answered you yet. Shall our team look at it? Choose what it is about: what you wrote is filled in.",
        asker=member(asker_id),
    )


def late_offer(t: Language, asked: Question) -> str:
    return t(
        "{asker}, nobody has answered what you asked {when}, and I ask you late. If you still need help: shall our team look at it?"
        " Choose what it is about: what you wrote is filled in.",
        asker=member(asked.asker_id),
        when=moment(asked.asked_at),
    )


def button_take(t: Language) -> str:
    return t("I take it")


def button_take_number(t: Language, number: int) -> str:
    return t("{number}: I take it", number=number)


def button_give_up(t: Language) -> str:
    return t("I cannot answer it")


def button_give_up_number(t: Language, number: int) -> str:
    return t("{number}: I cannot answer it", number=number)


def taken(t: Language, asked: Question, until: datetime) -> str:
    return t(
        "It is yours until {until}: {link}\nReply to the message there, and it is done.",
        until=moment(until, "t"),
        link=_link(asked),
    )


def given_up(t: Language) -> str:
    return t("It waits for others again. Thank you for looking at it!")


# The list


def helpdesk_title(t: Language) -> str:
    return t("What waits for an answer")


def nothing_waits(t: Language) -> str:
    return t("Nothing waits for an answer where you can read. 🎉")


def listed(t: Language, number: int, route: Route, holder: Holder | None) -> str:
    asked = route.question
    facts = [
        f"**{number}**",
        moment(asked.asked_at),
        member(asked.asker_id),
        _link(asked),
        *([flat(route.topic)] if route.topic is not None else []),
    ]
    lines = [" · ".join(facts)]
    if asked.text is not None:
        lines.append(quoted(asked.text, EXCERPT))
    if holder is not None:
        lines.append(_taken(t, holder))
    return "\n".join(lines)


# Refused


def refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case kinds.NotOpenToYou():
            return t("In this community only helpers with a role are told of questions. Ask staff for it.")
        case kinds.NoHelper():
            return t("You have not said yet that you help: `/helper topics` does.")
        case kinds.NothingChosen():
            return t(
                "Please choose a topic, or all questions. `/helper stop` ends it, `/helper pause` gives you rest."
            )
        case kinds.UnclearHours(typed):
            return t("I do not understand the hours {typed}. Write them like this: 22-7.", typed=quoted(typed))
        case kinds.RouteOver():
            return t("Nobody waits for this answer any more.")
        case kinds.AlreadyTaken(member_id, until):
            return t(
                "{helper} answers it, until {until}. If nothing comes, it is free again then.",
                helper=member(member_id),
                until=moment(until, "t"),
            )
        case kinds.HadBefore():
            return t(
                "You have taken this question before, so now it is for others. If you know the answer, just reply to it."
            )
        case kinds.OwnQuestion():
            return t("This is your own question. If it is solved, reply to it with the answer.")
        case kinds.NotTakenByYou():
            return t("You have not taken this question, or not any more.")
