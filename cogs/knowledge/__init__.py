"""The FAQ's entries as people read them, wherever they are shown."""
