"""Whether the FAQ may speak: to this message, in this place, now. Pure; Discord's objects are facts by here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property

from bot.matching.pleas import asks_nothing, is_no_help, wants_people
from bot.matching.verdict import Judgement, Verdict
from bot.matching.words import normalise

BURST = timedelta(seconds=4)
"""Messages of one member that follow each other within this are one question."""

REREAD_WITHIN = timedelta(minutes=2)
"""For this long after it was asked, an edit of the question is read again, once."""

MEMBER_CAP = timedelta(hours=24)
"""A member gets an entry once in this time."""

ENTRY_CAP = timedelta(seconds=60)
"""A channel gets an entry once in this time."""

POINTED_AT_MOST = 3
"""So many members who ask for the entry meanwhile are shown where it stands; the line does not count as one of the messages
below.
"""

CHANNEL_CAP = timedelta(hours=1)
ANSWERS_A_CHANNEL = 10
"""So many messages of the FAQ, answers and suggestions, in one channel in `CHANNEL_CAP`."""

MENTIONS_CAP = timedelta(minutes=1)
ANSWERS_TO_MENTIONS = 3
"""So many messages of the FAQ in `MENTIONS_CAP` to one member in one channel, however often they mention the bot; and
of these, one with each entry.
"""


SHORTEST_SUGGESTED = 2
"""A message of fewer words is never looked at unasked; one of fewer than `Faq.min_words` never answered, but entries are
suggested to it where a longer one would be answered.
"""


class Rule(StrEnum):
    """What made the FAQ speak (the first three) or be silent."""

    SURE = "sure"
    BETWEEN = "between"
    ABOVE = "above"
    NOT_HERE = "not_here"
    BOT = "bot"
    SYSTEM = "system"
    FORWARD = "forward"
    TICKET = "ticket"
    STAFF = "staff"
    HELPER = "helper"
    REPLY = "reply"
    NOT_FIRST = "not_first"
    SETTLED = "settled"
    OPTED_OUT = "opted_out"
    TOO_SHORT = "too_short"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    SUSPECT = "suspect"
    MEMBER_CAP = "member_cap"
    ENTRY_CAP = "entry_cap"
    CHANNEL_CAP = "channel_cap"
    MENTIONS_CAP = "mentions_cap"
    SHADOW = "shadow"
    HELD_OUT = "held_out"


SPEAKING = frozenset({Rule.SURE, Rule.BETWEEN, Rule.ABOVE})

IN_DOUBT = frozenset({Rule.UNSURE, Rule.UNKNOWN})
"""Rules of questions whose best entry means nothing: most of what people say to each other."""


DIRECT = 0
"""The `place_id` of direct messages: they are in no channel of a server."""


@dataclass(frozen=True)
class Place:
    """Where something was said. `place_id` is the channel, or the one that the thread hangs below, or `DIRECT`, and `names`
    are all by which config.yaml and entries call that channel, its id among them: none for one that they do not mean.
    """

    guild_id: int
    channel_id: int
    place_id: int
    names: frozenset[str | int] = frozenset()


@dataclass(frozen=True)
class Message:
    """What of a Discord message decides whether it is looked at.

    `is_forward` says that the words were written elsewhere, by somebody else. `is_first` is false for what follows the starter in a forum post; `is_settled` says that the post carries the
    tag of solved posts or of those that wait for people.
    """

    text: str
    is_addressed: bool = False
    is_listened_to: bool = True
    is_bot: bool = False
    is_system: bool = False
    is_forward: bool = False
    is_in_ticket: bool = False
    is_staff: bool = False
    is_helper: bool = False
    is_reply: bool = False
    is_first: bool = True
    is_settled: bool = False

    @cached_property
    def words(self) -> int:
        """How many there are to go by."""
        return len(normalise(self.text))


@dataclass(frozen=True)
class History:
    """What was served before, as the caps count it, for one question and the entry it would get.

    `pointed_to_entry` is how many were shown, in `ENTRY_CAP`, where it stands in the channel.
    `member_just_had_entry` and `just_answered_member` are of this channel, in `MENTIONS_CAP`. `is_suspect` says that nothing is left to give: the answer, or each of the suggested entries, is marked as wrong.
    """

    member_had_entry: bool = False
    channel_had_entry: bool = False
    pointed_to_entry: int = 0
    answers_in_channel: int = 0
    member_just_had_entry: bool = False
    just_answered_member: int = 0
    is_suspect: bool = False


def leaves_alone(message: Message, *, min_words: int, has_opted_out: bool) -> Rule | None:
    """Why a message is not even looked at, or None. Who mentions the bot is heard anywhere, at any length."""
    if message.is_bot:
        return Rule.BOT
    if message.is_system:
        return Rule.SYSTEM
    if message.is_in_ticket:
        return Rule.TICKET
    if message.is_addressed:
        return None
    checks = (
        (message.is_forward, Rule.FORWARD),
        (not message.is_listened_to, Rule.NOT_HERE),
        (message.is_staff, Rule.STAFF),
        (message.is_helper, Rule.HELPER),
        (message.is_reply, Rule.REPLY),
        (not message.is_first, Rule.NOT_FIRST),
        (message.is_settled, Rule.SETTLED),
        (has_opted_out, Rule.OPTED_OUT),
    )
    found = next((rule for is_so, rule in checks if is_so), None)
    # Reading words costs a hundred times as much as all of the above.
    return Rule.TOO_SHORT if found is None and message.words < min_words else found


def calls_people(message: Message) -> bool:
    """Whether it only calls for people, which is no question. Who mentions us does so also by saying nothing else, or that
    something did not help.
    """
    text = message.text
    return wants_people(text) or (message.is_addressed and (asks_nothing(text) or is_no_help(text)))


def is_plea(message: Message, left_alone: Rule | None) -> bool:
    """Whether it turns to people, as far as its words and why else it is left alone can tell."""
    if left_alone in (None, Rule.TOO_SHORT):
        return calls_people(message)
    return left_alone is Rule.REPLY and (is_no_help(message.text) or wants_people(message.text))


def speaks(
    judgement: Judgement,
    history: History,
    *,
    is_addressed: bool,
    is_shadowed: bool,
    is_held_out: bool,
) -> Rule:
    """What the FAQ does with a judged question, and why.

    Who mentions the bot has a cap of their own, against a flood; the others do not hold for them. A suspect entry is
    given to nobody. What a cap or a suspicion withholds does not turn into a suggestion.
    """
    if judgement.verdict is Verdict.SILENT:
        return Rule.UNSURE if judgement.score else Rule.UNKNOWN
    if is_shadowed and not is_addressed:
        return Rule.SHADOW
    if history.is_suspect:
        return Rule.SUSPECT
    if is_addressed:
        if history.member_just_had_entry or history.just_answered_member >= ANSWERS_TO_MENTIONS:
            return Rule.MENTIONS_CAP
    else:
        if history.member_had_entry:
            return Rule.MEMBER_CAP
        if history.channel_had_entry:
            is_pointed = judgement.verdict is Verdict.ANSWER and history.pointed_to_entry < POINTED_AT_MOST
            return Rule.ABOVE if is_pointed else Rule.ENTRY_CAP
        if history.answers_in_channel >= ANSWERS_A_CHANNEL:
            return Rule.CHANNEL_CAP
        if judgement.verdict is Verdict.ANSWER and is_held_out:
            return Rule.HELD_OUT
    return Rule.SURE if judgement.verdict is Verdict.ANSWER else Rule.BETWEEN


def is_drawn(message_id: int, percent: int) -> bool:
    """Whether the lot withholds the answer to this message; the same message draws the same lot.

    The lot is the first four bytes of the id's SHA-256, which is uniform however ids are given out.
    """
    lot = int.from_bytes(hashlib.sha256(str(message_id).encode()).digest()[:4])
    return lot * 100 < percent * 2**32
