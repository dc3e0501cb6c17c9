"""What went before: who had a ticket, and which others its requester had."""
