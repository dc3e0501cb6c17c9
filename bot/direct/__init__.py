"""Direct messages: who writes to the bot alone is answered there, and led on into a server."""
