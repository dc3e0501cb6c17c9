"""The crowd of the bench: a community on the wire with 500 members, what they say, and a file with 20,200 tickets."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from simcord.enums import ChannelType

from bench.events.process import Code, migrate
from bot.config import load_config
from bot.ids import snowflake
from bot.simulated.community import copy_home
from tests.wire.people import Person
from tests.wire.world import WireWorld, world_of

MEMBERS, ASKERS, HELP_CHANNELS = 400, 100, 20
LIVE, CLOSED = 200, 20_000
ENTRIES_A_FILE = 200
TYPES = ("delivery", "billing", "dns", "other")
CHAT = Path(__file__).parents[3] / "shared" / "matching" / "chatnoise" / "pool.jsonl"
FEW_LINES = (
    "good morning everyone, back from holiday",
    "did anybody watch the game last night",
    "haha yes, that was the best part of it",
    "I will have a look at it after lunch",
    "no idea, my colleague usually does that",
    "thanks a lot, that is what I thought",
    "the weather is awful here, it rains all day",
    "brb, somebody is at the door",
)
"""Where the public chat is not there."""


@dataclass(frozen=True)
class Live:
    """A ticket that somebody can write in: its id in the file, its thread, the message with its buttons, who asked."""

    id: int
    thread_id: int
    card_id: int
    requester: Person


class Crowd:
    """A world to be served, the home of its bot, and who says what in it. Nobody says anything twice in a place."""

    def __init__(self, home: Path) -> None:
        config, problems = load_config(home)
        assert config is not None, problems
        self.home = home
        self.world: WireWorld = world_of(config)
        self.wire = self.world.wire
        self.members = [self.world.newcomer(f"member{number}") for number in range(MEMBERS)]
        self.lounge = self.world.community.lounge.id
        named = {channel.name: channel.id for channel in self.world.backend.channels.values()}
        self.help = [named[str(name)] for name in config.channels.help]
        self.tickets: list[Live] = []
        self._askers = [self.world.newcomer(f"asker{number}") for number in range(ASKERS)]
        self._chat, self._asked = lines(), questions(home)
        self._turn, self._asking = count(), count()

    def chatters(self, channels: list[int]) -> int:
        """The next member says the next line of chat in the next of these channels; the message's id."""
        turn = next(self._turn)
        return self._member(turn).write(self._channel(channels, turn), self._chat[turn % len(self._chat)]).id

    def asks(self) -> int:
        """The next asker asks the next question in the next help channel: 200 of them meet no cap of the FAQ's."""
        turn = next(self._asking)
        where = self.help[(turn + turn // ASKERS) % len(self.help)]
        return self._askers[turn % ASKERS].write(where, self._asked[turn % len(self._asked)]).id

    def bursts(self) -> Iterator[int]:
        """The next member says three or four lines in a row in the next help channel; yields each message's id."""
        turn = next(self._turn)
        who, where = self._member(turn), self._channel(self.help, turn)
        for piece in range(3 + turn % 2):
            yield who.write(where, self._chat[(turn * 4 + piece) % len(self._chat)]).id

    def writes_in_a_ticket(self) -> int:
        """The requester of the next ticket writes in its thread."""
        turn = next(self._turn)
        ticket = self.tickets[turn % len(self.tickets)]
        return ticket.requester.write(ticket.thread_id, self._chat[turn % len(self._chat)]).id

    def claims(self, ticket: Live) -> int:
        """Staff press Claim on a card; the interaction's id."""
        queue = self.world.community.queue.id
        card = self.world.backend.get_message(queue, ticket.card_id)
        return self.world.person("staff").press(card, f"ticket:claim:{ticket.id}").id

    def looks_at_the_queue(self) -> int:
        """Staff use `/queue`; the interaction's id."""
        return self.world.person("staff").use(self.world.community.queue.id, "queue").id

    def _member(self, turn: int) -> Person:
        return self.members[turn % MEMBERS]

    def _channel(self, channels: list[int], turn: int) -> int:
        """Each member meets each channel before they meet one again."""
        return channels[(turn + turn // MEMBERS) % len(channels)]


def home_in(folder: Path, phrasings: int = 0) -> Path:
    """A home with twenty help channels and the shipped FAQ, or with one of so many phrasings."""
    home = copy_home(folder)
    path = home / "config.yaml"
    text = path.read_text(encoding="utf-8")
    more = "".join(f"    - help-{number}\n" for number in range(3, HELP_CHANNELS + 1))
    changed = text.replace("    - dns-and-domains\n", "    - dns-and-domains\n" + more, 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    if phrasings:
        _write_phrasings(home / "faq", phrasings)
    return home


def lines() -> list[str]:
    """Real chat that is about nothing the FAQ knows."""
    if not CHAT.is_file():
        return [f"{line} {number}" for number in range(500) for line in FEW_LINES]
    texts = [json.loads(row)["text"] for row in CHAT.read_text(encoding="utf-8").splitlines()]
    return [text for text in texts if 4 <= len(text.split()) <= 40 and len(text) < 300]


def questions(home: Path) -> list[str]:
    """A phrasing of each entry, then the next phrasing of each."""
    entries = [
        entry["questions"]
        for file in sorted((home / "faq").glob("*.yaml"))
        if not file.name.startswith("many")
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["entries"]
    ]
    rounds = range(max(len(one) for one in entries))
    return [
        one[number] for number in rounds for one in entries if number < len(one) and len(one[number].split()) > 2
    ]


def _write_phrasings(folder: Path, amount: int) -> None:
    """Forty an entry: chat, made up to be different where there is too little of it."""
    known = {
        line.casefold().strip(): line.strip()[:100] for line in lines() if line.isascii() and line.isprintable()
    }
    texts = list({text.casefold(): text for text in known.values()}.values())
    texts = [
        texts[number % len(texts)][:80] + (f" {number}" if number >= len(texts) else "")
        for number in range(amount)
    ]
    entries = [
        {
            "id": f"many-{first}",
            "title": f"Thing {first}?",
            "questions": texts[first : first + 40],
            "answer": "So.",
        }
        for first in range(0, amount, 40)
    ]
    for number, first in enumerate(range(0, len(entries), ENTRIES_A_FILE)):
        part = {"category": f"Many {number}", "entries": entries[first : first + ENTRIES_A_FILE]}
        (folder / f"many-{number}.yaml").write_text(yaml.safe_dump(part, allow_unicode=True), encoding="utf-8")


async def with_tickets(crowd: Crowd, code: Code) -> None:
    """Write 20,000 closed tickets into its file, and 200 live ones that have their threads and cards on the wire."""
    file = await migrate(code, crowd.home)
    now = datetime.now(UTC) - timedelta(minutes=5)
    rows = [_ticket(number, now - timedelta(minutes=20 * (CLOSED - number)), crowd) for number in range(CLOSED)]
    for number in range(CLOSED, CLOSED + LIVE):
        rows.append(_live(number, now - timedelta(seconds=CLOSED + LIVE - number), crowd))
    insert(file, "tickets", rows)
    insert(file, "ticket_events", [event for row in rows for event in _events(row)])


def pretend_tickets(crowd: Crowd) -> None:
    """The threads alone, for a bot that has no file."""
    for number in range(CLOSED, CLOSED + LIVE):
        _live(number, datetime.now(UTC), crowd)


def _ticket(number: int, opened_at: datetime, crowd: Crowd) -> dict[str, Any]:
    id_ = snowflake(opened_at, number % 4000)
    return {
        "id": id_,
        "guild_id": crowd.world.guild_id,
        "number": number + 1,
        "type_id": TYPES[number % len(TYPES)],
        "status": "closed",
        "priority": ("P1", "P2", "P3", "P3", "P4")[number % 5],
        "requester_id": crowd.members[number % MEMBERS].id,
        "assignee_id": crowd.world.person("staff").id,
        "summary": f"Since the update it is slow ({number})",
        "details": json.dumps(
            [{"label": "What happens?", "text": "It is slow. " * 20, "uploads": [], "field_id": "what"}]
        ),
        "interaction_id": id_ + 1,
        "opened_at": text_of(opened_at),
        "thread_id": id_ + 2,
        "opening_message_id": id_ + 3,
        "requester_added": True,
        "card_channel_id": crowd.world.community.queue.id,
        "card_message_id": id_ + 4,
        "announced_event_id": 10**9,
    }


def _live(number: int, opened_at: datetime, crowd: Crowd) -> dict[str, Any]:
    backend, own_id = crowd.world.backend, crowd.world.backend.bot_user.id
    row = _ticket(number, opened_at, crowd)
    requester = crowd.members[number % MEMBERS]
    parent = crowd.world.community.tickets.id
    thread = backend.create_thread(parent, f"#{number + 1} slow", own_id, type=ChannelType.PRIVATE_THREAD)
    for member_id in (own_id, requester.id):
        backend.add_thread_member(thread.id, member_id)
    opening = backend.create_message(thread.id, own_id, f"Ticket #{number + 1}")
    card = backend.create_message(
        crowd.world.community.queue.id, own_id, f"#{number + 1} waits", components=_claim(row["id"])
    )
    crowd.tickets.append(Live(row["id"], thread.id, card.id, requester))
    return row | {
        "status": "open",
        "assignee_id": None,
        "thread_id": thread.id,
        "opening_message_id": opening.id,
        "card_message_id": card.id,
    }


def _claim(ticket_id: int) -> list[dict[str, Any]]:
    """The button, without which discord.py would not hear that it is pressed."""
    return [
        {
            "type": 1,
            "components": [{"type": 2, "style": 1, "label": "Claim", "custom_id": f"ticket:claim:{ticket_id}"}],
        }
    ]


def _events(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kinds = ("opened",) if row["status"] == "open" else ("opened", "claimed", "responded", "resolved", "closed")
    for kind in kinds:
        actor_id = row["requester_id"] if kind == "opened" else row["assignee_id"]
        same = {"guild_id": row["guild_id"], "ticket_id": row["id"], "at": row["opened_at"]}
        yield same | {"kind": kind, "actor_id": actor_id}


def text_of(at: datetime) -> str:
    """As SQLAlchemy stores a time in SQLite."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def insert(file: Path, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows, all of the same columns, into a table of a file that nobody has open."""
    rows = iter(rows)
    first = next(rows)
    statement = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({', '.join('?' * len(first))})"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(statement, tuple(first.values()))
    connection.executemany(statement, (tuple(row.values()) for row in rows))
    connection.commit()
    connection.close()
