"""What one member writes without a pause, piece by piece: several messages, and one question."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.faq.recently import Recently
from bot.faq.speaking import BURST, Message, Place, Rule, leaves_alone
from bot.matching.pleas import asks_nothing

SHOWN_FOR = timedelta(minutes=1)
"""For this long after somebody has forwarded something, a mention of us with nothing else is about that."""

PIECES_AT_MOST = 10
BURSTS_REMEMBERED = 500

GONE_FOR = timedelta(minutes=10)
GONE_AT_MOST = 10_000
"""Of what was deleted so many are remembered for so long: a message may wait for its turn as long."""


@dataclass
class Burst:
    """What one member wrote without a pause. The words are only in memory: they are nobody's to keep."""

    last_at: datetime
    is_first: bool
    pieces: dict[int, str] = field(default_factory=dict)
    in_turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def goes_on_after(self, pieces: int) -> bool:
        """Whether there are more pieces by now than these. May be asked in any thread."""
        return len(self.pieces) > pieces


@dataclass(frozen=True)
class Said:
    """What a member said without a pause: `message` is all of it together, `texts` its pieces, `message_id` the last."""

    place: Place
    message: Message
    texts: dict[int, str]
    message_id: int
    asker_id: int
    at: datetime


class Bursts:
    """The latest burst of each member in each channel."""

    def __init__(self, min_words: int) -> None:
        self._min_words = min_words
        self._latest: dict[tuple[int, int], Burst] = {}
        self._shown: dict[tuple[int, int], Burst] = {}
        # Apart, for a thread has the id of the message that it hangs on.
        self._gone_messages = Recently(GONE_FOR, GONE_AT_MOST)
        self._gone_places = Recently(GONE_FOR, GONE_AT_MOST)

    def joined(self, place: Place, message: Message, message_id: int, asker_id: int, now: datetime) -> Burst:
        """What this message belongs to: what its author wrote just before, or itself alone.

        Who mentions us right after they forwarded something asks about that; who says nothing else, also a while after.
        """
        key = (place.channel_id, asker_id)
        as_first = message if message.is_first else replace(message, is_first=True)
        rule = leaves_alone(as_first, min_words=self._min_words, has_opted_out=False)
        if message.is_addressed:
            about = self.shown(*key, message.text, now)
            self._shown.pop(key, None)
            return Burst(now, message.is_first, {**about, message_id: message.text})
        if rule not in (None, Rule.TOO_SHORT):
            alone = Burst(now, message.is_first, {message_id: message.text})
            if rule is Rule.FORWARD:
                _remember(self._shown, key, alone)
            return alone
        burst = self._latest.pop(key, None)
        if burst is None or now - burst.last_at > BURST or len(burst.pieces) >= PIECES_AT_MOST:
            burst = Burst(now, message.is_first)
        burst.last_at = max(burst.last_at, now)  # what waited for a lock comes after what was written later
        burst.is_first |= message.is_first
        burst.pieces[message_id] = message.text
        _remember(self._latest, key, burst)
        return burst

    def show(self, channel_id: int, member_id: int, message_id: int, text: str, now: datetime) -> None:
        """This is what the member means if they mention us now, like what they have forwarded."""
        _remember(self._shown, (channel_id, member_id), Burst(now, True, {message_id: text}))

    def shown(self, channel_id: int, member_id: int, text: str, now: datetime) -> dict[int, str]:
        """What the member means who mentions us with this text: what they have shown here just before, or nothing."""
        shown = self._shown.get((channel_id, member_id))
        within = SHOWN_FOR if asks_nothing(text) else BURST
        return shown.pieces if shown is not None and now - shown.last_at <= within else {}

    def end(self, channel_id: int, member_id: int) -> None:
        """What this member writes here next is another question, however soon it comes."""
        self._latest.pop((channel_id, member_id), None)

    def forget(self, message_ids: Collection[int], now: datetime) -> None:
        """These messages are gone, and their words with them: nothing is joined to them."""
        self._gone_messages.note(message_ids, now)
        for burst in (*self._latest.values(), *self._shown.values()):
            for message_id in burst.pieces.keys() & set(message_ids):
                del burst.pieces[message_id]

    def forget_place(self, channel_id: int, now: datetime) -> None:
        """This channel, forum or thread is gone, and all that was written there."""
        self._gone_places.note([channel_id], now)
        for bursts in (self._latest, self._shown):
            for key in [key for key in bursts if key[0] == channel_id]:
                del bursts[key]

    def is_gone(self, place: Place, message_ids: Collection[int], now: datetime) -> bool:
        """Whether one of the messages, or where they stood, was deleted while they waited or were looked at. May be asked
        in any thread.
        """
        return self._gone_messages.knows(message_ids, now) or self._gone_places.knows(
            [place.channel_id, place.place_id], now
        )


def _remember(bursts: dict[tuple[int, int], Burst], key: tuple[int, int], burst: Burst) -> None:
    """As the latest; the one that has been there for longest goes."""
    bursts.pop(key, None)
    bursts[key] = burst
    while len(bursts) > BURSTS_REMEMBERED:
        del bursts[next(iter(bursts))]
