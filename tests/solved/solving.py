"""Somebody asks in the help channel, and an answer is accepted."""

from __future__ import annotations

from datetime import timedelta

from bot.client import Services
from bot.database import Transaction
from bot.ids import snowflake
from bot.reputation.solutions.accepted import solved, unsolved
from bot.reputation.solutions.solution import NewSolution, Solution
from bot.reputation.solutions.store import standing
from tests.faq.conversation import ANN, BOB, CHANNEL, ask
from tests.services import HERE, NOON, Engine

CAKE = "does anybody have a recipe for lemon cake without eggs"
AGAIN = "anybody have recipes for a lemon cake without eggs?"
HUGO = 4


def message_id(number: int, *, days: int = 0) -> int:
    """Of a message that was written so many days before noon."""
    return snowflake(NOON - timedelta(days=days), number)


async def accept(
    engine: Engine, question: int, answer: int = 90, author: int = HUGO, *, asker: int | None = ANN
) -> Solution:
    """The answer with this id is accepted now."""
    new = NewSolution(HERE, question, asker, author, 9, answer, engine.clock.now)

    def write(tx: Transaction) -> Solution:
        solved(tx, engine.services.jobs, new)
        found = standing(tx, HERE, question)
        assert found is not None
        return found

    return await engine.database.tx(write)


async def unaccept(engine: Engine, question: int) -> None:
    await engine.database.tx(lambda tx: unsolved(tx, engine.services.jobs, HERE, question, engine.clock.now))


async def learn(engine: Engine, solution: Solution, text: str | None = CAKE) -> None:
    """The question was looked up in Discord, and says this."""
    asked_at = engine.clock.now
    await engine.services.solved.question_found(solution.id, 9, solution.question_id, text, asked_at)


async def solve(engine: Engine, text: str = CAKE, number: int = 1, **how: int) -> Solution:
    """A question that was asked, and of which an answer was accepted and looked up."""
    question = message_id(number)
    await ask(engine.services, text, question)
    await engine.services.asking.gathering.written()
    solution = await accept(engine, question, **how)
    await learn(engine, solution, text)
    found = await engine.services.solved.solution(solution.id)
    assert found is not None
    return found


async def found(services: Services, query: str = "lemon cake") -> list[int]:
    """The answers that somebody finds who looks for this."""
    return [one.message_id for one in await services.solved.search(HERE, query)]


async def ask_again(
    engine: Engine, text: str = AGAIN, number: int = 2, *, by: int = BOB, channel: int = 9
) -> None:
    """Somebody asks, and the FAQ looks whether that was solved before."""
    place = CHANNEL if channel == 9 else type(CHANNEL)(HERE, channel, channel, CHANNEL.names)
    asked = await ask(engine.services, text, message_id(number), by=by, place=place)
    assert asked is not None
    await engine.services.pointing.consider(place, text, asked, message_id=message_id(number))
