"""Durable side effects and timers: what must still happen after a crash is a row in `jobs`."""
