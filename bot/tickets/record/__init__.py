"""What was said in tickets, kept as it came."""
