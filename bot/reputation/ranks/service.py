"""Which rank members hold, and which roles go with it: decided here, given and taken by the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.ranks import held as rules
from bot.reputation.ranks import store
from bot.reputation.ranks.held import Since
from bot.reputation.ranks.owed import RANK_JOB, owe_roles
from bot.reputation.ranks.roles import Grant
from bot.reputation.ranks.store import Holder
from bot.reputation_settings import Rank, Reputation
from bot.use_cases import reads, writes

AT_ONCE = 100
"""Holders whom one sweep looks at: Discord is asked for each of them."""

PAUSE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """What a member's roles should be: those that go with their rank, by the names of config.yaml; those that we gave; and
    when to look again because the rank may be lost then.
    """

    holder: Holder
    roles: tuple[str | int, ...]
    grants: tuple[Grant, ...]
    again_at: datetime | None

    @property
    def is_nothing(self) -> bool:
        """Whether Discord need not be asked."""
        return not self.roles and not self.grants


@dataclass(frozen=True)
class Kept:
    """A rank that is lost then, unless the balance rises to these points."""

    rank: Rank
    points: int
    ends_at: datetime


class Ranking:
    """Each method is one use case and one transaction; `changed` joins that of its caller."""

    def __init__(self, database: Database, clock: Clock, settings: Reputation, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs

    def changed(self, tx: Transaction, guild_id: int, member_id: int, at: datetime) -> None:
        """A line of the ledger was written for this member. Nothing is owed where no rank has a role."""
        if self._settings.named_roles:
            owe_roles(tx, self._jobs, guild_id, member_id, at)

    @reads
    def kept(self, reader: Reader, guild_id: int, member_id: int) -> Kept | None:
        """The rank that a member still holds although their balance is too low for it; None where that is not so."""
        holder = store.of_member(reader, guild_id, member_id)
        rank = self._rank(holder.rank) if holder else None
        if holder is None or rank is None:
            return None
        course = self._course(reader, holder, store.balances(reader, guild_id, [member_id]))
        ends_at = self._lost_at(rank.name, course)
        return Kept(rank, rules.kept_from(rank, self._settings.rank_roles), ends_at) if ends_at else None

    @writes
    def settle(self, tx: Transaction, holder_id: int) -> Due | None:
        """Look which rank is held now, and what that means; None where there is no such holder."""
        holder = store.get(tx, holder_id)
        if holder is None:
            return None
        balances = store.balances(tx, holder.guild_id, [holder.member_id])
        return self._settle(tx, holder, balances, store.grants(tx, [holder_id]))

    @writes
    def sweep(self, tx: Transaction, guild_id: int, *, is_first: bool) -> datetime:
        """Look at those who were not looked at for a day, and have the roles of those looked after who have or had a rank:
        they may have left and come back. Says when to sweep on.

        With `is_first` also at those whose awards are older than their ranks' roles, and at everybody anew: config.yaml may
        say something else by now.
        """
        now = self._clock()
        if is_first:
            store.look_anew(tx, guild_id)
        if is_first and self._settings.named_roles:
            store.adopt(tx, guild_id, self._settings.ranks[0].points)
        found = store.longest_unseen(tx, guild_id, now - DAY, AT_ONCE)
        balances = store.balances(tx, guild_id, [one.member_id for one in found])
        grants = store.grants(tx, [one.id for one in found])
        for holder in found:
            if not self._settle(tx, holder, balances, grants).is_nothing:
                self._jobs.put(tx, guild_id=guild_id, kind=RANK_JOB, subject_id=holder.id, due_at=now)
        if len(found) == AT_ONCE:
            return now + PAUSE
        return max(now + PAUSE, (store.first_look(tx, guild_id) or now) + DAY)

    @writes
    def met(self, tx: Transaction, guild_id: int, member_id: int, joined_at: datetime) -> None:
        """A member acts who joined then: if that was after they were given a role, they left it behind."""
        holder = store.of_member(tx, guild_id, member_id)
        if holder is None:
            return
        given = [grant.given_at for grant in store.grants(tx, [holder.id]).get(holder.id, ()) if grant.given_at]
        if any(at < joined_at for at in given) and (holder.looked_at is None or holder.looked_at < joined_at):
            self._jobs.put(tx, guild_id=guild_id, kind=RANK_JOB, subject_id=holder.id, due_at=self._clock())

    @writes
    def gives(self, tx: Transaction, holder: Holder, role_id: int) -> None:
        """Discord is about to be asked for it: if we die then, it is known as ours."""
        store.save_grant(tx, holder, role_id, None)

    @writes
    def gave(self, tx: Transaction, holder: Holder, role_id: int) -> None:
        """The member has it."""
        store.save_grant(tx, holder, role_id, self._clock())

    @writes
    def took(self, tx: Transaction, holder: Holder, role_id: int) -> None:
        """The member has it no more."""
        store.forget_grant(tx, holder.id, role_id)

    def _settle(
        self, tx: Transaction, holder: Holder, balances: Mapping[int, int], grants: Mapping[int, list[Grant]]
    ) -> Due:
        now, settings = self._clock(), self._settings
        course = self._course(tx, holder, balances)
        name = rules.held(holder.rank, course, settings.ranks, settings.rank_roles, now)
        store.save_rank(tx, holder, name, now)
        return Due(
            holder,
            rules.roles_of(name, settings.ranks, settings.rank_roles),
            tuple(grants.get(holder.id, ())),
            self._lost_at(name, course),
        )

    def _course(self, reader: Reader, holder: Holder, balances: Mapping[int, int]) -> list[Since]:
        """Of the balance in the time of grace; only what it is, where that is enough for the rank they hold."""
        now, balance = self._clock(), balances.get(holder.member_id, 0)
        rank = self._rank(holder.rank)
        if rank is None or balance >= rank.points:
            return [Since(now, balance)]
        begins = now - timedelta(days=self._settings.rank_roles.grace_days)
        return store.course(reader, holder.guild_id, holder.member_id, balance, begins)

    def _lost_at(self, name: str | None, course: Sequence[Since]) -> datetime | None:
        return rules.lost_at(name, course, self._settings.ranks, self._settings.rank_roles)

    def _rank(self, name: str | None) -> Rank | None:
        return next((rank for rank in self._settings.ranks if rank.name == name), None)
