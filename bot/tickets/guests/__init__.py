"""People in the thread of a ticket who are neither its requester nor there as staff."""
