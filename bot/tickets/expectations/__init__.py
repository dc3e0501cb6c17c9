"""What requesters were told to expect, and telling them in time that it will not be so."""
