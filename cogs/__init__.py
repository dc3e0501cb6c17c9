"""Everything that speaks Discord: it translates, calls one service, and renders."""

EXTENSIONS = (
    "cogs.faq",
    "cogs.drafts",
    "cogs.shadow",
    "cogs.tickets",
    "cogs.reputation",
    "cogs.insights",
    "cogs.operations",
)
"""The cogs, in the order of the story."""
