"""The week of history: the same every time, of questions in people's own words, some of which the FAQ does not answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.actor import Actor
from bot.demo.history import play_week
from bot.demo.playground import Playground
from bot.demo.questions import CHAT, QUESTIONS, TOPICS
from bot.demo.troubles import TROUBLES
from bot.knowledge.library import load_library
from bot.matching.phrasings import Phrasings
from bot.matching.words import normalise
from bot.simulated.community import copy_home, shipped_home


async def a_short_week(home: Path) -> dict[str, Any]:
    async def prepare(playground: Playground) -> None:
        await play_week(playground, days=1, questions_a_day=19)

    play = Playground(home)
    await play.start(prepare)
    guild = play.simulation.guild.id
    staff = Actor(1, is_staff=True, guild_id=guild)
    with play.simulation.env.time_context():
        report = await play.services.insights.report(days=7, by=staff)
        waiting = [
            (await play.services.mine.of(by=Actor(one.id, is_staff=True, guild_id=guild)))[0].count
            for one in (play.community.staff, play.community.colleague)
        ]
    result = {
        "facts": report.facts,
        "opened": report.tickets.overall.opened,
        "answers": report.answers,
        "queue": [
            (one.number, one.status, one.summary)
            for one in (await play.services.tickets.queue(guild, by=staff)).tickets
        ],
        "waiting": waiting,
        "ranks": dict(play.ranks),
        # Of what is said at one moment, by jobs of their own, either may come first.
        "messages": sorted(
            (play.channel(channel_id).name, one.timestamp, one.author_id, one.content)
            for channel_id, messages in play.backend.messages.items()
            for one in messages.values()
        ),
        "now": play.simulation.now(),
        "guide": [step["id"] for step in play.guide.as_json() if step["done"]],
        "log": [line for line in play.log.since(0) if line["level"] != "INFO"],
    }
    await play.stop()
    assert play.simulation.errors == []
    return result


async def test_history_is_played_by_the_real_bot_and_is_the_same_every_time(tmp_path: Path) -> None:
    once = await a_short_week(copy_home(tmp_path / "once"))
    facts = once["facts"]
    assert facts.questions >= 10
    assert 0 < once["answers"].answers < facts.questions
    assert once["opened"] > 0
    assert facts.answers_accepted > 0
    assert any(once["waiting"])
    assert once["log"] == []
    assert once["guide"] == []
    assert once["now"].isoformat().startswith("2026-01-06T09:00:00")
    assert await a_short_week(copy_home(tmp_path / "again")) == once


async def test_what_staff_answer_and_what_solves_a_ticket_of_the_week_is_about_what_was_asked(home: Path) -> None:
    async def prepare(playground: Playground) -> None:
        await play_week(playground, days=2, questions_a_day=30)

    play = Playground(home)
    await play.start(prepare)
    try:
        said = {
            channel.name: "\n".join(
                "\n".join([one.content, *(embed.get("description", "") for embed in one.embeds)])
                for one in play.backend.messages.get(channel.id, {}).values()
            )
            for channel in play.backend.channels.values()
            if channel.is_thread and channel.name.startswith("#")
        }
        by = Actor(1, is_staff=True, guild_id=play.simulation.guild.id)
        with play.simulation.env.time_context():
            rated = await play.services.ratings.trend(days=7, by=by)
            halves = (await play.services.spending.spent(days=7, by=by)).halves
    finally:
        await play.stop()
    assert rated.overall.count > 0
    assert halves.answering > 0 < halves.preventing
    about = [
        (one, words) for troubles in TROUBLES.values() for one in troubles for words in (one.answer, one.solution)
    ]
    told = [(name, one) for name, text in said.items() for one, words in about if words in text]
    assert len(told) > 3
    for name, one in told:
        assert one.text[:20] in name


def test_no_question_of_the_week_is_a_phrasing_and_each_entry_is_asked_for() -> None:
    library, _ = load_library(shipped_home() / "faq", ticket_types=None)
    assert library is not None
    phrasings = {" ".join(normalise(text)) for entry in library.entries for text in Phrasings.of(entry).questions}
    assert not phrasings & {" ".join(normalise(question)) for _, question in QUESTIONS}
    assert {topic.entry_id for topic in TOPICS} == {None, *(entry.id for entry in library.entries)}
    assert len({question for _, question in QUESTIONS} | set(CHAT)) == len(QUESTIONS) + len(CHAT)
