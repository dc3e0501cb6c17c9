"""Alembic's entry: it runs the revisions on the connection that `bot.database` hands it."""

from __future__ import annotations

from alembic import context

from bot.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
