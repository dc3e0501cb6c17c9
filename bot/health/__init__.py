"""Whether the bot is well, as another process can see it."""
