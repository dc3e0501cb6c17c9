"""All data as one file to take along, and a new Signpost that begins with it."""
