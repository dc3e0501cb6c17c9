"""What staff's work on tickets came to: how much of it there was, how long it took, and what was late."""
