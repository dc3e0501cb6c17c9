"""The messages that awards are for, and what becomes of them in Discord."""
