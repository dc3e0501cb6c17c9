"""The ledger of awards tells who gave as what, by which rule, and what took a line back; what stood in it stays so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("CREATE TABLE awards_before AS SELECT * FROM awards")
    op.drop_table("awards")
    op.create_table(
        "award_policies",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_policies")),
    )
    op.create_index(op.f("ix_award_policies_guild_id"), "award_policies", ["guild_id"])
    op.create_table(
        "awards",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("awarded_by", sa.BigInteger(), nullable=True),
        sa.Column("giver", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=True),
        sa.Column("topic", sa.String(length=100), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("vests_at", MOMENT, nullable=True),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("earned_at", MOMENT, nullable=False),
        sa.Column("reverses_id", ROW_ID, nullable=True),
        sa.Column("policy_id", ROW_ID, nullable=True),
        sa.CheckConstraint("giver IN ('asker', 'peer', 'staff', 'nobody')", name=op.f("ck_awards_giver")),
        sa.CheckConstraint(
            "reverses_id IS NOT NULL OR member_id <> awarded_by", name=op.f("ck_awards_no_self_award")
        ),
        sa.CheckConstraint(
            "reason = 'adjustment' OR reverses_id IS NOT NULL OR points >= 0", name=op.f("ck_awards_points")
        ),
        sa.CheckConstraint(
            "reverses_id IS NULL OR (pending = 0 AND points <= 0) OR reason = 'adjustment'",
            name=op.f("ck_awards_reversal"),
        ),
        sa.CheckConstraint(
            "(pending > 0) = (vests_at IS NOT NULL) AND pending >= 0", name=op.f("ck_awards_pending_vests")
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["awards.id"], name=op.f("fk_awards_reverses_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["award_policies.id"], name=op.f("fk_awards_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
    )
    _keep()
    op.drop_table("awards_before")
    for columns in (
        ["guild_id", "member_id", "points"],
        ["guild_id", "member_id", "earned_at"],
        ["guild_id", "awarded_by", "earned_at"],
        ["guild_id", "asker_id"],
        ["guild_id", "earned_at"],
        ["guild_id", "subject_id"],
        ["guild_id", "id"],
        ["policy_id"],
    ):
        op.create_index(op.f(f"ix_awards_{'_'.join(columns)}"), "awards", columns)
    stands, vests = sa.text("reverses_id IS NULL"), sa.text("vests_at IS NOT NULL")
    op.create_index(
        "uq_awards_guild_id_key_turn",
        "awards",
        ["guild_id", "key", "turn"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    reverses = sa.text("reverses_id IS NOT NULL")
    op.create_index(
        "uq_awards_reverses_id",
        "awards",
        ["reverses_id"],
        unique=True,
        sqlite_where=reverses,
        postgresql_where=reverses,
    )
    op.create_index("ix_awards_vests_at", "awards", ["vests_at"], sqlite_where=vests, postgresql_where=vests)


def _keep() -> None:
    """Every line of before, with its points as they are, as staff's word: no limit has judged it."""
    old = sa.table(
        "awards_before",
        *(
            sa.column(name, kind)
            for name, kind in (
                ("id", ROW_ID),
                ("guild_id", sa.BigInteger()),
                ("member_id", sa.BigInteger()),
                ("awarded_by", sa.BigInteger()),
                ("reason", sa.String()),
                ("subject_id", sa.BigInteger()),
                ("points", sa.Integer()),
                ("at", MOMENT),
            )
        ),
    )
    subject = sa.cast(old.c.subject_id, sa.String())
    key = sa.case(
        (old.c.reason == "accepted_answer", sa.literal("accepted:m") + subject),
        (old.c.reason == "ticket_help", sa.literal("accepted:t") + subject),
        else_=sa.literal("entry:") + subject,
    )
    names = (
        "id guild_id key turn member_id awarded_by giver reason subject_id points pending rule data at earned_at"
    )
    new = sa.table("awards", *(sa.column(name, sa.JSON() if name == "data" else None) for name in names.split()))
    kept = sa.select(
        old.c.id,
        old.c.guild_id,
        key,
        sa.literal(0),
        old.c.member_id,
        old.c.awarded_by,
        sa.literal("staff"),
        old.c.reason,
        old.c.subject_id,
        old.c.points,
        sa.literal(0),
        sa.literal("legacy"),
        sa.literal({}, sa.JSON()),
        old.c.at,
        old.c.at,
    ).order_by(old.c.id)
    op.execute(new.insert().from_select(names.split(), kept))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('awards', 'id'), COALESCE(MAX(id), 1)) FROM awards")
