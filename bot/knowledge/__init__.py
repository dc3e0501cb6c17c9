"""The FAQ as files: what an entry is, how a folder of them is read, written and kept in step."""
