"""The FAQ in conversation: what it is asked, says and is told, and the log of it."""
