"""The SLA clocks of tickets: what they have run, when they are due, and who hears of it."""
