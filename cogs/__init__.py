"""Everything that speaks Discord: it translates, calls one service, and renders."""

EXTENSIONS = (
    "cogs.ui.forms",
    "cogs.listening",
    "cogs.faq",
    "cogs.drafts",
    "cogs.shadow",
    "cogs.tickets",
    "cogs.tickets.csat",
    "cogs.tickets.promises",
    "cogs.tickets.mine",
    "cogs.tickets.record",
    "cogs.reputation",
    "cogs.solved",
    "cogs.reputation.holds",
    "cogs.routing",
    "cogs.insights",
    "cogs.prevention",
    "cogs.operations",
    "cogs.direct",
    "cogs.privacy",
    "cogs.help",
)
"""What is loaded: the listener for forms, the one ear, and the cogs in the order of the story; last who can do what."""
