"""The FAQ: a library of entries, a matcher that answers or stays silent, and the log of what it did."""
