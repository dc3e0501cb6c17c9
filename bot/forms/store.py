"""The `refused_forms` table."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from bot.database import Reader, Transaction
from bot.forms.refused import RefusedForm
from bot.schema import refused_forms


def add(tx: Transaction, form: RefusedForm) -> None:
    """Write down what was typed."""
    tx.execute(
        insert(refused_forms).values(
            id=form.id,
            guild_id=form.guild_id,
            member_id=form.member_id,
            action=form.action,
            subject=form.subject,
            typed={name: list(given) for name, given in form.values.items()},
        )
    )


def get(reader: Reader, form_id: int) -> RefusedForm | None:
    """The form, or None where there is none (any more)."""
    row = reader.execute(select(refused_forms).where(refused_forms.c.id == form_id)).one_or_none()
    if row is None:
        return None
    # Until revision 0013 one thing alone stood in a field.
    typed = {name: (given,) if isinstance(given, str) else tuple(given) for name, given in row.typed.items()}
    return RefusedForm(row.id, row.guild_id, row.member_id, row.action, row.subject, typed)


def drop(tx: Transaction, form_id: int) -> None:
    """Forget what was typed; harmless if that is done."""
    tx.execute(delete(refused_forms).where(refused_forms.c.id == form_id))
