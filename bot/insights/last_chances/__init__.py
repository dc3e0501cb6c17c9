"""How many tickets were never opened, because an entry that was shown before solved it."""
