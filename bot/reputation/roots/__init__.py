"""Which question something is about, whatever it goes by."""
