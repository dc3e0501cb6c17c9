"""Reputation in Discord: answers are accepted, helpers are found and thanked."""

from __future__ import annotations

from bot.client import SupportBot
from bot.jobs.job import Lane, Owed
from bot.reputation.answers.owed import THANKS_JOB
from bot.reputation.owed import EMPTIED_JOB, LOOK_JOB, MARK_JOB, PROMPT_JOB
from bot.reputation.ranks.owed import RANK_JOB, SWEEP_JOB
from bot.reputation.weekly.service import NOTE_JOB, THANKS_POST_JOB
from cogs.reputation import (  # they add their commands to the group
    accepting,
    commending,  # noqa: F401
    showing,  # noqa: F401
    simulating,  # noqa: F401
    why,  # noqa: F401
)
from cogs.reputation.answers import AnswersCog, EmptiedDesk
from cogs.reputation.boards import TurnButton, leaderboard
from cogs.reputation.cog import ReputationCog
from cogs.reputation.desk import ThanksDesk
from cogs.reputation.group import rep
from cogs.reputation.looking import LookDesk
from cogs.reputation.ranks import RankDesk, ReturningCog
from cogs.reputation.reactions import MarkDesk, MarksCog
from cogs.reputation.thanks import HelpedButton, PromptDesk
from cogs.reputation.weekly import WeeklyDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.services.jobs.handle(THANKS_JOB, ThanksDesk(bot).thank, lane=Lane.PEOPLE)
    bot.add_dynamic_items(accepting.InsteadButton, accepting.AssistButton, accepting.UnacceptButton)
    bot.add_dynamic_items(HelpedButton)
    bot.services.jobs.handle(MARK_JOB, MarkDesk(bot).settle)
    bot.services.jobs.handle(EMPTIED_JOB, EmptiedDesk(bot).tell)
    bot.services.jobs.handle(PROMPT_JOB, PromptDesk(bot).show, lane=Lane.PEOPLE)
    bot.services.jobs.handle(LOOK_JOB, LookDesk(bot).look, owed=Owed.EACH_SERVER)
    await bot.add_cog(ReputationCog(bot))
    await bot.add_cog(MarksCog(bot))
    await bot.add_cog(AnswersCog(bot))
    bot.tree.add_command(rep)
    ranks = RankDesk(bot)
    bot.services.jobs.handle(RANK_JOB, ranks.update)
    bot.services.jobs.handle(SWEEP_JOB, ranks.sweep, owed=Owed.EACH_SERVER)
    await bot.add_cog(ReturningCog(bot))
    weekly = WeeklyDesk(bot)
    bot.services.jobs.handle(THANKS_POST_JOB, weekly.thank, owed=Owed.EACH_SERVER)
    bot.services.jobs.handle(NOTE_JOB, weekly.note)
    bot.tree.add_command(leaderboard)
    bot.add_dynamic_items(TurnButton)
