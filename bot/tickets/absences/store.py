"""The `absences` table: who of staff is away, and until when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from bot.database import Reader, Transaction
from bot.ticket_errors import MemberAway
from bot.ticket_tables import absences

_ARE_THEIRS = (absences.c.guild_id == bindparam("guild"), absences.c.member_id == bindparam("member"))
_OF_MEMBER = select(absences.c.until_at).where(*_ARE_THEIRS)


def save(tx: Transaction, guild_id: int, member_id: int, until: datetime | None) -> None:
    """Away until then; None until they say otherwise."""
    end(tx, guild_id, member_id)
    tx.execute(insert(absences).values(guild_id=guild_id, member_id=member_id, until_at=until))


def end(tx: Transaction, guild_id: int, member_id: int) -> bool:
    """Back; whether something was known of an absence."""
    gone = tx.execute(delete(absences).where(*_ARE_THEIRS), {"guild": guild_id, "member": member_id})
    return gone.rowcount > 0


def require_here(reader: Reader, guild_id: int, member_id: int, now: datetime) -> None:
    """Raises MemberAway."""
    found = reader.execute(_OF_MEMBER, {"guild": guild_id, "member": member_id}).one_or_none()
    if found is not None and (found.until_at is None or found.until_at > now):
        raise MemberAway(member_id, found.until_at)


def is_away(reader: Reader, guild_id: int, member_id: int | None, now: datetime) -> bool:
    """Whether this member is away now; nobody is not."""
    if member_id is None:
        return False
    try:
        require_here(reader, guild_id, member_id, now)
    except MemberAway:
        return True
    return False
