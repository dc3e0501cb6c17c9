"""The queue as it stands in the database: its tickets, one after the other."""
