"""What the FAQ says when it answers, offers, is pressed or looked up."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.faq.question import Outcome
from cogs.texts.forms import member, one_line
from cogs.texts.language import Language
from cogs.texts.languages import language_name


def about_faq(t: Language) -> str:
    return t("Answers to common questions")


def about_search(t: Language) -> str:
    return t("Find an answer; only you see it")


def about_question(t: Language) -> str:
    return t("A few words, or choose from the list")


def about_opt_out(t: Language) -> str:
    return t("I stay silent when you ask in a channel, until you opt in again")


def about_opt_in(t: Language) -> str:
    return t("I answer again when you ask in a channel")


def automatic_answer(t: Language, category: str) -> str:
    return t("Automatic answer from our FAQ · {category}", category=category)


def button_solved(t: Language) -> str:
    return t("Solved it")


def button_still_need_help(t: Language) -> str:
    return t("Still need help")


def marked_solved(t: Language) -> str:
    return t("✅ Marked as solved")


def not_translated(t: Language, own: str) -> str:
    """`own` is the language of the knowledge base, by its code."""
    return t("not translated into your language yet, so in {language}", language=language_name(t, own))


def button_read_on(t: Language) -> str:
    """At an answer of which the channel shows the beginning."""
    return t("Read on")


def button_wrong(t: Language) -> str:
    return t("FAQ wrong")


def button_number_wrong(t: Language, number: int) -> str:
    """Of two answers in one message, the first or the second is wrong."""
    return t("FAQ wrong: no. {number}", number=number)


def marked_wrong(t: Language) -> str:
    return t(
        "Thank you. From now on this entry answers nobody by itself, until staff say in `/faq stale` that it is"
        " right again."
    )


def answered_above(t: Language, title: str | None, above: str) -> str:
    """`above` is the link of the answer that somebody else has got just before."""
    faq = t("FAQ: *{title}*", title=title) if title else t("FAQ")
    return t("-# {faq} · just answered above: {above}. Does it help?", faq=faq, above=above)


def noted_as_yours(t: Language) -> str:
    return t("Noted for your own question, which was the same.")


def people_called(t: Language) -> str:
    return t("I am a bot; people are here, too. What is it about? Staff read what you write there.")


def did_you_mean(t: Language, titles: int) -> str:
    if titles == 1:
        return t("Is it this? (I am a bot, and not sure.)")
    return t("Is it one of these? (I am a bot, and not sure.)")


def button_none_of_these(t: Language, titles: int) -> str:
    return t.c("answer to: is it this?", "No") if titles == 1 else t("None of these")


def none_of_these_said(t: Language) -> str:
    return t("Sorry. Somebody here may know; or ask people now:")


def quiet_hint(t: Language) -> str:
    return t("-# I may know this. Only you see what the button shows.")


def settled(t: Language, outcome: Outcome | None, title: str | None, answer: str | None = None) -> str:
    """The one line that is left of an answer; `answer` is the link of what a person answered and the asker accepted."""
    faq = t("FAQ: *{title}*", title=title) if title else t("FAQ")
    match outcome:
        case Outcome.HUMAN if answer is not None:
            return t("-# {faq} · ✅ answered by a person: {answer}", faq=faq, answer=answer)
        case Outcome.HUMAN:
            return t("-# {faq} · a person has answered.", faq=faq)
        case Outcome.HANDED_OVER:
            return t("-# {faq} · it did not help, so people have been asked.", faq=faq)
        case Outcome.WRONG:
            return t("-# {faq} · withdrawn: staff or helpers say that this answer is wrong.", faq=faq)
        case Outcome.SOLVED:
            return t("-# {faq} · ✅ Marked as solved", faq=faq)
        case _:
            return t("-# {faq} · this answer is no longer there.", faq=faq)


def button_ask_community(t: Language) -> str:
    return t("Ask the community")


def community_asked(t: Language, *, is_late: bool) -> str:
    if is_late:
        return t("Saved. Discord does not let me ask the others right now; I keep trying.")
    return t("I have asked the community. Who knows something answers there.")


def asks_community(t: Language, asker_id: int, helpers: Sequence[str], title: str | None) -> str:
    """`helpers` are mentions of their roles, `title` that of the entry that was tried."""
    asker = member(asker_id)
    if helpers:
        said = [t("{helpers}: {asker} still needs help.", helpers=" ".join(helpers), asker=asker)]
    else:
        said = [t("{asker} still needs help.", asker=asker)]
    if title is not None:
        said.append(t("Our FAQ's *{title}* did not help.", title=title))
    said.append(t("Who knows more?"))
    return " ".join(said)


def community_thread(t: Language, text: str | None, title: str | None) -> str:
    """At most 100 characters, and never none."""
    name = one_line(text or "") or title or t("Question")
    return discord.utils.escape_mentions(name[:90])[:100]


def opted_out(t: Language) -> str:
    return t(
        "From now on I stay silent when you ask in a channel. Mention me, or use `/faq search`, and I answer."
    )


def opted_in(t: Language) -> str:
    return t("I answer again when you ask in a channel.")


def noted_from_staff(t: Language, asker_id: int) -> str:
    return t("Noted. The buttons stay for {asker}, who asked.", asker=member(asker_id))


def label_thanks(t: Language) -> str:
    return t("Thanks for this answer")


def label_links(t: Language) -> str:
    return t("Read more")


def no_answer(t: Language, tickets_channel: str) -> str:
    return t(
        "I have no answer to that. Somebody here may know, or ask staff in {channel}.", channel=tickets_channel
    )


def nearest(t: Language, titles: int) -> str:
    """What comes nearest to somebody's words, and is not likely to answer them."""
    return t.n(
        "I find nothing that surely answers this. This comes nearest:",
        "I find nothing that surely answers this. These come nearest:",
        titles,
    )


def nothing_to_look_up(t: Language) -> str:
    return t("That message has no text to look up.")


def button_share(t: Language) -> str:
    return t("Share")


def shared_by(t: Language, member_id: int) -> str:
    return t("Shared by {member}:", member=member(member_id))


def share_is_late(t: Language) -> str:
    return t("Discord does not take it right now. I keep trying for ten minutes.")


def choose_ticket_type(t: Language) -> str:
    return t("Sorry that it did not help. What is it about?")
