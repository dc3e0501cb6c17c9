"""Which role hears of new tickets, and when."""
