"""The FAQ in Discord: it listens and answers, and people search it."""

from __future__ import annotations

from bot.client import SupportBot
from bot.faq.owed import (
    ANSWER_JOB,
    FORGET_JOB,
    HAND_OVER_JOB,
    PEOPLE_JOB,
    POST_JOB,
    SHARE_JOB,
    SUM_UP_JOB,
    TAG_JOB,
)
from bot.jobs.job import Lane, Owed
from bot.reputation.answers.owed import SOLVED_JOB
from bot.tickets.owed import ASKED_TAG_JOB, QUESTION_JOB
from cogs.faq import looking_up, why
from cogs.faq.cog import FaqCog
from cogs.faq.controls import BUTTONS
from cogs.faq.desk import AnswerDesk
from cogs.faq.group import faq
from cogs.faq.people import PeopleDesk
from cogs.faq.posts import PostDesk
from cogs.faq.sharing import ShareDesk
from cogs.faq.tagging import TagDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(*BUTTONS)
    bot.tree.add_command(faq)
    looking_up.add_menus(bot)
    why.add_commands(bot)
    jobs, desk = bot.services.jobs, AnswerDesk(bot)
    jobs.handle(ANSWER_JOB, desk.answer, lane=Lane.PEOPLE)
    jobs.handle(HAND_OVER_JOB, desk.hand_over, lane=Lane.PEOPLE)
    jobs.handle(SHARE_JOB, ShareDesk(bot).share, lane=Lane.PEOPLE)
    jobs.handle(PEOPLE_JOB, PeopleDesk(bot).lead, lane=Lane.PEOPLE)
    tags = TagDesk(bot)
    for kind in (TAG_JOB, SOLVED_JOB, ASKED_TAG_JOB):
        jobs.handle(kind, tags.tag)
    jobs.handle(QUESTION_JOB, tags.tag_of_question)
    jobs.handle(POST_JOB, PostDesk(bot).look)
    jobs.handle(FORGET_JOB, desk.forget, owed=Owed.ONCE)
    jobs.handle(SUM_UP_JOB, desk.sum_up, owed=Owed.ONCE)
    await bot.add_cog(FaqCog(bot))
