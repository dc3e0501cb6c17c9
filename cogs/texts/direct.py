"""What is said in direct messages."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.tickets.ticket import Ticket
from cogs.texts.forms import moment
from cogs.texts.language import Language


def which_server(t: Language) -> str:
    return t("We meet in several servers. In which one shall I help you?")


def server_chosen(t: Language, server: str) -> str:
    return t("I help you as a member of **{server}**.", server=_plain(server))


def no_server(t: Language) -> str:
    return t(
        "I find you in none of the servers that I serve, so I cannot help you here. What you wrote stays above; once you"
        " are in one of them, write to me again."
    )


def late(t: Language, at: datetime) -> str:
    """Above an answer to what was written then."""
    return t(
        "I was off, or had lost my connection, when you wrote {when}: sorry that I answer so late.",
        when=moment(at),
    )


def no_answer(t: Language, server: str) -> str:
    return t(
        "I am a bot, and not sure of an answer. Staff of **{server}** can help you. What is it about? What you wrote here"
        " is filled in for you, and you can change it; files go along, and what is too long for the form.",
        server=_plain(server),
    )


def just_answered(t: Language, server: str) -> str:
    return t(
        "I have just answered you, and pause for a minute. Staff of **{server}** can help you, too. What is it about? What you"
        " wrote here is filled in for you, and you can change it; files go along, and what is too long for the form.",
        server=_plain(server),
    )


def files_seen(t: Language, server: str) -> str:
    return t(
        "I am a bot, and cannot look at files. Staff of **{server}** can. What is it about? What you sent here goes along"
        " with the ticket.",
        server=_plain(server),
    )


def no_words(t: Language, server: str) -> str:
    """Of a sticker, a poll and the like."""
    return t(
        "I am a bot, and read nothing but words. Staff of **{server}** can look at it. What is it about? What you sent here"
        " goes along with the ticket.",
        server=_plain(server),
    )


def add_or_open(t: Language) -> str:
    """Below the tickets that are open."""
    return t(
        "*Add it* takes what you wrote here into the ticket, files too. Is it about something else? Then press what it is"
        " about: the form is filled in for you, and you can change it."
    )


def button_go_there(t: Language, ticket: Ticket) -> str:
    return t.c("button", "Go to ticket #{number}", number=ticket.number)


def welcome(t: Language) -> str:
    return t("You are welcome.")


def direct_messages(t: Language) -> str:
    """Where questions were asked, beside the mentions of channels."""
    return t("Direct messages")


def _plain(name: str) -> str:
    return discord.utils.escape_markdown(name)
