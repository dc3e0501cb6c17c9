"""Whose answer became an entry earns a little by each question that it settles, as its asker says."""

from __future__ import annotations

from datetime import timedelta

from bot.award_tables import awards
from bot.drafts.draft import Origin, Proposal
from bot.faq.owed import SETTLED_JOB
from bot.faq.speaking import Message, Place
from bot.reputation.line import Rule
from bot.tickets.request import Request
from bot.tickets.ticket import Detail
from tests.services import HERE, Engine, member, says

HUGO, SAM = 4, 3
PROPOSAL = Proposal(
    "Account", "Is there a dark mode?", "is there a dark mode\ndark mode please", "Yes, under Settings."
)


async def have_an_entry(engine: Engine) -> None:
    """Of Hugo's answer."""
    drafts, staff = engine.services.drafts, member(SAM, is_staff=True)
    draft = await drafts.propose(PROPOSAL, Origin(9, 90, HUGO), guild_id=HERE, interaction_id=2, by=staff)
    await drafts.approve(draft.id, 1, by=staff)


async def ask(engine: Engine, asker: int) -> int:
    """The question of somebody whom the entry answers."""
    asked = await engine.services.asking.ask(
        Place(HERE, 9, 9, frozenset({"help"})),
        Message("is there a dark mode", is_addressed=True),
        message_id=1000 + asker,
        asker_id=asker,
    )
    assert asked is not None
    await engine.services.showing.served(asked.question_id, 2000 + asker)
    return asked.question_id


async def press(engine: Engine, question_id: int, asker: int, *, helped: bool) -> None:
    await engine.services.pressing.feedback(question_id, by=member(asker), helped=helped)
    await settle(engine)


async def settle(engine: Engine) -> None:
    """Whatever is owed is done, twice."""
    for job in [job for job in await engine.owed() if job.kind == SETTLED_JOB] * 2:
        await engine.services.deflections.settle(job.subject_id)


async def points(engine: Engine) -> int:
    """Hugo's, without what the entry itself brought."""
    return await engine.services.reputation.balance(HERE, HUGO) - 10


async def test_each_confirmed_deflection_is_a_point_five_a_week_at_most(engine: Engine) -> None:
    await have_an_entry(engine)
    assert await points(engine) == 0
    for asker in range(100, 107):
        await press(engine, await ask(engine, asker), asker, helped=True)
        engine.clock.turn(minutes=2)
    assert await points(engine) == 5
    engine.clock.turn(days=8)
    await press(engine, await ask(engine, 110), 110, helped=True)
    assert await points(engine) == 6
    own = await ask(engine, HUGO)
    await press(engine, own, HUGO, helped=True)
    assert await points(engine) == 6, "nobody earns by their own question"


async def test_what_is_taken_back_or_comes_back_is_no_deflection(engine: Engine) -> None:
    await have_an_entry(engine)
    pressed = await ask(engine, 100)
    for helped, expected in ((True, 1), (False, 0), (True, 1)):
        await press(engine, pressed, 100, helped=helped)
        assert await points(engine) == expected
    engine.clock.turn(minutes=2)
    followed = await ask(engine, 101)
    await press(engine, followed, 101, helped=True)
    assert await points(engine) == 2
    await says(engine.services, 101, replied_to=3101, message_id=77, text="but where is it then?")
    await says(engine.services, 101, replied_to=2101, message_id=78, text="but where is it then?")
    await settle(engine)
    assert await points(engine) == 1
    engine.clock.now += timedelta(minutes=2)
    escalated = await ask(engine, 102)
    await press(engine, escalated, 102, helped=True)
    assert await points(engine) == 2
    details = (Detail("What happens?", "It fails", field_id="what"),)
    request = Request(HERE, "billing", 102, details, None, 501, question_id=escalated)
    await engine.services.tickets.open(request, by=member(102))
    await engine.services.deflections.settle(escalated)
    assert await points(engine) == 1
    rules = [row["rule"] for row in await engine.rows(awards)]
    assert rules.count(Rule.UNACCEPTED.value) == 3
