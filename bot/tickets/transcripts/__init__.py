"""What was said in a ticket, as one page that needs nothing else, and as JSON beside it."""
