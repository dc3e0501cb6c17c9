"""What the FAQ says when it answers, offers, is pressed or looked up."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.faq.question import Outcome
from bot.knowledge.entry import Entry
from cogs.texts import english


def automatic_answer(category: str) -> str:
    return f"Automatic answer from our FAQ · {category}"


def solved_it() -> str:
    return "Solved it"


def still_need_help() -> str:
    return "Still need help"


def marked_solved() -> str:
    return "✅ Marked as solved"


def not_translated(own: str) -> str:
    return f"not translated into your language yet, so in {own}"


def faq_wrong() -> str:
    return "FAQ wrong"


def marked_wrong() -> str:
    return (
        "Thank you. From now on this entry answers nobody by itself, until staff say in `/faq stale` that it is"
        " right again."
    )


def did_you_mean(titles: int) -> str:
    return f"{'Is it this?' if titles == 1 else 'Is it one of these?'} (I am a bot, and not sure.)"


def none_of_these(titles: int) -> str:
    return "No" if titles == 1 else "None of these"


def none_of_these_said() -> str:
    return "Sorry. Somebody here may know; or ask people now:"


def quiet_hint() -> str:
    return "-# I may know this. Only you see what the button shows."


def settled(outcome: Outcome | None, title: str | None) -> str:
    """The one line that is left of an answer."""
    name = f"FAQ: *{title}*" if title else "FAQ"
    match outcome:
        case Outcome.HUMAN:
            return f"-# {name} · a person has answered."
        case Outcome.HANDED_OVER:
            return f"-# {name} · it did not help, so people have been asked."
        case Outcome.WRONG:
            return f"-# {name} · withdrawn: staff or helpers say that this answer is wrong."
        case Outcome.SOLVED:
            return f"-# {name} · {marked_solved()}"
        case _:
            return f"-# {name} · this answer is no longer there."


def ask_community() -> str:
    return "Ask the community"


def community_asked(*, is_late: bool) -> str:
    if is_late:
        return "Saved. Discord does not let me ask the others right now; I keep trying."
    return "I have asked the community. Who knows something answers there."


def asks_community(asker_id: int, helpers: Sequence[str], entry: Entry | None) -> str:
    who = f"{' '.join(helpers)}: {english.member(asker_id)}" if helpers else english.member(asker_id)
    tried = f" Our FAQ's *{entry.title}* did not help." if entry else ""
    return f"{who} still needs help.{tried} Who knows more?"


def community_thread(text: str | None, entry: Entry | None) -> str:
    """At most 100 characters, and never none."""
    name = english.flat(text or "") or (entry.title if entry else "") or "Question"
    return discord.utils.escape_mentions(name[:90])[:100]


def opted_out() -> str:
    return "From now on I stay silent when you ask in a channel. Mention me, or use `/faq search`, and I answer."


def opted_in() -> str:
    return "I answer again when you ask in a channel."


def noted_from_staff(asker_id: int) -> str:
    return f"Noted. The buttons stay for {english.member(asker_id)}, who asked."


def links_title() -> str:
    return "Read more"


def no_answer(tickets_channel: str) -> str:
    return f"I have no answer to that. Somebody here may know, or ask staff in {tickets_channel}."


def nothing_to_look_up() -> str:
    return "That message has no text to look up."


def share_button() -> str:
    return "Share"


def shared_by(member_id: int) -> str:
    return f"Shared by {english.member(member_id)}:"


def choose_ticket_type() -> str:
    return "Sorry that it did not help. What is it about?"
